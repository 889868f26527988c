"""Runs inside the packaged zip: the SDK as we use it, its answers canned."""

import json
from typing import Any

import stripe

from chalicelib.payments.ports import Declined
from chalicelib.payments.providers.stripe.api import StripeApi
from chalicelib.payments.providers.stripe.credentials import credentials

ANSWERS: dict[str, tuple[int, dict[str, Any]]] = {
    "checkout/sessions/cs_1": (200, {"id": "cs_1", "object": "checkout.session", "status": "open", "expires_at": 1}),
    "refunds": (
        200,
        {"object": "list", "has_more": False, "data": [{"id": "re_1", "object": "refund", "amount": 1, "created": 1}]},
    ),
    "payment_intents": (402, {"error": {"type": "card_error", "code": "card_declined", "advice_code": "do_not_try_again"}}),
}


class Canned(stripe.HTTPClient):
    name = "canned"

    def request(self, method: str, url: str, headers: Any, post_data: Any = None) -> tuple[bytes, int, dict[str, str]]:
        status, answer = ANSWERS[url.split("/v1/")[1].split("?")[0]]
        return json.dumps(answer).encode(), status, {}

    def close(self) -> None:
        """There is no connection."""


def handler(event: object, context: object) -> dict[str, object]:
    api = StripeApi(credentials(b'{"api_key": "sk_test_made_up", "webhook_secrets": ["whsec_made_up"]}'), transport=Canned())
    session, refunds = api.payment_session("cs_1"), api.refunds("pi_1")
    try:
        api.new_intent({"amount": 1, "currency": "gbp"}, "key")
    except Declined as declined:
        return {"session": session.id, "refunds": len(refunds), "declined": declined.advice.value}
    return {}
