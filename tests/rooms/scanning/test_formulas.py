"""Formulas of the old equation editor: held for a person to decide, and for good when they are built to attack it."""

from __future__ import annotations

import pytest

from chalicelib.scanning.embedded import Embedded
from chalicelib.scanning.model import Outcome
from chalicelib.scanning.ole_equation import breaks_its_editor
from tests.support.corpus.active_office import ole_object
from tests.support.corpus.compound import compound, word
from tests.support.corpus.formulas import CLASS, FULL, LINE, attack, font, formula, harmless, letter, matrix

TOO_LONG = font(b"F" * 32)

HARMLESS = {
    "something of everything": harmless(),
    "nothing": formula(),
    "no formula": b"",
    "zeros": bytes(100_000),
    "a kind of record that there is not": formula(FULL, b"\x0f", TOO_LONG),
    "long letters that are no font": formula(LINE, *(letter("\u8888") for _ in range(60))),
    "a font as long as can be": formula(LINE, font(b"F" * 31), letter("x")),
}
ATTACKS = {
    "the published one": attack(),
    "one letter too long": formula(TOO_LONG),
    "without an end": formula(TOO_LONG)[:-1],
    "behind all else": harmless() + TOO_LONG,
    "behind a matrix": formula(matrix(4, 9), TOO_LONG),
    "behind letters that were moved": formula(letter("x", 8, b"\x80\x80\1\0\1\0"), letter("x", 8, b"\x7f\x7f"), TOO_LONG),
    "in an older version": formula(b"\x02\x83x", TOO_LONG, version=2),
    "in the oldest": formula(version=1)[:-4] + TOO_LONG,
}


@pytest.mark.parametrize("stream", HARMLESS.values(), ids=HARMLESS.keys())
def test_a_formula_is_no_attack(stream: bytes) -> None:
    assert not breaks_its_editor(stream)


@pytest.mark.feature("FI5")
@pytest.mark.parametrize("stream", ATTACKS.values(), ids=ATTACKS.keys())
def test_a_font_name_for_which_there_is_no_room_is_an_attack(stream: bytes) -> None:
    assert breaks_its_editor(stream)


@pytest.mark.feature("FI5")
@pytest.mark.parametrize(
    ("stream", "outcome"), [(harmless(), Outcome.RISKY), (attack(), Outcome.INFECTED)], ids=["harmless", "attack"]
)
def test_a_formula_can_be_released_unless_it_is_an_attack(stream: bytes, outcome: Outcome) -> None:
    old = word(streams={"ObjectPool/_1/Equation Native": stream, "ObjectPool/_1/\x01CompObj": b"\x0b\0\0\0Equation.3\0"})
    new = ole_object(compound({"Equation Native": stream}, CLASS))
    for name, content in {"homework.doc": old, "homework.docx": new}.items():
        verdict = Embedded().scan(content, name, "")
        assert verdict.outcome is outcome
        assert {"ole-equation", "office-ole-object"} <= {finding.code for finding in verdict.findings}
