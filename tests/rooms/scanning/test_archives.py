"""Archives: everything in one is looked at, and one that cannot be looked through is never clean."""

from __future__ import annotations

import struct
import zipfile

import pytest

from chalicelib.scanning.embedded import Embedded
from chalicelib.scanning.limits import Limits
from chalicelib.scanning.model import Outcome
from chalicelib.scanning.samples import TEST_MALWARE
from tests.support.scanned import JPG, codes, png, scanned, zipped

LETTER = ("letter.txt", b"hello " * 20)


def with_bytes(content: bytes, at: int, new: bytes) -> bytes:
    return content[:at] + new + content[at + len(new) :]


def link() -> zipfile.ZipInfo:
    member = zipfile.ZipInfo("passwords.txt")
    member.create_system, member.external_attr = 3, 0o120777 << 16
    return member


def overlapping() -> bytes:
    """Two entries of the directory that point at one member."""
    once = zipped([LETTER])
    directory = once.index(b"PK\1\2")
    end = once.index(b"PK\5\6")
    entry = once[directory:end]
    counts = struct.pack("<HHII", 2, 2, 2 * len(entry), directory)
    return once[:directory] + entry + entry.replace(b"letter.txt", b"letter.csv") + b"PK\5\6\0\0\0\0" + counts + b"\0\0"


def hidden() -> bytes:
    """A member that the directory of the zip behind it does not know."""
    known = zipped([LETTER])
    unknown = zipped([("hidden.txt", TEST_MALWARE[:40])])
    return unknown[: unknown.index(b"PK\1\2")] + known


@pytest.mark.parametrize(
    "members",
    [
        [LETTER],
        [("photos/", b""), ("photos/1.jpg", JPG), ("photos/2.png", png())],
        [("a.jpg", JPG), ("__MACOSX/._a.jpg", b"\0\x05\x16\x07\0\2\0\0Mac OS X" + b"\0" * 70)],
        [("inner.zip", zipped([LETTER]))],
        [("Ärger.txt", b"Stra\xc3\x9fe")],
    ],
)
def test_an_archive_of_clean_files_is_clean(members: list[tuple[str, bytes]]) -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        verdict = scanned(zipped(members, method), "a.zip", "application/x-zip-compressed")
        assert (verdict.outcome, verdict.findings, verdict.detected) == (Outcome.CLEAN, (), "zip")


@pytest.mark.feature("FI4", "FI5")
@pytest.mark.parametrize(
    ("content", "code", "outcome"),
    [
        (zipped([LETTER, ("sub/e.txt", TEST_MALWARE)]), "test-malware", Outcome.INFECTED),
        (zipped([("1.zip", zipped([("2.zip", zipped([("e.txt", TEST_MALWARE)]))]))]), "test-malware", Outcome.INFECTED),
        (zipped([("setup.txt", b"MZ\x90\0" + b"\0" * 90)]), "program", Outcome.INFECTED),
        (zipped([("META-INF/MANIFEST.MF", b"Main-Class: A")]), "program", Outcome.INFECTED),
        (zipped([("../../start.txt", b"hello")]), "zip-traversal", Outcome.RISKY),
        (zipped([("C:start.txt", b"hello")]), "zip-traversal", Outcome.RISKY),
        (zipped([(link(), b"/etc/passwd")]), "zip-link", Outcome.RISKY),
        (hidden(), "zip-hidden-member", Outcome.RISKY),
        (overlapping(), "zip-overlap", Outcome.UNSCANNABLE),
        (zipped([("a.txt", b"a"), ("A.txt", b"b")]), "zip-duplicate-names", Outcome.UNSCANNABLE),
        (zipped([LETTER], zipfile.ZIP_LZMA), "zip-method", Outcome.UNSCANNABLE),
        (zipped([("a.txt", b"\0" * 5_000_000)]), "limit-ratio", Outcome.UNSCANNABLE),
        (zipped([("a.html", b"hello")]), "type-mismatch", Outcome.REJECTED),
        (zipped([("a.jpg", b"hello")]), "type-mismatch", Outcome.REJECTED),
        (zipped([("a.exe.txt", b"hello")]), "name-double-extension", Outcome.REJECTED),
        (zipped([("[Content_Types].xml", b"<a/>"), ("word/a.xml", b"<a/>"), ("xl/a.xml", b"<a/>")]), "polyglot", Outcome.RISKY),
        (zipped([]), "empty", Outcome.REJECTED),
    ],
)
def test_whatever_is_wrong_inside_is_found(content: bytes, code: str, outcome: Outcome) -> None:
    verdict = scanned(content, "a.zip")
    assert code in codes(verdict)
    assert verdict.outcome is outcome


