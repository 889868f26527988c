"""The sample datasets import without an error, and the tool still writes exactly these files."""

from __future__ import annotations

import random

import pytest

from chalicelib.imports.model import State
from tests.support.importing import Importing
from tools.make_samples import SAMPLES, SEED, as_csv, corrected, dataset


def test_the_committed_samples_are_what_the_tool_writes() -> None:
    rows = list(dataset(random.Random(SEED)))

    assert (SAMPLES / "customers.csv").read_bytes() == as_csv(rows)
    assert (SAMPLES / "customers-corrected.csv").read_bytes() == as_csv(corrected(rows))


def test_the_sample_and_then_its_correction_import_without_a_rejected_row() -> None:
    world = Importing()

    first = world.drop((SAMPLES / "customers.csv").read_bytes())
    second = world.drop((SAMPLES / "customers-corrected.csv").read_bytes())

    assert (first.state, first.rows.new, first.customers.new) == (State.COMPLETED, 340, 200)
    assert second.state is State.COMPLETED
    assert (second.rows.new, second.rows.changed, second.rows.unchanged) == (0, 12, 328)


@pytest.mark.parametrize("marker", ["07700 900", "@example.com"])
def test_the_samples_hold_nobody_real(marker: str) -> None:
    lines = (SAMPLES / "customers.csv").read_text("utf-8-sig").splitlines()[1:]

    assert sum(marker in line for line in lines) > 300
