"""Requests and plans as the console receives them: money in pence, days in London."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from chalicelib.care.model import WORDS
from chalicelib.core.actor import Channel
from chalicelib.plans.changing import Movable, choices
from chalicelib.plans.feed import Row
from chalicelib.plans.model import Origin, PayBy
from chalicelib.plans.restructuring import Simulation
from chalicelib.plans.schedule import known_collect_on
from chalicelib.plans.service import Found
from chalicelib.records.accounts import Frequency
from chalicelib.web.view import View


class PlanSummary(View):
    """The figures of a request, the same wherever it is shown."""

    id: str
    reference: str
    requested_at: datetime
    start: date
    total: int
    instalment: int
    final_instalment: int
    instalments: int
    frequency: Frequency
    account_numbers: Sequence[str]
    state: str
    origin: Origin
    option: int | None
    channel: Channel


class PlanRow(PlanSummary):
    """A request of the panel, with whose it is."""

    customer_key: str
    customer_id: str
    name: str
    first_name: str
    last_name: str

    @classmethod
    def of(cls, row: Row) -> PlanRow:
        customer = row.customer
        return cls(
            **summary(Found(row.request, row.plan)).model_dump(),
            customer_key=customer.customer_key,
            customer_id=customer.customer_id,
            name=customer.name,
            first_name=customer.first_name or "",
            last_name=customer.last_name or customer.company_name or "",
        )


class PlanRows(View):
    items: Sequence[PlanRow]
    after: str | None


class InstalmentView(View):
    number: int
    due: date
    collect_on: date | None
    amount: int
    paid: int
    state: str
    attempt: str | None


class MovableView(View):
    """The next instalment: until when it may be delayed, and when its amount would be due if it were skipped."""

    number: int
    due: date
    amount: int
    delay_until: date | None
    skip_to: date | None

    @classmethod
    def of(cls, found: Movable) -> MovableView:
        chosen = found.instalment
        return cls(
            number=chosen.number, due=chosen.due, amount=chosen.amount, delay_until=found.delay_until, skip_to=found.skip_to
        )


class PlanDetail(PlanSummary):
    """Everything about one request and its plan."""

    balance: int
    discount: int
    paid: int
    pay_by: PayBy
    mandate_id: str
    consent: str
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    reason: str
    at_risk: bool
    movable: MovableView | None
    version: int
    schedule: Sequence[InstalmentView]


class PlanDetails(View):
    plans: Sequence[PlanDetail]


class Decide(View):
    """Accept or reject a request that waits. `reason` is a code."""

    accept: bool
    reason: str = Field(default="", pattern=r"[A-Z_]{0,40}")
    version: int


class MovePlan(View):
    """`until` goes with a delay. `mandate_id` goes with another way to pay: without one the customer pays each time."""

    move: Literal["PAUSE", "RESUME", "CANCEL", "DELAY", "SKIP", "WAY"]
    until: date | None = None
    reason: str = Field(default="", pattern=r"[A-Z_]{0,40}")
    mandate_id: str = Field(default="", max_length=26)
    version: int


class RestructureAsk(View):
    frequency: Frequency
    start: date
    instalments: int = Field(ge=1, le=520)


class ConfirmRestructure(RestructureAsk):
    token: str = Field(max_length=64)


class ScopeClaim(View):
    account_number: str
    claim: str
    amount: int
    reasons: Sequence[str] = ()


class SimulationView(View):
    """The coming payments, the claims they are for and those that are left out."""

    token: str
    total: int
    claims: Sequence[ScopeClaim]
    excluded: Sequence[ScopeClaim]
    schedule: Sequence[InstalmentView]

    @classmethod
    def of(cls, found: Simulation) -> SimulationView:
        return cls(
            token=found.token,
            total=found.terms.total,
            claims=[ScopeClaim(account_number=c.account_number, claim=c.claim, amount=c.amount) for c in found.claims],
            excluded=[
                ScopeClaim(
                    account_number=each.account_number,
                    claim=each.claim,
                    amount=each.amount,
                    reasons=[WORDS[rule] for rule in each.rules],
                )
                for each in found.excluded
            ],
            schedule=[
                InstalmentView(
                    number=each.number,
                    due=each.due,
                    collect_on=known_collect_on(each.due),
                    amount=each.amount,
                    paid=0,
                    state=each.state,
                    attempt=None,
                )
                for each in found.schedule
            ],
        )


def summary(found: Found) -> PlanSummary:
    request, terms = found.request, found.request.terms
    return PlanSummary(
        id=request.id,
        reference=request.reference,
        requested_at=request.asked_at,
        start=found.plan.instalments[0].due if found.plan else terms.start,
        total=terms.total,
        instalment=terms.instalment,
        final_instalment=terms.final_instalment,
        instalments=terms.instalments,
        frequency=terms.frequency,
        account_numbers=request.account_numbers,
        state=found.plan.state if found.plan else request.state,
        origin=request.origin,
        option=request.option.number if request.option else None,
        channel=request.channel,
    )


def detail(found: Found, today: date) -> PlanDetail:
    request, plan = found.request, found.standing
    movable = choices(plan, today) if plan else None
    return PlanDetail(
        **summary(found).model_dump(),
        balance=request.balance,
        discount=max(0, request.balance - request.terms.total),
        paid=found.paid,
        pay_by=(plan or request).terms.pay_by,
        mandate_id=(plan or request).terms.mandate_id,
        consent=request.consent,
        asked_by=request.asked_by,
        decided_at=request.decided_at,
        decided_by=request.decided_by,
        reason=request.reason,
        at_risk=plan.at_risk if plan else False,
        movable=MovableView.of(movable) if movable else None,
        version=plan.version if plan else request.version,
        schedule=[
            InstalmentView(
                number=line.instalment.number,
                due=line.instalment.due,
                collect_on=known_collect_on(line.instalment.due),
                amount=line.instalment.amount,
                paid=line.paid,
                state=line.state,
                attempt=line.instalment.attempt.trial if line.instalment.attempt else None,
            )
            for line in found.lines
        ],
    )
