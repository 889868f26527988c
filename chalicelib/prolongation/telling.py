"""What customers are told of an invoice that was put off, or put back, in the transaction that it tells of. Pure."""

from __future__ import annotations

from chalicelib.activities.model import Diary
from chalicelib.care.model import ContactPolicy
from chalicelib.core.changes import Changes
from chalicelib.messaging.model import Text
from chalicelib.messaging.telling import told
from chalicelib.payments.balances import pounds
from chalicelib.prolongation.model import Prolonged
from chalicelib.prolongation.rules import written
from chalicelib.records.model import Customer


def news(customer: Customer, done: Prolonged, diary: Diary, policy: ContactPolicy) -> Changes:
    """A message with the date as it is now, and the fee where there is one; nothing where no way of reaching them is allowed.
    One for each prolongation, and one more for undoing it: whoever was told of a date is told that it does not hold."""
    return told(customer, _text(done), _values(done), diary, policy, seed=done.prolongation.id)


def _text(done: Prolonged) -> Text:
    if done.prolongation.undone:
        return Text.MORE_TIME_UNDONE
    return Text.MORE_TIME_FOR_A_FEE if done.prolongation.fee_claim else Text.MORE_TIME


def _values(done: Prolonged) -> dict[str, str]:
    claim, made = done.claim, done.prolongation
    values = {"account": done.account_number, "invoice": claim.ref, "day": written(claim.due_date)}
    if made.fee_claim and not made.undone:
        values |= {"fee": pounds(made.fee), "fee_invoice": made.fee_claim}
    return values
