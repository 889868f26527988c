"""What Stripe's refusals mean in the port's words. The words of an error body stay here: only codes go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import stripe

from chalicelib.payments.ports import Declined, Invalid, ProviderError, Unknown
from chalicelib.payments.providers.stripe.reading import advice_for
from chalicelib.payments.providers.stripe.shapes import Trouble

_OURS = (stripe.InvalidRequestError, stripe.IdempotencyError, stripe.AuthenticationError, stripe.PermissionError)
_PASSING = frozenset({409, 429})
"""Another request under the same key is running, or there were too many: nothing is known of this one."""


@contextmanager
def translated() -> Iterator[None]:
    """Raise the port's errors for Stripe's."""
    try:
        yield
    except stripe.StripeError as error:
        raise meaning(error) from None


def meaning(error: stripe.StripeError) -> ProviderError:
    """`Declined` for what the bank refused, `Invalid` for what we asked wrongly; whatever else may have happened."""
    words = f"{error.code or type(error).__name__} ({error.http_status}, {error.request_id})"
    if isinstance(error, stripe.CardError):
        told = error.error
        trouble = Trouble(
            code=error.code,
            decline_code=getattr(told, "decline_code", None),
            advice_code=getattr(told, "advice_code", None),
        )
        return Declined(trouble.decline_code or trouble.code or "declined", advice_for(trouble))
    if isinstance(error, _OURS) and error.http_status not in _PASSING:
        return Invalid(words)
    return Unknown(words)
