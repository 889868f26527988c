"""The customer aggregate: one item that holds the customer, every account and every claim (`design/data.md` section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from pydantic import Field

from chalicelib.core.changes import Index, IndexKey, Key, Table
from chalicelib.core.clock import london_midnight
from chalicelib.core.names import fold
from chalicelib.due.model import due_at
from chalicelib.records.accounts import Account
from chalicelib.records.contact_points import ContactCheck, ContactPoint, PastAddress, Validity
from chalicelib.records.frozen import Frozen
from chalicelib.records.holds import BY_THE_SYSTEM, MORATORIA, Hold
from chalicelib.records.lapses import Lapse

NAME_SHARDS = 4
LANGUAGES = ("en-GB", "cy-GB")
CHANNELS = ("SMS", "EMAIL", "LETTER", "PHONE")
BREATHING_SPACE = "BREATHING_SPACE"
"""How a list names a moratorium: its kind may tell of a mental-health crisis, which is for nobody to read there."""


class CustomerType(StrEnum):
    INDIVIDUAL = "INDIVIDUAL"
    COMPANY = "COMPANY"


class CustomerStatus(StrEnum):
    ACTIVATED = "ACTIVATED"
    BLOCKED = "BLOCKED"
    DEACTIVATED = "DEACTIVATED"
    ANONYMISED = "ANONYMISED"


class Link(Frozen):
    """The personal link: its token is derived from the link key named by `key_id`, the customer key and `version`, so
    raising the version revokes it. `opened` counts identity checks begun with it, never mere page views. `made_by` is the
    command that replaced or revoked the one before it, nothing for the first. A revoked link never opens again."""

    version: int = 1
    key_id: str = "1"
    created_at: datetime
    expires_at: datetime
    made_by: str = ""
    revoked_at: datetime | None = None
    opened: int = 0
    last_opened_at: datetime | None = None


class Customer(Frozen):
    """The aggregate: everything a page about one customer starts from, changed as a whole at `version`."""

    customer_key: str
    customer_id: str
    type: CustomerType = CustomerType.INDIVIDUAL
    title: str | None = None
    first_name: str | None = None
    middle_name: str | None = None
    last_name: str | None = None
    company_name: str | None = None
    company_number: str | None = None
    date_of_birth: date | None = None
    mobile_phone: str | None = None
    home_phone: str | None = None
    work_phone: str | None = None
    email: str | None = None
    address: tuple[str, ...] = ()
    postcode: str
    gone_away: bool = False
    past_addresses: tuple[PastAddress, ...] = ()
    contact_checks: dict[ContactPoint, ContactCheck] = Field(default_factory=dict)
    jurisdiction: str = "ENGLAND_WALES"
    language: str = "en-GB"
    preferred_channel: str | None = None
    sms_opt_out: bool = False
    email_opt_out: bool = False
    do_not_contact: bool = False
    holds: tuple[Hold, ...] = ()
    lapses: tuple[Lapse, ...] = ()
    status: CustomerStatus = CustomerStatus.ACTIVATED
    status_until: date | None = None
    tags: tuple[str, ...] = ()
    link: Link
    accounts: dict[str, Account] = Field(default_factory=dict)
    credit: int = 0
    journal_sequence: int = 0
    imported: dict[str, str] = Field(default_factory=dict)
    last_upload: str = ""
    last_payment_date: date | None = None
    registered_at: datetime
    registration_source: str
    version: int = 0

    @property
    def key(self) -> Key:
        return customer_place(self.customer_key)

    @property
    def anonymous(self) -> bool:
        """Whether all that told who it is was removed, and only the ledger stayed."""
        return self.status is CustomerStatus.ANONYMISED

    @property
    def ref(self) -> str:
        return f"customer:{self.customer_key}"

    @property
    def name(self) -> str:
        """What the customer is called on a screen, without the title."""
        if self.type is CustomerType.COMPANY:
            return self.company_name or ""
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name) if part)

    def contact(self, point: ContactPoint) -> str | None:
        """The number or address that is held, valid or not."""
        held: str | None = getattr(self, point)
        return held

    def check_of(self, point: ContactPoint) -> ContactCheck | None:
        """What was found out about the contact as it is now."""
        check = self.contact_checks.get(point)
        return check if check and check.value == self.contact(point) else None

    def reachable(self, point: ContactPoint) -> str | None:
        """The contact, unless it is known to lead nowhere: what sends, campaigns and diallers may use (C.4.9)."""
        check = self.check_of(point)
        return None if check and check.validity is Validity.INVALID else self.contact(point)

    def status_on(self, today: date) -> CustomerStatus:
        """The status in force on a London day. One that was set until a day is over when that day begins, whether or not
        the sweep has written it down yet."""
        return CustomerStatus.ACTIVATED if self.status_until and self.status_until <= today else self.status

    @property
    def owed(self) -> int:
        """Pence outstanding over all accounts."""
        return sum(account.balance.total for account in self.accounts.values())

    @property
    def has_moratorium(self) -> bool:
        """Whether a moratorium stands or is about to. What it forbids on a day is for `care` to say."""
        return any(hold.kind in MORATORIA for hold in self.holds)

    @property
    def oldest_due_date(self) -> date | None:
        dates = [a.due_date for a in self.accounts.values() if a.balance.total > 0 and a.due_date]
        return min(dates, default=None)

    @property
    def indexes(self) -> Mapping[Index, IndexKey]:
        places = {Index.NAMES: IndexKey(name_shard(self.customer_key), f"{self.sort_name}#{self.customer_id}")}
        if due := self.next_due:
            places[Index.DUE] = due_at(due, self.customer_key)
        return places

    @property
    def next_due(self) -> datetime | None:
        """The next instant at which something about the customer changes by itself: the midnight in London after the last
        day of a hold, or that with which the day begins until which a status was set. Promises and plans look after the
        holds that they place."""
        days = [hold.end + timedelta(days=1) for hold in self.holds if hold.end and hold.kind not in BY_THE_SYSTEM]
        days += [self.status_until] if self.status_until else []
        return london_midnight(min(days)) if days else None

    @property
    def sort_name(self) -> str:
        """The folded name the list is sorted and searched by: family name first for people."""
        if self.type is CustomerType.COMPANY:
            return fold(self.company_name or "")
        return fold(f"{self.last_name or ''} {self.first_name or ''}")

    @property
    def listing(self) -> Mapping[str, object]:
        """The row of the list by name; also what searches answer with."""
        return Listing.of(self).model_dump(mode="json", exclude_none=True)


class Listing(Frozen):
    """One row of the customers' list, carried by the names index."""

    customer_key: str
    customer_id: str
    name: str
    postcode: str
    mobile_phone: str | None = None
    email: str | None = None
    accounts: int
    owed: int
    oldest_due_date: date | None = None
    last_payment_date: date | None = None
    language: str
    status: CustomerStatus
    hold: str | None = None
    portfolio: str | None = None

    @classmethod
    def of(cls, customer: Customer) -> Self:
        portfolios = sorted({a.portfolio for a in customer.accounts.values() if a.portfolio})
        return cls(
            customer_key=customer.customer_key,
            customer_id=customer.customer_id,
            name=customer.name,
            postcode=customer.postcode,
            mobile_phone=customer.mobile_phone,
            email=customer.email,
            accounts=len(customer.accounts),
            owed=customer.owed,
            oldest_due_date=customer.oldest_due_date,
            last_payment_date=customer.last_payment_date,
            language=customer.language,
            status=customer.status,
            hold=BREATHING_SPACE if customer.has_moratorium else None,
            portfolio=", ".join(portfolios) or None,
        )


def customer_place(customer_key: str) -> Key:
    return Key(Table.RECORDS, customer_key, "#")


def name_shard(customer_key: str) -> str:
    """Customers by name are spread over a few partitions, so that imports are not throttled by one."""
    return f"n#{sum(customer_key.encode()) % NAME_SHARDS}"


NAME_PARTITIONS = tuple(f"n#{shard}" for shard in range(NAME_SHARDS))
