"""Files full of known faults: every fault is found where it is, and nothing else is called one."""

from __future__ import annotations

from collections import Counter

import pytest

from chalicelib.imports.model import State
from chalicelib.settings.model import Settings
from tests.support.faulty_rows import Dataset, Truth, dataset
from tests.support.importing import Importing


def reported(world: Importing) -> set[Truth]:
    lines = world.report(world.newest)
    return {Truth(int(line["RowNumber"]), line["Code"], line["Column"]) for line in lines}


def judged(made: Dataset, lines: set[Truth]) -> set[Truth]:
    """What is said of rejected rows besides why they are: a warning there may be told or not."""
    return {found for found in lines if found.code.startswith("E_") or found.line not in made.rejected}


@pytest.mark.feature("I18", "I7", "I9")
@pytest.mark.parametrize(("seed", "delimiter", "encoding"), [(1, ",", "utf-8-sig"), (2, ";", "utf-16"), (3, "\t", "utf-8")])
def test_every_fault_is_located_and_no_other_is_reported(seed: int, delimiter: str, encoding: str) -> None:
    made = dataset(seed, delimiter=delimiter, encoding=encoding)
    assert min(Counter(found.code for found in made.truth).values()) >= 3
    world = Importing(Settings(auto_confirm_rejected_percent=100))

    upload = world.drop(made.content)

    lines = reported(world)
    assert judged(made, lines) == judged(made, set(made.truth))
    assert upload.state is State.COMPLETED_WITH_ERRORS
    assert upload.rows.rejected == len(made.rejected)
    assert upload.rows.new == len(made.rows) - len(made.rejected)
