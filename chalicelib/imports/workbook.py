"""An Excel workbook (ECMA-376 part 1, SpreadsheetML) as lines of text: its first visible sheet, row by row, in constant
memory. Formulas are refused, because what they would show is not known here; dates become ISO days, and a number that a
spreadsheet has rounded becomes its scientific notation, which no column takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from chalicelib.core.faults import FaultCode
from chalicelib.imports.opc import CONTENT_TYPES, Attributes, Package
from chalicelib.imports.spreadsheet import DATE_FORMATS, Number, shows_day
from chalicelib.imports.table import FileRefused, refuse_file_if
from chalicelib.imports.texts import SharedStrings, Words

MOST_COLUMNS = 1_000
LAST_ROW = 1_048_576
_MAIN_TYPES = ("spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml")
_COLUMN = re.compile(r"[A-Z]{1,3}")
_DIGITS = "0123456789"


class SheetRow(NamedTuple):
    """A row that holds something, as a spreadsheet numbers it."""

    row: int
    cells: list[str | Number]


class Workbook:
    """The first visible sheet of a workbook. Raises FileRefused for what `Package` refuses, and F_TYPE_MISMATCH,
    F_MALWARE for macros; F_XLSX_FORMULA, F_MALFORMED_XLSX and F_TOO_LARGE also while the rows are taken."""

    def __init__(self, stream: BinaryIO) -> None:
        self._package = Package(stream)
        _refuse_other_types(self._package)
        main = next((path for kind, path in self._package.relations("").values() if kind == "officeDocument"), "")
        refuse_file_if(main not in self._package, FaultCode.F_MALFORMED_XLSX)
        self._related = self._package.relations(main)
        self._starts_1904 = False
        self._sheet = self._first_visible_sheet(main)

    def rows(self) -> Iterator[SheetRow]:
        """The rows that hold anything, in their order."""
        with SharedStrings() as strings:
            path = self._path("sharedStrings")
            if path in self._package:
                strings.read(self._package, path)
            sheet = _Sheet(strings, self._dated_styles(), starts_1904=self._starts_1904)
            for _ in self._package.walk(self._sheet, sheet.start, sheet.end, sheet.text):
                yield from sheet.taken()

    def property(self, name: str) -> str:
        """A custom property of the document, or nothing."""
        found: list[str] = []
        inside = False

        def start(element: str, attributes: Attributes) -> None:
            nonlocal inside
            inside = attributes.get("name") == name if element == "property" else inside

        def text(words: str) -> None:
            if inside:
                found.append(words)

        if "docProps/custom.xml" in self._package:
            for _ in self._package.walk("docProps/custom.xml", start, text=text):
                pass
        return "".join(found).strip()

    def _path(self, kind: str) -> str:
        return next((path for each, path in self._related.values() if each == kind), "")

    def _first_visible_sheet(self, main: str) -> str:
        sheets: list[str] = []

        def start(element: str, attributes: Attributes) -> None:
            if element == "workbookPr":
                self._starts_1904 = attributes.get("date1904") in ("1", "true")
            elif element == "sheet" and attributes.get("state", "visible") == "visible":
                place = next((value for name, value in attributes.items() if name.endswith(" id")), "")
                kind, path = self._related.get(place, ("", ""))
                sheets.extend([path] if kind == "worksheet" else [])

        for _ in self._package.walk(main, start):
            pass
        refuse_file_if(not sheets, FaultCode.F_EMPTY, "The workbook has no visible sheet.")
        return sheets[0]

    def _dated_styles(self) -> Sequence[bool]:
        """Whether a style shows a day, by the style's number."""
        custom: dict[str, str] = {}
        styles: list[bool] = []
        inside = False

        def start(element: str, attributes: Attributes) -> None:
            nonlocal inside
            if element == "numFmt":
                custom[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            elif element == "cellXfs":
                inside = True
            elif element == "xf" and inside:
                number = attributes.get("numFmtId", "0")
                styles.append(shows_day(custom[number]) if number in custom else _is(number, DATE_FORMATS))

        def end(element: str) -> None:
            nonlocal inside
            inside = inside and element != "cellXfs"

        path = self._path("styles")
        if path in self._package:
            for _ in self._package.walk(path, start, end):
                pass
        return styles


class _Sheet:
    """Takes the elements of a sheet and gives its rows."""

    def __init__(self, strings: SharedStrings, dated: Sequence[bool], *, starts_1904: bool) -> None:
        self._strings, self._dated, self._starts_1904 = strings, dated, starts_1904
        self._words = Words()
        self._rows: list[SheetRow] = []
        self._row = 0
        self._column = 0
        self._kind = self._style = ""
        self._in_cell = False
        self._in_value = False
        self._cells: dict[int, str | Number] = {}

    def taken(self) -> Iterator[SheetRow]:
        """The rows that are complete."""
        yield from self._rows
        self._rows.clear()

    def start(self, element: str, attributes: Attributes) -> None:
        match element:
            case "c":
                self._start_cell(attributes)
            case "v":
                self._in_value = self._in_cell
            case "row":
                self._start_row(attributes)
            case "f" if self._in_cell:
                where = f"{_letters(self._column)}{self._row}"
                raise FileRefused(FaultCode.F_XLSX_FORMULA, f"Cell {where} holds a formula.")
            case _ if self._in_cell:
                self._words.start(element, attributes)
            case _:
                pass

    def end(self, element: str) -> None:
        match element:
            case "c":
                self._end_cell()
            case "v":
                self._in_value = False
            case "row":
                if self._cells:
                    width = max(self._cells)
                    self._rows.append(SheetRow(self._row, [self._cells.get(column, "") for column in range(1, width + 1)]))
            case _ if self._in_cell:
                self._words.end(element)
            case _:
                pass

    def text(self, words: str) -> None:
        if self._in_value:
            self._words.add(words)
        else:
            self._words.text(words)

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r", str(self._row + 1))
        row = int(number) if re.fullmatch(r"\d{1,7}", number, re.ASCII) else 0
        refuse_file_if(not self._row < row <= LAST_ROW, FaultCode.F_MALFORMED_XLSX, "The rows of the sheet are out of order.")
        self._row, self._column, self._cells = row, 0, {}

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        self._column = _column_of(reference.rstrip(_DIGITS)) if reference else self._column + 1
        if not self._column:
            raise FileRefused(FaultCode.F_MALFORMED_XLSX)
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._words.take()
        self._in_cell = True

    def _end_cell(self) -> None:
        text = self._words.take()
        self._in_cell = False
        cell: str | Number = text
        if text and self._kind == "s":
            cell = self._strings.get(int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else -1)
        elif text and self._kind == "n":
            dated = _is(self._style, range(len(self._dated))) and self._dated[int(self._style)]
            cell = Number(text, dated, self._starts_1904)
        elif self._kind == "b":
            cell = {"1": "TRUE", "0": "FALSE"}.get(text, text)
        elif self._kind == "d":
            cell = text[:10]
        if not cell:
            return
        if self._column > MOST_COLUMNS:
            raise FileRefused(
                FaultCode.F_MALFORMED_XLSX,
                f"Cell {_letters(self._column)}{self._row} lies far outside the table.",
                "Clear everything beside the table and send the file again.",
            )
        self._cells[self._column] = cell


def _refuse_other_types(package: Package) -> None:
    """By what the package says its main part is. Raises FileRefused: F_TYPE_MISMATCH, F_MALWARE."""
    types: list[str] = []
    for _ in package.walk(CONTENT_TYPES, lambda _, attributes: types.append(attributes.get("ContentType", "").lower())):
        pass
    if any(kind.endswith(_MAIN_TYPES) for kind in types):
        return
    binary = any(kind.endswith("sheet.binary.macroenabled.main") for kind in types)
    refuse_file_if(binary, FaultCode.F_TYPE_MISMATCH, "The file is a binary Excel workbook (.xlsb).", _AS_XLSX)
    macros = any("macroenabled" in kind for kind in types)
    refuse_file_if(macros, FaultCode.F_MALWARE, "The workbook may hold macros.", _AS_XLSX)
    word = any("wordprocessingml" in kind for kind in types)
    raise FileRefused(FaultCode.F_TYPE_MISMATCH, f"The file is {'a Word document' if word else 'no Excel workbook'}.", _AS_XLSX)


_AS_XLSX = "Save it as an Excel workbook (.xlsx) and send it again."


def _is(number: str, among: range | frozenset[int]) -> bool:
    return re.fullmatch(r"\d{1,5}", number, re.ASCII) is not None and int(number) in among


@lru_cache(4096)
def _column_of(letters: str) -> int:
    """1 for `A`, 16384 for `XFD`; 0 for what is no column's name."""
    number = 0
    for letter in letters if _COLUMN.fullmatch(letters) else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
