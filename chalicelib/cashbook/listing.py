"""Totals and files of many payments: asked for, worked on stretch by stretch with progress, and downloaded under audit. What
each stretch found lies in a part whose name tells its content, so whoever else works on the same stretch changes nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.cashbook.model import LISTINGS, JobState, Listing, PaymentFilter, listing_place
from chalicelib.cashbook.rows import HEADER, added, cells
from chalicelib.cashbook.walking import stretch
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Insert, Replace, Table
from chalicelib.core.clock import epoch_seconds
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import fingerprint, is_ulid, ulid
from chalicelib.core.objects import Bucket
from chalicelib.core.queues import QueueName
from chalicelib.imports.csvfile import csv_object
from chalicelib.imports.desk import Desk
from chalicelib.imports.workfiles import read_lines, write_lines

DOWNLOAD_SECONDS = 60
KEPT = timedelta(days=30)
"""As long as the bucket of exports keeps anything."""
RECENT = 20
STRETCH_PAYMENTS = 2_000


def start_listing(desk: Desk, filters: PaymentFilter, purpose: str, actor: Actor, key: str, *, has_file: bool) -> Listing:
    """Ask for totals, or for a file with them; the same key asks once. Raises Refused: KEY_REUSED, INVALID for a file
    without a purpose."""
    refuse_if(has_file and not purpose.strip(), Code.INVALID, "Say what the file is for.", field="purpose")
    digest = digest_of("payment-listing", filters.model_dump_json(), purpose, has_file)
    made = made_before(desk.store, actor, key, digest)
    if made is None:
        now = desk.clock.now()
        made = ulid(now, f"payment-listing\x1f{actor.id}\x1f{key}".encode())
        listing = Listing(
            id=made,
            filters=filters,
            purpose=purpose.strip(),
            has_file=has_file,
            created_at=now,
            created_by=actor.name,
            ttl=epoch_seconds(now + KEPT),
        )
        mark = RequestMark(actor_id=actor.id, request_key=key, digest=digest, made=made)
        asked = Diary(actor, now).tell(Event.EXPORT_STARTED, _subject(listing), after=_about(listing))
        told = [Append(asked)] if has_file else []

        try:
            desk.store.commit(Changes(Insert(listing), Insert(mark), *told))
        except Conflict:
            made = made_before(desk.store, actor, key, digest) or made
    _send(desk, get_listing(desk, made))
    return get_listing(desk, made)


def get_listing(desk: Desk, listing_id: str) -> Listing:
    """The listing as far as it is. Raises Refused(NOT_FOUND)."""
    found = desk.store.get(Listing, listing_place(listing_id)) if is_ulid(listing_id) else None
    if found is None or found.ttl <= epoch_seconds(desk.clock.now()):
        raise Refused(Code.NOT_FOUND, "We cannot find that list of payments.")
    return found


def listings(desk: Desk) -> Sequence[Listing]:
    """The newest listings that have a file."""
    page = desk.store.query(Table.OPERATIONS, LISTINGS, limit=RECENT, newest_first=True)
    now = epoch_seconds(desk.clock.now())
    return [item for item in page.items if isinstance(item, Listing) and item.has_file and item.ttl > now]


def go_on(desk: Desk, listing_id: str, payments: int) -> None:
    """Look at some payments more, and ask for the rest. Whoever else looks at the same stretch does so in vain."""
    listing = get_listing(desk, listing_id)
    if listing.state is JobState.READY:
        return
    found = stretch(desk.store, listing.filters, listing.created_at, listing.after or "", most=payments)
    parts = listing.parts
    if listing.has_file and found.rows:
        lines = [json.dumps(cells(row)) for row in found.rows]
        part = fingerprint("\n".join(lines))
        write_lines(desk.objects, _part_key(listing, part), lines, Bucket.EXPORTS)
        parts = (*parts, part)
    further = listing.model_copy(
        update={
            "after": found.after,
            "looked_at": listing.looked_at + found.looked_at,
            "sums": added(listing.sums, found.payments, found.rows),
            "parts": parts,
            "state": JobState.BUILDING if found.after else JobState.READY,
        }
    )
    told = []
    if further.state is JobState.READY and listing.has_file:
        _write_file(desk, further)
        diary = Diary(Actor.system("payments"), desk.clock.now())
        told = [Append(diary.tell(Event.EXPORT_FINISHED, _subject(listing), after=_about(further)))]
    try:
        desk.store.commit(Changes(Replace(further), *told))
    except Conflict as conflict:
        if conflict.passing:
            raise
        return
    _send(desk, further)


def download_listing(desk: Desk, listing_id: str, actor: Actor) -> str:
    """An address for one minute, told to the diary with the number of rows and the purpose. Raises Refused: NOT_FOUND,
    WRONG_STATE."""
    listing = get_listing(desk, listing_id)
    refuse_if(not listing.has_file, Code.NOT_FOUND)
    refuse_if(listing.state is not JobState.READY, Code.WRONG_STATE)
    downloaded = Diary(actor, desk.clock.now()).tell(Event.FILE_DOWNLOADED, _subject(listing), after=_about(listing))
    desk.store.commit(Changes(Append(downloaded)))
    filename = f"payments-{listing.created_at:%Y-%m-%d}.csv"
    return desk.objects.download_url(Bucket.EXPORTS, _file_key(listing), filename=filename, seconds=DOWNLOAD_SECONDS)


def resend_listings(desk: Desk) -> None:
    """Send again what was asked for lately and is not ready."""
    for listing in desk.store.query(Table.OPERATIONS, LISTINGS, limit=RECENT, newest_first=True).items:
        if isinstance(listing, Listing):
            _send(desk, listing)


def _write_file(desk: Desk, listing: Listing) -> None:
    with csv_object(desk.objects, Bucket.EXPORTS, _file_key(listing), HEADER) as out:
        for part in listing.parts:
            for line in read_lines(desk.objects, _part_key(listing, part), Bucket.EXPORTS):
                out.write(json.loads(line))


def _subject(listing: Listing) -> str:
    """What the diary calls the listing. It is told of its files only, so not of every step of the work."""
    return f"payment-listing:{listing.id}"


def _about(listing: Listing) -> dict[str, str]:
    """What the diary tells of a file."""
    return {"file": "payments", "purpose": listing.purpose, "rows": str(listing.sums.rows)}


def _part_key(listing: Listing, part: str) -> str:
    return f"payments/{listing.id}/parts/{part}"


def _file_key(listing: Listing) -> str:
    return f"payments/{listing.id}/payments.csv"


def _send(desk: Desk, listing: Listing) -> None:
    if listing.state is not JobState.READY:
        desk.queues.send(QueueName.EXPORTS, [{"payment_listing": listing.id}])
