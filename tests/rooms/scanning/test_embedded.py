"""The scanner as a whole: it knows malware when it sees it, and says ERROR before it says CLEAN by mistake."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.scanning import embedded, signatures
from chalicelib.scanning.codes import Code
from chalicelib.scanning.embedded import Embedded
from chalicelib.scanning.model import Outcome
from chalicelib.scanning.ports import ScannerUnavailableError
from chalicelib.scanning.samples import TEST_MALWARE
from tests.support.scanned import JPG, codes, png, scanned, zipped


@pytest.mark.feature("FI5")
def test_the_test_file_of_scanners_is_found() -> None:
    verdict = scanned(TEST_MALWARE, "letter.txt", "text/plain")
    assert (verdict.scanner, verdict.outcome, codes(verdict)) == ("embedded", Outcome.INFECTED, {"test-malware"})
    assert verdict.version == Embedded().version


@pytest.mark.parametrize(
    "rules",
    ["rule program { condition: false }", 'rule test_malware { meta: outcome = "RISKY" condition: true }', "rule {", None],
    ids=["find nothing", "find everything", "broken", "not packaged"],
)
def test_a_scanner_whose_rules_do_not_tell_bad_from_good_refuses_work(
    rules: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if rules is not None:
        (tmp_path / "rules.yar").write_text(rules)
    monkeypatch.setattr(signatures, "_RULES", tmp_path / "rules.yar")
    forget()
    try:
        with pytest.raises(ScannerUnavailableError):
            Embedded().scan(b"hello", "letter.txt", "text/plain")
    finally:
        monkeypatch.undo()
        forget()


def forget() -> None:
    for remembered in (signatures._compiled, signatures.fingerprint, embedded._prove):
        remembered.cache_clear()


def test_a_check_that_breaks_makes_an_error_never_a_clean_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(embedded, "check_image", breaks)
    verdict = scanned(JPG, "photo.jpg")
    assert verdict.outcome is Outcome.ERROR
    assert codes(verdict) == {"scanner-failed"}


def test_other_rules_are_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Embedded().version
    (tmp_path / "rules.yar").write_text(signatures._RULES.read_text() + "\n")
    monkeypatch.setattr(signatures, "_RULES", tmp_path / "rules.yar")
    forget()
    try:
        assert Embedded().version != before
    finally:
        monkeypatch.undo()
        forget()


@pytest.mark.feature("FI4")
def test_the_version_of_the_rules_is_known_where_the_libraries_of_the_scanner_are_not() -> None:
    """The sweeper compares it, and has no layer to look into files with."""
    program = """
import sys
sys.modules |= dict.fromkeys(("lxml", "olefile", "pikepdf", "PIL", "yara_x"))
from chalicelib.scanning.version import current
print(current())
"""
    known = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert known.strip() == Embedded().version


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([zipped([("a.txt", TEST_MALWARE), ("b.jpg", JPG)]), png(), JPG, b"GIF89a\1\0\1\0\0\0\0\x21\xfe\1x\0\x3b"]),
    st.integers(0, 400),
    st.binary(min_size=1, max_size=8),
)
def test_however_a_file_is_damaged_there_is_a_verdict_and_no_error(content: bytes, at: int, new: bytes) -> None:
    at %= len(content)
    verdict = scanned(content[:at] + new + content[at + len(new) :], "")
    assert verdict.outcome is not Outcome.ERROR


def test_every_signature_has_a_code_and_holds_a_file_back() -> None:
    found = signatures.identified()
    assert Code.TEST_MALWARE in found
    assert set(found.values()) == {Outcome.INFECTED, Outcome.RISKY}
