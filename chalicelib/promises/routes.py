"""Promises for the console: those of a customer, what may be promised, making one and taking one back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints

from chalicelib.core.actor import Channel
from chalicelib.core.clock import Clock, london_day
from chalicelib.core.workdays import bank_holidays
from chalicelib.promises.model import Method, Promise, Status
from chalicelib.promises.outcomes import Standing
from chalicelib.promises.rules import Ask, least, open_on, promisable
from chalicelib.records.model import Customer
from chalicelib.web.people import WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.promises.service import Promises
    from chalicelib.records.service import Customers


class PromiseView(View):
    """A promise as it stands now, whether or not that is written down yet."""

    id: str
    account_number: str
    claim: str
    amount_pence: int
    kept_pence: int
    due: date
    last_day: date
    method: Method | None
    status: Status
    channel: Channel
    made_by: str
    made_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, promise: Promise, stands: Standing) -> PromiseView:
        shown = {name: getattr(promise, name) for name in cls.model_fields if name in Promise.model_fields}
        now = {"status": stands.status, "kept_pence": stands.kept}
        return cls(**shown | now, amount_pence=promise.amount, last_day=promise.last_day, made_at=promise.created_at)


class ClaimChoice(View):
    """A claim that may be promised: at least and at most so much, and the promise that is open on it."""

    account_number: str
    claim: str
    due_date: date
    least_pence: int
    most_pence: int
    open_promise: str | None


class PromisePage(View):
    """`offered` is whether the settings let agents make promises; `holidays` are bank holidays until the last day."""

    items: Sequence[PromiseView]
    choices: Sequence[ClaimChoice]
    offered: bool
    first_day: date
    last_day: date
    holidays: Sequence[date]


class NewPromise(View):
    account_number: Annotated[str, Field(max_length=64)]
    claim: Annotated[str, Field(max_length=80)]
    amount_pence: Annotated[int, Field(le=999_999_999)]
    due: date
    method: Method | None = None
    replaces: Annotated[str, Field(max_length=26)] = ""
    consented: bool = False

    @property
    def ask(self) -> Ask:
        return Ask(self.account_number, self.claim, self.amount_pence, self.due, self.method, self.replaces, self.consented)


class CancelPromise(View):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


def register(routes: Routes, promises: Callable[[], Promises], customers: Callable[[], Customers], clock: Clock) -> None:
    @routes.api("GET", "/customers/{customer_key}/promises", answer=PromisePage)
    def customer_promises(call: Call[Nothing, Nothing]) -> PromisePage:
        """A customer's promises to pay, the newest first, and what may be promised now"""
        customer, room = customers().get(call.path["customer_key"]), promises()
        limits, today = room.limits(), london_day(clock.now())
        last = today + timedelta(days=limits.horizon_days)
        seen = room.of(customer)
        stands_open = {each.promise.id for each in seen if each.standing.status is Status.OPEN}
        return PromisePage(
            items=[PromiseView.of(each.promise, each.standing) for each in seen],
            choices=_choices(customer, limits.smallest, stands_open, clock.now()),
            offered=room.is_offered_to(call.person.actor),
            first_day=today,
            last_day=last,
            holidays=sorted(day for year in {today.year, last.year} for day in bank_holidays(year) if today <= day <= last),
        )

    @routes.api("POST", "/customers/{customer_key}/promises", body=NewPromise, answer=PromiseView, status=201, roles=WRITERS)
    def make_promise(call: Call[Nothing, NewPromise]) -> PromiseView:
        """A promise that the customer makes to an agent; it replaces an open one with the customer's consent only"""
        made = promises().make(call.path["customer_key"], call.body.ask, call.person.actor, call.key)
        return PromiseView.of(made, Standing(made.status, made.kept))

    @routes.api("POST", "/customers/{customer_key}/promises/{id}/cancel", body=CancelPromise, answer=PromiseView, roles=WRITERS)
    def cancel_promise(call: Call[Nothing, CancelPromise]) -> PromiseView:
        """A promise taken back; one that has ended stays as it is"""
        path, reason = call.path, call.body.reason
        ended = promises().cancel(path["customer_key"], path["id"], reason, call.person.actor)
        return PromiseView.of(ended, Standing(ended.status, ended.kept))


def _choices(customer: Customer, smallest: int, stands_open: set[str], now: datetime) -> list[ClaimChoice]:
    return [
        ClaimChoice(
            account_number=number,
            claim=claim.ref,
            due_date=claim.due_date,
            least_pence=least(account, claim, smallest),
            most_pence=claim.available,
            open_promise=next((hold.id for hold in open_on(customer, number, claim.ref) if hold.id in stands_open), None),
        )
        for number, account in customer.accounts.items()
        for claim in promisable(customer, number, now)
    ]
