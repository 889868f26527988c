"""Deleting a file: the tombstone first, then the bytes wherever they can be, and once more when nobody can bring any back."""

from __future__ import annotations

from chalicelib.activities.model import Diary
from chalicelib.commands.service import is_repeated, named
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Table
from chalicelib.core.errors import Code, refuse_if
from chalicelib.core.objects import Bucket
from chalicelib.files import rules
from chalicelib.files.desk import Desk, refuse_stale
from chalicelib.files.model import CLEAN, FILE_PREFIX, PICTURES, CustomerFile, State

PAGE = 100


def delete(desk: Desk, customer_key: str, file_id: str, reason: str, version: int, actor: Actor, command: str) -> CustomerFile:
    """Raises Refused: NOT_FOUND, STALE, WRONG_STATE, KEY_REUSED."""
    file = desk.file(customer_key, file_id)
    this = named(actor, command, "delete", file_id, reason, version)
    if not is_repeated(this, file.command):
        refuse_stale(file, version)
        desk.store.commit(rules.deleted(file, reason, Diary(actor, desk.clock.now()), this))
        file = desk.file(customer_key, file_id)
    erase(desk, file)
    return file


def erase(desk: Desk, file: CustomerFile) -> None:
    """Remove every version of its bytes: from quarantine, and the copy and the picture that may be read. Safe to repeat."""
    places = (
        (Bucket.QUARANTINE, file.object_key),
        (Bucket.FILES, f"{CLEAN}{file.object_key}/"),
        (Bucket.FILES, f"{PICTURES}{file.object_key}/"),
    )
    for bucket, prefix in places:
        for stored in desk.objects.versions(bucket, prefix):
            desk.objects.remove(bucket, stored.key, stored.version)


def remove_copy(desk: Desk, file: CustomerFile) -> None:
    """Remove the copy and the picture of a file that was withdrawn, and nothing that was let out since. Safe to repeat."""
    for key in (file.checked_key, file.picture_key):
        for stored in desk.objects.versions(Bucket.FILES, key):
            if stored.key == key:
                desk.objects.remove(Bucket.FILES, key, stored.version)


def forget(desk: Desk, customer_key: str, actor: Actor) -> None:
    """Tombstones for all files of a customer, and none of their bytes left. Raises Refused(BUSY) while a scan is under way:
    it could still put bytes where they may be read."""
    after, now, held = None, desk.clock.now(), False
    while True:
        page = desk.store.query(Table.RECORDS, customer_key, prefix=FILE_PREFIX, after=after, limit=PAGE)
        for file in (item for item in page.items if isinstance(item, CustomerFile)):
            if file.state is not State.DELETED:
                desk.store.commit(rules.deleted(file, "", Diary(actor, now)))
            erase(desk, file)
            held = held or (file.leased_until is not None and file.leased_until > now)
        after = page.after
        if after is None:
            break
    refuse_if(held, Code.BUSY)
