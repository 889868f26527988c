"""Customers' files: uploading, checking, releasing and deleting them, and showing them to who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Table
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid
from chalicelib.core.objects import Bucket, UploadForm
from chalicelib.core.store import Page
from chalicelib.files import checking, deleting, hearing, releasing, rescanning, rules, sweeping, tickets
from chalicelib.files.desk import Desk
from chalicelib.files.model import FILE_PREFIX, READABLE, CustomerFile
from chalicelib.files.receiving import arrival
from chalicelib.files.tickets import Ask
from chalicelib.files.words import Notice, notice

LISTED = 100
ADDRESS_SECONDS = 60
PICTURE_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg"}
UNLISTED = frozenset({Notice.TOO_LATE, Notice.REMOVED})
WORK = {sweeping.Step.RELEASE: releasing.release, sweeping.Step.LOOK_AGAIN: rescanning.look_again}
"""What a message of the queue asks for; any other is about a file that has arrived."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as the customer who sent it sees it."""

    file: CustomerFile
    notice: Notice


class Files:
    """The files of one organisation's customers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # Uploading

    def expect(self, customer_key: str, ask: Ask, actor: Actor, command: str) -> CustomerFile:
        """A file that somebody is about to send. Raises Refused: see `tickets.expect`."""
        return tickets.expect(self._desk, customer_key, ask, actor, command)

    def form(self, file: CustomerFile, then: str = "") -> UploadForm:
        """The form to post it with, and the page to go to `then`. Raises Refused(WRONG_STATE) when the file has come or the
        time is over."""
        return tickets.form(self._desk, file, then)

    # What jobs bring

    def check(self, message: Mapping[str, Any]) -> None:
        """Check every file that a message says has arrived, look again at one or release it. Raises when one has to be tried
        again."""
        work = WORK.get(message.get("step", ""), checking.check)
        for arrived in arrival(message):
            work(self._desk, arrived)

    def hear(self, message: Mapping[str, Any]) -> None:
        """Take in what a scanner says that hears of uploads by itself."""
        hearing.hear(self._desk, message)

    def give_up(self, message: Mapping[str, Any]) -> None:
        """A message that `check` failed with for good."""
        sweeping.give_up(self._desk, message)

    def sweep(self) -> None:
        """Look after what nobody came back to, and find what is to be looked at again."""
        try:
            sweeping.sweep(self._desk)
        finally:
            rescanning.sweep(self._desk)

    def forget(self, customer_key: str, actor: Actor) -> None:
        """Remove the bytes of everything that somebody sent who is nobody any more; safe to repeat. Raises Refused(BUSY)
        while one of them is being checked."""
        deleting.forget(self._desk, customer_key, actor)

    # Looking

    def page(self, customer_key: str, after: str = "") -> Page[CustomerFile]:
        """A hundred files, the newest first. Raises Refused: NOT_FOUND, BAD_CURSOR."""
        refuse_if(bool(after) and not is_ulid(after), Code.BAD_CURSOR)
        self._desk.customer(customer_key)
        start = f"{FILE_PREFIX}{after}" if after else None
        found = self._desk.store.query(
            Table.RECORDS, customer_key, prefix=FILE_PREFIX, after=start, limit=LISTED, newest_first=True
        )
        rest = found.after.removeprefix(FILE_PREFIX) if found.after else None
        return Page([item for item in found.items if isinstance(item, CustomerFile)], rest)

    def of_customer(self, customer_key: str) -> list[Sent]:
        """What the customer sent themselves, the newest first, each with what they are told of it. What never came, and what
        is not kept any more, is left out."""
        found = self._desk.store.query(Table.RECORDS, customer_key, prefix=FILE_PREFIX, limit=LISTED, newest_first=True)
        own = [self._told(item) for item in found.items if isinstance(item, CustomerFile) and item.uploader_id == customer_key]
        return [sent for sent in own if sent.notice not in UNLISTED]

    def sent(self, customer_key: str, file_id: str) -> Sent:
        """One file as the customer who sent it sees it. Raises Refused(NOT_FOUND) also for what somebody else sent."""
        file = self._desk.file(customer_key, file_id)
        refuse_if(file.uploader_id != customer_key, Code.NOT_FOUND)
        return self._told(file)

    def _told(self, file: CustomerFile) -> Sent:
        return Sent(file, notice(file, self._desk.clock.now()))

    def get(self, customer_key: str, file_id: str) -> CustomerFile:
        """Raises Refused(NOT_FOUND)."""
        return self._desk.file(customer_key, file_id)

    def download(self, customer_key: str, file_id: str, actor: Actor) -> str:
        """A short-lived address of a file that may be read, and a line about who took it. Of a picture it is the one that was
        drawn anew. Raises Refused: NOT_FOUND, WRONG_STATE."""
        file = self._readable(customer_key, file_id)
        key, name = (file.picture_key, _picture_name(file)) if file.picture_type else (file.clean_key, file.name)
        self._tell(file, Event.FILE_DOWNLOADED, actor)
        return self._desk.objects.download_url(Bucket.FILES, key, filename=name or file.id, seconds=ADDRESS_SECONDS)

    def preview(self, customer_key: str, file_id: str, actor: Actor) -> str:
        """The same for looking at a picture in the page. Raises Refused: NOT_FOUND, WRONG_STATE for what is no picture."""
        file = self._readable(customer_key, file_id)
        refuse_if(not file.picture_type, Code.WRONG_STATE, "Only pictures are shown here. Download the file instead.")
        self._tell(file, Event.FILE_VIEWED, actor)
        address = self._desk.objects.picture_url
        return address(Bucket.FILES, file.picture_key, media_type=file.picture_type, seconds=ADDRESS_SECONDS)

    # Deciding

    def ask_release(self, customer_key: str, file_id: str, reason: str, version: int, actor: Actor, key: str) -> CustomerFile:
        return releasing.ask_release(self._desk, customer_key, file_id, reason, version, actor, key)

    def release(self, customer_key: str, file_id: str, reason: str, version: int, actor: Actor, key: str) -> CustomerFile:
        return releasing.approve(self._desk, customer_key, file_id, reason, version, actor, key)

    def delete(self, customer_key: str, file_id: str, reason: str, version: int, actor: Actor, key: str) -> CustomerFile:
        return deleting.delete(self._desk, customer_key, file_id, reason, version, actor, key)

    def scan_again(self, customer_key: str, file_id: str, version: int, actor: Actor, key: str) -> CustomerFile:
        return releasing.scan_again(self._desk, customer_key, file_id, version, actor, key)

    def _readable(self, customer_key: str, file_id: str) -> CustomerFile:
        file = self._desk.file(customer_key, file_id)
        if file.state not in READABLE:
            raise Refused(Code.WRONG_STATE, "Only files that were found clean, or released, can be opened.")
        return file

    def _tell(self, file: CustomerFile, event: Event, actor: Actor) -> None:
        self._desk.store.commit(Changes(Append(rules.told(file, event, Diary(actor, self._desk.clock.now())))))


def _picture_name(file: CustomerFile) -> str:
    """The uploader's name with the ending of what was drawn."""
    stem = file.name.rpartition(".")[0] or file.name or file.id
    return f"{stem}{PICTURE_ENDINGS[file.picture_type]}"
