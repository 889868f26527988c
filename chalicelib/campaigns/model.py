"""A campaign of one upload (`reference/dataset.md` B.3)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.core.changes import Key, Table


class Reason(StrEnum):
    """Why a customer is left out of a campaign."""

    OPTED_OUT = "OPTED_OUT"
    NO_VALID_CONTACT = "NO_VALID_CONTACT"
    BREATHING_SPACE = "BREATHING_SPACE"
    DO_NOT_CONTACT = "DO_NOT_CONTACT"
    DISPUTE = "DISPUTE"
    COMPLAINT = "COMPLAINT"
    DEBT_ADVICE = "DEBT_ADVICE"
    LEGAL = "LEGAL"
    VULNERABILITY_HOLD = "VULNERABILITY_HOLD"
    FREQUENCY_CAP = "FREQUENCY_CAP"
    ACTIVE_PLAN = "ACTIVE_PLAN"
    OPEN_PROMISE = "OPEN_PROMISE"
    ZERO_BALANCE = "ZERO_BALANCE"
    DECEASED = "DECEASED"
    DELETED = "DELETED"
    STATUTE_BARRED = "STATUTE_BARRED"
    LIMITATION_UNKNOWN = "LIMITATION_UNKNOWN"


class CampaignState(StrEnum):
    QUEUED = "QUEUED"
    BUILDING = "BUILDING"
    READY = "READY"
    FAILED = "FAILED"


class Campaign(BaseModel):
    """One campaign file in the making or made."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    upload_id: str
    state: CampaignState = CampaignState.QUEUED
    created_at: datetime
    created_by: str
    customers: int = 0
    included: int = 0
    excluded: int = 0
    by_reason: dict[str, int] = Field(default_factory=dict)
    version: int = 0

    @property
    def key(self) -> Key:
        return campaign_place(self.id)

    @property
    def ref(self) -> str:
        return f"campaign:{self.id}"


def campaign_place(campaign_id: str) -> Key:
    return Key(Table.OPERATIONS, "campaign", campaign_id)
