"""Imports and exports as the rest of the program sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chalicelib.core.actor import Actor
from chalicelib.core.clock import Clock, london_day
from chalicelib.core.keys import Keys
from chalicelib.core.objects import Objects, UploadForm
from chalicelib.core.queues import Queues
from chalicelib.core.store import Page, Store
from chalicelib.imports import (
    applying,
    checking,
    deciding,
    exporting,
    history,
    planning,
    preview,
    receiving,
    sweeping,
    template,
    turnstile,
)
from chalicelib.imports.desk import Desk
from chalicelib.imports.findings import DifferenceKind
from chalicelib.imports.model import Export, FileFormat, Mode, Source, Standing, State, Upload
from chalicelib.imports.template import Document, Download
from chalicelib.settings.model import Settings


class Imports:
    """Each method is one capability; the modules beside this one hold them."""

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

    def ticket(
        self, filename: str, size_bytes: int, actor: Actor, key: str, mode: Mode = Mode.UPSERT
    ) -> tuple[Upload, UploadForm]:
        """A place for a file from the console. Raises Refused: INVALID, TOO_LARGE, KEY_REUSED."""
        return receiving.ticket(self._desk, filename, size_bytes, actor, key, mode)

    def receive(self, record: Mapping[str, Any]) -> Upload | None:
        """An object-created event of the datasets bucket: the file gets in line. None for what is no dataset."""
        arrived = receiving.arrival(record)
        return receiving.receive(self._desk, arrived) if arrived else None

    def check_arrived(self, upload: Upload) -> None:
        """Check the file at once when it is its turn, or whichever file has waited longer; later by message when not."""
        if upload.state is State.RECEIVED:
            started = turnstile.start_next(self._desk)
            if started is not None:
                self._begin(started)
        else:
            checking.check(self._desk, upload.id)

    def _begin(self, started: Upload) -> None:
        """A check is run here and now; an import is handed to its own functions."""
        if started.state is State.CHECKING:
            checking.check(self._desk, started.id)
        else:
            turnstile.send_on(self._desk, started)

    def check(self, upload_id: str) -> None:
        """The check pass. Safe to repeat."""
        checking.check(self._desk, upload_id)

    def plan(self, upload_id: str, part: int) -> None:
        """Compare one partition with the records. Safe to repeat."""
        planning.plan(self._desk, upload_id, part)

    def apply(self, upload_id: str, part: int) -> None:
        """Import one partition. Safe to repeat."""
        applying.apply(self._desk, upload_id, part)

    def sweep(self) -> None:
        """Send again whatever got lost on its way. Safe at any time."""
        sweeping.sweep(self._desk)
        exporting.resend_exports(self._desk)

    def watch(self) -> None:
        """Raises ImportStuck when the upload under way does not get on, so that an alarm rings."""
        sweeping.watch(self._desk)

    def confirm(
        self,
        upload_id: str,
        token: str,
        actor: Actor,
        key: str = "",
        *,
        allow_recreate: bool = False,
        allow_closures: bool = False,
    ) -> Upload:
        """Import what was checked and seen, when it is its turn. Raises Refused: NOT_FOUND, STALE, WRONG_STATE, BUSY, INVALID
        for closing many accounts without saying so."""
        return deciding.confirm(self._desk, upload_id, deciding.Seen(token, allow_recreate, allow_closures), actor, key)

    def cancel(self, upload_id: str, version: int, actor: Actor, key: str = "") -> Upload:
        """Give an upload up. Raises Refused: NOT_FOUND, STALE, WRONG_STATE."""
        return deciding.cancel(self._desk, upload_id, version, actor, key)

    def check_again(self, upload_id: str, version: int, actor: Actor, key: str) -> Upload:
        """A new upload of the same file, compared anew. Raises Refused: NOT_FOUND, STALE, WRONG_STATE, KEY_REUSED, BUSY."""
        return deciding.check_again(self._desk, upload_id, version, actor, key)

    def preview(self, upload_id: str, kind: DifferenceKind | None, column: str, page: int) -> preview.PreviewPage:
        """What the import would change, or has changed, value by value. Raises Refused(NOT_FOUND), also once it is gone."""
        upload = history.still_kept(self._desk, self._desk.upload(upload_id))
        return preview.read_preview(self._desk.objects, upload, kind, column, page)

    def get(self, upload_id: str) -> Upload:
        """One upload. Raises Refused(NOT_FOUND)."""
        return self._desk.upload(upload_id)

    def standing(self, upload: Upload) -> Standing:
        """How far the upload is: its present phase, and its place in line."""
        return history.standing(self._desk, upload)

    def standings(self, uploads: Sequence[Upload]) -> list[Standing]:
        """Which place in line each of these has, and which of them is late."""
        return history.standings(self._desk, uploads)

    def is_gone(self, upload: Upload) -> bool:
        """Whether the upload's files are no longer kept."""
        return history.is_gone(upload, self._desk.clock.now())

    def history(self, after: str | None = None, *, state: State | None = None, source: Source | None = None) -> Page[Upload]:
        """Uploads of a state and a source, or all, newest first. Raises Refused(BAD_CURSOR)."""
        return history.history(self._desk, after, state, source)

    def download(self, upload_id: str, kind: str, actor: Actor) -> str:
        """A short-lived address of the original, the report or the rejected rows. Raises Refused(NOT_FOUND)."""
        return history.download(self._desk, upload_id, kind, actor)

    def document(self, kind: Document, form: FileFormat) -> Download:
        """The template to fill in, or the sample with made-up people."""
        return template.document(kind, form, london_day(self._desk.clock.now()))

    def start_export(self, form: FileFormat, actor: Actor, key: str) -> Export:
        """Ask for an export of all records. Raises Refused(KEY_REUSED)."""
        return exporting.start_export(self._desk, form, actor, key)

    def build_export(self, export_id: str) -> None:
        """Write the export's file. Safe to repeat."""
        exporting.build_export(self._desk, export_id)

    def get_export(self, export_id: str) -> Export:
        """One export. Raises Refused(NOT_FOUND)."""
        return exporting.get_export(self._desk, export_id)

    def exports(self) -> Sequence[Export]:
        """The newest exports."""
        return exporting.exports(self._desk)

    def download_export(self, export_id: str, actor: Actor) -> str:
        """A short-lived address of the export. Raises Refused: NOT_FOUND, WRONG_STATE."""
        return exporting.download_export(self._desk, export_id, actor)
