"""Files full of known faults: every fault is found where it is, and nothing else is called one."""

from __future__ import annotations

from collections import Counter

import pytest

from chalicelib.activities.model import Diary, Event
from chalicelib.core.changes import Append, Changes, Replace
from chalicelib.imports.model import State
from chalicelib.records.model import CustomerStatus
from chalicelib.settings.model import Settings
from tests.support.faulty_files import refused_files, second_import
from tests.support.faulty_rows import Dataset, Truth, dataset
from tests.support.importing import AGENT, Importing
from tests.support.workbooks import spreadsheet


def reported(world: Importing) -> set[Truth]:
    lines = world.report(world.newest)
    return {Truth(int(line["RowNumber"]), line["Code"], line["Column"]) for line in lines}


def edit(world: Importing, customer_id: str, **fields: object) -> None:
    """What somebody else did to a customer since the file before."""
    customer = world.customer(customer_id)
    told = Diary(AGENT, world.clock.now()).tell(Event.CUSTOMER_UPDATED, customer.ref, stream=customer.customer_key)
    world.store.commit(Changes(Replace(customer.model_copy(update=fields)), Append(told)))


def held(world: Importing) -> dict[object, object]:
    """All that is known of customers; that a file came and was refused is told among the organisation's own activities."""
    return {key: entity for key, entity in world.written().items() if not str(key.pk).startswith("org#")}


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


@pytest.mark.feature("I6", "I18")
def test_every_fault_is_located_in_a_workbook_too() -> None:
    made = dataset(4)
    world = Importing(Settings(auto_confirm_rejected_percent=100))

    upload = world.drop(spreadsheet(made.rows), "customers.xlsx")

    lines = reported(world)
    assert judged(made, lines) == judged(made, set(made.truth))
    assert upload.rows.rejected == len(made.rejected)


REFUSED = list(refused_files(7))


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


@pytest.mark.feature("I2", "I12", "I18")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_faults_that_lie_in_what_is_held_are_located_too(seed: int) -> None:
    made = second_import(seed)
    assert min(Counter(found.code for found in made.second.truth).values()) >= 3
    world = Importing(Settings(auto_confirm_rejected_percent=100))
    world.drop(made.first)
    for customer_id in made.email_edited:
        edit(world, customer_id, email="agent@example.com")
    for customer_id in made.deleted:
        edit(world, customer_id, status=CustomerStatus.ANONYMISED)

    upload = world.drop(made.second.content)

    lines = reported(world)
    assert judged(made.second, lines) == judged(made.second, set(made.second.truth))
    assert upload.rows.rejected == len(made.second.rejected)


@pytest.mark.feature("I12", "I21")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_file_again_is_recognised(seed: int) -> None:
    world, made = Importing(Settings(auto_confirm_rejected_percent=100)), dataset(seed)
    world.drop(made.content)
    before = held(world)

    upload = world.drop(made.content, "another-name.csv")

    assert upload.failure is not None
    assert upload.failure.code == "F_DUPLICATE_FILE"
    assert held(world) == before
