"""Each code with a row that earns it (`reference/dataset.md` B.4): what the report of the upload says."""

from __future__ import annotations

import pytest

from chalicelib.imports.model import State
from chalicelib.settings.facts import Fact
from chalicelib.settings.model import Settings
from tests.support.importing import Importing, aoife

COMPANY = {"CustomerType": "COMPANY", "FirstName": "", "LastName": "", "DateOfBirth": "", "CompanyName": "Widgets & Sons Ltd"}
PLAN = {"PlanOption1Instalments": "10", "PlanOption1TotalAmount": "100.00"}

REJECTED = [
    ("E_REQUIRED", {"Balance": ""}),
    ("E_REQUIRED", {"FirstName": ""}),
    ("E_REQUIRED", {"DateOfBirth": ""}),
    ("E_REQUIRED", COMPANY | {"CompanyName": ""}),
    ("E_REQUIRED", {"Postcode": "[CLEAR]"}),
    ("E_TOO_LONG", {"CreditorName": "x" * 81}),
    ("E_CHARACTERS", {"LastName": "42"}),
    ("E_CHARACTERS", {"CreditorName": "#N/A"}),
    ("E_NUMBER_ROUNDED", {"CustomerID": "1.23457E+15"}),
    ("E_ENUM", {"AccountStatus": "OPEN"}),
    ("E_DATE_FORMAT", {"DueDate": "03/31/2025"}),
    ("E_DATE_FUTURE", {"LastPaymentDate": "2027-01-01"}),
    ("E_DATE_RANGE", {"DueDate": "0025-03-01"}),
    ("E_DOB_UNDER_18", {"DateOfBirth": "2012-01-01"}),
    ("E_DOB_INVALID", {"DateOfBirth": "1901-01-01"}),
    ("E_POSTCODE_FORMAT", {"Postcode": "LS1"}),
    ("E_POSTCODE_NOT_UK", {"Postcode": "GX11 1AA"}),
    ("E_POSTCODE_BFPO_NUMBER", {"Postcode": "BFPO 801"}),
    ("E_PHONE_FORMAT", {"MobilePhone": "0113 496 0000"}),
    ("E_PHONE_SCIENTIFIC", {"MobilePhone": "4.47701E+11"}),
    ("E_PHONE_PREMIUM", {"HomePhone": "0909 879 0000"}),
    ("E_EMAIL_FORMAT", {"Email": "aoife at example.com"}),
    ("E_NO_CONTACT", {"MobilePhone": "", "Email": ""}),
    ("E_MONEY_FORMAT", {"Balance": "1.234,56"}),
    ("E_MONEY_NEGATIVE", {"Balance": "(5.00)"}),
    ("E_MONEY_RANGE", {"MinPaymentAmount": "100.01"}),
    ("E_BALANCE_BREAKDOWN", {"PrincipalAmount": "90.00", "InterestAmount": "9.00"}),
    ("E_BREATHING_SPACE", {"BreathingSpaceType": "STANDARD", "BreathingSpaceStart": "2026-01-01"}),
    ("E_BREATHING_SPACE", {"BreathingSpaceType": "MENTAL_HEALTH"}),
    (
        "E_BREATHING_SPACE",
        {"BreathingSpaceType": "MENTAL_HEALTH", "BreathingSpaceStart": "2026-01-01", "BreathingSpaceEnd": "2026-02-01"},
    ),
    ("E_COMPANY_NUMBER", COMPANY | {"CompanyNumber": "12"}),
    ("E_PAYMENT_REFERENCE", {"PaymentReference": "111111"}),
    ("E_PLAN_INCOMPLETE", {"PlanOption2Instalments": "12"}),
    ("E_PLAN_INCOMPLETE", {"PlanOption2TotalAmount": "12"}),
    ("E_PLAN_RANGE", PLAN | {"PlanOption1Instalments": "121", "PlanOption1TotalAmount": "200.00", "Balance": "200.00"}),
    ("E_PLAN_RANGE", PLAN | {"PlanOption1Instalments": "61", "PlanOption1TotalAmount": "99"}),
    ("E_PLAN_TOTAL_GT_BALANCE", PLAN | {"PlanOption1TotalAmount": "100.01"}),
    ("E_PLAN_DISCOUNT", PLAN | {"PlanOption1TotalAmount": "39.99"}),
    ("E_PLAN_MIN_INSTALMENT", PLAN | {"PlanOption1Instalments": "51", "PlanOption1TotalAmount": "50.00"}),
    ("E_CURRENCY", {"Currency": "EUR"}),
]

