"""How a record may end, and what is written when it does. Pure: values in, changes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.changes import Append, Change, Changes, Delete, Insert, Key, Remove, Replace
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.lifecycle.model import Ending, Removal
from chalicelib.records.accounts import Account
from chalicelib.records.contacts import contacts_of
from chalicelib.records.holds import HoldKind
from chalicelib.records.lookups import account_place, references_of, token_place
from chalicelib.records.model import Customer, CustomerStatus, Link
from chalicelib.records.tombstones import RemovalReason, Tombstone

ANONYMOUS = "Anonymised"
LEGAL_WORDS = "Legal proceedings are under way: nothing may be removed until they are over."
MONEY_WORDS = "Money has moved, so the ledger has to stay: the customer can be anonymised, or closed."


def ending_of(customer: Customer, *, money: bool) -> Ending:
    """The furthest that this record may go. `money` says that there is a payment, a promise, a plan or a mandate, whatever
    became of it: a bank may still say that it took the money."""
    return Ending.ANONYMISE if money or customer.credit else Ending.DELETE


def refuse_end(customer: Customer, today: date) -> None:
    """Raises Refused(WRONG_STATE) while the record may not end at all."""
    legal = any(hold.kind is HoldKind.LEGAL and hold.covers(today) for hold in customer.holds)
    refuse_if(legal, Code.WRONG_STATE, LEGAL_WORDS)


def refuse_other(asked: Ending, allowed: Ending) -> None:
    """Deleting is refused where only anonymising is left; whoever may be deleted may be anonymised too."""
    if asked is Ending.DELETE and allowed is Ending.ANONYMISE:
        raise Refused(Code.WRONG_STATE, MONEY_WORDS)


def deleted(
    customer: Customer, reason: RemovalReason, diary: Diary, token_hashes: Sequence[str], counters: Sequence[Key]
) -> Changes:
    """The customer gone from every list in one transaction, with the link and what they are found by; the rest follows.

    `token_hashes` are those of every link there was, the present one last; `counters` the places that count attempts."""
    tombstone = Tombstone(
        customer_key=customer.customer_key,
        deleted_at=diary.now,
        deleted_by=diary.actor.id,
        reason=reason,
        accounts=len(customer.accounts),
        claims=sum(len(account.claims) for account in customer.accounts.values()),
        link_version=customer.link.version,
        is_being_removed=True,
    )
    places = (*(account_place(number) for number in customer.accounts), *_places(customer, token_hashes, counters))
    told = diary.tell(
        Event.CUSTOMER_DELETED,
        customer.ref,
        after={"reason": reason, "accounts": str(tombstone.accounts), "claims": str(tombstone.claims)},
    )
    return Changes(
        Delete(customer),
        Insert(tombstone),
        Insert(_removal(customer, Ending.DELETE, diary, places)),
        *_found_by(customer, token_hashes),
        Append(told),
    )


def anonymised(
    customer: Customer, reason: RemovalReason, diary: Diary, token_hashes: Sequence[str], counters: Sequence[Key]
) -> Changes:
    """The customer without anything that tells who it is, in one transaction; accounts, claims and ledger stay as they are.

    Account numbers stay too: the journal is kept by them, and they are known to the creditor alone."""
    told = diary.tell(Event.CUSTOMER_ANONYMISED, customer.ref, stream=customer.customer_key, after={"reason": reason})
    removal = _removal(customer, Ending.ANONYMISE, diary, _places(customer, token_hashes, counters))
    return Changes(
        Replace(without_identity(customer, diary.now)), Insert(removal), *_found_by(customer, token_hashes), Append(told)
    )


def without_identity(customer: Customer, now: datetime) -> Customer:
    """Built from what may stay rather than by taking out what may not: a field that is added later is forgotten by itself."""
    return Customer(
        customer_key=customer.customer_key,
        customer_id=f"ANON-{customer.customer_key[:8].upper()}",
        type=customer.type,
        last_name=ANONYMOUS,
        company_name=ANONYMOUS,
        postcode="",
        jurisdiction=customer.jurisdiction,
        do_not_contact=True,
        status=CustomerStatus.ANONYMISED,
        link=Link(version=customer.link.version + 1, key_id=customer.link.key_id, created_at=now, expires_at=now, revoked_at=now),
        accounts={number: _bare(account) for number, account in customer.accounts.items()},
        credit=customer.credit,
        journal_sequence=customer.journal_sequence,
        last_payment_date=customer.last_payment_date,
        registered_at=customer.registered_at,
        registration_source=customer.registration_source,
        version=customer.version,
    )


def _bare(account: Account) -> Account:
    return Account(
        number=account.number,
        creditor=account.creditor,
        brand=account.brand,
        portfolio=account.portfolio,
        product_type=account.product_type,
        regulated=account.regulated,
        status=account.status,
        currency=account.currency,
        claims=account.claims,
        imported_balance=account.imported_balance,
    )


def _found_by(customer: Customer, token_hashes: Sequence[str]) -> list[Change]:
    """The present link and the contacts go with the customer, so that nothing leads there any more."""
    return [Remove(token_place(token_hashes[-1])), *(Remove(lookup.key) for lookup in contacts_of(customer))]


def _places(customer: Customer, token_hashes: Sequence[str], counters: Sequence[Key]) -> tuple[Key, ...]:
    """What else leads to the customer: payment references, past links, counters of attempts."""
    return (
        *(lookup.key for lookup in references_of(customer)),
        *(token_place(token_hash) for token_hash in token_hashes),
        *counters,
    )


def _removal(customer: Customer, ending: Ending, diary: Diary, places: Sequence[Key]) -> Removal:
    return Removal(
        customer_key=customer.customer_key, ending=ending, asked_at=diary.now, asked_by=diary.actor.id, places=tuple(places)
    )
