"""One customer's rows against what is held: what becomes of them, and the writes that make it so. Pure, so the plan that a
person confirms and the import that follows come from the same decision (`reference/dataset.md` B.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care.holding import told as told_of_holds
from chalicelib.care.limitation import LimitationState, limitation
from chalicelib.care.preferences import told as told_of_preferences
from chalicelib.care.rules import limitation_facts
from chalicelib.core.actor import Actor, ActorType
from chalicelib.core.changes import Append, Change, Changes, Delete, Entity, Insert, Key, Remove, Replace
from chalicelib.core.clock import london_day
from chalicelib.core.faults import FaultCode
from chalicelib.core.ids import fingerprint
from chalicelib.core.keys import Keys
from chalicelib.core.store import TRANSACTION_LIMIT
from chalicelib.imports.accounts import MergedAccount, balance_differs, merge_account
from chalicelib.imports.findings import Fault
from chalicelib.imports.gone import why_gone
from chalicelib.imports.holding import Filing
from chalicelib.imports.model import Upload
from chalicelib.imports.profile import combined, merge_profile, missing
from chalicelib.imports.rows import Row, fault
from chalicelib.imports.settling import Settled
from chalicelib.imports.telling import about_accounts, about_customer
from chalicelib.ledger.model import Context, EntryType
from chalicelib.ledger.rules import post
from chalicelib.payments.model import Payment
from chalicelib.records.accounts import ACCOUNTS_LIMIT
from chalicelib.records.contacts import contacts_of, with_address_kept
from chalicelib.records.lookups import AccountLookup, ContactLookup, TokenLookup, customer_key, link_token, references_of
from chalicelib.records.model import Customer, Link
from chalicelib.records.tombstones import Tombstone
from chalicelib.settings.model import Settings

LARGEST_CUSTOMER_BYTES = 100 * 1024

_LIMITED = {
    LimitationState.NEAR: FaultCode.W_LIMITATION_NEAR,
    LimitationState.BARRED: FaultCode.W_STATUTE_BARRED,
    LimitationState.EXTINGUISHED: FaultCode.W_STATUTE_BARRED,
}


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a merge needs to know besides the customer."""

    upload: Upload
    settings: Settings
    keys: Keys
    now: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """What is held about one customer: the aggregate, who owns the rows' other account numbers, settled payments, and the
    tombstone of one who was deleted."""

    customer: Customer | None
    owners: Mapping[str, str] = field(default_factory=dict)
    payments: Sequence[Payment] = ()
    tombstone: Tombstone | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`changes` is one transaction, empty when nothing is written; `ahead` must stand before it where all together would
    be too many for one transaction; `lookups` are derived and put after it. `profile` and `accounts` tell what changes."""

    customer: Customer | None
    fates: Mapping[int, Fate]
    faults: tuple[Fault, ...] = ()
    changes: Changes = Changes()  # noqa: RUF009  # immutable
    ahead: tuple[AccountLookup, ...] = ()
    lookups: tuple[Entity, ...] = ()
    profile: Settled | None = None
    accounts: tuple[MergedAccount, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Rows by fate."""
        fates = list(self.fates.values())
        return {fate.value: fates.count(fate) for fate in Fate if fate in fates}


def unknown_accounts(customer: Customer | None, rows: Iterable[Row]) -> list[str]:
    """The account numbers whose owner has to be looked up, because this customer does not hold them."""
    return [row.account_number for row in rows if customer is None or row.account_number not in customer.accounts]


def needs_payments(customer: Customer | None, rows: Iterable[Row]) -> bool:
    """Whether a balance moves on an account that may have been paid on."""
    held = customer.accounts if customer else {}
    return any(row.account_number in held and balance_differs(held[row.account_number], row) for row in rows)


