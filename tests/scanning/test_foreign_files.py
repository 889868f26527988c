"""The scanner on files that others made. It was not written from them: what it says of them is evidence of how good it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pytest

from chalicelib.scanning.embedded import Embedded
from chalicelib.scanning.model import Outcome
from tests.support.foreign_files import CLAMAV, SAMPLES, SOURCES, Source, attacked

NOT_FETCHED = "the samples were not fetched: python tools/environments.py samples"


def outcomes(files: Iterable[tuple[str, bytes]]) -> dict[str, Outcome]:
    scanner = Embedded()
    return {name: scanner.scan(content, PurePosixPath(name).name, "").outcome for name, content in files}


@pytest.mark.feature("FI4", "FI5")
@pytest.mark.skipif(not SAMPLES.is_dir(), reason=NOT_FETCHED)
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_files_of_a_package_come_out_as_they_are(source: Source) -> None:
    found = outcomes(source.files())
    assert set(source.exceptions) <= set(found)
    clean = {name for name in found if source.are_clean is not (name in source.exceptions)}
    wrong = {name: outcome for name, outcome in found.items() if (outcome is Outcome.CLEAN) is not (name in clean)}
    assert wrong == {}
    assert Outcome.ERROR not in found.values()


@pytest.mark.feature("FI5")
@pytest.mark.skipif(not SAMPLES.is_dir(), reason=NOT_FETCHED)
def test_what_a_generator_of_attacks_makes_is_held(tmp_path: Path) -> None:
    found = outcomes(attacked(tmp_path))
    assert len(found) == 9
    assert {name: outcome for name, outcome in found.items() if outcome not in (Outcome.RISKY, Outcome.INFECTED)} == {}


@pytest.mark.feature("FI5")
@pytest.mark.skipif(not CLAMAV.is_dir(), reason="Debian's clamav-testfiles are not installed")
def test_each_of_clamavs_test_files_is_held() -> None:
    found = outcomes((path.name, path.read_bytes()) for path in sorted(CLAMAV.iterdir()))
    assert len(found) >= 40
    assert {name: outcome for name, outcome in found.items() if outcome in (Outcome.CLEAN, Outcome.ERROR)} == {}
