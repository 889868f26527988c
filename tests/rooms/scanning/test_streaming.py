"""What is too large to be held is searched while it goes by."""

from __future__ import annotations

import pytest

from chalicelib.scanning.codes import Code
from chalicelib.scanning.samples import TEST_MALWARE
from chalicelib.scanning.streaming import SignatureWatch

PADDING = b"name,amount\r\n" * 1000


@pytest.mark.parametrize("cut", [0, 1, 30, len(TEST_MALWARE) - 1, len(TEST_MALWARE)])
def test_malware_is_found_though_it_lies_across_two_blocks(cut: int) -> None:
    watch = SignatureWatch()
    found = [watch.malware_in(block) for block in (PADDING, PADDING + TEST_MALWARE[:cut], TEST_MALWARE[cut:] + PADDING)]
    assert found[0] is None
    assert Code.TEST_MALWARE in found


def test_a_table_may_hold_formulas_which_nobody_runs() -> None:
    assert SignatureWatch().malware_in(b"name\r\n=cmd|'/C calc'!A0\r\n") is None
