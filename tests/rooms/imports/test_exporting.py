"""Exports: the template's own columns, loss-free, guarded, and harmless when they come back."""

from __future__ import annotations

import pytest

from chalicelib.core.errors import Code, Refused
from chalicelib.core.objects import Bucket
from chalicelib.imports import jobs
from chalicelib.imports.columns import TEMPLATE
from chalicelib.imports.model import FileFormat, State
from tests.support.importing import AGENT, Importing, aoife
from tests.support.workbooks import opened


def export(world: Importing, key: str = "key") -> list[dict[str, str]]:
    found = world.imports.start_export(FileFormat.CSV, AGENT, key)
    world.deliver()
    return world.file(Bucket.EXPORTS, f"exports/{found.id}/customers.csv")


@pytest.mark.feature("I5")
def test_an_export_has_the_template_s_columns_and_what_is_owed_now_beside_them() -> None:
    world = Importing()
    plan = {"PlanOption2Instalments": "3", "PlanOption2TotalAmount": "90", "MinPaymentAmount": "5", "OriginalBalance": "250"}
    world.drop_rows(aoife(CustomerID="00042", AccountNumber="0001", CreditorName="=Acme & Co", Tags="vip;b7", **plan))

    (row,) = export(world)

    assert list(row) == [*(column.name for column in TEMPLATE), "OutstandingBalance"]
    given = {name: value for name, value in row.items() if value}
    assert given == {
        "CustomerID": "00042",
        "AccountNumber": "0001",
        "CustomerType": "INDIVIDUAL",
        "FirstName": "Aoife",
        "LastName": "O'Neill-Smith",
        "DateOfBirth": "1984-02-29",
        "MobilePhone": "+447700900123",
        "Email": "aoife@example.com",
        "AddressLine1": "12 High Street",
        "City": "Leeds",
        "Postcode": "LS1 4DY",
        "Jurisdiction": "ENGLAND_WALES",
        "PreferredLanguage": "en-GB",
        "SmsOptOut": "N",
        "EmailOptOut": "N",
        "CreditorName": "'=Acme & Co",
        "RegulatedAgreement": "Y",
        "AccountStatus": "ACTIVE",
        "Currency": "GBP",
        "Balance": "100.00",
        "OriginalBalance": "250.00",
        "PrincipalAmount": "100.00",
        "InterestAmount": "0.00",
        "FeesAmount": "0.00",
        "DueDate": "2025-03-01",
        "MinPaymentAmount": "5.00",
        "PlanOption2Instalments": "3",
        "PlanOption2TotalAmount": "90.00",
        "PlanOption2Frequency": "MONTHLY",
        "VulnerabilityFlag": "NONE",
        "BreathingSpaceType": "NONE",
        "DisputeFlag": "N",
        "DoNotContact": "N",
        "Tags": "vip;b7",
        "OutstandingBalance": "100.00",
    }


@pytest.mark.feature("I13")
def test_an_export_that_was_edited_changes_what_was_edited() -> None:
    world = Importing()
    world.drop_rows(aoife(), aoife(CustomerID="C-2", AccountNumber="A-2"))
    rows = export(world)

    rows[0 if rows[0]["CustomerID"] == "C-1" else 1]["City"] = "York"
    upload = world.drop_rows(*rows)

    assert (upload.rows.changed, upload.rows.unchanged) == (1, 1)
    assert world.customer("C-1").address == ("12 High Street", "York")


def test_an_export_belongs_to_its_request_and_its_download_is_told() -> None:
    world = Importing()
    first = world.imports.start_export(FileFormat.CSV, AGENT, "key")
    with pytest.raises(Refused) as early:
        world.imports.download_export(first.id, AGENT)
    assert early.value.code is Code.WRONG_STATE

    assert world.imports.start_export(FileFormat.CSV, AGENT, "key") == first
    world.deliver()
    assert [found.state for found in world.imports.exports()] == ["READY"]
    assert first.id in world.imports.download_export(first.id, AGENT)
    with pytest.raises(Refused) as unknown:
        world.imports.get_export("nonsense")
    assert unknown.value.code is Code.NOT_FOUND


