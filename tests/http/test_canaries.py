"""What must never be written down outside the records: links, names, phones, addresses, in any log or queue."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from chalicelib import wiring
from chalicelib.settings.model import Settings
from tests.support import snapshots
from tests.support.files import dataset, person
from tests.support.harness import WIRE, Kind, until_done
from tests.support.http import FORM
from tests.support.posting import post_file
from tests.support.world import World, facts, world

CANARY = {
    "FirstName": "Kanarienvogel",
    "MiddleName": "Serin",
    "LastName": "Cini-Canaria",
    "DateOfBirth": "1931-12-24",
    "MobilePhone": "07700 900987",
    "Email": "kanarienvogel@example.com",
    "AddressLine1": "99 Canary Wharf Lane",
    "Postcode": "TR21 0LW",
    "CreditorName": "Canary Water",
    "PaymentReference": "CANARYREF1",
}
YEARS = ["'1931'", '"1931"', "=1931", "12/1931"]
"""As a form or a sentence would hold the year: the four digits alone are found in any instant or random id."""
SPELLINGS = [*CANARY.values(), "7700900987", *YEARS, "TR210LW", "kanarienvogel", "canary"]
FILE = dataset(
    person("C-1", "ACC-CAN-1", "50.00", **CANARY),
    person("C-2", "ACC-CAN-2", "fifty", **CANARY),
    person("C-3", "ACC-CAN-3", "50.00", **CANARY | {"Postcode": "ZZ99 9ZZ"}),
)


class Ear(logging.Handler):
    """Hears every record of every logger, with everything that a formatter might print of it."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.heard = io.StringIO()

    def emit(self, record: logging.LogRecord) -> None:
        print(self.format(record), vars(record), file=self.heard)


@pytest.fixture
def ear() -> Iterator[Ear]:
    listening = Ear()
    loggers = [logging.getLogger(), logging.getLogger("quittance")]
    for logger in loggers:
        logger.addHandler(listening)
    yield listening
    for logger in loggers:
        logger.removeHandler(listening)


@pytest.fixture
def here() -> Iterator[World]:
    with world() as made:
        wiring.store().put_all([Settings(auto_confirm_rejected_percent=100)])
        yield made


def test_nothing_personal_reaches_a_log_or_a_queue(here: World, ear: Ear, capfd: pytest.CaptureFixture[str]) -> None:
    bodies: list[str] = []
    _import(here, bodies)
    token = here.token("C-1")
    _walk(here, token)
    _break_everything(here, token)
    here.agent().post("/exports")
    bodies += [body for queue in ("plan", "apply", "campaigns", "exports", "messages") for body in snapshots.bodies(queue)]
    here.pump()
    said = "\n".join([ear.heard.getvalue(), *capfd.readouterr(), *bodies])
    assert "unforeseen" in said, "nothing was heard"
    assert '"part"' in said
    leaked = [word for word in [*SPELLINGS, token, token.upper(), "__Host-session"] if word.lower() in said.lower()]
    assert leaked == []


def _import(here: World, bodies: list[str]) -> None:
    """The file with the canary in every field, also in rows that are refused; the first delivery of each message fails."""
    waiting = [("inbox", here.drop("customers.csv", FILE))]
    while waiting:
        queue, body = waiting.pop(0)
        WIRE.arm({3: Kind.THROTTLE})
        assert until_done(lambda queue=queue, body=body: here.deliver(queue, body))
        WIRE.arm()
        bodies += [] if queue == "inbox" else [body]
        waiting += [(name, sent) for name in ("plan", "apply") for sent in snapshots.take_bodies(name)]


def _walk(here: World, token: str) -> None:
    """From the link to the receipt, and past the agent."""
    customer = here.customer("C-1")
    browser = here.browser()
    browser.get(f"/a/{token}")
    browser.submit(wish="new-link")
    here.agent().post(f"/customers/{customer.customer_key}/messages", {"text": "link", "channel": "EMAIL"})
    browser.get(f"/a/{token}")
    browser.submit(**facts(customer) | {"postcode": "LS1 4DY"})
    browser.submit(**facts(customer))
    assert browser.path == "/accounts"
    browser.get("/details/email")
    browser.submit(email="kanarienvogel.neu@example.com")
    browser.get("/documents")
    browser.submit("/documents", shows="INCOME")
    browser.get(post_file(here, browser, "Kanarienvogel payslip.txt", b"Cini-Canaria earns enough.\n"))
    assert "Kanarienvogel payslip.txt" in browser.text
    browser.get("/accounts/ACC-CAN-1/pay")
    browser.submit(choice="full")
    browser.submit(outcome="pay")
    here.deliver_webhooks()
    for by, text in (("name", "Cini"), ("phone", CANARY["MobilePhone"]), ("email", CANARY["Email"]), ("postcode", "TR21 0LW")):
        assert here.agent().search(by, text).status == 200
    here.agent().get(f"/customers/{customer.customer_key}")
    here.sweep("payment_sweep")


def _break_everything(here: World, token: str) -> None:
    """Every route with AWS failing under it."""
    ours = {"content-type": FORM, "sec-fetch-site": "same-origin", "cookie": f"__Host-session={token}"}
    form = f"who=myself&dob-day=24&dob-month=12&dob-year=1931&postcode=TR21+0LW&first={CANARY['FirstName']}"
    filled = {"{token}": token, "{number}": "ACC-CAN-1", "{customer_key}": here.key("C-1"), "{sealed}": f"{token}.{token}"}
    for path, methods in here.module().app.routes.items():
        for part, value in filled.items():
            path = path.replace(part, value)  # noqa: PLW2901
        path = path.replace("{", "").replace("}", "")  # noqa: PLW2901
        for method in methods:
            WIRE.arm({1: Kind.THROTTLE})
            if path.startswith("/api"):
                agent, room = here.agent("admin"), path.removeprefix("/api")
                _ = agent.get(room) if method == "GET" else agent.post(room, {"text": CANARY["Email"]})
            else:
                here.gateway.send(method, path, headers=ours, body=form if method == "POST" else "")
            WIRE.arm()
