"""Answers in the shapes that Stripe documents, for what no peer of Stripe's plays: Checkout, direct debits, mandates, disputes.

It keeps what it is asked to make, forgets nothing, and answers a known idempotency key with what it answered before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import stripe

from chalicelib.core.clock import FixedClock, epoch_seconds
from tests.support.stripe_wire import asked, assert_understood

Made = dict[str, Any]


class RecordedStripe(stripe.HTTPClient):
    """A transport for the SDK. `failures` are statuses to answer with before anything is done, `lost` are calls
    that are done and whose answer does not arrive."""

    name = "recorded"

    def __init__(self, clock: FixedClock) -> None:
        super().__init__()
        self.clock = clock
        self.objects: dict[str, Made] = {}
        self.by_key: dict[str, str] = {}
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.failures: list[int] = []
        self.lost: list[str] = []

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        path, given = asked(method.upper(), url, post_data)
        assert_understood(method, path, given, dict(headers or {}))
        self.requests.append((method.upper(), path, given))
        if self.failures:
            return json.dumps({"error": {"type": "api_error"}}).encode(), self.failures.pop(0), {"stripe-should-retry": "false"}
        status, answer = self._answer(method.upper(), path.removeprefix("/v1/"), given, dict(headers or {}))
        if f"{method.upper()} {path}" in self.lost:
            self.lost.remove(f"{method.upper()} {path}")
            raise stripe.APIConnectionError("the answer was lost", should_retry=False)
        return json.dumps(answer).encode(), status, {"request-id": "req_1"}

    def close(self) -> None:
        """There is no connection."""

    def made(self, kind: str) -> list[Made]:
        return [thing for thing in self.objects.values() if thing["object"] == kind]

    def paid(self, session: Made, *, method: str = "card", status: str = "succeeded") -> Made:
        """Somebody pays on the hosted page; a direct debit's money comes later."""
        taken = status == "succeeded"
        charge = {
            "id": f"ch_{len(self.objects)}",
            "object": "charge",
            "created": epoch_seconds(self.clock.now()),
            "disputed": False,
            "payment_method_details": {"type": method},
            "balance_transaction": None,
        }
        intent = self._keep(
            {
                "id": f"pi_{len(self.objects)}",
                "object": "payment_intent",
                "status": status,
                "amount_received": session["amount_total"] if taken else 0,
                "customer": session["customer"],
                "latest_charge": charge,
                "metadata": session["metadata"],
            }
        )
        session |= {"status": "complete", "payment_status": "paid" if taken else "unpaid", "url": None, "payment_intent": intent}
        return intent

    def _answer(self, method: str, path: str, given: dict[str, str], headers: dict[str, str]) -> tuple[int, Made]:
        kind, _, rest = path.removeprefix("checkout/").partition("/")
        theirs, _, verb = rest.partition("/")
        if method == "GET":
            return (200, self.objects[theirs]) if theirs else (200, self._list(kind, given))
        if verb:
            return 200, self._do(self.objects[theirs], verb)
        key = headers["Idempotency-Key"]
        if key not in self.by_key:
            self.by_key[key] = self._make(kind, given)["id"]
        return 200, self.objects[self.by_key[key]]

    def _make(self, kind: str, given: dict[str, str]) -> Made:
        labels = {name[9:-1]: value for name, value in given.items() if name.startswith("metadata[")}
        number, now = len(self.objects), epoch_seconds(self.clock.now())
        match kind:
            case "customers":
                return self._keep({"id": f"cus_{number}", "object": "customer", "metadata": labels})
            case "sessions":
                assert 1800 <= int(given["expires_at"]) - now <= 86400, "Stripe keeps a page open from 30 minutes to 24 hours"
                return self._keep(
                    {
                        "id": f"cs_{number}",
                        "object": "checkout.session",
                        "status": "open",
                        "payment_status": "unpaid",
                        "url": f"https://checkout.example.com/{number}",
                        "expires_at": int(given["expires_at"]),
                        "client_reference_id": given["client_reference_id"],
                        "customer": given["customer"],
                        "amount_total": int(given.get("line_items[0][price_data][unit_amount]", 0)),
                        "metadata": labels,
                        "payment_intent": None,
                        "setup_intent": None,
                    }
                )
            case "refunds":
                wanted = {"amount": int(given["amount"]), "payment_intent": given["payment_intent"], "metadata": labels}
                made = {"id": f"re_{number}", "object": "refund", "created": now, "status": "succeeded"}
                return self._keep(made | wanted)
            case _:
                raise AssertionError(f"nothing is recorded of making {kind}")

    def _do(self, thing: Made, verb: str) -> Made:
        match verb:
            case "expire":
                thing["status"] = "expired"
            case "detach":
                thing["customer"] = None
            case _:
                raise AssertionError(f"nothing is recorded of {verb}")
        return thing

    def _list(self, kind: str, given: dict[str, str]) -> Made:
        name = {"sessions": "checkout.session"}.get(kind, kind.removesuffix("s"))
        filters = {key: value for key, value in given.items() if key in ("customer", "payment_intent", "payment_method")}
        found = [thing for thing in self.made(name) if all(thing.get(key) == value for key, value in filters.items())]
        return {"object": "list", "data": found[::-1], "has_more": False, "url": f"/v1/{kind}"}

    def _keep(self, thing: Made) -> Made:
        self.objects[thing["id"]] = thing
        return thing
