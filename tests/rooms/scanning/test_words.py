"""Whatever is found can be said to a person, and nothing is said that cannot be found."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.scanning import signatures
from chalicelib.scanning.codes import Code
from chalicelib.scanning.words import WORDS, sentence

ROOM = Path(signatures.__file__).parent


@pytest.mark.feature("FI5")
def test_every_code_has_one_sentence_of_its_own() -> None:
    assert set(WORDS) == set(Code)
    assert len(set(WORDS.values())) == len(WORDS)
    assert all(words[0].isupper() and words.endswith(".") for words in WORDS.values())


def test_every_code_is_found_by_some_check_or_signature() -> None:
    checks = "".join(path.read_text() for path in ROOM.glob("*.py") if path.stem not in ("codes", "words"))
    unused = {code for code in Code if f"Code.{code.name}" not in checks} - set(signatures.identified())
    assert unused == set()


def test_a_code_of_another_time_is_said_as_it_is() -> None:
    assert "pdf-oddity" in sentence("pdf-oddity")
