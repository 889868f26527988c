"""Word and Excel documents until 2003, and macros wherever they are kept."""

from __future__ import annotations

import struct

import pytest

from chalicelib.scanning import vba
from chalicelib.scanning.embedded import Embedded
from chalicelib.scanning.model import Outcome, Verdict
from chalicelib.scanning.samples import TEST_MALWARE
from tests.support.compound import compound, compressed, macros, sheet, word, workbook
from tests.support.documents import packed

PROGRAM = b"MZ\x90\0" + bytes(60) + b"This program cannot be run in DOS mode"


def scanned(content: bytes, name: str = "letter.doc") -> Verdict:
    return Embedded().scan(content, name, "")


def native(content: bytes) -> bytes:
    """A file put into a document by hand."""
    head = b"\2\0a.txt\0C:\\a.txt\0\0\0\3\0" + struct.pack("<I", 9) + b"C:\\a.txt\0"
    inner = head + struct.pack("<I", len(content)) + content
    return struct.pack("<I", len(inner)) + inner


HARMLESS = {
    "a letter": (word(), "letter.doc"),
    "a letter with fields": (
        word(b'\x13 DATE \\@ "d MMM" \x14\x15 \x13 HYPERLINK "https://example.com" \x14x\x15'),
        "letter.doc",
    ),
    "a letter about DDE": (word(b"We do not use DDE any more"), "letter.doc"),
    "with its own template": (word(template="C:\\Users\\me\\Templates\\Normal.dotm"), "letter.doc"),
    "with its own template, as an address": (word(template="file:///C:\\Users\\me\\Templates\\Normal.dotm"), "letter.doc"),
    "with the theme that Word keeps as a zip": (word(Data=packed({"theme/theme1.xml": b"<a:theme/>"})), "letter.doc"),
    "an empty place for objects": (word(ObjectPool={}), "letter.doc"),
    "a workbook": (workbook(sheet()), "table.xls"),
    "linked to another": (workbook(sheet(), (0x1AE, b"\1\0\x05\0\0\1a.xls")), "table.xls"),
}


@pytest.mark.parametrize(("content", "name"), HARMLESS.values(), ids=HARMLESS.keys())
def test_a_document_that_only_holds_text_passes(content: bytes, name: str) -> None:
    assert scanned(content, name).findings == ()


ACTIVE = {
    "macros": (word(Macros=macros("Sub Hello()\nEnd Sub\n")), "office-macro"),
    "macros of a workbook": (workbook(sheet(), _VBA_PROJECT_CUR=macros("x")), "office-macro"),
    "a macro sheet": (workbook(sheet(1)), "office-excel4-macro"),
    "data of another program": (workbook(sheet(), (0x1AE, b"\0\0\x07\0\0cmd\x03 /c")), "office-dde"),
    "a field that starts a program": (word(b"\x13 DDEAUTO c:\\\\windows\\\\cmd.exe \x14\x15"), "office-dde"),
    "in two bytes a letter": (word("\x13DDE excel a\x15".encode("utf-16-le")), "office-dde"),
    "spelled in numbers": (word(b"\x13 QUOTE 68 68 69 65 85 84 79 \x14\x15"), "office-dde"),
    "a field that reads from another computer": (word(b'\x13INCLUDETEXT "\\\\\\\\203.0.113.5\\\\a"\x15'), "office-network-path"),
    "a template from the web": (word(template="https://example.com/a.dotm"), "office-remote-template"),
    "a template on another computer": (word(template="\\\\203.0.113.5\\a.dotm"), "office-remote-template"),
    "a template that a help file runs": (word(template="mk:@MSITStore:C:\\a.chm::/a.dot"), "office-remote-template"),
    "an object": (word(ObjectPool={"_1": {"\3ObjInfo": b"\0"}}), "office-ole-object"),
    "a control": (word(ObjectPool={"_1": {"\3OCXNAME": b"x"}}), "office-activex"),
    "a file": (word(ObjectPool={"_1": {"\1Ole10Native": native(b"hello")}}), "office-ole-object"),
}


