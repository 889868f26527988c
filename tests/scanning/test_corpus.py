"""The scanner on files that the tests make themselves: it proves that its checks run, not how good they are."""

from __future__ import annotations

import pytest

from chalicelib.scanning.embedded import Embedded
from chalicelib.scanning.model import Outcome
from tests.support.clean_files import CLEAN_FILES
from tests.support.corpus.sample import Sample
from tests.support.dangerous_files import DANGEROUS


def cases(families: dict[str, tuple[Sample, ...]]) -> list[object]:
    return [pytest.param(sample, id=f"{family}-{sample.name}") for family, each in families.items() for sample in each]


@pytest.fixture(scope="module")
def scanner() -> Embedded:
    return Embedded()


@pytest.mark.feature("FI1", "FI4", "FI5")
@pytest.mark.parametrize("sample", cases(dict(DANGEROUS)))
def test_a_dangerous_file_is_held_for_the_right_reason(scanner: Embedded, sample: Sample) -> None:
    verdict = scanner.scan(sample.make(), sample.filename, sample.declared_type)
    assert verdict.outcome in sample.outcomes - {Outcome.CLEAN, Outcome.ERROR}, verdict.findings
    assert verdict.findings, "it is held and nobody says why"


@pytest.mark.feature("FI1", "FI4")
@pytest.mark.parametrize("sample", cases(dict(CLEAN_FILES)))
def test_a_clean_file_is_called_clean(scanner: Embedded, sample: Sample) -> None:
    verdict = scanner.scan(sample.make(), sample.filename, sample.declared_type)
    assert (verdict.outcome, verdict.findings) == (Outcome.CLEAN, ())


def test_the_corpora_are_as_large_as_was_asked_for() -> None:
    assert sum(map(len, DANGEROUS.values())) >= 150
    assert sum(map(len, CLEAN_FILES.values())) >= 60