def test_an_export_whose_message_was_lost_is_sent_again() -> None:
    world = Importing()
    world.imports.start_export(FileFormat.CSV, AGENT, "key")
    world.queues.sent.clear()

    jobs.sweep(world.imports)
    world.deliver()

    assert [found.state for found in world.imports.exports()] == ["READY"]


def test_more_customers_than_one_read_holds_are_all_exported() -> None:
    world = Importing()
    world.drop_rows(*(aoife(CustomerID=f"C-{n}", AccountNumber=f"A-{n}") for n in range(230)))

    rows = export(world)

    assert sorted(row["CustomerID"] for row in rows) == sorted(f"C-{n}" for n in range(230))


AWKWARD = (
    "=1+1",
    "@SUM(A1)",
    "+cmd",
    "-2+3",
    "'=x",
    "'",
    "_x0041_",
    ' & <b> "quoted"',
    "Flat 1, The Row",
    "#N/A here",
    "TRUE",
    "1E5",
)


@pytest.mark.feature("I5", "I6", "I13")
@pytest.mark.parametrize("form", list(FileFormat))
def test_an_export_in_either_format_comes_back_without_a_change(form: FileFormat) -> None:
    world = Importing()
    rows = [
        aoife(CustomerID=f"000{n}", AccountNumber=f"{n}0{'9' * 15}", CreditorName=text, Balance=f"{n}.10")
        for n, text in enumerate(AWKWARD, 1)
    ]
    world.drop_rows(*rows)
    export = world.imports.start_export(form, AGENT, "key")
    world.deliver()
    content = world.objects.contents[Bucket.EXPORTS, f"exports/{export.id}/customers.{form.lower()}"]
    before = world.written()

    upload = world.drop(content, f"export.{form.lower()}")

    assert (upload.state, upload.format, upload.rows.unchanged) == (State.COMPLETED, form, len(AWKWARD))
    assert {key for key in world.written().keys() - before.keys() if not key.pk.startswith("org#")} == set()


@pytest.mark.feature("I6")
def test_a_workbook_holds_text_as_text_and_amounts_as_numbers() -> None:
    world = Importing()
    world.drop_rows(aoife(CustomerID="00042", AccountNumber="1234567890123456789", CreditorName="=1+1", Balance="1234.50"))
    export = world.imports.start_export(FileFormat.XLSX, AGENT, "key")
    world.deliver()

    sheet = opened(world.objects.contents[Bucket.EXPORTS, f"exports/{export.id}/customers.xlsx"]).worksheets[0]

    cells = {name.value: cell for name, cell in zip(*sheet.iter_rows(max_row=2), strict=True)}
    assert {name: (cells[name].value, cells[name].data_type) for name in ("CustomerID", "CreditorName", "MobilePhone")} == {
        "CustomerID": ("00042", "s"),
        "CreditorName": ("=1+1", "s"),
        "MobilePhone": ("+447700900123", "s"),
    }
    assert (cells["Balance"].value, cells["Balance"].data_type) == (1234.5, "n")
    assert cells["AccountNumber"].value == "1234567890123456789"


def test_more_accounts_than_a_sheet_holds_need_the_other_format(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("chalicelib.imports.xlsxfile.MOST_ROWS", 1)
    world = Importing()
    world.drop_rows(aoife(), aoife(AccountNumber="A-2"))

    export = world.imports.start_export(FileFormat.XLSX, AGENT, "key")
    world.deliver()

    found = world.imports.get_export(export.id)
    assert found.state == "FAILED"
    assert found.failure is not None
    assert "CSV" in found.failure.how_to_fix
    with pytest.raises(Refused):
        world.imports.download_export(export.id, AGENT)
