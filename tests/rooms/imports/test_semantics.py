"""What a second file does to what is held (`reference/dataset.md` B.5)."""

from __future__ import annotations

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.imports.model import State
from chalicelib.records.accounts import AccountStatus
from chalicelib.records.holds import HoldKind
from chalicelib.records.lookups import ContactLookup
from chalicelib.settings.model import Settings
from tests.support.importing import Importing, aoife


def test_blank_and_missing_cells_change_nothing() -> None:
    world = Importing()
    world.drop_rows(aoife(CreditorName="Acme Energy", Tags="vip", Title="Ms"))
    before = world.customer()

    bare = {name: aoife()[name] for name in ("CustomerID", "AccountNumber", "AddressLine1", "Postcode", "Balance", "DueDate")}
    upload = world.drop_rows(bare | {"Tags": "", "CreditorName": ""})

    assert upload.rows.unchanged == 1
    assert world.customer() == before


def test_clear_empties_an_optional_field_and_takes_its_look_up_away() -> None:
    world = Importing()
    world.drop_rows(aoife(CreditorName="Acme Energy", Tags="vip"))

    world.drop_rows(aoife(Email="[CLEAR]", CreditorName="[CLEAR]", Tags="[CLEAR]", City="[CLEAR]"))

    customer = world.customer()
    assert (customer.email, customer.tags, customer.accounts["A-1"].creditor) == (None, (), None)
    assert customer.address == ("12 High Street",)
    terms = {lookup.term for lookup in world.store.items.values() if isinstance(lookup, ContactLookup)}
    assert terms == {"p:+447700900123", "o:LS1"}


def test_the_last_contact_cannot_be_cleared() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=100))
    world.drop_rows(aoife(Email=""))
    before = world.customer()

    upload = world.drop_rows(aoife(Email="", MobilePhone="[CLEAR]"))

    assert "E_NO_CONTACT" in world.codes(upload)
    assert world.customer() == before


@pytest.mark.feature("P6", "P8")
def test_plan_options_are_replaced_where_their_columns_are_in_the_file() -> None:
    world = Importing()
    first = {
        "PlanOption1Instalments": "10",
        "PlanOption1TotalAmount": "100",
        "PlanOption2Instalments": "5",
        "PlanOption2TotalAmount": "90",
    }
    world.drop_rows(aoife(**first))

    world.drop_rows(
        aoife(PlanOption2Instalments="", PlanOption2TotalAmount="", PlanOption3Instalments="4", PlanOption3TotalAmount="80.01")
    )

    options = world.customer().accounts["A-1"].plan_options
    assert [(o.number, o.instalments, o.total) for o in options] == [(1, 10, 10_000), (3, 4, 8_001)]
    assert (options[1].instalment, options[1].final_instalment) == (2_000, 2_001)


def test_a_file_sets_an_opt_out_and_never_takes_one_back() -> None:
    world = Importing()
    world.drop_rows(aoife(SmsOptOut="Y"))
    world.edit(email_opt_out=True)

    upload = world.drop_rows(aoife(SmsOptOut="N", EmailOptOut="N"))

    assert (world.customer().sms_opt_out, world.customer().email_opt_out) == (True, True)
    assert upload.rows.unchanged == 1


def test_an_agents_edit_survives_a_file_that_has_nothing_new_to_say() -> None:
    world = Importing()
    world.drop_rows(aoife())
    world.edit(mobile_phone="+447700900555")

    upload = world.drop_rows(aoife(Balance="99.00"))

    assert world.customer().mobile_phone == "+447700900555"
    assert "W_AGENT_EDIT_OVERWRITTEN" not in world.codes(upload)


@pytest.mark.parametrize(("file_wins", "email"), [(True, "theirs@example.com"), (False, "mine@example.com")])
def test_what_a_person_gave_before_any_file_did_is_an_edit_too(file_wins: bool, email: str) -> None:
    world = Importing(Settings(file_wins_over_agent=file_wins))
    world.drop_rows(aoife(Email=""))
    world.edit(email="mine@example.com")

    upload = world.drop_rows(aoife(Email="theirs@example.com"))

    assert "W_AGENT_EDIT_OVERWRITTEN" in world.codes(upload)
    assert world.customer().email == email


