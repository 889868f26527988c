"""What goes over the line to Stripe, held against the parameters that their SDK's types know."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import stripe
import typing_extensions
from stripe import params
from stripe.params import checkout

KNOWN: dict[tuple[str, str], Any] = {
    ("POST", "/v1/customers"): params.CustomerCreateParams,
    ("POST", "/v1/checkout/sessions"): checkout.SessionCreateParams,
    ("GET", "/v1/checkout/sessions"): checkout.SessionListParams,
    ("GET", "/v1/checkout/sessions/{id}"): checkout.SessionRetrieveParams,
    ("POST", "/v1/checkout/sessions/{id}/expire"): checkout.SessionExpireParams,
    ("POST", "/v1/payment_intents"): params.PaymentIntentCreateParams,
    ("GET", "/v1/payment_intents"): params.PaymentIntentListParams,
    ("GET", "/v1/payment_intents/{id}"): params.PaymentIntentRetrieveParams,
    ("POST", "/v1/payment_intents/{id}/cancel"): params.PaymentIntentCancelParams,
    ("POST", "/v1/refunds"): params.RefundCreateParams,
    ("GET", "/v1/refunds"): params.RefundListParams,
    ("GET", "/v1/disputes"): params.DisputeListParams,
    ("GET", "/v1/setup_intents"): params.SetupIntentListParams,
    ("GET", "/v1/payment_methods/{id}"): params.PaymentMethodRetrieveParams,
    ("POST", "/v1/payment_methods/{id}/detach"): params.PaymentMethodDetachParams,
    ("GET", "/v1/balance_transactions"): params.BalanceTransactionListParams,
}
MONEY_MOVES = {"/v1/payment_intents", "/v1/refunds", "/v1/checkout/sessions", "/v1/customers"}

_T = typing.TypeVar("_T")
_UNSEEN = {"StripeContext": Any, "Mapping": Mapping, "UntypedStripeObject": dict[str, _T]}
"""Names that the SDK's types use and import for type checkers alone."""


def asked(method: str, url: str, body: str | None) -> tuple[str, dict[str, str]]:
    """The path and the parameters of a request, names like `metadata[payment_id]`."""
    parts = urlsplit(url)
    return parts.path, dict(parse_qsl(parts.query if method == "GET" else body or "", keep_blank_values=True))


def assert_understood(method: str, path: str, given: dict[str, str], headers: dict[str, str]) -> None:
    """Stripe would know the call and each of its parameters; whatever makes something carries a key of ours."""
    template = re.sub(r"/(?:cs|pi|pm|cus|card|src)_\w+", "/{id}", path)
    known = KNOWN.get((method.upper(), template))
    assert known is not None, f"{method} {template} is not a call we make"
    for name in given:
        _assert_known(known, re.findall(r"[^\[\]]+", name), name)
    assert headers["Stripe-Version"] == stripe.api_version
    if method.upper() == "POST" and template in MONEY_MOVES:
        assert not re.fullmatch(r"[0-9a-f-]{36}", headers["Idempotency-Key"]), "the key is of the SDK's own making"


def _assert_known(kind: Any, path: list[str], name: str) -> None:
    if not path:
        return None
    options = [option for option in _options(kind) if not isinstance(option, type) or option not in (str, int, bool, float)]
    for option in options:
        if typing_extensions.is_typeddict(option):
            hints = _hints(option)
            if path[0] in hints:
                return _assert_known(hints[path[0]], path[1:], name)
        elif typing.get_origin(option) is list:
            return _assert_known(typing.get_args(option)[0], path[1:], name)
        elif typing.get_origin(option) is dict:
            return None
    raise AssertionError(f"Stripe knows no parameter {name}")


def _options(kind: Any) -> list[Any]:
    """The kinds that a value may be of, without what only says that it may be left out."""
    if typing.get_origin(kind) is typing.NotRequired or str(typing.get_origin(kind)).endswith("NotRequired"):
        return _options(typing.get_args(kind)[0])
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return [option for part in typing.get_args(kind) for option in _options(part)]
    return [kind]


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind, localns=_UNSEEN)