WARNED = [
    ("W_POSTCODE_CROWN_DEPENDENCY", {"Postcode": "JE2 3AB"}),
    ("W_POSTCODE_AREA_UNKNOWN", {"Postcode": "TD15 1AA"}),
    ("W_PHONE_LEADING_ZERO_RESTORED", {"MobilePhone": "7400123456"}),
    ("W_TEST_PHONE", {}),
    ("W_PLAN_DUPLICATE", PLAN | {"PlanOption3Instalments": "10", "PlanOption3TotalAmount": "100"}),
    ("W_DEFAULT_BEFORE_DUE", {"DefaultDate": "2025-02-28"}),
    ("W_LIMITATION_NEAR", {"DueDate": "2020-06-01"}),
    ("W_LIMITATION_NEAR", {"DueDate": "2010-06-01", "LastPaymentDate": "2020-06-01"}),
    ("W_STATUTE_BARRED", {"DueDate": "2020-03-01"}),
    ("W_STATUTE_BARRED", {"DueDate": "2021-03-01", "Jurisdiction": "SCOTLAND"}),
    ("W_NUMBER_ROUNDED", {"AccountNumber": "1234567890123450"}),
]


@pytest.mark.parametrize(("code", "values"), REJECTED, ids=[f"{code}-{n}" for n, (code, _) in enumerate(REJECTED)])
def test_a_bad_row_is_rejected_and_its_neighbour_is_imported(code: str, values: dict[str, str]) -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=50))

    upload = world.drop_rows(aoife(CustomerID="C-2", AccountNumber="A-2", MobilePhone="07400 123456"), aoife(**values))

    assert (upload.state, upload.rows.new, upload.rows.rejected) == (State.COMPLETED_WITH_ERRORS, 1, 1)
    (line,) = [row for row in world.report(upload) if row["Severity"] == "ERROR"]
    assert (line["Code"], line["RowNumber"], line["RecordNumber"], line["AccountNumber"]) == (code, "3", "2", "A-1")
    assert line["Message"]
    assert line["HowToFix"]
    assert world.find("C-1") is None


@pytest.mark.parametrize(("code", "values"), WARNED, ids=[f"{code}-{n}" for n, (code, _) in enumerate(WARNED)])
def test_a_doubtful_row_is_imported_with_a_warning(code: str, values: dict[str, str]) -> None:
    world = Importing()

    upload = world.drop_rows(aoife(**values))

    assert upload.state is State.COMPLETED
    assert code in world.codes(upload)
    assert upload.rows.warnings == len(world.report(upload))
    assert world.customer().accounts


def test_all_faults_of_a_row_are_told_not_the_first() -> None:
    world = Importing()

    upload = world.drop_rows(aoife(Postcode="LS1", Balance="x", Email="x", DueDate="x"))

    whole, *lines = world.report(upload)
    assert (whole["RowNumber"], whole["Code"]) == ("", "F_NO_VALID_ROWS")
    assert {line["Column"] for line in lines if line["Severity"] == "ERROR"} == {"Postcode", "Balance", "Email", "DueDate"}
    assert upload.state is State.FAILED
    assert upload.failure is not None
    assert upload.failure.code == "F_NO_VALID_ROWS"


def test_a_report_never_shows_the_contact_or_birthday_it_is_about() -> None:
    world = Importing()

    upload = world.drop_rows(aoife(DateOfBirth="31/02/1984", MobilePhone="07700 9001", Email="aoife.oneill@example"))

    shown = {row["Column"]: row["SuppliedValue"] for row in world.report(upload)}
    assert shown["DateOfBirth"] == "**/**/****"
    assert shown["MobilePhone"] == "07***001"
    assert shown["Email"] == "ao***ple"


@pytest.mark.feature("R5", "V6")
def test_a_row_must_hold_the_facts_that_its_customer_will_be_asked_for() -> None:
    by_email = Settings(
        auto_confirm_rejected_percent=100,
        individual_facts=(Fact.ACCOUNT_NUMBER, Fact.EMAIL),
        company_facts=(Fact.REFERENCE, Fact.EMAIL),
    )
    world = Importing(by_email)

    upload = world.drop_rows(aoife(DateOfBirth=""), aoife(CustomerID="C-2", AccountNumber="A-2", Email=""))

    found = [(row["RowNumber"], row["Code"], row["Column"]) for row in world.report(upload) if row["Severity"] == "ERROR"]
    assert found == [("3", "E_REQUIRED", "Email")]
    assert upload.rows.new == 1


