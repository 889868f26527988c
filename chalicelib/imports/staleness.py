"""Files dropped into the inbox carry when they were made in their names, `inbox/YYYY-MM-DD-hh-mm-ss.csv`, and may arrive out of
order (feature I21). An older file after a newer one would set records back, so it is refused unless a person wants it."""

from __future__ import annotations

import re

from chalicelib.core.faults import FaultCode
from chalicelib.imports.desk import Desk
from chalicelib.imports.model import INBOX_MARK_PLACE, InboxMark, Source, Upload
from chalicelib.imports.table import refuse_file_if

_STAMPED = re.compile(r"(\d{4}(?:-\d\d){5})\.[a-z]+", re.ASCII | re.IGNORECASE)


def stamp_of(upload: Upload) -> str:
    """When the file says it was made; nothing for other names."""
    found = _STAMPED.fullmatch(upload.filename)
    return found[1] if found else ""


def refuse_stale(desk: Desk, upload: Upload) -> None:
    """Raises FileRefused(F_STALE_FILE) for a drop older than one that was applied; a person at the console may insist."""
    stamp = stamp_of(upload)
    newest = desk.store.get(InboxMark, INBOX_MARK_PLACE) if stamp and upload.source is Source.S3 else None
    if newest is not None:
        refuse_file_if(
            stamp < newest.stamp,
            FaultCode.F_STALE_FILE,
            f"The newer file of {newest.stamp} has been imported already. Nothing was changed.",
        )


def inbox_mark(desk: Desk, upload: Upload) -> list[InboxMark]:
    """What to remember when the upload has been applied. Uploads are applied one at a time, so reading before is safe."""
    stamp = stamp_of(upload)
    newest = desk.store.get(InboxMark, INBOX_MARK_PLACE) if stamp else None
    return [InboxMark(stamp=stamp, upload_id=upload.id)] if stamp and (newest is None or newest.stamp < stamp) else []
