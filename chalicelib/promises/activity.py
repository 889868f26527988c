"""What the diary says of a promise. Pure."""

from __future__ import annotations

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.promises.model import Promise


def words_of(promise: Promise) -> dict[str, str]:
    words = {
        "amount_pence": str(promise.amount),
        "due": promise.due.isoformat(),
        "waited_for_until": promise.last_day.isoformat(),
    }
    words |= {"method": promise.method.value} if promise.method else {}
    return words | ({"instead_of": promise.supersedes} if promise.supersedes else {}) | _consent(promise)


def _consent(promise: Promise) -> dict[str, str]:
    return {"consent": "the customer agreed"} if promise.consented else {}


def tell(
    diary: Diary,
    promise: Promise,
    event: Event,
    *,
    after: dict[str, str],
    before: dict[str, str] | None = None,
    reason: str | None = None,
) -> Activity:
    return diary.tell(
        event,
        promise.ref,
        stream=promise.customer_key,
        account=promise.account_number,
        claim=promise.claim,
        before=before,
        after=after,
        reason=reason,
    )
