"""Columns of the organisation's own: typed, kept with the account, and back again in exports."""

from __future__ import annotations

import pytest

from chalicelib.core.objects import Bucket
from chalicelib.imports.metadata import FieldType, MetadataField
from chalicelib.imports.model import FileFormat, State
from chalicelib.settings.model import Settings
from tests.support.importing import AGENT, Importing, aoife, table
from tests.support.workbooks import spreadsheet

FIELDS = [MetadataField("tariff"), *(MetadataField(kind.lower(), kind) for kind in FieldType)]
GOOD = {"Meta.tariff": "Economy 7", "meta.NUMBER": "12", "Meta.amount": "9.5", "Meta.day": "01/03/2025", "Meta.flag": "yes"}


def world_with(*fields: MetadataField) -> Importing:
    return Importing(Settings(auto_confirm_rejected_percent=100), metadata=fields)


def test_values_are_kept_with_the_account_in_one_form_and_said_to_have_changed() -> None:
    world = world_with(*FIELDS)

    world.drop_rows(aoife(**GOOD))
    changed = world.drop_rows(aoife(**GOOD | {"Meta.tariff": "Economy 10"}))
    kept = world.customer().accounts["A-1"].imported
    assert {name: kept[name] for name in kept if name.startswith("Meta.")} == {
        "Meta.tariff": "Economy 10",
        "Meta.number": "12",
        "Meta.amount": "9.50",
        "Meta.day": "2025-03-01",
        "Meta.flag": "Y",
    }
    assert changed.rows.changed == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Meta.tariff", "x" * 201),
        ("Meta.number", "1.5"),
        ("Meta.amount", "-1"),
        ("Meta.day", "03/31/2025"),
        ("Meta.flag", "maybe"),
    ],
)
def test_a_value_of_another_type_rejects_its_row(column: str, value: str) -> None:
    world = world_with(*FIELDS)

    upload = world.drop_rows(aoife(), aoife(CustomerID="C-2", AccountNumber="A-2", **{column: value}))

    (line,) = [row for row in world.report(upload) if row["Severity"] == "ERROR"]
    assert (line["Code"], line["Column"], line["RowNumber"]) == ("E_META_TYPE", column, "3")
    assert world.find("C-2") is None
    assert (Bucket.DATASETS, f"reports/{upload.id}/rejected-rows.csv") in world.objects.contents


def test_a_field_that_is_not_defined_refuses_the_file() -> None:
    world = world_with(MetadataField("tariff"))

    upload = world.drop_rows(aoife(**{"Meta.tarif": "x"}))

    assert [line["Code"] for line in world.report(upload)] == ["E_META_UNKNOWN"]


@pytest.mark.feature("I5")
@pytest.mark.parametrize("form", list(FileFormat))
def test_an_export_carries_them_and_comes_back_without_a_change(form: FileFormat) -> None:
    world = world_with(*FIELDS)
    rows = [aoife(**GOOD)]
    world.drop(table(rows) if form is FileFormat.CSV else spreadsheet(rows), f"first.{form.lower()}")
    export = world.imports.start_export(form, AGENT, "key")
    world.deliver()

    upload = world.drop(
        world.objects.contents[Bucket.EXPORTS, f"exports/{export.id}/customers.{form.lower()}"], f"export.{form.lower()}"
    )

    assert (upload.state, upload.rows.unchanged) == (State.COMPLETED, 1)
