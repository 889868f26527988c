"""Imports and exports as the rest of the program sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chalicelib.core.actor import Actor
from chalicelib.core.clock import Clock
from chalicelib.core.keys import Keys
from chalicelib.core.objects import Objects, UploadForm
from chalicelib.core.queues import Queues
from chalicelib.core.store import Page, Store
from chalicelib.imports import applying, checking, deciding, exporting, history, planning, receiving, sweeping, turnstile
from chalicelib.imports.desk import Desk
from chalicelib.imports.model import Export, Phase, State, Upload
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

    def ticket(self, filename: str, size_bytes: int, actor: Actor, key: str) -> tuple[Upload, UploadForm]:
        """A place for a file from the console. Raises Refused: INVALID, TOO_LARGE, KEY_REUSED."""
        return receiving.ticket(self._desk, filename, size_bytes, actor, key)

    def receive(self, record: Mapping[str, Any]) -> Upload | None:
        """An object-created event of the datasets bucket: the file gets in line. None for what is no dataset."""
        arrived = receiving.arrival(record)
        return receiving.receive(self._desk, arrived) if arrived else None

    def check_arrived(self, upload: Upload) -> None:
        """Check the file at once when it is its turn, or whichever file has waited longer; later by message when not."""
        if upload.state is State.RECEIVED:
            started = turnstile.start_next(self._desk)
            if started is not None:
                checking.check(self._desk, started.id)
        else:
            checking.check(self._desk, upload.id)

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

    def confirm(self, upload_id: str, version: int, actor: Actor, key: str = "") -> Upload:
        """Import what was checked. Raises Refused: NOT_FOUND, STALE, WRONG_STATE, BUSY."""
        return deciding.confirm(self._desk, upload_id, version, actor, key)

    def cancel(self, upload_id: str, version: int, actor: Actor, key: str = "") -> Upload:
        """Give an upload up. Raises Refused: NOT_FOUND, STALE, WRONG_STATE."""
        return deciding.cancel(self._desk, upload_id, version, actor, key)

    def get(self, upload_id: str) -> Upload:
        """One upload. Raises Refused(NOT_FOUND)."""
        return self._desk.upload(upload_id)

    def phase(self, upload: Upload) -> Phase | None:
        """How far the upload's present phase is."""
        return history.present_phase(self._desk, upload)

    def history(self, after: str | None = None) -> Page[Upload]:
        """Uploads, newest first. Raises Refused(BAD_CURSOR)."""
        return history.history(self._desk, after)

    def download(self, upload_id: str, kind: str, actor: Actor) -> str:
        """A short-lived address of the original, the report or the rejected rows. Raises Refused(NOT_FOUND)."""
        return history.download(self._desk, upload_id, kind, actor)

    def start_export(self, actor: Actor, key: str) -> Export:
        """Ask for an export of all records. Raises Refused(KEY_REUSED)."""
        return exporting.start_export(self._desk, actor, key)

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
