"""Tickets: a file that is expected, and the form to post it with, straight into quarantine."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.activities.model import Diary
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Changes, Conflict, Insert, Replace, Require, Table
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import ulid
from chalicelib.core.objects import Bucket, Terms, UploadForm
from chalicelib.files import rules
from chalicelib.files.desk import COMMIT_TRIES, Desk
from chalicelib.files.model import FILE_PREFIX, LARGEST_BYTES, CustomerFile, DocumentType, State, UploadDay, day_place
from chalicelib.files.types import MEDIA_TYPES, UNDECLARED, media_type
from chalicelib.records.model import Customer

CONSOLE_FORM = timedelta(minutes=5)
PORTAL_FORM = timedelta(minutes=30)
PORTAL_GRACE = timedelta(minutes=10)
"""How much longer than it is said to a form from the portal works: whoever is a little late is not met by S3's own page. It is
over before anybody looks whether a file came (`rules.LATE`)."""
TICKETS_A_DAY = 10
BYTES_A_DAY = 100 * 1024 * 1024
"""What one customer may send from the portal on one London day. A file counts as no larger than one that we take."""
PORTAL_BYTES = BYTES_A_DAY
"""A browser without JavaScript cannot look before it sends: S3 takes more than we do, and we say what was wrong in words."""
FILES_READ = 100
DAY_KEPT = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Ask:
    """A file that somebody wants to send. From the console its name and its exact size are known, from the portal neither."""

    document_type: DocumentType
    account_number: str = ""
    name: str = ""
    size_bytes: int = 0


def expect(desk: Desk, customer_key: str, ask: Ask, actor: Actor, command: str) -> CustomerFile:
    """The file that this command expects, or expected when it was first sent.

    Raises Refused: NOT_FOUND, INVALID, TOO_LARGE, NOT_ALLOWED_NOW over a day's limit, KEY_REUSED, BUSY."""
    digest = digest_of(customer_key, ask)
    for _ in range(COMMIT_TRIES):
        if made := made_before(desk.store, actor, command, digest):
            return desk.file(customer_key, made)
        _refuse(ask, actor)
        with contextlib.suppress(Conflict):
            return _expect(desk, desk.customer(customer_key), ask, actor, command, digest)
    raise Refused(Code.BUSY)


def form(desk: Desk, file: CustomerFile, then: str = "") -> UploadForm:
    """What its file is posted with, for as long as the first one was good for; `then` is the page a browser goes to
    afterwards. Raises Refused(WRONG_STATE) when the file has come or the time is over."""
    now = desk.clock.now()
    gone = file.state is not State.PENDING or now >= file.expires_at
    refuse_if(gone, Code.WRONG_STATE, "This upload is over. Start it again.")
    return desk.objects.upload_form(Bucket.QUARANTINE, file.object_key, terms(file, now, then))


def terms(file: CustomerFile, now: datetime, then: str = "") -> Terms:
    """What S3 takes with a form that is given out at this moment."""
    exactly = file.declared_bytes
    grace = PORTAL_GRACE if file.channel is Channel.PORTAL else timedelta()
    return Terms(
        content_type=file.declared_type or UNDECLARED,
        least_bytes=exactly,
        largest_bytes=exactly or PORTAL_BYTES,
        seconds=int((file.expires_at + grace - now).total_seconds()),
        named=not file.name,
        then=then,
    )


def _refuse(ask: Ask, actor: Actor) -> None:
    if actor.type is ActorType.CUSTOMER:
        return
    kinds = ", ".join(MEDIA_TYPES)
    refuse_if(not media_type(ask.name), Code.INVALID, f"Choose a file of one of these kinds: {kinds}.", field="filename")
    refuse_if(ask.size_bytes < 1, Code.INVALID, "The file is empty.", field="size_bytes")
    refuse_if(ask.size_bytes > LARGEST_BYTES, Code.TOO_LARGE, "The file is larger than 25 MB.", field="size_bytes")


def _expect(desk: Desk, customer: Customer, ask: Ask, actor: Actor, command: str, digest: str) -> CustomerFile:
    unknown = bool(ask.account_number) and ask.account_number not in customer.accounts
    refuse_if(unknown, Code.NOT_FOUND, "We cannot find that account.")
    diary = Diary(actor, desk.clock.now())
    by_customer = actor.type is ActorType.CUSTOMER
    file = CustomerFile(
        id=ulid(diary.now, f"file\x1f{actor.id}\x1f{command}".encode()),
        customer_key=customer.customer_key,
        account_number=ask.account_number,
        document_type=ask.document_type,
        name=ask.name,
        declared_type=media_type(ask.name),
        declared_bytes=ask.size_bytes,
        channel=actor.channel,
        uploader_id=actor.id,
        uploaded_by=actor.name,
        created_at=diary.now,
        expires_at=diary.now + (PORTAL_FORM if by_customer else CONSOLE_FORM),
        moved_at=diary.now,
    )
    mark = RequestMark(actor_id=actor.id, request_key=command, digest=digest, made=file.id)
    counted = [_counted(desk, customer.customer_key, diary.now)] if by_customer else []
    # A customer who is being removed at this moment gets no file any more.
    desk.store.commit(Changes(*rules.added(file, diary), Insert(mark), Require(customer), *counted))
    return desk.file(customer.customer_key, file.id)


def _counted(desk: Desk, customer_key: str, now: datetime) -> Insert | Replace:
    """One more on this day. Raises Refused(NOT_ALLOWED_NOW) when the day's limit is reached."""
    today = london_day(now)
    day = desk.store.get(UploadDay, day_place(customer_key, today.isoformat()))
    recent = desk.store.query(Table.RECORDS, customer_key, prefix=FILE_PREFIX, limit=FILES_READ, newest_first=True).items
    sent = [f for f in recent if isinstance(f, CustomerFile) and f.uploader_id == customer_key]
    size = sum(min(file.size_bytes, LARGEST_BYTES) for file in sent if london_day(file.created_at) == today)
    over = size >= BYTES_A_DAY or (day is not None and day.tickets >= TICKETS_A_DAY)
    refuse_if(over, Code.NOT_ALLOWED_NOW, "You have sent as many files as we take in a day. Send the others tomorrow.")
    if day is None:
        until = int((now + DAY_KEPT).timestamp())
        return Insert(UploadDay(customer_key=customer_key, day=today.isoformat(), tickets=1, ttl=until))
    return Replace(day.model_copy(update={"tickets": day.tickets + 1}))