def merge(held: Held, rows: Sequence[Row], at: Circumstances) -> Outcome:
    """Decide what becomes of all rows of one customer. Rows are rejected alone for what is theirs, together for what is
    the customer's."""
    key = customer_key(at.keys.identity, rows[0].customer_id)
    gone = why_gone(held.customer, held.tombstone, at.upload)
    if gone is not None:
        return _rejected(held, rows, [fault(row, gone.code, "CustomerID", message=gone.message) for row in rows])
    foreign = [row for row in rows if held.owners.get(row.account_number, key) != key]
    faults = [fault(row, FaultCode.E_ACCOUNT_OWNER_CHANGED, "AccountNumber") for row in foreign]
    own = [row for row in rows if row not in foreign]
    if not own:
        return _rejected(held, rows, faults)
    before = held.customer or _newcomer(key, own[0], held.tombstone, at)
    customer, settled = merge_profile(before, combined(own), at.settings, Filing(at.upload.id, at.now))
    customer = with_address_kept(before, customer, at.now, ActorType.IMPORT)
    lacking = [fault(row, code, column) for row in own for code, column in missing(customer, at.settings)]
    merged = [
        merge_account(before.accounts.get(r.account_number), r, held.payments, at.settings, london_day(at.now)) for r in own
    ]
    customer = customer.model_copy(update={"accounts": {**before.accounts, **{m.account.number: m.account for m in merged}}})
    if lacking or _too_large(customer):
        return _rejected(held, rows, faults + (lacking or _all(own, FaultCode.E_CUSTOMER_TOO_LARGE)))
    faults += [fault(own[0], code, column) for code, column in settled.warnings]
    faults += [fault(row, code, column) for row, m in zip(own, merged, strict=True) for code, column in m.settled.warnings]
    faults += [found for row in own for found in _limitation(row, customer, london_day(at.now))]
    fates = {row.row: _fate(held.customer, m, settled) for row, m in zip(own, merged, strict=True)}
    fates |= {row.row: Fate.REJECTED for row in foreign}
    if held.customer is not None and not settled.news and all(m.event is None for m in merged):
        return Outcome(held.customer, fates, tuple(faults))
    return _written(held, customer, settled, merged, fates, faults, rows, at)


def _limitation(row: Row, customer: Customer, today: date) -> Iterator[Fault]:
    """A warning about a debt that may soon not be demanded any more, or no longer."""
    account = customer.accounts[row.account_number]
    for claim in account.claims.values():
        code = _LIMITED.get(limitation(limitation_facts(customer, account, claim), today).state)
        if code is not None and claim.outstanding.total:
            yield fault(row, code, "DueDate")


def lookups_of(customer: Customer, keys: Keys) -> tuple[Entity, ...]:
    """Everything a customer is found by besides the account numbers: the link's token and the contacts."""
    link = customer.link
    token = link_token(keys.link(link.key_id), customer.customer_key, link.version)
    return (
        TokenLookup(token_hash=fingerprint(token), customer_key=customer.customer_key, link_version=link.version),
        *_contacts(customer),
        *references_of(customer),
    )


def _written(
    held: Held,
    customer: Customer,
    settled: Settled,
    merged: Sequence[MergedAccount],
    fates: Mapping[int, Fate],
    faults: Sequence[Fault],
    rows: Sequence[Row],
    at: Circumstances,
) -> Outcome:
    """The transaction of a customer that is new or changed."""
    diary = Diary(Actor.importer(at.upload.id, at.upload.filename), at.now)
    customer = customer.model_copy(
        update={"last_upload": at.upload.id, "credit": customer.credit + sum(m.movement.credited for m in merged if m.movement)}
    )
    customer, journal = _journal(held.customer, customer, merged, diary, at)
    told = [*about_customer(diary, held.customer, held.tombstone, customer, settled), *about_accounts(diary, customer, merged)]
    reported = _reported(diary, held.payments, customer, merged)
    new = [row for row in rows if fates[row.row] is Fate.NEW]
    lookups = _lookups_of_accounts(held, customer, new)
    gone = _found_by(held.customer) - _found_by(customer) if held.customer else set()
    changes = Changes(
        Replace(customer) if held.customer else Insert(customer),
        *journal,
        *(Append(activity) for activity in told),
        *told_of_holds(held.customer, customer, diary),
        *told_of_preferences(held.customer, customer, diary),
        *reported,
        *([Delete(held.tombstone)] if held.tombstone else []),
        *(Remove(key) for key in sorted(gone)),
    )
    inserts = [Insert(lookup) for lookup in lookups]
    together = len(changes) + len(inserts) <= TRANSACTION_LIMIT
    if len(changes) > TRANSACTION_LIMIT:
        return _rejected(held, rows, _all(rows, FaultCode.E_CUSTOMER_TOO_LARGE))
    return Outcome(
        customer,
        fates,
        tuple(faults),
        changes + inserts if together else changes,
        () if together else lookups,
        lookups_of(customer, at.keys),
        settled,
        tuple(merged),
    )


