"""The old Office: compound files with macros, objects and fields, rich text, and what else hides in their container."""

from __future__ import annotations

import struct

from tests.support.corpus.active_office import PACKAGE
from tests.support.corpus.compound import INSTALLER, POWERPOINT, bound_sheet, compound, excel, record, word
from tests.support.corpus.formulas import attack, harmless
from tests.support.corpus.programs import pe
from tests.support.corpus.sample import INFECTED, NOT_TAKEN, RISKY, UNSCANNABLE, Sample, samples

MACROS = {
    "Macros/VBA/dir": b"\x01\x10\xb0" + bytes(40),
    "Macros/VBA/ThisDocument": b"\x01Attribut",
    "Macros/PROJECT": b"Module=AutoOpen\r\n",
}
BOOK_MACROS = {"_VBA_PROJECT_CUR/VBA/dir": b"\x01\x10\xb0" + bytes(40), "_VBA_PROJECT_CUR/PROJECT": b"Module=Auto\r\n"}
DDE = '\x13DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"\x14\x15\r'
NATIVE = b"\0\x02\0\0\x02\0setup.exe\0C:\\setup.exe\0\0\0\x03\0" + pe()
OPEN_NAME = record(0x0018, struct.pack("<HBBHHHBBBB", 0x20, 0, 1, 0, 0, 0, 0, 0, 0, 0) + b"\0\x01")
"""A defined name of Excel's own: number 1, Auto_Open."""

OBJECT_DATA = "0105000002000000080000005061636b61676500000000000000000000080000" + pe().hex()


def rich(inside: str) -> bytes:
    return ("{\\rtf1\\ansi Dear Aoife\\par " + inside + "}").encode()


def cyclic() -> bytes:
    """A directory in which the first stream is its own right neighbour."""
    made = bytearray(word())
    made[512 + 128 + 72 : 512 + 128 + 76] = (1).to_bytes(4, "little")
    return bytes(made)


OLD_OFFICE = (
    *samples(
        RISKY,
        [
            ("doc-macros", "letter.doc", lambda: word(streams=MACROS)),
            ("doc-macros-as-docx", "letter.docx", lambda: word(streams=MACROS)),
            ("xls-macros", "budget.xls", lambda: excel(streams=BOOK_MACROS)),
            ("xls-macro-sheet", "budget.xls", lambda: excel(OPEN_NAME, kind=1)),
            ("xls-macro-sheet-hidden", "budget.xls", lambda: excel(bound_sheet(0, b"Macro1", 1, hidden=2))),
            ("doc-dde", "letter.doc", lambda: word(DDE)),
            ("doc-template-web", "letter.doc", lambda: word(template="http://192.0.2.1/a.dot")),
            ("doc-template-share", "letter.doc", lambda: word(template="\\\\192.0.2.1\\share\\a.dot")),
            ("doc-template-file-of-a-host", "letter.doc", lambda: word(template="file://192.0.2.1/share/a.dot")),
            (
                "doc-object",
                "letter.doc",
                lambda: word(streams={"ObjectPool/_1/\x01Ole10Native": NATIVE, "ObjectPool/_1/\x01CompObj": bytes(60)}),
            ),
            ("xls-object", "budget.xls", lambda: excel(streams={"MBD0001/\x01Ole10Native": NATIVE})),
            ("doc-equation", "letter.doc", lambda: word(streams={"ObjectPool/_1/Equation Native": harmless()})),
            ("doc-equation-not-in-pool", "letter.doc", lambda: word(streams={"Equation Native": bytes(300)})),
            ("xls-dde-link", "budget.xls", lambda: excel(record(0x01AE, struct.pack("<HH", 1, 7) + b"\0cmd\x03/c calc"))),
        ],
    ),
    *samples(
        NOT_TAKEN | UNSCANNABLE,
        [
            (
                "ppt-macros",
                "slides.ppt",
                lambda: compound({"PowerPoint Document": bytes(600), "Current User": bytes(60), "VBA/dir": b"\x01"}, POWERPOINT),
            ),
            (
                "ppt-plain",
                "slides.ppt",
                lambda: compound({"PowerPoint Document": bytes(600), "Current User": bytes(60)}, POWERPOINT),
            ),
            ("installer", "setup.msi", lambda: compound({"\u4840\u3b3f": bytes(600)}, INSTALLER)),
            ("installer-as-doc", "letter.doc", lambda: compound({"\u4840\u3b3f": bytes(600)}, INSTALLER)),
            (
                "mail-as-doc",
                "letter.doc",
                lambda: compound({"__properties_version1.0": bytes(60), "__substg1.0_0037001F": bytes(9)}),
            ),
            ("package-as-doc", "letter.doc", lambda: PACKAGE),
            ("thumbnails", "Thumbs.db", lambda: compound({"Catalog": bytes(60)})),
            ("rich-text", "letter.rtf", lambda: rich("")),
            ("rich-text-object", "letter.rtf", lambda: rich("{\\object\\objemb{\\*\\objdata " + OBJECT_DATA + "}}")),
            ("rich-text-as-doc", "letter.doc", lambda: rich("{\\object\\objemb\\objupdate{\\*\\objdata " + OBJECT_DATA + "}}")),
            ("rich-text-template", "letter.doc", lambda: rich("{\\*\\template http://192.0.2.1/a.dotm}")),
            (
                "rich-text-half-head",
                "letter.doc",
                lambda: rich("{\\object\\objemb{\\*\\objdata " + OBJECT_DATA + "}}").replace(b"{\\rtf1", b"{\\rt"),
            ),
            ("rich-text-dde", "letter.rtf", lambda: rich('{\\field{\\*\\fldinst DDEAUTO cmd "/k calc"}}')),
            (
                "word-2003-macros",
                "letter.doc",
                lambda: (
                    b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" w:macrosPresent="yes"><w:binData w:name="editdata.mso">QWN0aXZlTWltZQ==</w:binData></w:wordDocument>'
                ),
            ),
            (
                "excel-2003",
                "budget.xls",
                lambda: (
                    b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
                ),
            ),
            ("active-mime", "letter.doc", lambda: b"ActiveMime\0\0\xf0\x01" + bytes(400)),
            ("one-note", "notes.one", lambda: bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + bytes(400)),
            ("one-note-as-doc", "letter.doc", lambda: bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + bytes(400)),
            ("compiled-help", "help.chm", lambda: b"ITSF\x03\0\0\0" + bytes(400)),
            ("tnef", "winmail.dat", lambda: b"\x78\x9f\x3e\x22" + bytes(400)),
        ],
    ),
    Sample("doc-equation-attack", "letter.doc", lambda: word(streams={"ObjectPool/_1/Equation Native": attack()}), INFECTED),
    Sample("xls-equation-attack", "budget.xls", lambda: excel(streams={"MBD0001/Equation Native": attack()}), INFECTED),
    Sample("doc-cyclic-directory", "letter.doc", cyclic, UNSCANNABLE),
)
