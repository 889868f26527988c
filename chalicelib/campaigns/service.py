"""Campaign files: asked for, built by a job, downloaded under audit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.campaigns import counting
from chalicelib.campaigns.building import Tally, campaign_key, write_files, write_part
from chalicelib.campaigns.model import (
    NO_LONGER_KEPT,
    Campaign,
    CampaignState,
    FileKind,
    SegmentCount,
    Walk,
    campaign_place,
    walk_place,
)
from chalicelib.campaigns.segment import Segment
from chalicelib.campaigns.walking import Stretch, of_segment, of_upload
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Entity, Insert, Remove, Replace, Require, Table
from chalicelib.core.clock import Clock, london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid
from chalicelib.core.keys import Keys
from chalicelib.core.objects import Bucket, Objects
from chalicelib.core.queues import QueueName, Queues
from chalicelib.core.store import Page, Store
from chalicelib.imports.desk import CONFLICT_TRIES, Desk, told
from chalicelib.imports.model import State
from chalicelib.settings.model import Settings

DOWNLOAD_SECONDS = 60
FILES_KEPT = timedelta(days=30)
"""As long as the bucket of exports keeps anything."""
RECENT = 20
STRETCH_CUSTOMERS = 10_000
"""How many customers are looked at for one message: some seconds of work, so a million take a hundred messages."""
_IMPORTED = (State.COMPLETED, State.COMPLETED_WITH_ERRORS)


@dataclass(frozen=True, slots=True)
class Made:
    """A campaign, how many customers have been looked at while it is being made, and whether its files are no longer kept."""

    campaign: Campaign
    looked_at: int
    is_gone: bool


class Campaigns:
    """Campaigns of an upload or of a segment."""

    def __init__(
        self,
        store: Store,
        objects: Objects,
        queues: Queues,
        keys: Keys,
        clock: Clock,
        load_settings: Callable[[], Settings],
        public_url: str,
        stretch_customers: int = STRETCH_CUSTOMERS,
    ) -> None:
        self._desk = Desk(store, objects, queues, keys, clock, load_settings, public_url)
        self._stretch_customers = stretch_customers

    def request(self, upload_id: str, actor: Actor, key: str) -> Campaign:
        """Ask for the campaign file of an upload; the same key asks for the same one.

        Raises Refused: NOT_FOUND, WRONG_STATE before the upload is imported, KEY_REUSED, BUSY."""
        desk, digest = self._desk, digest_of("campaign", upload_id)
        for _ in range(CONFLICT_TRIES):
            made = made_before(desk.store, actor, key, digest)
            if made is not None:
                break
            upload = desk.upload(upload_id)
            refuse_if(upload.state not in _IMPORTED, Code.WRONG_STATE, "Import the file first.")
            now = desk.clock.now()
            campaign = Campaign(
                id=ulid(now, f"campaign\x1f{actor.id}\x1f{key}".encode()),
                upload_id=upload.id,
                created_at=now,
                created_by=actor.name,
            )
            mark = RequestMark(actor_id=actor.id, request_key=key, digest=digest, made=campaign.id)
            asked = Append(Diary(actor, now).tell(Event.CAMPAIGN_REQUESTED, campaign.ref))
            named = Replace(upload.model_copy(update={"campaign_id": campaign.id}))
            try:
                desk.store.commit(
                    Changes(Insert(campaign), Insert(mark), named, asked, told(actor, now, Event.CAMPAIGN_REQUESTED, upload))
                )
            except Conflict:
                continue
            made = campaign.id
            break
        else:
            raise Refused(Code.BUSY)
        self._send(self.get(made))
        return self.get(made)

    def request_segment(self, segment: Segment, actor: Actor, key: str) -> Campaign:
        """Ask for the campaign file of a segment of all customers; the same key asks for the same one.

        Raises Refused(KEY_REUSED)."""
        desk, digest = self._desk, digest_of("campaign-segment", segment.model_dump_json())
        made = made_before(desk.store, actor, key, digest)
        if made is None:
            now = desk.clock.now()
            made = ulid(now, f"campaign\x1f{actor.id}\x1f{key}".encode())
            campaign = Campaign(id=made, segment=segment, created_at=now, created_by=actor.name)
            mark = RequestMark(actor_id=actor.id, request_key=key, digest=digest, made=made)
            asked = Append(Diary(actor, now).tell(Event.CAMPAIGN_REQUESTED, campaign.ref))
            try:
                desk.store.commit(Changes(Insert(campaign), Insert(mark), asked))
            except Conflict:
                made = made_before(desk.store, actor, key, digest) or made
        self._send(self.get(made))
        return self.get(made)

    def count(self, segment: Segment, actor: Actor, key: str) -> SegmentCount:
        """Ask how many customers a segment holds. Raises Refused(KEY_REUSED)."""
        return counting.start_count(self._desk, segment, actor, key)

    def get_count(self, count_id: str) -> SegmentCount:
        """How far a count is. Raises Refused(NOT_FOUND)."""
        return counting.get_count(self._desk, count_id)

    def count_on(self, count_id: str) -> None:
        """Count some customers more. Safe to repeat."""
        counting.count_on(self._desk, count_id, self._stretch_customers)

    def get(self, campaign_id: str) -> Campaign:
        """The campaign as it is now. Raises Refused(NOT_FOUND)."""
        found = self._desk.store.get(Campaign, campaign_place(campaign_id)) if is_ulid(campaign_id) else None
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that campaign.")
        return found

    def history(self, after: str | None) -> Page[Campaign]:
        """Campaigns, newest first. Raises Refused(BAD_CURSOR)."""
        refuse_if(after is not None and not is_ulid(after), Code.BAD_CURSOR)
        page = self._desk.store.query(Table.OPERATIONS, "campaign", after=after, limit=RECENT, newest_first=True)
        return Page([campaign for campaign in page.items if isinstance(campaign, Campaign)], page.after)

    def progress(self, campaigns: Sequence[Campaign]) -> list[Made]:
        """How far each campaign is; those that are ready are not looked up again."""
        places = [walk_place(campaign.id) for campaign in campaigns if campaign.state is not CampaignState.READY]
        walks = self._desk.store.get_many(places) if places else {}
        return [self._made(campaign, walks.get(walk_place(campaign.id))) for campaign in campaigns]

    def build(self, campaign_id: str) -> None:
        """Make the next stretch of a campaign's files, and ask for the rest. Safe to repeat, and by several at once: all work
        on the same stretch, and whoever is later stops."""
        campaign, desk = self.get(campaign_id), self._desk
        if campaign.state is CampaignState.READY:
            return
        walk = desk.store.get(Walk, walk_place(campaign_id)) or Walk(campaign_id=campaign_id)
        if not walk.is_over:
            stretch = self._stretch(campaign, walk)
            walked = walk.model_copy(
                update={
                    "after": stretch.after,
                    "looked_at": walk.looked_at + stretch.looked_at,
                    "parts": (*walk.parts, write_part(desk, campaign, stretch.customers)),
                    "is_over": stretch.after is None,
                }
            )
            try:
                desk.store.commit(Changes(Require(campaign), Replace(walked) if walk.version else Insert(walked)))
            except Conflict as conflict:
                if conflict.passing:
                    raise
                return
            walk = walked
        if walk.is_over:
            self._finish(campaign, write_files(desk, campaign, walk.parts))
        else:
            self._send(campaign)

    def download(self, campaign_id: str, kind: str, actor: Actor) -> str:
        """An address for one minute, told to the diary. Raises Refused: NOT_FOUND also for a file that would hold nobody or
        that is no longer kept, WRONG_STATE."""
        campaign = self.get(campaign_id)
        refuse_if(kind not in list(FileKind), Code.NOT_FOUND, "That file is not there.")
        refuse_if(campaign.state is not CampaignState.READY, Code.WRONG_STATE)
        refuse_if(self._is_gone(campaign), Code.NOT_FOUND, NO_LONGER_KEPT)
        refuse_if(FileKind(kind) not in campaign.files, Code.NOT_FOUND, campaign.explanation)
        downloaded = Diary(actor, self._desk.clock.now()).tell(Event.FILE_DOWNLOADED, campaign.ref, after={"file": kind})
        self._desk.store.commit(Changes(Append(downloaded)))
        key = campaign_key(campaign.id, FileKind(kind))
        filename = f"{kind}-{campaign.id}.csv"
        return self._desk.objects.download_url(Bucket.EXPORTS, key, filename=filename, seconds=DOWNLOAD_SECONDS)

    def sweep(self) -> None:
        """Send again what was asked for lately and is not ready: building one twice is harmless."""
        page = self._desk.store.query(Table.OPERATIONS, "campaign", limit=RECENT, newest_first=True)
        for campaign in page.items:
            if isinstance(campaign, Campaign):
                self._send(campaign)
        counting.resend_counts(self._desk)

    def _stretch(self, campaign: Campaign, walk: Walk) -> Stretch:
        desk, customers = self._desk, self._stretch_customers
        if campaign.upload_id is not None:
            return of_upload(desk, desk.upload(campaign.upload_id), walk.after, customers)
        return of_segment(desk, campaign.segment or Segment(), london_day(campaign.created_at), walk.after, customers)

    def _send(self, campaign: Campaign) -> None:
        if campaign.state is not CampaignState.READY:
            self._desk.queues.send(QueueName.CAMPAIGNS, [{"campaign_id": campaign.id}])

    def _finish(self, campaign: Campaign, tally: Tally) -> None:
        excluded = sum(tally.by_reason.values())
        ready = campaign.model_copy(
            update={
                "state": CampaignState.READY,
                "customers": tally.included + excluded,
                "included": tally.included,
                "excluded": excluded,
                "by_reason": {str(reason): count for reason, count in sorted(tally.by_reason.items())},
            }
        )
        now = self._desk.clock.now()
        counts = {"included": str(tally.included), "excluded": str(excluded)}
        generated = Diary(Actor.system("campaigns"), now).tell(Event.CAMPAIGN_GENERATED, campaign.ref, after=counts)
        try:
            self._desk.store.commit(Changes(Replace(ready), Remove(walk_place(campaign.id)), Append(generated)))
        except Conflict as conflict:
            if conflict.passing:
                raise
            # Another delivery of the same message has finished it.

    def _made(self, campaign: Campaign, walk: Entity | None) -> Made:
        if isinstance(walk, Walk):
            return Made(campaign.model_copy(update={"state": CampaignState.BUILDING}), walk.looked_at, is_gone=False)
        return Made(campaign, campaign.customers, self._is_gone(campaign))

    def _is_gone(self, campaign: Campaign) -> bool:
        return self._desk.clock.now() >= campaign.created_at + FILES_KEPT
