"""A mandate: a card or a bank account that may be charged without its holder being there, within what they consented to."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.core.actor import Channel
from chalicelib.core.changes import Index, IndexKey, Key, Table
from chalicelib.due.model import due_at
from chalicelib.mandates.states import MandateStatus
from chalicelib.payments.model import GRACE, SESSION_LIFE
from chalicelib.payments.ports import Method

LAST_DIGITS = 4
LONGEST_LABEL = 40
WAYS_LIMIT = 10
"""How many ways to pay one customer has at a time: set up, or being set up."""


class ConsentText(StrEnum):
    """The version of the words that a customer agreed to. Other words are another version; those of old ones stay."""

    PORTAL_1 = "portal-1"
    SPOKEN_1 = "spoken-1"


class Consent(BaseModel):
    """What the customer agreed to, and how we know (FCA CONC 7.6: a continuous payment authority is used only as it was
    explained): at most `most_pence` in one charge, how often, until when, which words, through which door, at which instant.
    Without `ends` it lasts until the customer takes it back."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    text: ConsentText
    most_pence: int = Field(gt=0)
    frequency: str
    ends: date | None = None
    channel: Channel
    at: datetime


class Mandate(BaseModel):
    """`label` is the card's brand or the bank, `last4` the end of the number, `expires` a card's month (YYYY-MM): no more of a
    number is ever held. On the London day `disabled_until` it can be used again.

    `to_revoke` says that the provider has still to be told that it is over, `to_forget` that nothing is kept then of what the
    card or the account was: its customer is nobody any more. `next_check` keeps it in the due index as long as
    something is to happen by itself, `checks` counts the looks at one that is being set up.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    id: str
    provider: str
    provider_ref: str = ""
    method: Method
    label: str = Field(default="", max_length=LONGEST_LABEL)
    last4: str = Field(default="", pattern=r"^[0-9]{0,4}$")
    expires: str = Field(default="", pattern=r"^([0-9]{4}-(0[1-9]|1[0-2]))?$")
    status: MandateStatus = MandateStatus.PENDING
    disabled_until: date | None = None
    consent: Consent
    to_revoke: bool = False
    to_forget: bool = False
    created_at: datetime
    next_check: datetime | None = None
    checks: int = 0
    version: int = 0

    @property
    def key(self) -> Key:
        return mandate_place(self.customer_key, self.id)

    @property
    def ref(self) -> str:
        return f"mandate:{self.id}"

    @property
    def last_day(self) -> date | None:
        """The last day on which a card is valid: the end of the month that is printed on it."""
        if not self.expires:
            return None
        year, month = (int(part) for part in self.expires.split("-"))
        return date(year, month, calendar.monthrange(year, month)[1])

    @property
    def session_ends(self) -> datetime:
        """Until when the provider's page lets the customer set it up."""
        return self.created_at + SESSION_LIFE

    @property
    def last_word(self) -> datetime:
        """From when on nobody can set it up any more, the provider's clock being a little off."""
        return self.session_ends + GRACE

    def status_on(self, day: date) -> MandateStatus:
        """The status on a London day: what was disabled until that day is active on it, before any schedule says so."""
        if self.last_day is not None and self.last_day < day and self.status not in (MandateStatus.PENDING, *_OVER):
            return MandateStatus.EXPIRED
        if self.status is MandateStatus.DISABLED_UNTIL and self.disabled_until is not None and self.disabled_until <= day:
            return MandateStatus.ACTIVE
        return self.status

    @property
    def indexes(self) -> Mapping[Index, IndexKey]:
        return {Index.DUE: due_at(self.next_check, self.id)} if self.next_check else {}

    @property
    def listing(self) -> None:
        return None


_OVER = (MandateStatus.CANCELLED, MandateStatus.FAILED)
MANDATE_PREFIX = "M#"
CHECK_AFTER = timedelta(hours=12)
"""How long to wait before another look at a mandate that the provider still sets up: Bacs takes some days."""
TELL_AGAIN_AFTER = timedelta(minutes=10)
"""How long to wait before the provider is told again that a mandate is over."""


def mandate_place(customer_key: str, mandate_id: str) -> Key:
    return Key(Table.RECORDS, customer_key, f"{MANDATE_PREFIX}{mandate_id}")
