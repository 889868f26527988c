"""Kinds of files: what the content is, and which names and media types go with it."""

from __future__ import annotations

from enum import StrEnum


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
    UNKNOWN = "unknown"