@pytest.mark.feature("FI5")
@pytest.mark.parametrize(("content", "code"), ACTIVE.values(), ids=ACTIVE.keys())
def test_a_document_that_does_more_is_risky(content: bytes, code: str) -> None:
    verdict = scanned(content, "table.xls" if "excel4" in code else "letter.doc")
    assert verdict.outcome is Outcome.RISKY
    assert code in {finding.code for finding in verdict.findings}


@pytest.mark.parametrize(
    ("start", "length"), [(0, 0), (0, 7), (0xFFFFFFFF, 0xFFFFFFFF), (4090, 4096)], ids=["none", "cut off", "beyond", "in zeros"]
)
def test_strings_that_are_not_where_the_document_says_are_no_template(start: int, length: int) -> None:
    content = word(template="https://example.com/a.dotm")
    there = content.index(struct.pack("<II", 0, 6 + 2 + 2 + 2 * len("https://example.com/a.dotm")))
    assert scanned(content[:there] + struct.pack("<II", start, length) + content[there + 8 :]).outcome is Outcome.CLEAN


ENCRYPTED = {
    "a letter": word(flags=0x0100),
    "a workbook": workbook((0x2F, bytes(6)), sheet()),
    "a newer document": compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"\0" * 64}),
}


@pytest.mark.parametrize("content", ENCRYPTED.values(), ids=ENCRYPTED.keys())
def test_an_encrypted_document_cannot_be_looked_into(content: bytes) -> None:
    verdict = scanned(content, "letter.docx")
    assert verdict.outcome is Outcome.UNSCANNABLE
    assert verdict.findings[0].code == "encrypted"


@pytest.mark.parametrize("file", [PROGRAM, TEST_MALWARE], ids=["a program", "malware"])
def test_a_program_in_a_document_is_found(file: bytes) -> None:
    verdict = scanned(word(ObjectPool={"_1": {"\1Ole10Native": native(file)}}))
    assert verdict.outcome is Outcome.INFECTED


def test_macros_that_start_programs_when_a_document_opens_are_infected() -> None:
    source = 'Attribute VB_Name = "M"\r\nSub AutoOpen()\r\n  CreateObject("WScript.Shell").Run "calc"\r\nEnd Sub\r\n'
    assert scanned(word(Macros=macros(source))).outcome is Outcome.INFECTED


def test_a_directory_that_is_a_circle_is_malformed() -> None:
    content = bytearray(word())
    directory = content.index("Root Entry".encode("utf-16-le"))
    for entry in (1, 2):
        struct.pack_into("<III", content, directory + 128 * entry + 68, 1, 2, 1)
    verdict = scanned(bytes(content))
    assert (verdict.outcome, verdict.findings[0].code) == (Outcome.UNSCANNABLE, "malformed")


@pytest.mark.parametrize("length", [8, 100, 512, 1500, 3000])
def test_a_document_cut_off_is_never_clean(length: int) -> None:
    assert scanned(word()[:length]).outcome in (Outcome.UNSCANNABLE, Outcome.REJECTED)


def test_macros_that_the_tree_does_not_lead_to_are_found() -> None:
    content = bytearray(word(Macros=macros("x")))
    directory = content.index("Root Entry".encode("utf-16-le"))
    struct.pack_into("<I", content, directory + 128 * 2 + 72, 0xFFFFFFFF)  # the table, the last sibling before the macros
    assert "office-macro" in {finding.code for finding in scanned(bytes(content)).findings}


SOURCE = b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"


@pytest.mark.parametrize(
    ("container", "source"),
    [
        (
            bytes.fromhex(
                "012FB000236161616263646582660070616768696A013808616B6C00306D6E6F7006710270041072737475761077 78797A003C"
            ),
            SOURCE,
        ),
        (bytes.fromhex("0103B002614500"), b"a" * 73),
        (compressed(SOURCE), SOURCE),
        (b"\x01\x03\xb0\x02", b""),
        (b"", b""),
    ],
    ids=["copies", "one letter", "letters only", "cut off", "nothing"],
)
def test_source_comes_out_of_its_compression(container: bytes, source: bytes) -> None:
    """The first two are the examples of [MS-OVBA] 3.2."""
    assert vba.decompressed(container) == source
