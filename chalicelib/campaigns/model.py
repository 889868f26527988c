"""Campaigns of one upload or of a segment of all customers (`reference/dataset.md` B.3), and what is kept while one is made."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.campaigns.segment import Segment
from chalicelib.core.changes import Key, Table

NO_LONGER_KEPT = "The files of this campaign are no longer kept. Make it again."


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
    LINK_REVOKED = "LINK_REVOKED"
    LINK_EXPIRED = "LINK_EXPIRED"


class CampaignState(StrEnum):
    QUEUED = "QUEUED"
    BUILDING = "BUILDING"
    READY = "READY"
    FAILED = "FAILED"


class FileKind(StrEnum):
    """The files of a campaign, by the names of their objects."""

    CAMPAIGN = "campaign"
    EXCLUSIONS = "exclusions"


class Campaign(BaseModel):
    """One campaign file in the making or made: of the upload it names, or else of a segment."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    upload_id: str | None = None
    segment: Segment | None = None
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

    @property
    def files(self) -> tuple[FileKind, ...]:
        """The files there are: exclusions of whoever was found, though it be nobody, and no campaign file without a row."""
        if self.state is not CampaignState.READY or not self.customers:
            return ()
        return (FileKind.CAMPAIGN, FileKind.EXCLUSIONS) if self.included else (FileKind.EXCLUSIONS,)

    @property
    def explanation(self) -> str:
        """Why there is no campaign file though it is ready; nothing when there is one."""
        if self.state is not CampaignState.READY or self.included:
            return ""
        if self.excluded:
            return "Everybody who was found is left out, so there is no campaign file. The exclusions say why."
        return "No customer was found, so there is no file."


class Walk(BaseModel):
    """How far the making of a campaign file has come: it looks at some customers for each message, and what it found lies in
    `parts`, as many lines each as customers. `after` continues behind the last one. It goes when the campaign is ready: a place
    in the order of names tells a name."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    campaign_id: str
    after: str | None = None
    looked_at: int = 0
    parts: tuple[str, ...] = ()
    is_over: bool = False
    version: int = 0

    @property
    def key(self) -> Key:
        return walk_place(self.campaign_id)


class SegmentCount(BaseModel):
    """How many customers a segment holds, counted by looking at every one as the campaign would: never on a request, and never
    an estimate. It is kept for a day."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    segment: Segment
    state: CampaignState = CampaignState.QUEUED
    created_at: datetime
    after: str | None = None
    looked_at: int = 0
    included: int = 0
    by_reason: dict[str, int] = Field(default_factory=dict)
    ttl: int
    version: int = 0

    @property
    def key(self) -> Key:
        return count_place(self.id)

    @property
    def excluded(self) -> int:
        return sum(self.by_reason.values())


def campaign_place(campaign_id: str) -> Key:
    return Key(Table.OPERATIONS, "campaign", campaign_id)


def walk_place(campaign_id: str) -> Key:
    return Key(Table.OPERATIONS, f"campaign#{campaign_id}", "walk")


def count_place(count_id: str) -> Key:
    return Key(Table.OPERATIONS, "campaign-count", count_id)
