"""Campaign files: asked for, built by a job, downloaded under audit."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.activities.model import Diary, Event
from chalicelib.campaigns.building import Tally, build, campaign_key
from chalicelib.campaigns.model import Campaign, CampaignState, campaign_place
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Insert, Replace, Table
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid
from chalicelib.core.keys import Keys
from chalicelib.core.objects import Bucket, Objects
from chalicelib.core.queues import QueueName, Queues
from chalicelib.core.store import Store
from chalicelib.imports.desk import CONFLICT_TRIES, Desk, told
from chalicelib.imports.model import State
from chalicelib.settings.model import Settings

DOWNLOAD_SECONDS = 60
RECENT = 20
KINDS = ("campaign", "exclusions")
_IMPORTED = (State.COMPLETED, State.COMPLETED_WITH_ERRORS)


class Campaigns:
    """Campaigns of one upload each."""

    def __init__(
        self,
        store: Store,
        objects: Objects,
        queues: Queues,
        keys: Keys,
        clock: Clock,
        load_settings: Callable[[], Settings],
        public_url: str,
    ) -> None:
        self._desk = Desk(store, objects, queues, keys, clock, load_settings, public_url)

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

    def get(self, campaign_id: str) -> Campaign:
        """The campaign as it is now. Raises Refused(NOT_FOUND)."""
        found = self._desk.store.get(Campaign, campaign_place(campaign_id)) if is_ulid(campaign_id) else None
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that campaign.")
        return found

    def build(self, campaign_id: str) -> None:
        """Write the files of a campaign. Safe to repeat: they are written as a whole."""
        campaign = self.get(campaign_id)
        if campaign.state is CampaignState.READY:
            return
        tally = build(self._desk, campaign, self._desk.upload(campaign.upload_id))
        self._finish(campaign, tally)

    def download(self, campaign_id: str, kind: str, actor: Actor) -> str:
        """An address for one minute, told to the diary. Raises Refused: NOT_FOUND, WRONG_STATE."""
        campaign = self.get(campaign_id)
        refuse_if(kind not in KINDS, Code.NOT_FOUND, "That file is not there.")
        refuse_if(campaign.state is not CampaignState.READY, Code.WRONG_STATE)
        downloaded = Diary(actor, self._desk.clock.now()).tell(Event.FILE_DOWNLOADED, campaign.ref, after={"file": kind})
        self._desk.store.commit(Changes(Append(downloaded)))
        return self._desk.objects.download_url(
            Bucket.EXPORTS, campaign_key(campaign.id, kind), filename=f"{kind}-{campaign.id}.csv", seconds=DOWNLOAD_SECONDS
        )

    def sweep(self) -> None:
        """Send again what was asked for lately and is not ready: building one twice is harmless."""
        page = self._desk.store.query(Table.OPERATIONS, "campaign", limit=RECENT, newest_first=True)
        for campaign in page.items:
            if isinstance(campaign, Campaign):
                self._send(campaign)

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
            self._desk.store.commit(Changes(Replace(ready), Append(generated)))
        except Conflict as conflict:
            if conflict.passing:
                raise
            # Another delivery of the same message has finished it.
