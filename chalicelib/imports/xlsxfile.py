"""An Excel workbook as we write it (ECMA-376 part 1): text as inline strings, which no spreadsheet program runs as a formula,
amounts as numbers, all columns formatted as text so that a number typed into them keeps its zeros."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from chalicelib.imports.guard import unguard

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575
"""A sheet has 1,048,576 rows; the first holds the names."""
BLOCK_ROWS = 500
COLUMN_WIDTH = 18
PLAIN_STYLE, TEXT_STYLE, HEADER_STYLE, AMOUNT_STYLE, NOTES_STYLE = range(5)
_COMPRESSION = 1
_NUMBER = re.compile(r"-?\d{1,10}(?:\.\d{1,2})?", re.ASCII)
_NOT_IN_XML = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class SheetFull(Exception):
    """The table has more rows than a sheet."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The closed list of a column's words, offered as a drop-down."""

    column: int
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Book:
    """What a workbook holds beside its rows: which columns are numbers, what cells may hold, notes on a locked second sheet,
    and properties of the document."""

    header: Sequence[str]
    numbers: frozenset[int] = frozenset()
    choices: Sequence[Choice] = ()
    notes: Sequence[Sequence[str]] = ()
    properties: dict[str, str] = field(default_factory=dict)


class XlsxWriter:
    """Rows of a sheet onto a byte stream, in constant memory."""

    def __init__(self, sheet: BinaryIO, book: Book) -> None:
        self._sheet, self._book = sheet, book
        self._lines: list[str] = []
        self._row = 0
        sheet.write(_sheet_start(len(book.header)).encode())
        self._add(_text_cell(name, HEADER_STYLE) for name in book.header)

    def write(self, cells: Iterable[str]) -> None:
        """One row. Raises SheetFull."""
        if self._row > MOST_ROWS:
            raise SheetFull
        numbers = self._book.numbers
        self._add(
            _number_cell(cell) if n in numbers and _NUMBER.fullmatch(cell) else _text_cell(kept(cell), TEXT_STYLE)
            for n, cell in enumerate(cells)
        )

    def finish(self) -> None:
        self._flush()
        self._sheet.write(_sheet_end(self._book).encode())

    def _add(self, cells: Iterable[str]) -> None:
        self._row += 1
        self._lines.append(f'<row r="{self._row}">{"".join(cells)}</row>')
        if len(self._lines) >= BLOCK_ROWS:
            self._flush()

    def _flush(self) -> None:
        self._sheet.write("".join(self._lines).encode())
        self._lines.clear()


@contextmanager
def workbook(stream: BinaryIO, book: Book) -> Iterator[XlsxWriter]:
    """A workbook onto a stream that need not be seekable, finished when the block ends. The same rows make the same bytes."""
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=_COMPRESSION) as package:
        for name, part in _parts(book).items():
            package.writestr(ZipInfo(name), part, ZIP_DEFLATED, _COMPRESSION)
        with package.open(_packed("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            rows = XlsxWriter(sheet, book)  # type: ignore[arg-type]
            yield rows
            rows.finish()


def kept(cell: str) -> str:
    """The cell so that reading it takes nothing off: a text cell needs no guard, but must not look as if it had one."""
    return f"'{cell}" if unguard(cell) != cell else cell


def _packed(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    return info


def _text_cell(text: str, style: int) -> str:
    if not text:
        return f'<c s="{style}"/>'
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'


def _number_cell(text: str) -> str:
    return f'<c s="{AMOUNT_STYLE if "." in text else PLAIN_STYLE}"><v>{text}</v></c>'


def _escaped(text: str) -> str:
    """Text as XML can hold it; control characters as `_x0007_`, and such a sequence of the text itself by its underscore."""
    return escape(_NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text))


def _letters(column: int) -> str:
    """`A` for 0, `AA` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _sheet_start(width: int) -> str:
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{width}" width="{COLUMN_WIDTH}" style="{TEXT_STYLE}" customWidth="1"/></cols><sheetData>'
    )


def _sheet_end(book: Book) -> str:
    rules = "".join(_choice(choice.words, _letters(choice.column)) for choice in book.choices)
    validation = f'<dataValidations count="{len(book.choices)}">{rules}</dataValidations>' if rules else ""
    return f"</sheetData>{validation}</worksheet>"


def _choice(words: Sequence[str], column: str) -> str:
    return (
        f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="{column}2:{column}{MOST_ROWS + 1}">'
        f'<formula1>"{escape(",".join(words))}"</formula1></dataValidation>'
    )


def _notes(lines: Sequence[Sequence[str]]) -> str:
    """A sheet that is read and not written: locked, without a password, so that nobody takes it for the table."""
    rows = "".join(
        f'<row r="{n}">{"".join(_text_cell(cell, HEADER_STYLE if n == 1 else NOTES_STYLE) for cell in line)}</row>'
        for n, line in enumerate(lines, 1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><cols><col min="1" max="2" width="24" customWidth="1"/>'
        f'<col min="3" max="4" width="60" customWidth="1"/></cols><sheetData>{rows}</sheetData>'
        '<sheetProtection sheet="1" objects="1" scenarios="1"/></worksheet>'
    )


def _parts(book: Book) -> dict[str, str]:
    """Every part but the sheet with the rows."""
    sheets = ["Accounts", *(["Notes"] if book.notes else [])]
    numbered = list(enumerate(sheets, 1))
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = [
        ("/xl/workbook.xml", f"{kinds}.sheet.main+xml"),
        ("/xl/styles.xml", f"{kinds}.styles+xml"),
        ("/docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml"),
        *((f"/xl/worksheets/sheet{n}.xml", f"{kinds}.worksheet+xml") for n, _ in numbered),
    ]
    parts = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides)
        + "</Types>",
        "_rels/.rels": _relationships(("officeDocument", "xl/workbook.xml"), ("custom-properties", "docProps/custom.xml")),
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in numbered)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relationships(
            *(("worksheet", f"worksheets/sheet{n}.xml") for n, _ in numbered), ("styles", "styles.xml")
        ),
        "xl/styles.xml": _STYLES,
        "docProps/custom.xml": _custom(book.properties),
    }
    return parts | ({"xl/worksheets/sheet2.xml": _notes(book.notes)} if book.notes else {})


def _relationships(*targets: tuple[str, str]) -> str:
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>'


def _custom(properties: dict[str, str]) -> str:
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    held = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{n}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for n, (name, value) in enumerate(properties.items(), 2)
    )
    return f'{_XML}<Properties xmlns="{office}/custom-properties" xmlns:vt="{office}/docPropsVTypes">{held}</Properties>'


_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
    '<xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""Numbered as the constants above: plain, text, names, amounts with two places, notes."""
