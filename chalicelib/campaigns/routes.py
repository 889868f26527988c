"""Campaign files for the console."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from chalicelib.campaigns.model import Campaign, CampaignState
from chalicelib.imports.answers import Download
from chalicelib.web.people import WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.campaigns.service import Campaigns


class CampaignView(View):
    id: str
    upload_id: str
    state: CampaignState
    created_at: datetime
    created_by: str
    customers: int
    included: int
    excluded: int
    by_reason: dict[str, int]
    files: Sequence[Literal["campaign", "exclusions"]]

    @classmethod
    def of(cls, campaign: Campaign) -> CampaignView:
        shown = {name: getattr(campaign, name) for name in cls.model_fields if name in Campaign.model_fields}
        return cls(**shown, files=["campaign", "exclusions"] if campaign.state is CampaignState.READY else [])


def register(routes: Routes, campaigns: Callable[[], Campaigns]) -> None:
    @routes.api("POST", "/uploads/{id}/campaign", answer=CampaignView, status=202, roles=WRITERS)
    def request_campaign(call: Call[Nothing, Nothing]) -> CampaignView:
        """Make the campaign file of one upload"""
        return CampaignView.of(campaigns().request(call.path["id"], call.person.actor, call.key))

    @routes.api("GET", "/campaigns/{id}", answer=CampaignView)
    def get_campaign(call: Call[Nothing, Nothing]) -> CampaignView:
        """How far a campaign file is, and who was left out why"""
        return CampaignView.of(campaigns().get(call.path["id"]))

    @routes.api("GET", "/campaigns/{id}/files/{kind}", answer=Download, roles=WRITERS)
    def download_campaign_file(call: Call[Nothing, Nothing]) -> Download:
        """A short-lived address of the campaign file or of the exclusions"""
        return Download(url=campaigns().download(call.path["id"], call.path["kind"], call.person.actor))
