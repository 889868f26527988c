"""Names that deceive are refused; names that people really give their files are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.scanning.codes import Code
from chalicelib.scanning.names import extension_of, faults_of, member_faults_of, shown

DECEPTIVE = {
    "payslip\u202efdp.exe": Code.NAME_BIDIRECTIONAL,
    "pay\u200bslip.pdf": Code.NAME_INVISIBLE,
    "pay\u3164.pdf": Code.NAME_INVISIBLE,
    "e\u200dxe.pdf": Code.NAME_INVISIBLE,
    "pay\x00slip.pdf": Code.NAME_CONTROL,
    "pay\rslip.pdf": Code.NAME_CONTROL,
    "../../etc/passwd": Code.NAME_PATH,
    "payslip.pdf:hidden.exe": Code.NAME_PATH,
    "con.pdf": Code.NAME_RESERVED,
    "LPT1": Code.NAME_RESERVED,
    "payslip.pdf ": Code.NAME_RESERVED,
    "payslip.exe.": Code.NAME_RESERVED,
    "payslip.exe.pdf": Code.NAME_DOUBLE_EXTENSION,
    "payslip.ＥＸＥ.pdf": Code.NAME_DOUBLE_EXTENSION,
    "picture.php.jpg": Code.NAME_DOUBLE_EXTENSION,
    "": Code.NAME_LENGTH,
    "é" * 128 + ".pdf": Code.NAME_LENGTH,
}

HONEST = (
    "payslip.pdf",
    "IMG_0001.HEIC",
    "Screenshot 2026-05-01 at 9.15.02\u202fAM.png",  # macOS puts a narrow space there
    "Screenshot_20260501-091502.jpg",
    "Mr. O'Neil - statement (1).pdf",
    "statement.aspx.pdf",  # saved from a bank's website
    "www.example.com.pdf",
    "Kontoauszug Größe & Höhe.pdf",
    "می\u200cخواهم.pdf",  # Persian needs the joiner
    "\U0001f468\u200d\U0001f469\u200d\U0001f467.jpg",  # and so does a family
    "cafe\u0301.png",
    "令和8年.pdf",
    "contact.pdf",
)


@pytest.mark.feature("FI1")
@pytest.mark.parametrize(("name", "code"), DECEPTIVE.items())
def test_a_name_that_deceives_is_told(name: str, code: Code) -> None:
    assert code in faults_of(name)


@pytest.mark.feature("FI1")
@pytest.mark.parametrize("name", HONEST)
def test_a_name_that_people_give_is_not(name: str) -> None:
    assert faults_of(name) == ()


def test_a_member_of_an_archive_may_lie_in_folders_but_not_deceive_either() -> None:
    assert member_faults_of("2026/May/payslip.pdf") == ()
    assert member_faults_of("2026\\May\\payslip.exe.pdf") == (Code.NAME_DOUBLE_EXTENSION,)


@pytest.mark.parametrize(("name", "extension"), [("a.PDF", "pdf"), ("a.b/c", ""), ("a.ｐｄｆ", "pdf"), ("a", ""), ("a.", "")])
def test_an_extension_is_what_follows_the_last_dot_of_the_last_part_folded(name: str, extension: str) -> None:
    assert extension_of(name) == extension


@settings(max_examples=60)
@given(st.text(st.characters(), max_size=300))
def test_whatever_a_name_is_it_is_shown_on_one_line_and_can_be_stored(name: str) -> None:
    assert shown(name).isprintable() or not name.isprintable()
    assert len(shown(name).encode()) <= 480
    assert "\n" not in shown(name)
    assert "\u202e" not in shown(name)