def _lookups_of_accounts(held: Held, customer: Customer, new: Iterable[Row]) -> tuple[AccountLookup, ...]:
    """Whose the accounts of new rows are, as far as that is not written down yet."""
    numbers = [number for number in unknown_accounts(held.customer, new) if number not in held.owners]
    return tuple(AccountLookup(account_number=number, customer_key=customer.customer_key) for number in numbers)


def _newcomer(key: str, row: Row, tombstone: Tombstone | None, at: Circumstances) -> Customer:
    """A customer without anything yet; the profile fills it. Links of who stood there before stay dead."""
    return Customer(
        customer_key=key,
        customer_id=row.customer_id,
        postcode="",
        link=Link(
            version=tombstone.link_version + 1 if tombstone else 1,
            key_id=at.keys.current_link_key_id,
            created_at=at.now,
            expires_at=at.now + timedelta(days=at.settings.link_valid_days),
        ),
        registered_at=at.now,
        registration_source="IMPORT",
    )


def _fate(customer: Customer | None, merged: MergedAccount, settled: Settled) -> Fate:
    if merged.event is Event.ACCOUNT_CREATED:
        return Fate.NEW
    return Fate.CHANGED if merged.event is not None or (customer is not None and settled.news) else Fate.UNCHANGED


def _journal(
    before: Customer | None, customer: Customer, merged: Sequence[MergedAccount], diary: Diary, at: Circumstances
) -> tuple[Customer, Changes]:
    """One entry per customer and upload, where any balance moved."""
    postings = [posting for m in merged if m.movement for posting in m.movement.postings]
    if not postings:
        return customer, Changes()
    opening = all(m.event is Event.ACCOUNT_CREATED for m in merged if m.movement and m.movement.postings)
    return post(
        customer,
        ref=f"import:{at.upload.id}",
        entry_type=EntryType.OPENING if opening else EntryType.ADJUSTMENT,
        context=Context.IMPORT,
        postings=postings,
        actor=diary.actor,
        now=at.now,
        effective=london_day(at.now),
    )


def _reported(diary: Diary, payments: Sequence[Payment], customer: Customer, merged: Sequence[MergedAccount]) -> Iterable[Change]:
    """The payments that the file turned out to know are known to the creditor from now on."""
    accounts: dict[str, set[str]] = {}
    for m in merged:
        for paid in m.movement.reflected if m.movement else ():
            accounts.setdefault(paid.payment_id, set()).update(paid.marks(m.account.number))
    for payment in payments:
        if payment.id in accounts:
            numbers = accounts[payment.id].union(payment.reported_on)
            whole = numbers >= {portion.account_number for portion in payment.allocations}
            yield Replace(payment.model_copy(update={"reported_on": tuple(sorted(numbers)), "reported": whole}))
            yield Append(diary.tell(Event.PAYMENT_RECONCILED, payment.ref, stream=customer.customer_key))


def _found_by(customer: Customer) -> set[Key]:
    """Where the look-ups stand that change with the customer's values."""
    return {lookup.key for lookup in _contacts(customer)} | {lookup.key for lookup in references_of(customer)}


def _contacts(customer: Customer) -> tuple[ContactLookup, ...]:
    return tuple(sorted(contacts_of(customer), key=lambda lookup: lookup.key))


def _too_large(customer: Customer) -> bool:
    return len(customer.accounts) > ACCOUNTS_LIMIT or len(customer.model_dump_json()) > LARGEST_CUSTOMER_BYTES


def _all(rows: Iterable[Row], code: FaultCode) -> list[Fault]:
    return [fault(row, code, "CustomerID") for row in rows]


def _rejected(held: Held, rows: Sequence[Row], faults: Sequence[Fault]) -> Outcome:
    return Outcome(held.customer, {row.row: Fate.REJECTED for row in rows}, tuple(faults))
