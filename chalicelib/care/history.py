"""What happened to holds and preferences: facts that are added and never changed. What stands now is in the customer."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.core.actor import ActorType, Channel
from chalicelib.core.changes import Key, Table
from chalicelib.records.holds import Hold, HoldKind

HOLD_PREFIX = "H#"
CONSENT_PREFIX = "C#"
RESTRICTED = frozenset({HoldKind.MH_CRISIS, HoldKind.VULNERABILITY})
"""Kinds whose reasons may tell of somebody's health (UK GDPR article 9): read by administrators, and told to the diary."""


class Step(StrEnum):
    """What happened to a hold. It is lifted by somebody; it ends by itself."""

    PLACED = "PLACED"
    CHANGED = "CHANGED"
    LIFTED = "LIFTED"
    ENDED = "ENDED"


class Support(StrEnum):
    """An adjustment that somebody needs: what to do, never why."""

    LARGE_PRINT = "LARGE_PRINT"
    PLAIN_WORDS = "PLAIN_WORDS"
    BSL = "BSL"
    NO_CALLS = "NO_CALLS"
    CALL_TIME = "CALL_TIME"
    EXTRA_TIME = "EXTRA_TIME"
    THIRD_PARTY = "THIRD_PARTY"


class Evidence(BaseModel):
    """What a hold rests on: a note, the reference in the breathing-space register, the adviser, the support needed."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    note: str = ""
    register_reference: str = ""
    adviser: str = ""
    support: tuple[Support, ...] = ()


class HoldEntry(BaseModel):
    """One step of one hold, with the hold as it was after it. Its id is that of the activity that tells the same."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    id: str
    hold: Hold
    step: Step
    at: datetime
    actor_type: ActorType
    actor_name: str
    reason: str = ""
    evidence: Evidence = Evidence()

    @property
    def key(self) -> Key:
        return Key(Table.RECORDS, self.customer_key, f"{HOLD_PREFIX}{self.hold.id}#{self.id}")


class Preference(StrEnum):
    """What somebody may ask us to leave off."""

    SMS = "SMS"
    EMAIL = "EMAIL"
    ALL = "ALL"


PREFERENCE_FIELDS = {
    Preference.SMS: "sms_opt_out",
    Preference.EMAIL: "email_opt_out",
    Preference.ALL: "do_not_contact",
}
"""The attribute of the customer that holds what stands now."""


class ConsentEntry(BaseModel):
    """One change of a preference: who said so, through which door, and why."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    id: str
    preference: Preference
    opted_out: bool
    at: datetime
    actor_type: ActorType
    actor_name: str
    channel: Channel
    reason: str = ""

    @property
    def key(self) -> Key:
        return Key(Table.RECORDS, self.customer_key, f"{CONSENT_PREFIX}{self.id}")
