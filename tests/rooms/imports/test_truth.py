"""Files whose faults are known: every one is found in its row and column, and nothing else is said to be wrong."""

from __future__ import annotations

from collections import Counter

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.changes import Append, Changes, Replace
from chalicelib.core.faults import FaultCode
from chalicelib.imports.model import FileFormat, State
from chalicelib.lifecycle.rules import deleted
from chalicelib.records.model import CustomerStatus
from chalicelib.records.tombstones import RemovalReason
from chalicelib.settings.model import Settings
from tests.support.faulty_files import Faulty, faulty
from tests.support.importing import AGENT, Importing, table
from tests.support.workbooks import spreadsheet

ELSEWHERE = {
    "E_CUSTOMER_TOO_LARGE": "test_codes, with more accounts than a customer holds",
    "E_META_UNKNOWN": "test_reading, because it refuses the file",
    "W_PLAN_TOTAL_GT_BALANCE": "test_codes, because a setting turns the error into it",
    "W_BALANCE_REFLECTS_PAYMENTS": "test_paid_meanwhile, with payments made here",
}
"""Codes of rows that a file alone cannot have, and where they are proved."""


def prepared(made: Faulty) -> Importing:
    """Those who are held already, some of them anonymised, some deleted and some changed by a person."""
    world = Importing(Settings(auto_confirm_rejected_percent=100))
    world.drop(table(made.before))
    told = Diary(AGENT, world.clock.now())
    for customer_id in made.anonymised:
        customer = world.customer(customer_id).model_copy(update={"status": CustomerStatus.ANONYMISED})
        event = told.tell(Event.CUSTOMER_UPDATED, customer.ref, stream=customer.customer_key)
        world.store.commit(Changes(Replace(customer), Append(event)))
    for customer_id in made.deleted:
        customer = world.customer(customer_id)
        world.store.commit(deleted(customer, RemovalReason.DUPLICATE, told, ["its link"], ()))
    for number, customer_id in enumerate(made.edited):
        customer = world.customer(customer_id).model_copy(update={"mobile_phone": f"+44740030000{number}"})
        event = told.tell(Event.CUSTOMER_UPDATED, customer.ref, stream=customer.customer_key)
        world.store.commit(Changes(Replace(customer), Append(event)))
    return world


@pytest.mark.feature("I7", "I9", "I18", "I20")
@pytest.mark.parametrize("form", list(FileFormat))
@pytest.mark.parametrize("seed", [1, 2])
def test_every_fault_is_found_where_it_is_and_no_other_is_reported(seed: int, form: FileFormat) -> None:
    made = faulty(seed)
    world = prepared(made)
    content = table(made.rows) if form is FileFormat.CSV else spreadsheet(made.rows)

    upload = world.drop(content, f"faulty.{form.lower()}")

    report = world.report(upload)
    assert upload.state is State.COMPLETED_WITH_ERRORS
    assert {(int(line["RowNumber"]), line["Column"], line["Code"]) for line in report} == made.truth
    assert len(report) == len(made.truth)
    rejected = {row for row, _, code in made.truth if code.startswith("E_")}
    assert (upload.rows.total, upload.rows.rejected) == (len(made.rows), len(rejected))
    assert all(line["Message"] and line["HowToFix"] for line in report)


def test_the_file_holds_every_code_of_a_row_at_least_three_times() -> None:
    often = Counter(code for _, _, code in faulty(1).truth)

    codes = {code.value for code in FaultCode if not code.startswith("F_")}
    assert codes - often.keys() == ELSEWHERE.keys()
    assert min(often.values()) >= 3