@pytest.mark.parametrize(("file_wins", "phone"), [(True, "+447700900999"), (False, "+447700900555")])
def test_a_new_value_meets_an_agents_edit_and_the_setting_decides(file_wins: bool, phone: str) -> None:
    world = Importing(Settings(file_wins_over_agent=file_wins))
    world.drop_rows(aoife())
    world.edit(mobile_phone="+447700900555")

    upload = world.drop_rows(aoife(MobilePhone="07700 900999"))
    again = world.drop_rows(aoife(MobilePhone="07700 900999", Tags=""))

    assert "W_AGENT_EDIT_OVERWRITTEN" in world.codes(upload)
    assert world.customer().mobile_phone == phone
    assert "W_AGENT_EDIT_OVERWRITTEN" not in world.codes(again)
    assert again.rows.unchanged == 1


def test_holds_closures_moratoria_and_due_dates_follow_the_file() -> None:
    world = Importing()
    world.drop_rows(aoife())

    space = {"BreathingSpaceType": "STANDARD", "BreathingSpaceStart": "2026-02-01", "BreathingSpaceEnd": "2026-04-01"}
    world.drop_rows(aoife(AccountStatus="HOLD", DueDate="2025-04-01", DisputeFlag="Y", DoNotContact="Y", **space))

    customer = world.customer()
    assert customer.accounts["A-1"].status is AccountStatus.HOLD
    assert str(customer.accounts["A-1"].due_date) == "2025-04-01"
    assert str(customer.accounts["A-1"].claims["A-1-1"].original_due_date) == "2025-03-01"
    assert customer.do_not_contact
    assert {hold.kind: str(hold.end) for hold in customer.holds} == {
        HoldKind.BREATHING_SPACE: "2026-04-01",
        HoldKind.DISPUTE: "None",
    }

    world.drop_rows(aoife(AccountStatus="CLOSED", DueDate="2025-04-01", BreathingSpaceType="NONE", DisputeFlag="N"))
    customer = world.customer()
    assert (customer.holds, customer.accounts["A-1"].status) == ((), AccountStatus.CLOSED)


def test_a_move_to_scotland_changes_the_law_unless_the_file_has_said_which() -> None:
    world = Importing()
    world.drop_rows(aoife(), aoife(CustomerID="C-2", AccountNumber="A-2", Jurisdiction="ENGLAND_WALES"))

    world.drop_rows(aoife(Postcode="EH1 1AA"), aoife(CustomerID="C-2", AccountNumber="A-2", Postcode="EH1 1AA"))

    assert (world.customer("C-1").jurisdiction, world.customer("C-2").jurisdiction) == ("SCOTLAND", "ENGLAND_WALES")


def test_companies_have_a_name_and_a_number_and_no_birthday() -> None:
    world = Importing()
    company = {"CustomerType": "COMPANY", "CompanyName": "Higgins & Sons Ltd", "CompanyNumber": "SC123456"}

    upload = world.drop_rows(aoife(FirstName="", LastName="", DateOfBirth="", **company))

    assert upload.state is State.COMPLETED
    assert (world.customer().name, world.customer().company_number) == ("Higgins & Sons Ltd", "SC123456")


def test_one_import_of_a_customer_shares_one_correlation_id_and_tells_each_entity_once() -> None:
    world = Importing()

    world.drop_rows(aoife(), aoife(AccountNumber="A-2"))

    told = [e for e in world.store.items.values() if isinstance(e, Activity) and e.stream == world.customer().customer_key]
    assert sorted(activity.entity for activity in told) == ["account:A-1", "account:A-2", world.customer().ref]
    assert len({activity.correlation_id for activity in told}) == 1
    assert {activity.actor_type for activity in told} == {"IMPORT"}


def test_the_diary_shows_what_changed_with_contacts_masked() -> None:
    world = Importing()
    world.drop_rows(aoife())

    world.drop_rows(aoife(MobilePhone="07700 900999", DateOfBirth="1984-02-28"))

    (told,) = [e for e in world.store.items.values() if isinstance(e, Activity) and e.event is Event.CUSTOMER_UPDATED]
    assert told.before == {"MobilePhone": "07***123", "DateOfBirth": "****-**-**"}
    assert told.after == {"MobilePhone": "07***999", "DateOfBirth": "****-**-**"}


@pytest.mark.feature("P6")
def test_an_offer_that_the_new_balance_no_longer_allows_goes_and_one_that_fits_stays() -> None:
    world = Importing()
    offers = {"PlanOption1Instalments": "10", "PlanOption1TotalAmount": "100", "PlanOption2Instalments": "5"}
    world.drop_rows(aoife(**offers, PlanOption2TotalAmount="60", MinPaymentAmount="70"))

    world.drop_rows(aoife(Balance="65.00"))

    account = world.customer().accounts["A-1"]
    assert [option.number for option in account.plan_options] == [2]
    assert account.minimum_payment is None
