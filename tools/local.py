"""`make run`: the whole of Quittance on this machine, until Ctrl-C.

The packaged artefact on the emulator, behind one address; people to sign in with; and the main job done once.
PORT and EMULATOR_PORT choose other ports than 8000 and 4566.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools import console_site, demonstration, deploy, emulator, environments, front, people, template
from tools.console_api import ConsoleApi, Refused
from tools.package import Package, current
from tools.places import CONSOLE, EMULATOR_STATE, SAMPLE_DATASET

STACK = "quittance"


@dataclass(frozen=True, slots=True)
class LocalStack:
    """A stack that answers: where people see it, where the emulator is, and what the stack says of itself."""

    public_url: str
    endpoint: str
    outputs: Mapping[str, str]


@contextlib.contextmanager
def local_stack(port: int, emulator_port: int, state: Path) -> Iterator[LocalStack]:
    """The emulator with the deployed package, and the front before it. Also sets the AWS variables of this process."""
    made = current()
    os.environ.update(emulator.credentials(emulator_port))
    public_url = f"http://127.0.0.1:{port}"
    with emulator.running(state, emulator_port):
        outputs = deployed(made, public_url, state)
        stack = LocalStack(public_url, os.environ["AWS_ENDPOINT_URL"], outputs)
        origins = front.Origins(stack.endpoint, outputs, template.load(made.template))
        with front.serving(port, origins):
            yield stack


def deployed(made: Package, public_url: str, state: Path) -> dict[str, str]:
    """The outputs of the stack, deployed only when something changed since the last run."""

    def bring_up() -> None:
        print("Deploying to the emulator ...", flush=True)
        outputs = deploy.deploy(made, STACK, {"Platform": "emulator", "PublicUrl": public_url})
        config = console_site.configuration(outputs, public_url + front.SIGN_IN_PATH)
        console_site.upload(CONSOLE / "dist", outputs, config)

    inputs = [made.code, made.layer, made.template, CONSOLE / "dist"]
    environments.unless_current(state / "deployed-from", inputs, bring_up, also=public_url)
    return deploy.outputs(STACK)


def say(stack: LocalStack, staff: Mapping[str, people.Person], debtor: demonstration.Debtor) -> None:
    """Where to go, and what to type there."""
    print(f"\nConsole      {stack.public_url}/console/")
    for person in staff.values():
        note = "" if person.chosen else "  (asks for a new password at the first sign-in)"
        print(f"  {person.role:<10} {person.email}  {person.password}{note}")
    print(f"\nPersonal link of {debtor.name}\n  {debtor.link}")
    print(f"  date of birth {debtor.date_of_birth}, postcode {debtor.postcode}")
    print("\nMessages that were sent (nothing leaves this machine)")
    print(f"  email {stack.endpoint}/_ministack/ses/messages, text {stack.endpoint}/_ministack/sns/sms-messages")
    print("\nCtrl-C stops it; what it holds is there again next time.", flush=True)


def main() -> None:
    """Run until Ctrl-C or a request to stop, then end everything gently."""
    stopped = threading.Event()
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, lambda *_: None if stopped.is_set() else interrupt(stopped))
    port, emulator_port = int(os.environ.get("PORT", "8000")), int(os.environ.get("EMULATOR_PORT", "4566"))
    try:
        with local_stack(port, emulator_port, EMULATOR_STATE) as stack:
            staff = people.present(stack.outputs, EMULATOR_STATE / "people.json")
            print("Importing the sample and making its personal links ...", flush=True)
            debtor = demonstration.run(ConsoleApi(stack.public_url, stack.outputs, staff["agent"]), stack.outputs, SAMPLE_DATASET)
            say(stack, staff, debtor)
            stopped.wait()
    except KeyboardInterrupt:
        print("\nStopped.")
    except (template.Faulty, deploy.NotDeployed, emulator.NotStarted, Refused) as fault:
        sys.exit(str(fault))


def interrupt(stopped: threading.Event) -> None:
    """Leave whatever the run is doing, once: a second wish to stop must not interrupt the stopping."""
    stopped.set()
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
