"""How many customers a segment holds. Filters that no index answers need a look at every customer, which no request may take: it
is a job with progress that decides about each customer exactly as the campaign would, and writes no file."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from chalicelib.campaigns.model import CampaignState, SegmentCount, count_place
from chalicelib.campaigns.rules import why_not
from chalicelib.campaigns.segment import Segment
from chalicelib.campaigns.walking import of_segment
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Conflict, Insert, Replace, Table
from chalicelib.core.clock import epoch_seconds, london_day
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import is_ulid, ulid
from chalicelib.core.queues import QueueName
from chalicelib.imports.desk import Desk

KEPT = timedelta(days=1)
RECENT = 20


def start_count(desk: Desk, segment: Segment, actor: Actor, key: str) -> SegmentCount:
    """Ask how many a segment holds; the same key asks once. Raises Refused(KEY_REUSED)."""
    digest = digest_of("campaign-count", segment.model_dump_json())
    made = made_before(desk.store, actor, key, digest)
    if made is None:
        now = desk.clock.now()
        made = ulid(now, f"campaign-count\x1f{actor.id}\x1f{key}".encode())
        count = SegmentCount(id=made, segment=segment, created_at=now, ttl=epoch_seconds(now + KEPT))
        mark = RequestMark(actor_id=actor.id, request_key=key, digest=digest, made=made)
        try:
            desk.store.commit(Changes(Insert(count), Insert(mark)))
        except Conflict:
            made = made_before(desk.store, actor, key, digest) or made
    _send(desk, get_count(desk, made))
    return get_count(desk, made)


def get_count(desk: Desk, count_id: str) -> SegmentCount:
    """The count as far as it is. Raises Refused(NOT_FOUND)."""
    found = desk.store.get(SegmentCount, count_place(count_id)) if is_ulid(count_id) else None
    if found is None:
        raise Refused(Code.NOT_FOUND, "We cannot find that count.")
    return found


def count_on(desk: Desk, count_id: str, customers: int) -> None:
    """Count some customers more, and ask for the rest. Whoever else counts the same stretch counts it in vain."""
    count = get_count(desk, count_id)
    if count.state is CampaignState.READY:
        return
    found = of_segment(desk, count.segment, london_day(count.created_at), count.after, customers)
    now = desk.clock.now()
    reasons = [why_not(customer, now) for customer in found.customers.values() if customer]
    counted = count.model_copy(
        update={
            "state": CampaignState.BUILDING if found.after else CampaignState.READY,
            "after": found.after,
            "looked_at": count.looked_at + found.looked_at,
            "included": count.included + reasons.count(None),
            "by_reason": dict(sorted((Counter(count.by_reason) + Counter(str(reason) for reason in reasons if reason)).items())),
        }
    )
    try:
        desk.store.commit(Changes(Replace(counted)))
    except Conflict as conflict:
        if conflict.passing:
            raise
        return
    _send(desk, counted)


def resend_counts(desk: Desk) -> None:
    """Send again what was asked for lately and is not counted."""
    for count in desk.store.query(Table.OPERATIONS, "campaign-count", limit=RECENT, newest_first=True).items:
        if isinstance(count, SegmentCount):
            _send(desk, count)


def _send(desk: Desk, count: SegmentCount) -> None:
    if count.state is not CampaignState.READY:
        desk.queues.send(QueueName.CAMPAIGNS, [{"count_id": count.id}])
