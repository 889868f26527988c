"""Workbooks for tests: written by openpyxl, as offices write them, or part by part, as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def written(rows: Sequence[Sequence[Any]], change: Callable[[Workbook, Worksheet], object] | None = None) -> bytes:
    """A workbook with these rows; `change` may do to it what a person might."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(book, sheet)
    return saved(book)


def spreadsheet(rows: Sequence[Mapping[str, Any]], **more: Any) -> bytes:
    """A workbook with the union of the rows' columns."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    return written([header, *([row.get(name) for name in header] for row in rows)], **more)


def packed(parts: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def changed(book: bytes, parts: Mapping[str, bytes | str | None]) -> bytes:
    """The workbook with some parts put in its package, replaced, or left out."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        held: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    for name, part in parts.items():
        if part is None:
            held.pop(name)
        else:
            held[name] = part
    return packed(held)


def sheet(cells: str) -> str:
    """A sheet's part around its rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'


def by_hand(cells: str, **parts: str) -> bytes:
    """The smallest workbook around the rows of one sheet."""
    return packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{KINDS}.sheet.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="S" sheetId="1" r:id="a"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="a" Type="{RELATIONS}/worksheet" Target="s.xml"/>'
            "</Relationships>",
            "xl/s.xml": sheet(cells),
        }
        | parts
    )


def opened(content: bytes) -> Workbook:
    """The workbook as another program reads it."""
    return load_workbook(io.BytesIO(content))


def saved(book: Workbook) -> bytes:
    """The workbook as openpyxl writes it."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
