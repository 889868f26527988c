"""A customer who owes, a bank, and our payments, all in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Insert, Replace
from chalicelib.core.clock import FixedClock
from chalicelib.core.ids import ulid
from chalicelib.core.keys import FixedKeys
from chalicelib.core.memory import MemoryStore
from chalicelib.ledger.model import Context, EntryType, JournalEntry, LedgerAccount, Posting
from chalicelib.ledger.rules import charge, clear, post
from chalicelib.payments.model import Payment
from chalicelib.payments.ports import Method, Snapshot, Unknown
from chalicelib.payments.providers.books import MandateOutcome
from chalicelib.payments.providers.sandbox import Sandbox
from chalicelib.payments.service import Payments, Started
from chalicelib.records.accounts import Account, AccountStatus, Claim, ClaimStatus, Parts
from chalicelib.records.model import Customer, Link, customer_place
from chalicelib.settings.model import Settings

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PUBLIC_URL = "https://pay.example.com"
CUSTOMER = "abcdefghijklmnopqrstuvwxyz"
PAYER = Actor.customer(CUSTOMER)
IMPORT = Actor.importer("01JD0000000000000000000000", "customers.csv")


def claim(ref: str, due: str, principal: int, **parts: int) -> Claim:
    day = date.fromisoformat(due)
    return Claim(ref=ref, original_due_date=day, due_date=day, outstanding=Parts(principal=principal, **parts))


def account(number: str, *claims: Claim, **fields: object) -> Account:
    return Account.model_validate({"number": number, "claims": {claim.ref: claim for claim in claims}, **fields})


def debtor(*accounts: Account) -> Customer:
    """A customer who owes what these accounts say, not yet in any journal."""
    return Customer(
        customer_key=CUSTOMER,
        customer_id="C-1001",
        first_name="Siân",
        last_name="Example",
        postcode="ZE1 0AA",
        link=Link(created_at=NOON, expires_at=NOON + timedelta(days=365)),
        accounts={account.number: account for account in accounts},
        registered_at=NOON,
        registration_source="IMPORT",
    )


def two_accounts() -> Customer:
    """100.00 on one account in two claims, the older one with a fee; 40.00 on another."""
    return debtor(
        account("ACC-1", claim("ACC-1-2", "2026-06-01", 3_000), claim("ACC-1-1", "2026-03-01", 6_500, fees=500)),
        account("ACC-2", claim("ACC-2-1", "2026-05-01", 4_000)),
    )


class DyingBank(Sandbox):
    """Loses the answer to its next charge or refund when told to: before it was made, or after. `asked` counts them."""

    dies = ""
    asked = 0

    def charge(self, **asked: Any) -> Snapshot:
        return self._lose(lambda: super(DyingBank, self).charge(**asked))

    def refund(self, **asked: Any) -> Snapshot:
        return self._lose(lambda: super(DyingBank, self).refund(**asked))

    def _lose(self, call: Callable[[], Snapshot]) -> Snapshot:
        dies, self.dies = self.dies, ""
        self.asked += 1
        if dies == "before":
            raise Unknown("the request was lost")
        snapshot = call()
        if dies == "after":
            raise Unknown("the answer was lost")
        return snapshot


class PayingWorld:
    """Everything a payment passes through. Webhooks wait in `webhooks` until a test delivers them."""

    def __init__(self, customer: Customer | None = None, store: MemoryStore | None = None, now: datetime = NOON) -> None:
        self.clock = FixedClock(now)
        self.store = store or MemoryStore()
        self.webhooks: list[tuple[bytes, dict[str, str]]] = []
        self.bank = DyingBank(
            self.store,
            FixedKeys(),
            self.clock,
            lambda body, headers: self.webhooks.append((body, headers)),
            stage="local",
            public_url=PUBLIC_URL,
            accepts_credit_cards=lambda: self.takes_credit_cards,
        )
        self.takes_credit_cards = False
        self.heard: list[tuple[str, str, str]] = []
        self.payments = Payments(
            self.store,
            [self.bank],
            self.clock,
            Settings,
            PUBLIC_URL,
            self.rung_about_a_mandate,
        )
        opened(self.store, customer or two_accounts(), now)

    def rung_about_a_mandate(self, customer_key: str, mandate_id: str, ringer: Actor) -> None:
        self.heard.append((customer_key, mandate_id, ringer.id))

    def customer(self) -> Customer:
        return stored(self.store)

    def payment(self, payment_id: str) -> Payment:
        payment = self.payments.get(CUSTOMER, payment_id)
        assert payment is not None
        return payment

    def start(self, pence: int, number: str = "ACC-1", payment_id: str | None = None) -> Started:
        return self.payments.start(CUSTOMER, number, pence, payment_id or ulid(self.clock.now()), PAYER)

    def mandate(self, outcome: MandateOutcome, method: Method, *, deliver: bool = False) -> str:
        """A mandate that was set up on the bank's page just now, by its id at the bank."""
        mandate_id, now = ulid(self.clock.now()), self.clock.now()
        page = self.bank.hosted_mandate(
            customer_key=CUSTOMER,
            mandate_id=mandate_id,
            method=method,
            return_url=PUBLIC_URL,
            expires_at=now + timedelta(minutes=30),
        )
        before = len(self.webhooks)
        self.bank.decide_mandate(page.url.rsplit("/", 1)[1], outcome)
        if deliver:
            self.deliver_all()
        del self.webhooks[before:]
        return mandate_id

    def bank_dies(self, when: str) -> None:
        self.bank.dies = when

    def entries(self) -> list[JournalEntry]:
        found = [entity for entity in self.store.items.values() if isinstance(entity, JournalEntry)]
        return sorted(found, key=lambda entry: entry.sequence)

    def deliver_all(self) -> None:
        while self.webhooks:
            self.payments.webhook("sandbox", *self.webhooks.pop(0))

    def wait(self, **duration: float) -> None:
        self.clock.instant += timedelta(**duration)

    def sweep(self) -> None:
        self.payments.sweep(self.clock.now())


