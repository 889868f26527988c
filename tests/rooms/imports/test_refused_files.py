"""Files that must be refused whole: one clear answer, and nothing changes."""

from __future__ import annotations

from collections import Counter

import pytest

from chalicelib.imports.model import State
from chalicelib.settings.model import Settings
from tests.support.faulty_files import faulty
from tests.support.importing import Importing, table
from tests.support.refused_files import refused_files


def held(world: Importing) -> dict[object, object]:
    """All that is known of customers; that a file came and was refused is told among the organisation's own activities."""
    return {key: entity for key, entity in world.written().items() if not str(key.pk).startswith("org#")}


REFUSED = list(refused_files())


def test_every_code_that_refuses_a_file_comes_three_times() -> None:
    assert min(Counter(file.code for file in REFUSED).values()) >= 3


@pytest.mark.feature("I18", "I8", "I6")
@pytest.mark.parametrize("number", range(len(REFUSED)), ids=[f"{n}-{file.code}" for n, file in enumerate(REFUSED)])
def test_a_file_that_must_be_refused_changes_nothing_and_says_one_thing(number: int) -> None:
    file, world = REFUSED[number], Importing(Settings(auto_confirm_rejected_percent=100))
    before = held(world)

    upload = world.drop(file.content, file.name)

    assert upload.state is State.FAILED
    assert upload.failure is not None
    assert upload.failure.code == file.code, upload.failure
    assert upload.failure.how_to_fix
    [line] = world.report(upload)
    assert (line["Code"], line["RowNumber"]) == (file.code, "")
    assert held(world) == before


@pytest.mark.feature("I12", "I21")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_file_again_is_recognised(seed: int) -> None:
    world, content = Importing(Settings(auto_confirm_rejected_percent=100)), table(faulty(seed).before)
    world.drop(content)
    before = held(world)

    upload = world.drop(content, "another-name.csv")

    assert upload.failure is not None
    assert upload.failure.code == "F_DUPLICATE_FILE"
    assert held(world) == before
