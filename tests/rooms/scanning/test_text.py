"""Text may be in any usual encoding, and may be nothing but text."""

from __future__ import annotations

import pytest

from chalicelib.scanning.decoding import plain_text
from chalicelib.scanning.embedded import Embedded
from chalicelib.scanning.limits import Limits
from chalicelib.scanning.model import Outcome
from tests.support.scanned import codes, scanned

LETTER = "Dear Zoë,\r\nI owe £12.50 — not more.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_letter_is_clean_in_every_usual_encoding(encoding: str) -> None:
    assert scanned(LETTER.encode(encoding), "letter.txt", "text/plain").outcome is Outcome.CLEAN


@pytest.mark.parametrize("content", [b"a\0b", b"\xff\xfea\0\0\0", b"\xff\xfe\x00\xd8", b"\x81\x8d" * 9, bytes(range(1, 32)) * 9])
def test_what_cannot_be_read_as_text_is_none(content: bytes) -> None:
    assert plain_text(content) is None


@pytest.mark.parametrize("edge", [1024 * 1024 - 1, 1024 * 1024])
def test_a_character_may_lie_across_any_border(edge: int) -> None:
    assert plain_text(b"a" * edge + "é".encode()) is not None


@pytest.mark.feature("FI5")
@pytest.mark.parametrize(
    ("content", "code", "outcome"),
    [
        (b"<html><body>hello</body></html>", "text-markup", Outcome.REJECTED),
        (b"\n\n  <?xml version='1.0'?><a/>", "text-markup", Outcome.REJECTED),
        (b"MIME-Version: 1.0\r\n\r\nhello", "text-markup", Outcome.REJECTED),
        (b"<svg onload='x()'><script>x()</script></svg>", "markup-active", Outcome.RISKY),
        (b"[InternetShortcut]\r\nURL=https://example.com", "text-active", Outcome.RISKY),
        (b"ID;PWXL;N;E\r\nC;X1;Y1;K1", "text-active", Outcome.RISKY),
        (b"name,amount\r\n=cmd|'/C calc'!A0,1\r\n", "dde-formula", Outcome.RISKY),
        (b"@SUM(1+1)*cmd|'/C calc'!A0", "dde-formula", Outcome.RISKY),
        ("name\r\n=cmd|'/C calc'!A0\r\n".encode("utf-16"), "dde-formula", Outcome.RISKY),
        (b"\xef\xbb\xbf#!/bin/sh\nrm -rf /\n", "script-shell", Outcome.INFECTED),
        (b"@echo off\r\ndel *.*\r\n", "script-shell", Outcome.INFECTED),
        (b"powershell -nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBi", "script-powershell", Outcome.INFECTED),
        (b'CreateObject("WScript.Shell").Run "calc"', "script-windows", Outcome.INFECTED),
        (b"hi <?php system($_GET['c']); ?>", "web-shell", Outcome.INFECTED),
        (b"TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "program-encoded", Outcome.INFECTED),
    ],
)
def test_text_that_does_something_is_found(content: bytes, code: str, outcome: Outcome) -> None:
    verdict = scanned(content, "note.txt", "text/plain")
    assert code in codes(verdict)
    assert verdict.outcome is outcome


@pytest.mark.parametrize(
    "content",
    [
        b"- cmd | more\n-cmd|less\n",  # prose of somebody who knows computers
        b"name,amount\r\nrefund,-12.50\r\ntotal,=SUM(B2:B2)\r\n",
        b"I said: use javascript: or do not.\n",
        b"The shell script begins with #!/bin/sh, he wrote.\n",
        b"x <y@example.com> wrote:\n> when I < 5 and you > 3\n",
        b"a|b|c\n1|excel|3\n",
        b"",
    ],
)
def test_words_about_programs_are_only_words(content: bytes) -> None:
    assert scanned(content or b" ", "note.txt", "text/plain").outcome is Outcome.CLEAN


def test_a_line_longer_than_any_letter_has_is_refused_whatever_ends_lines() -> None:
    short = Embedded(Limits(line_characters=10))
    assert "text-line-length" in codes(short.scan(b"a" * 11, "a.txt", ""))
    assert "text-line-length" in codes(short.scan(b"a" * 5 + b"\n" + b"a" * 11 + b"\n" + b"a" * 5, "a.txt", ""))
    for end in (b"\n", b"\r\n", b"\r"):
        assert short.scan((b"a" * 8 + end) * 5, "a.txt", "").outcome is Outcome.CLEAN
