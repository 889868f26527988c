"""A payment as the rows of a cashbook: one for each account it moved money on, money that went back as rows below zero. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.cashbook.model import Sums
from chalicelib.core.clock import LONDON
from chalicelib.core.money import format_pounds
from chalicelib.payments.model import TAKEN, Fact, Payment
from chalicelib.payments.movements import Movement, MovementKind
from chalicelib.records.model import Customer

HEADER = (
    "TransactionID", "Date", "Time", "CustomerID", "Name", "AccountNumber", "Type", "Amount", "Currency", "Method", "Status",
    "ProviderReference", "Channel",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One account's part of one payment, or of one movement back. `moved` is false while nothing has come: then the amount
    is what was meant. `account_number` is empty for what went to the customer's credit."""

    payment: Payment
    customer_id: str
    name: str
    kind: MovementKind
    at: datetime
    account_number: str
    pence: int
    moved: bool


def rows_of(payment: Payment, customer: Customer | None, account: str = "") -> list[Row]:
    """The rows of one payment, only those of one account where one is named."""
    who = (customer.customer_id, customer.name) if customer else ("", "")
    return [
        Row(payment, *who, moved.kind, moved.at, number, pence, moved=payment.status in TAKEN)
        for moved in all_movements(payment)
        for number, pence in moved.shares.items()
        if not account or number == account
    ]


def all_movements(payment: Payment) -> Iterator[Movement]:
    """What the payment moved; before anything has come, what it is meant to."""
    if payment.moved:
        first, *others = payment.moved
        yield first.model_copy(update={"at": payment.created_at})
        yield from others
        return
    shares: Counter[str] = Counter()
    for portion in payment.plan:
        shares[portion.account_number] += portion.amount
    yield Movement(fact=Fact.CAPTURE, kind=MovementKind.PAYMENT, at=payment.created_at, shares=dict(shares))


def added(sums: Sums, payments: Iterable[Payment], rows: Iterable[Row]) -> Sums:
    """The sums with these payments and their rows in them."""
    payments, rows = list(payments), list(rows)
    moved = [row.pence for row in rows if row.moved]
    return Sums(
        payments=sums.payments + len(payments),
        rows=sums.rows + len(rows),
        in_pence=sums.in_pence + sum(pence for pence in moved if pence > 0),
        out_pence=sums.out_pence + sum(pence for pence in moved if pence < 0),
        by_status=dict(sorted((Counter(sums.by_status) + Counter(payment.status.value for payment in payments)).items())),
    )


def cells(row: Row) -> tuple[str, ...]:
    """The row as a line of a file, its instant as London writes it."""
    at, payment = row.at.astimezone(LONDON), row.payment
    return (
        payment.id,
        at.date().isoformat(),
        f"{at:%H:%M:%S%z}",
        row.customer_id,
        row.name,
        row.account_number,
        row.kind.value,
        format_pounds(row.pence),
        payment.currency,
        payment.method,
        payment.status.value,
        payment.provider_ref,
        payment.channel.value,
    )
