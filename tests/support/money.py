"""Somebody who owes on two accounts, and everything that money passes through here: payments, saved ways to pay, promises,
plans, money received by hand and the creditor's files, put together as the app puts them together, in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from chalicelib.activities.model import Diary
from chalicelib.care import holding
from chalicelib.core.actor import Actor
from chalicelib.core.clock import london_day
from chalicelib.core.ids import ulid
from chalicelib.core.keys import FixedKeys
from chalicelib.core.memory import MemoryStore
from chalicelib.core.money import format_pounds
from chalicelib.imports.merge import Circumstances, Held, merge
from chalicelib.imports.model import Source, Upload
from chalicelib.imports.rows import Row
from chalicelib.mandates.charging import FreshConsent, Wish
from chalicelib.mandates.model import Mandate
from chalicelib.mandates.service import Mandates
from chalicelib.payments.model import Payment
from chalicelib.payments.ports import Method
from chalicelib.payments.providers.books import MandateOutcome
from chalicelib.payments.receiving import Receipts
from chalicelib.plans.model import PayBy, Plan, Usable
from chalicelib.plans.service import Plans
from chalicelib.plans.sweeping import PlanSweep
from chalicelib.prolongation.service import Prolongations
from chalicelib.promises.service import Promises
from chalicelib.records.accounts import Account, Frequency, PlanOption
from chalicelib.records.holds import MORATORIA, HoldKind
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings
from tests.support.paying import CUSTOMER, NOON, PUBLIC_URL, PayingWorld, account, claim, debtor
from tests.support.prolonging import FEES
from tests.support.promising import AGENT

OPTIONS = (
    PlanOption(number=1, instalments=3, total=10_000, frequency=Frequency.WEEKLY),
    PlanOption(number=2, instalments=4, total=8_000, frequency=Frequency.WEEKLY),
)
CLAIMS = (("ACC-1", "ACC-1-1"), ("ACC-1", "ACC-1-2"), ("ACC-2", "ACC-2-1"))


def somebody() -> Customer:
    """100.00 on one account in two claims, the older one with a fee, and plans offered on it; 40.00 on another."""
    older, newer = claim("ACC-1-1", "2026-03-01", 6_500, fees=500), claim("ACC-1-2", "2026-06-01", 3_000)
    owing = debtor(
        account("ACC-1", older, newer, plan_options=OPTIONS, imported_balance=10_000),
        account("ACC-2", claim("ACC-2-1", "2026-05-01", 4_000), imported_balance=4_000),
    )
    return owing.model_copy(update={"email": "sian@example.com", "last_name": "Example", "date_of_birth": date(1980, 1, 1)})


class MoneyWorld(PayingWorld):
    """Payments as in `PayingWorld`, and all that stands above them. `settings` are in force at once."""

    def __init__(self, customer: Customer | None = None, store: MemoryStore | None = None, now: datetime = NOON) -> None:
        super().__init__(customer or somebody(), store, now)
        self.settings = Settings.model_validate(FEES)

        def load() -> Settings:
            return self.settings

        self.mandates = Mandates(self.store, [self.bank], lambda: self.payments, self.clock, load, PUBLIC_URL)
        self.promises = Promises(self.store, self.clock, load)
        self.plans = Plans(self.store, self.clock, load, self._usable, self.promises.ended_by_plan, lambda: b"a made-up secret")
        self.plan_sweep = PlanSweep(self.store, self.plans, self.payments, load, self.mandates.declined)
        self.prolongations = Prolongations(self.store, self.clock, load)
        self.receipts = Receipts(self.store, FixedKeys(), self.clock, load)

    def rung_about_a_mandate(self, customer_key: str, mandate_id: str, ringer: Actor) -> None:
        self.mandates.settle(customer_key, mandate_id, ringer)

    def _usable(self, customer_key: str, mandate_id: str) -> Usable | None:
        found, usability = self.mandates.usable(customer_key, mandate_id, 1, self.today)
        if found is None or not usability.allowed:
            return None
        return Usable(
            provider=found.provider,
            mandate_ref=found.provider_ref,
            pay_by=PayBy(found.method.value),
            most_pence=found.consent.most_pence,
        )

    @property
    def today(self) -> date:
        return london_day(self.clock.now())

    def all[E](self, kind: type[E]) -> list[E]:
        """Every stored entity of a kind, in the order of its keys."""
        return [entity for _, entity in sorted(self.store.items.items()) if isinstance(entity, kind)]

    def fresh_id(self) -> str:
        """An id of an instant of its own, the same in every run: whoever sorts by ids finds the same order."""
        self.clock.instant += timedelta(milliseconds=1)
        return ulid(self.clock.now(), b"fresh")

    def save_a_way_to_pay(self, outcome: MandateOutcome, most_pence: int, actor: Actor) -> None:
        """Agreed to in the portal and set up at the bank; its webhook waits with the others."""
        method = Method.BACS if outcome.value.startswith("bacs") else Method.CARD
        url = self.mandates.set_up(CUSTOMER, self.fresh_id(), method, most_pence, actor)
        self.bank.decide_mandate(url.rsplit("/", 1)[1], outcome)

    def wish(self, mandate: Mandate, number: str, percent: int, consent: FreshConsent | None = None) -> Wish:
        """What an agent asks for who has just looked at what can be charged."""
        preview = self.mandates.preview(CUSTOMER, number, AGENT)
        pence = preview.owing.pence
        return Wish(self.fresh_id(), number, mandate.id, max(1, pence * percent // 100), pence, consent)

    def is_left_alone(self) -> bool:
        """Whether a moratorium stands."""
        return any(hold.kind in MORATORIA and hold.covers(self.today) for hold in self.customer().holds)

    def breathing_space(self) -> None:
        """Begins today, or ends where it stands."""
        customer, diary = self.customer(), Diary(AGENT, self.clock.now())
        standing = [hold for hold in customer.holds if hold.kind in MORATORIA]
        after = (
            holding.lifted(customer, standing[0].id)
            if standing
            else holding.placed(customer, holding.Ask(HoldKind.BREATHING_SPACE), diary, seed="adviser")[0]
        )
        self.store.commit(holding.written(customer, after, diary))

    def creditor_says(self, number: str, pence: int) -> None:
        """A file of the creditor's comes in, with the balance of one account in it."""
        customer, upload_id, now = self.customer(), self.fresh_id(), self.clock.now()
        values = {
            "CustomerID": customer.customer_id,
            "AccountNumber": number,
            "FirstName": customer.first_name,
            "Postcode": customer.postcode,
            "Balance": format_pounds(pence),
            "DueDate": customer.accounts[number].claims[f"{number}-1"].due_date.isoformat(),
        }
        upload = Upload(
            id=upload_id,
            filename="customers.csv",
            source=Source.S3,
            bucket_key="inbox/customers.csv",
            created_at=now,
            created_by="-",
        )
        held = Held(customer, payments=self.all(Payment))
        outcome = merge(held, [Row(1, 1, values)], Circumstances(upload, self.settings, FixedKeys(), now))
        assert outcome.customer is not None
        if outcome.changes:
            self.store.commit(outcome.changes)

    def sweep(self) -> None:
        """Every schedule that moves money or what is agreed about it, as it runs."""
        now = self.clock.now()
        sweeps: tuple[Callable[[datetime], None], ...] = (
            self.payments.sweep,
            self.mandates.sweep,
            self.promises.sweep,
            self.plan_sweep.sweep,
        )
        for run in sweeps:
            run(now)

    def days_go_by(self, days: int) -> None:
        """So many nights pass, and all schedules run after the last one."""
        self.clock.instant += timedelta(days=days)
        self.sweep()

    def account(self, number: str) -> Account:
        return self.customer().accounts[number]

    def open_plans(self) -> list[Plan]:
        return [plan for plan in self.all(Plan) if plan.next_look is not None]
