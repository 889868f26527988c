"""What a person downloads to begin with: the template to fill in, and a sample that imports."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from chalicelib.imports.columns import TEMPLATE
from chalicelib.imports.model import FileFormat, State
from chalicelib.imports.template import Document
from tests.support.importing import Importing, aoife, table
from tests.support.workbooks import changed, opened

HEADER = [column.name for column in TEMPLATE]
EITHER = pytest.mark.parametrize("form", list(FileFormat))


def downloaded(world: Importing, document: Document, form: FileFormat) -> tuple[str, bytes]:
    found = world.imports.document(document, form)
    return found.filename, found.content


@pytest.mark.feature("I4", "I6")
def test_the_csv_template_is_the_header_and_names_its_version() -> None:
    name, content = downloaded(Importing(), Document.TEMPLATE, FileFormat.CSV)

    assert name == "accounts-v1-template.csv"
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == [HEADER]


@pytest.mark.feature("I4", "I6")
def test_the_workbook_template_has_locked_notes_drop_downs_and_its_version() -> None:
    name, content = downloaded(Importing(), Document.TEMPLATE, FileFormat.XLSX)

    book = opened(content)
    accounts, notes = book.worksheets
    assert name == "accounts-v1-template.xlsx"
    assert [cell.value for cell in accounts[1]] == HEADER
    assert accounts.max_row == 1
    assert notes.title == "Notes"
    assert notes.protection.sheet
    assert not accounts.protection.sheet
    assert {row[0].value for row in notes.iter_rows()} >= set(HEADER)
    assert book.custom_doc_props["Template"].value == "accounts-v1"
    offered = {str(rule.sqref): rule.formula1 for rule in accounts.data_validations.dataValidation}
    letter = accounts.cell(1, HEADER.index("AccountStatus") + 1).column_letter
    assert offered[f"{letter}2:{letter}1048576"] == '"ACTIVE,HOLD,CLOSED"'
    assert accounts.column_dimensions["A"].width


@pytest.mark.feature("I3", "I6", "I20")
@EITHER
@pytest.mark.parametrize("days", [0, 59, 400, 4_000])
def test_the_sample_imports_without_an_error_on_any_day(form: FileFormat, days: int) -> None:
    world = Importing()
    world.clock.instant += timedelta(days=days)
    name, content = downloaded(world, Document.SAMPLE, form)

    upload = world.drop(content, name)

    assert "test-data" in name
    assert (upload.state, upload.rows.new, upload.rows.rejected, upload.customers.new) == (State.COMPLETED, 7, 0, 4)
    assert world.codes(upload) == {"W_TEST_PHONE"}
    assert [len(world.customer(f"TEST-000{n}").accounts) for n in (1, 2, 3, 4)] == [2, 1, 3, 1]
    assert len(world.customer("TEST-0002").accounts["TEST-ACC-0003"].plan_options) == 3


@pytest.mark.feature("I3")
@EITHER
def test_the_sample_holds_nobody_real_and_says_so(form: FileFormat) -> None:
    world = Importing()
    world.drop(downloaded(world, Document.SAMPLE, form)[1], f"sample.{form.lower()}")

    for n in (1, 2, 3, 4):
        customer = world.customer(f"TEST-000{n}")
        assert customer.email
        assert customer.email.endswith("@example.com")
        assert customer.mobile_phone is None or customer.mobile_phone.startswith("+447700900")
        assert all("test data" in account.creditor for account in customer.accounts.values() if account.creditor)


@pytest.mark.feature("I4")
@EITHER
def test_an_empty_template_is_an_empty_file(form: FileFormat) -> None:
    world = Importing()

    upload = world.drop(*reversed(downloaded(world, Document.TEMPLATE, form)))

    assert [line["Code"] for line in world.report(upload)] == ["F_EMPTY"]


@pytest.mark.feature("I4")
def test_a_file_of_another_template_version_is_refused_by_its_name_or_its_property() -> None:
    world = Importing()
    _, content = downloaded(world, Document.SAMPLE, FileFormat.XLSX)
    properties = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties">'
        '<property name="Template"><lpwstr>accounts-v2</lpwstr></property></Properties>'
    )

    named = world.drop(table([aoife()]), "accounts-v2 march.csv")
    marked = world.drop(changed(content, {"docProps/custom.xml": properties}), "march.xlsx")

    for upload in (named, marked):
        (line,) = world.report(upload)
        assert line["Code"] == "F_TEMPLATE_VERSION"
        assert "accounts-v2" in line["Message"]
        assert "accounts-v1" in line["Message"]
    assert world.find("C-1") is None
    assert world.drop(table([aoife()]), "ACCOUNTS-V1-template.csv").state is State.COMPLETED


@pytest.mark.feature("I4")
def test_what_is_typed_into_the_template_stays_as_it_was_typed() -> None:
    accounts = opened(downloaded(Importing(), Document.TEMPLATE, FileFormat.XLSX)[1]).worksheets[0]

    columns = accounts.column_dimensions["A"]
    assert (columns.min, columns.max, columns.number_format) == (1, len(HEADER), "@")
