"""Somebody who is offered plans, and our plans, all in memory."""

from __future__ import annotations

from datetime import date, timedelta

from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Changes
from chalicelib.core.ids import ulid
from chalicelib.payments.ports import Advice
from chalicelib.payments.providers.books import Outcome
from chalicelib.payments.service import Payments
from chalicelib.plans.making import Ask
from chalicelib.plans.model import Plan, PlanRequest, Usable, plan_place
from chalicelib.plans.service import Change, Found, Plans
from chalicelib.plans.sweeping import PlanSweep
from chalicelib.records.accounts import Frequency, PlanOption
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings
from tests.support.paying import CUSTOMER, PAYER, PUBLIC_URL, PayingWorld, account, claim, debtor, sealed

AGENT = Actor(ActorType.AGENT, "agent-1", "Agent One", Channel.CONSOLE)
START = date(2026, 12, 1)
MANDATE = "01JD0000000000000000000001"


def offered(*options: PlanOption) -> Customer:
    """100.00 owed in two claims on one account, and 40.00 on another without offers."""
    given = options or (
        PlanOption(number=1, instalments=3, total=10_000),
        PlanOption(number=2, instalments=4, total=8_000, frequency=Frequency.WEEKLY),
    )
    held = account("ACC-1", claim("ACC-1-1", "2026-03-01", 7_000), claim("ACC-1-2", "2026-06-01", 3_000))
    owing = debtor(held.model_copy(update={"plan_options": given}), account("ACC-2", claim("ACC-2-1", "2026-05-01", 4_000)))
    return owing.model_copy(update={"email": "sian@example.com"})


class PlanningWorld(PayingWorld):
    """Payments as in `PayingWorld`, and plans above them. `mandates` are those that may be charged."""

    def __init__(self, customer: Customer | None = None, **settings: object) -> None:
        super().__init__(customer or offered())
        self.settings = Settings.model_validate(settings)
        self.mandates: dict[str, Usable] = {}
        self.plans = Plans(
            self.store,
            self.clock,
            lambda: self.settings,
            lambda customer_key, mandate_id: self.mandates.get(mandate_id),
            lambda customer, claims, diary: (customer, Changes()),
            lambda: b"a secret of this test",
        )
        self.payments = Payments(self.store, [self.bank], self.clock, Settings, PUBLIC_URL, on_money_back=self.plans.rung)
        self.declined: list[tuple[str, str, Advice]] = []
        self.sweeps = PlanSweep(self.store, self.plans, self.payments, lambda: self.settings, self._decline)

    def _decline(self, customer_key: str, mandate_id: str, advice: Advice) -> None:
        """What the room of the mandates does when the bank wants to hear no more of one."""
        self.declined.append((customer_key, mandate_id, advice))
        if advice is Advice.NEVER:
            self.mandates.pop(mandate_id, None)

    def ask(self, option: int = 1, start: date = START, request_id: str = "", **more: object) -> PlanRequest:
        fields = {"consent": "2026-11"} | more
        ask = Ask(request_id or ulid(self.clock.now()), "ACC-1", option, start, **fields)  # type: ignore[arg-type]
        return self.plans.ask(CUSTOMER, ask, PAYER)

    def plan(self, plan_id: str) -> Plan:
        found = self.store.get(Plan, plan_place(CUSTOMER, plan_id))
        assert found is not None
        return found

    def found(self, plan_id: str) -> Found:
        return self.plans.get(CUSTOMER, plan_id)

    def change(self, plan_id: str, move: str, until: date | None = None, actor: Actor = AGENT, key: str = "k" * 16) -> Found:
        version = self.plan(plan_id).version
        return self.plans.change(CUSTOMER, plan_id, Change(move, until), version, actor, key)

    def pay_by(self, plan_id: str, mandate_id: str) -> Found:
        """The customer chooses another way to pay: a mandate, or their own hand without one."""
        wanted = Change("WAY", mandate_id=mandate_id)
        return self.plans.change(CUSTOMER, plan_id, wanted, self.plan(plan_id).version, PAYER, "k" * 16 + mandate_id)

    def pay(self, pence: int) -> None:
        """A payment that the debtor makes now and that the bank takes at once."""
        self.bank.decide(sealed(self.start(pence)), Outcome.PAY)
        self.deliver_all()

    def diary(self) -> Diary:
        return Diary(AGENT, self.clock.now())

    def until(self, day: date) -> None:
        """Let the days go by until this one, the sweep running on each."""
        while self.clock.now().date() < day:
            self.clock.instant += timedelta(days=1)
            self.follow()

    def follow(self) -> None:
        """The sweep, as it runs."""
        self.sweeps.sweep(self.clock.now())
