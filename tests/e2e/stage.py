"""One deployed Quittance as `make run` brings it up: its people, its records, and the links in its campaign file."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import boto3

from chalicelib.aws.store import DynamoStore
from chalicelib.core.changes import Changes, Put, Remove, Replace, Table
from chalicelib.core.ids import fingerprint
from chalicelib.core.passwords import new_password
from chalicelib.payments.providers.books import SandboxPayment, sandbox_place
from chalicelib.portal.model import Session, attempts_place, session_place
from tools import demonstration, later, people
from tools.console_api import ConsoleApi
from tools.emulator import free_port
from tools.local import LocalStack, local_stack
from tools.people import Person
from tools.places import REGION

IMPORT_SECONDS = 180.0
BUILD_SECONDS = 120.0
HERE = "127.0.0.0/24"
"""The network from which all journeys come."""
STAFF = {
    name: Person(f"{name}@example.com", full_name, role, new_password(), chosen=name != "newcomer")
    for name, full_name, role in (
        ("admin", "Ada Admin", "admin"),
        ("agent", "Aled Agent", "agent"),
        ("viewer", "Vera Viewer", "viewer"),
        ("newcomer", "Nia Newcomer", "agent"),
    )
}


class Stage:
    """The stack, up from `start` until `stop`; what it holds survives both."""

    stack: LocalStack

    def __init__(self, state: Path) -> None:
        self._state, self._ports, self._running = state, (free_port(), free_port()), ExitStack()
        self.api = cache(self._api)

    def start(self) -> None:
        self.stack = self._running.enter_context(local_stack(*self._ports, self._state))

    def stop(self) -> None:
        self._running.close()

    @property
    def url(self) -> str:
        return self.stack.public_url

    @property
    def store(self) -> DynamoStore:
        """The stack's tables, for what no person can do: let time pass, look into the books."""
        return DynamoStore({table: self.stack.outputs[f"{table.title()}Table"] for table in Table}, REGION)

    def furnish(self) -> None:
        """People to sign in with."""
        for person in STAFF.values():
            people.create(self.stack.outputs["UserPoolId"], person)

    def forget_attempts(self) -> None:
        """Forget how often this machine has answered identity checks: the journeys are many people at one address."""
        self.store.commit(Changes(Remove(attempts_place(f"network#{fingerprint(HERE)[:32]}"))))

    def imported(self, filename: str, text: str) -> Any:
        """The upload of this text, dropped into the inbox under a new name, once nothing more happens to it."""
        bucket = self.stack.outputs["DatasetsBucket"]
        boto3.client("s3", region_name=REGION).put_object(Bucket=bucket, Key=f"inbox/{filename}", Body=text.encode())
        history = self.api("agent").until(
            "/api/uploads", lambda page: demonstration.at_rest(demonstration.upload_of(page, filename)), seconds=IMPORT_SECONDS
        )
        return demonstration.upload_of(history, filename)

    def links(self, upload_id: str) -> dict[str, str]:
        """Each customer's personal link, by customer id, from the campaign file of the upload."""
        api = self.api("agent")
        asked = api.post(f"/api/uploads/{upload_id}/campaign", {})
        api.until(f"/api/campaigns/{asked['id']}", lambda campaign: campaign["state"] == "READY", seconds=BUILD_SECONDS)
        return {row["CustomerID"]: row["AccessUrl"] for row in demonstration.campaign_rows(api, asked["id"])}

    def customer(self, customer_id: str) -> Any:
        """The customer's page as an agent's console reads it."""
        [row] = self.found(customer_id)
        return self.api("agent").get(f"/api/customers/{row['customer_key']}")

    def found(self, customer_id: str) -> Any:
        """The rows of the list for this id: one, or none."""
        return self.api("agent").post("/api/customers/search", {"by": "customer_id", "text": customer_id})["items"]

    def let_the_bank_answer(self, customer_id: str) -> None:
        """The sandbox's answer to the customer's newest payment, if it was to come later, is there now."""
        page = self.customer(customer_id)
        place = sandbox_place(page["customer"]["customer_key"], page["payments"][0]["id"])
        held = self.store.get(SandboxPayment, place)
        assert held is not None
        self.store.commit(Changes(Replace(held.model_copy(update={"ready_at": datetime.now(UTC)}))))

    def let_days_go_by(self, days: int, *rooms: str) -> None:
        """The stack's clock runs on, and these rooms' schedules do what fell due meanwhile."""
        later.move(self.store, timedelta(days=days))
        assert later.run_schedules(*rooms) == []

    def let_the_session_expire(self, cookie: str) -> None:
        """As if the visitor with this cookie had been away for longer than a session waits."""
        held = self.store.get(Session, session_place(fingerprint(cookie)))
        assert held is not None
        self.store.commit(Changes(Put(held.model_copy(update={"idle_until": held.started_at - 1}))))

    def _api(self, name: str) -> ConsoleApi:
        return ConsoleApi(self.stack.public_url, self.stack.outputs, STAFF[name])
