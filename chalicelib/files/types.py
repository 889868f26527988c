"""Which files may be uploaded, by the end of their names. What a file really is, the scanner says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
    "webp": "image/webp",
    "gif": "image/gif",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": f"{_OPEN}.text",
    "ods": f"{_OPEN}.spreadsheet",
    "odp": f"{_OPEN}.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "txt": "text/plain",
    "csv": "text/csv",
    "zip": "application/zip",
}

UNDECLARED = "application/octet-stream"
"""What a form without JavaScript says of any file: nothing."""


def media_type(filename: str) -> str:
    """The media type that goes with the name, or nothing when such files are not taken."""
    return MEDIA_TYPES.get(PurePosixPath(filename.lower()).suffix.removeprefix("."), "")