def test_the_same_account_twice_rejects_both_rows() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=100))

    upload = world.drop_rows(aoife(), aoife(CustomerID="C-2"), aoife(CustomerID="C-3", AccountNumber="A-3"))

    assert [(row["RowNumber"], row["Code"]) for row in world.report(upload) if row["Severity"] == "ERROR"] == [
        ("2", "E_DUP_ACCOUNT_IN_FILE"),
        ("3", "E_DUP_ACCOUNT_IN_FILE"),
    ]
    assert (upload.rows.new, upload.rows.rejected) == (1, 2)


def test_a_customer_whose_rows_disagree_is_rejected_whole() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=100))

    upload = world.drop_rows(
        aoife(), aoife(AccountNumber="A-2", DateOfBirth="1984-03-01"), aoife(CustomerID="C-2", AccountNumber="A-3")
    )

    errors = [row for row in world.report(upload) if row["Severity"] == "ERROR"]
    assert [(row["RowNumber"], row["Column"], row["Code"]) for row in errors] == [
        ("2", "DateOfBirth", "E_CUSTOMER_CONFLICT"),
        ("3", "DateOfBirth", "E_CUSTOMER_CONFLICT"),
    ]
    assert world.find("C-1") is None
    assert world.find("C-2") is not None


def test_the_same_detail_written_two_ways_is_no_disagreement() -> None:
    world = Importing()

    upload = world.drop_rows(aoife(), aoife(AccountNumber="A-2", MobilePhone="+447700900123", Postcode="LS14DY", Email=""))

    assert (upload.state, upload.rows.new) == (State.COMPLETED, 2)


def test_a_shared_mobile_is_flagged_and_both_are_kept() -> None:
    world = Importing()

    upload = world.drop_rows(aoife(), aoife(CustomerID="C-2", AccountNumber="A-2"))

    assert "W_SHARED_PHONE" in world.codes(upload)
    assert upload.rows.new == 2


def test_an_account_never_moves_to_another_customer() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=100))
    world.drop_rows(aoife())

    upload = world.drop_rows(aoife(CustomerID="C-2"), aoife(CustomerID="C-2", AccountNumber="A-2"))

    assert (upload.rows.new, upload.rows.rejected) == (1, 1)
    assert world.codes(upload) >= {"E_ACCOUNT_OWNER_CHANGED"}
    assert set(world.customer("C-2").accounts) == {"A-2"}
    assert set(world.customer("C-1").accounts) == {"A-1"}


def test_a_customer_with_more_accounts_than_an_item_holds_is_refused_clearly() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=100))

    upload = world.drop_rows(*(aoife(AccountNumber=f"A-{n}") for n in range(81)))

    assert upload.rows.rejected == 81
    assert "E_CUSTOMER_TOO_LARGE" in world.codes(upload)


def test_eighty_accounts_fit_although_one_transaction_does_not_hold_their_numbers() -> None:
    world = Importing()

    upload = world.drop_rows(*(aoife(AccountNumber=f"A-{n}") for n in range(80)))

    assert (upload.state, upload.rows.new) == (State.COMPLETED, 80)
    assert len(world.customer().accounts) == 80


@pytest.mark.parametrize("values", [{"JudgmentDate": "2015-01-01"}, {"LastAcknowledgedDate": "2024-01-01"}, {"Balance": "0"}])
def test_an_old_debt_that_may_be_demanded_or_is_none_gets_no_warning(values: dict[str, str]) -> None:
    world = Importing()

    upload = world.drop_rows(aoife(DueDate="2012-03-01", MobilePhone="07400 123456", **values))

    assert world.codes(upload) == set()


def test_a_date_that_reads_both_ways_is_doubted_only_in_a_column_with_dates_that_are_month_first() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=100))
    days = {"A-1": "03/04/2025", "A-2": "03/31/2025", "A-3": "31/03/2025", "A-4": "03/03/2025", "A-5": "2025-03-04"}
    rows = [aoife(CustomerID=f"C-{number}", AccountNumber=number, DueDate=day) for number, day in days.items()]
    others = [row | {"OpenedDate": "04/05/2024"} for row in rows]

    upload = world.drop_rows(*others)

    found = [(row["AccountNumber"], row["Column"]) for row in world.report(upload) if row["Code"] == "W_DATE_AMBIGUOUS"]
    assert found == [("A-1", "DueDate")]
    assert world.customer("C-A-1").accounts["A-1"].claims["A-1-1"].due_date.isoformat() == "2025-04-03"
