"""What customers are told of their plan, on the way in the transaction that it tells of. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.plans.model import Instalment, PayBy, Plan

WAYS: Mapping[PayBy, str] = {
    PayBy.CUSTOMER: "by yourself, each time",
    PayBy.CARD: "from your saved card",
    PayBy.BACS: "by Direct Debit",
}


def agreed_values(plan: Plan) -> dict[str, str]:
    """What the confirmation of a plan tells: enough to keep to it without us."""
    first, last = plan.instalments[0], plan.instalments[-1]
    return {
        "reference": plan.reference,
        "count": str(len(plan.instalments)),
        "amount": pounds(first.amount),
        "day": in_words(first.due),
        "final_amount": pounds(last.amount),
        "final_day": in_words(last.due),
    }


def collection_values(plan: Plan, instalment: Instalment, pence: int, on: date) -> dict[str, str]:
    """What the notice of a collection tells."""
    number = f"{instalment.number} of {plan.instalments[-1].number}"
    return {"reference": plan.reference, "amount": pounds(pence), "day": in_words(on), "number": number}


def about_plan(
    diary: Diary,
    plan: Plan,
    event: Event,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
    reason: str = "",
) -> Activity:
    """A line of the diary about a plan. One on several accounts stands in the customer's diary only."""
    account = plan.account_numbers[0] if len(plan.account_numbers) == 1 else None
    return diary.tell(
        event, plan.ref, stream=plan.customer_key, account=account, before=before, after=after, reason=reason or None
    )


def pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02d}"


def in_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
