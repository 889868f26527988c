"""Campaign files for the console."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from chalicelib.campaigns.model import NO_LONGER_KEPT, Campaign, CampaignState, FileKind, SegmentCount
from chalicelib.campaigns.segment import Segment
from chalicelib.imports.answers import Download
from chalicelib.web.people import WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.campaigns.service import Campaigns


class SegmentAsk(View):
    """Without a filter it is everybody."""

    filters: Segment


class CampaignsAsk(View):
    after: Annotated[str, Field(max_length=64)] = ""


class CampaignView(View):
    """`customers` were found, `looked_at` so far while it is being made. Either `upload_id` or `segment` says of whom."""

    id: str
    upload_id: str | None
    segment: Segment | None
    state: CampaignState
    created_at: datetime
    created_by: str
    looked_at: int
    customers: int
    included: int
    excluded: int
    by_reason: dict[str, int]
    files: Sequence[FileKind]
    explanation: str

    @classmethod
    def of(cls, campaign: Campaign, looked_at: int = 0, *, is_gone: bool = False) -> CampaignView:
        shown = {name: getattr(campaign, name) for name in cls.model_fields if name != "looked_at"}
        if is_gone and campaign.files:
            shown |= {"files": (), "explanation": NO_LONGER_KEPT}
        return cls(**shown, looked_at=looked_at)


class CampaignList(View):
    items: Sequence[CampaignView]
    after: str | None


class CountView(View):
    """Exact when it is ready; until then, of those looked at."""

    id: str
    segment: Segment
    state: CampaignState
    looked_at: int
    included: int
    excluded: int
    by_reason: dict[str, int]

    @classmethod
    def of(cls, count: SegmentCount) -> CountView:
        return cls(**{name: getattr(count, name) for name in cls.model_fields})


def register(routes: Routes, campaigns: Callable[[], Campaigns]) -> None:
    @routes.api("POST", "/uploads/{id}/campaign", answer=CampaignView, status=202, roles=WRITERS)
    def request_campaign(call: Call[Nothing, Nothing]) -> CampaignView:
        """Make the campaign file of one upload"""
        return CampaignView.of(campaigns().request(call.path["id"], call.person.actor, call.key))

    @routes.api("POST", "/campaigns", body=SegmentAsk, answer=CampaignView, status=202, roles=WRITERS)
    def request_segment_campaign(call: Call[Nothing, SegmentAsk]) -> CampaignView:
        """Make the campaign file of a segment of all customers"""
        return CampaignView.of(campaigns().request_segment(call.body.filters, call.person.actor, call.key))

    @routes.api("GET", "/campaigns", query=CampaignsAsk, answer=CampaignList)
    def list_campaigns(call: Call[CampaignsAsk, Nothing]) -> CampaignList:
        """Campaigns, newest first"""
        page = campaigns().history(call.query.after or None)
        made = campaigns().progress(page.items)
        return CampaignList(
            items=[CampaignView.of(one.campaign, one.looked_at, is_gone=one.is_gone) for one in made], after=page.after
        )

    @routes.api("POST", "/campaigns/counts", body=SegmentAsk, answer=CountView, status=202, roles=WRITERS)
    def count_segment(call: Call[Nothing, SegmentAsk]) -> CountView:
        """Count the customers of a segment before a campaign is made"""
        return CountView.of(campaigns().count(call.body.filters, call.person.actor, call.key))

    @routes.api("GET", "/campaigns/counts/{id}", answer=CountView)
    def get_segment_count(call: Call[Nothing, Nothing]) -> CountView:
        """How far a count is"""
        return CountView.of(campaigns().get_count(call.path["id"]))

    @routes.api("GET", "/campaigns/{id}", answer=CampaignView)
    def get_campaign(call: Call[Nothing, Nothing]) -> CampaignView:
        """How far a campaign file is, and who was left out why"""
        [made] = campaigns().progress([campaigns().get(call.path["id"])])
        return CampaignView.of(made.campaign, made.looked_at, is_gone=made.is_gone)

    @routes.api("GET", "/campaigns/{id}/files/{kind}", answer=Download, roles=WRITERS)
    def download_campaign_file(call: Call[Nothing, Nothing]) -> Download:
        """A short-lived address of the campaign file or of the exclusions"""
        return Download(url=campaigns().download(call.path["id"], call.path["kind"], call.person.actor))