SOUND = zipped([LETTER])
DIRECTORY = SOUND.index(b"PK\1\2")
UNTRUE = {
    "encrypted": (DIRECTORY + 8, b"\x01", "encrypted"),
    "the member is encrypted, the directory says nothing": (6, b"\x01", "zip-header-mismatch"),
    "the member has another name": (30, b"x", "zip-header-mismatch"),
    "the member has another method": (8, b"\0", "zip-header-mismatch"),
    "the member has another size": (18, b"\x01", "zip-header-mismatch"),
    "the directory lies about the size": (DIRECTORY + 24, b"\x01", "zip-size-lie"),
    "the directory lies about the sum": (DIRECTORY + 16, b"\0\0\0\0", "zip-size-lie"),
    "the packed bytes end too early": (DIRECTORY + 20, b"\x03", "malformed"),
    "the packed bytes are damaged": (40, b"\xff\xff\xff", "malformed"),
    "the directory points nowhere": (DIRECTORY + 42, b"\x05", "malformed"),
    "the end announces another number": (len(SOUND) - 12, b"\x09", "malformed"),
    "something follows the end": (len(SOUND), b"trailing", "malformed"),
    "the end has an end of another zip for a comment": (len(SOUND) - 2, b"\x16\0" + SOUND[-22:], "malformed"),
}


@pytest.mark.feature("FI5")
@pytest.mark.parametrize("untrue", UNTRUE)
def test_an_archive_that_programs_would_read_differently_is_held_back(untrue: str) -> None:
    at, new, code = UNTRUE[untrue]
    verdict = scanned(with_bytes(SOUND, at, new), "a.zip")
    assert code in codes(verdict)
    assert verdict.outcome is Outcome.UNSCANNABLE


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(depth=1), "limit-depth"),
        (Limits(members=2), "limit-members"),
        (Limits(inflated_bytes=1000), "limit-inflated-bytes"),
        (Limits(member_bytes=500), "limit-inflated-bytes"),
        (Limits(largest_bytes=100), "too-large"),
        (Limits(seconds=0), "limit-time"),
    ],
)
def test_no_limit_is_passed(limits: Limits, code: str) -> None:
    content = zipped([("inner.zip", zipped([("1.txt", b"hello " * 100), ("2.txt", b"hello " * 100)]))])
    verdict = Embedded(limits).scan(content, "a.zip", "")
    assert code in codes(verdict)
    assert verdict.outcome is not Outcome.CLEAN


def test_a_finding_says_in_which_part_it_is_and_nothing_that_could_steer_a_terminal() -> None:
    verdict = scanned(zipped([("letters.zip", zipped([("\x1b[2Jmay.txt", TEST_MALWARE)]))]), "a.zip")
    assert ("test-malware", "letters.zip!\N{REPLACEMENT CHARACTER}[2Jmay.txt") in [(f.code, f.where) for f in verdict.findings]


def test_a_file_full_of_findings_keeps_the_worst() -> None:
    members = [(f"{n}.html", b"hello") for n in range(120)]
    verdict = scanned(zipped([*members, ("e.txt", TEST_MALWARE)]), "a.zip")
    assert verdict.findings[0].code == "test-malware"
    assert len(verdict.findings) == 50
