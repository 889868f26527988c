"""Exports: the template's own columns, loss-free, guarded, and harmless when they come back."""

from __future__ import annotations

import pytest

from chalicelib.core.errors import Code, Refused
from chalicelib.core.objects import Bucket
from chalicelib.imports import jobs
from chalicelib.imports.columns import TEMPLATE
from tests.support.importing import AGENT, Importing, aoife


def export(world: Importing, key: str = "key") -> list[dict[str, str]]:
    found = world.imports.start_export(AGENT, key)
    world.deliver()
    return world.file(Bucket.EXPORTS, f"exports/{found.id}/customers.csv")


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
    first = world.imports.start_export(AGENT, "key")
    with pytest.raises(Refused) as early:
        world.imports.download_export(first.id, AGENT)
    assert early.value.code is Code.WRONG_STATE

    assert world.imports.start_export(AGENT, "key") == first
    world.deliver()
    assert [found.state for found in world.imports.exports()] == ["READY"]
    assert first.id in world.imports.download_export(first.id, AGENT)
    with pytest.raises(Refused) as unknown:
        world.imports.get_export("nonsense")
    assert unknown.value.code is Code.NOT_FOUND


def test_an_export_whose_message_was_lost_is_sent_again() -> None:
    world = Importing()
    world.imports.start_export(AGENT, "key")
    world.queues.sent.clear()

    jobs.sweep(world.imports)
    world.deliver()

    assert [found.state for found in world.imports.exports()] == ["READY"]


def test_more_customers_than_one_read_holds_are_all_exported() -> None:
    world = Importing()
    world.drop_rows(*(aoife(CustomerID=f"C-{n}", AccountNumber=f"A-{n}") for n in range(230)))

    rows = export(world)

    assert sorted(row["CustomerID"] for row in rows) == sorted(f"C-{n}" for n in range(230))