def stored(store: MemoryStore) -> Customer:
    customer = store.get(Customer, customer_place(CUSTOMER))
    assert customer is not None
    return customer


def sealed(started: Started) -> str:
    """The sealed part of the address of the hosted page."""
    return started.url.rsplit("/", 1)[1]


def opened(store: MemoryStore, customer: Customer, now: datetime) -> None:
    """Store the customer, with an opening entry where something is owed."""
    postings = [
        posting
        for account in customer.accounts.values()
        for claim in account.claims.values()
        for posting in charge(account.number, claim.ref, claim.outstanding, LedgerAccount.PORTFOLIO_OPENING)
    ]
    _commit(store, customer, postings, EntryType.OPENING, "import:first", now, Insert)


def corrected(store: MemoryStore, number: str, ref: str, principal: int, now: datetime) -> None:
    """What an import does when the creditor's file says that a claim's principal is another."""
    customer = stored(store)
    old = customer.accounts[number].claims[ref]
    difference = principal - old.outstanding.principal
    if difference == 0:
        return
    move: Callable[..., list[Posting]] = charge if difference > 0 else clear
    postings = move(number, ref, Parts(principal=abs(difference)), LedgerAccount.PORTFOLIO_OPENING)
    left = old.outstanding.model_copy(update={"principal": principal})
    status = ClaimStatus.ACTIVE if left.total else ClaimStatus.RESOLVED
    claims = customer.accounts[number].claims | {ref: old.model_copy(update={"outstanding": left, "status": status})}
    owing = any(claim.outstanding.total for claim in claims.values())
    changed = customer.accounts[number].model_copy(
        update={"claims": claims, "status": AccountStatus.ACTIVE if owing else AccountStatus.SETTLED}
    )
    customer = customer.model_copy(update={"accounts": customer.accounts | {number: changed}})
    entry_ref = f"import:{customer.journal_sequence}"
    _commit(store, customer, postings, EntryType.ADJUSTMENT, entry_ref, now, Replace)


def _commit(
    store: MemoryStore,
    customer: Customer,
    postings: list[Posting],
    entry_type: EntryType,
    ref: str,
    now: datetime,
    change: type[Insert] | type[Replace],
) -> None:
    entry = Changes()
    if postings:
        customer, entry = post(
            customer,
            ref=ref,
            entry_type=entry_type,
            context=Context.IMPORT,
            postings=postings,
            actor=IMPORT,
            now=now,
            effective=now.date(),
        )
    told = Diary(IMPORT, now).tell(Event.CUSTOMER_UPDATED, customer.ref, stream=customer.customer_key)
    store.commit(Changes(change(customer), Append(told)) + entry)
