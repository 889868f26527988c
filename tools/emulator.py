"""The AWS emulator: started on loopback with rights enforced and its state kept, stopped so that the state survives."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tools.places import EMULATOR_PYTHON, REGION

START_SECONDS = 30.0
STOP_SECONDS = 30.0
UNASSIGNED_PORTS = (20_000, 30_000)


class NotStarted(Exception):
    """The emulator did not answer in time, or its port is taken; the message says which."""


def credentials(port: int) -> dict[str, str]:
    """The environment in which every AWS client, ours and the `aws` command line, speaks to the emulator as its root user."""
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


@contextmanager
def running(state: Path, port: int) -> Iterator[None]:
    """The emulator for as long as the block runs. What it holds lies in `state` and is there again next time."""
    if taken(port):
        raise NotStarted(f"port {port} is taken, perhaps by another run of Quittance")
    (state / "s3").mkdir(parents=True, exist_ok=True)
    clear(unpacked(state))
    with (state / "emulator.log").open("ab") as log:
        process = subprocess.Popen(
            [str(EMULATOR_PYTHON.with_name("ministack"))],
            env=environment(state, port),
            stdout=log,
            stderr=subprocess.STDOUT,
            # Ctrl-C must not reach it: it is told to stop only when nothing more is in flight.
            start_new_session=True,
        )
    try:
        wait_until_up(process, port, state)
        yield
    finally:
        stop(process)
        clear(unpacked(state))


def unpacked(state: Path) -> Path:
    """Where the emulator unpacks the code of every function it runs, 60 MB each."""
    return state / "unpacked"


def clear(folder: Path) -> None:
    """An empty folder: what lies there is of no use to anybody once its emulator has ended."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def environment(state: Path, port: int) -> dict[str, str]:
    """Everything the emulator and the functions it runs may see: nothing of the shell it was started from."""
    return {
        "PATH": f"{EMULATOR_PYTHON.parent}:/usr/bin:/bin",
        "HOME": str(state),
        "LANG": "C.UTF-8",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state / "s3"),
        "TMPDIR": str(unpacked(state)),
        **{name: value for name, value in credentials(port).items() if name != "AWS_ENDPOINT_URL"},
    }


def taken(port: int) -> bool:
    """Whether something listens on this port of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """A port of loopback that nothing listens on now, and that no connection is given by chance before it is used: below
    those from which Linux takes the near end of connections."""
    candidates = random.SystemRandom().sample(range(*UNASSIGNED_PORTS), 100)
    return next(port for port in candidates if not taken(port))


def wait_until_up(process: subprocess.Popen[bytes], port: int, state: Path) -> None:
    """Return once the emulator answers. Raises `NotStarted`."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_ministack/health", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise NotStarted(f"the emulator did not start; see {state / 'emulator.log'}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End it gently, because only then does it write its state; then end the function processes it may leave behind."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
