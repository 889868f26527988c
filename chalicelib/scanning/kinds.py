"""Kinds of files: what the content is, and which names and media types go with it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from chalicelib.scanning.decoding import plain_text


class Kind(StrEnum):
    """The kinds that are taken, and those that are recognised only to be refused."""

    PDF = "pdf"
    PNG = "png"
    JPG = "jpg"
    GIF = "gif"
    TIFF = "tiff"
    WEBP = "webp"
    HEIC = "heic"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    DOC = "doc"
    XLS = "xls"
    TEXT = "text"
    ZIP = "zip"

    PPT = "ppt"
    OLE = "ole"
    """A compound file that is neither a Word document nor an Excel workbook."""
    PROGRAM = "program"
    ARCHIVE = "archive"
    """An archive that is not a zip."""
    RTF = "rtf"
    APPLE_DOUBLE = "apple-double"
    """What macOS puts beside each file of a zip: its icon, its labels."""
    UNKNOWN = "unknown"


IMAGES = frozenset({Kind.PNG, Kind.JPG, Kind.GIF, Kind.TIFF, Kind.WEBP, Kind.HEIC})
OFFICE = frozenset({Kind.DOCX, Kind.XLSX, Kind.PPTX, Kind.ODT, Kind.ODS, Kind.ODP})

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"

TYPES: Mapping[str, tuple[Kind, str]] = {
    "pdf": (Kind.PDF, "application/pdf"),
    "png": (Kind.PNG, "image/png"),
    "jpg": (Kind.JPG, "image/jpeg"),
    "jpeg": (Kind.JPG, "image/jpeg"),
    "jfif": (Kind.JPG, "image/jpeg"),
    "gif": (Kind.GIF, "image/gif"),
    "tif": (Kind.TIFF, "image/tiff"),
    "tiff": (Kind.TIFF, "image/tiff"),
    "webp": (Kind.WEBP, "image/webp"),
    "heic": (Kind.HEIC, "image/heic"),
    "heif": (Kind.HEIC, "image/heif"),
    "docx": (Kind.DOCX, f"{_OPEN_XML}.wordprocessingml.document"),
    "xlsx": (Kind.XLSX, f"{_OPEN_XML}.spreadsheetml.sheet"),
    "pptx": (Kind.PPTX, f"{_OPEN_XML}.presentationml.presentation"),
    "odt": (Kind.ODT, f"{_OPEN_DOCUMENT}.text"),
    "ods": (Kind.ODS, f"{_OPEN_DOCUMENT}.spreadsheet"),
    "odp": (Kind.ODP, f"{_OPEN_DOCUMENT}.presentation"),
    "doc": (Kind.DOC, "application/msword"),
    "xls": (Kind.XLS, "application/vnd.ms-excel"),
    "csv": (Kind.TEXT, "text/csv"),
    "txt": (Kind.TEXT, "text/plain"),
    "zip": (Kind.ZIP, "application/zip"),
}
"""The extensions that are taken, the kind the content must then have, and the media type to declare."""

TAKEN = frozenset(kind for kind, _ in TYPES.values())

_ALSO_DECLARED: Mapping[Kind, frozenset[str]] = {
    Kind.PDF: frozenset({"application/x-pdf"}),
    Kind.JPG: frozenset({"image/jpg", "image/pjpeg"}),
    Kind.TEXT: frozenset({"application/csv", "text/comma-separated-values", "application/vnd.ms-excel"}),
    Kind.ZIP: frozenset({"application/x-zip-compressed"}),
}
"""What browsers call them, too: to Windows a CSV is Excel's."""

_UNDECLARED = frozenset({"", "application/octet-stream", "binary/octet-stream"})


def fits_extension(kind: Kind, extension: str) -> bool:
    return extension in TYPES and TYPES[extension][0] is kind


def fits_declared(kind: Kind, declared_type: str) -> bool:
    """Whether a browser may call the kind so. Nothing declared is no lie."""
    media_type = declared_type.partition(";")[0].strip().lower()
    return media_type in _UNDECLARED | _declarable(kind)


def _declarable(kind: Kind) -> frozenset[str]:
    return frozenset(media_type for taken, media_type in TYPES.values() if taken is kind) | _ALSO_DECLARED.get(kind, frozenset())


_BEGINNINGS: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"II*\0", Kind.TIFF),
    (b"MM\0*", Kind.TIFF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE),
    (b"PK\3\4", Kind.ZIP),
    (b"PK\5\6", Kind.ZIP),
    (b"PK\7\10", Kind.ZIP),
    (b"\x7fELF", Kind.PROGRAM),
    (b"\x4c\0\0\0\x01\x14\2\0", Kind.PROGRAM),
    (b"Rar!", Kind.ARCHIVE),
    (b"7z\xbc\xaf", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ", Kind.ARCHIVE),
    (b"MSCF", Kind.ARCHIVE),
    (b"ITSF", Kind.ARCHIVE),
    (b"{\\rt", Kind.RTF),
    (b"\0\x05\x16\x07", Kind.APPLE_DOUBLE),
    (b"\0\0\0\1Bud1", Kind.APPLE_DOUBLE),
)
_WORDS_TOO = frozenset({Kind.ARCHIVE})
"""A text may begin with the letters BZh or MSCF; an archive is never all text."""
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_BEFORE_PDF = b"\0\t\n\f\r \xef\xbb\xbf"


def kind_of(content: bytes) -> Kind:
    """What the bytes begin as. What a ZIP or an OLE file holds is told by looking into it."""
    head = content[:512]
    if head[:16].lstrip(_BEFORE_PDF).startswith(b"%PDF-"):
        return Kind.PDF
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning) and not (kind in _WORDS_TOO and plain_text(content) is not None):
            return kind
    return _kind_by_layout(head) or (Kind.TEXT if plain_text(content) is not None else Kind.UNKNOWN)


def _kind_by_layout(head: bytes) -> Kind | None:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return Kind.HEIC
    if head.startswith(b"MZ") and b"\0" in head[:64]:
        return Kind.PROGRAM
    return Kind.ARCHIVE if head[257:262] == b"ustar" else None
