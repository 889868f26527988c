"""What a second file does to what is held (`reference/dataset.md` B.5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.core.changes import Append, Changes, Replace
from chalicelib.core.errors import Refused
from chalicelib.core.ids import fingerprint
from chalicelib.imports.model import State
from chalicelib.ledger.rules import replay
from chalicelib.lifecycle.model import Removal, Stage, removal_place
from chalicelib.lifecycle.removing import step
from chalicelib.lifecycle.rules import deleted
from chalicelib.payments.model import Payment, Portion, Status
from chalicelib.records.accounts import AccountStatus, ClaimStatus
from chalicelib.records.holds import HoldKind
from chalicelib.records.lookups import ContactLookup, link_token
from chalicelib.records.model import Customer, CustomerStatus
from chalicelib.records.tombstones import RemovalReason
from chalicelib.settings.model import Settings
from tests.support import invariants
from tests.support.importing import AGENT, Importing, aoife
from tests.support.lifecycle_invariants import ENDS_AT_REST


def edit(world: Importing, **fields: object) -> None:
    """What an agent's edit does: the record changes, the baseline does not."""
    customer = world.customer()
    told = Diary(AGENT, world.clock.now()).tell(Event.CUSTOMER_UPDATED, customer.ref, stream=customer.customer_key)
    world.store.commit(Changes(Replace(customer.model_copy(update=fields)), Append(told)))


def pay(world: Importing, pence: int, number: str = "A-1") -> None:
    """What a settled payment leaves behind, without the journal entry that the payments room posts."""
    customer = world.customer()
    account = customer.accounts[number]
    claim = account.claims[f"{number}-1"]
    owed = claim.outstanding - claim.outstanding.take(pence)
    status = ClaimStatus.ACTIVE if owed.total else ClaimStatus.RESOLVED
    claim = claim.model_copy(update={"outstanding": owed, "status": status})
    account = account.model_copy(
        update={"claims": {claim.ref: claim}, "status": AccountStatus.ACTIVE if owed.total else AccountStatus.SETTLED}
    )
    world.clock.instant += timedelta(minutes=1)
    now = world.clock.now()
    paid = Payment(
        customer_key=customer.customer_key,
        id=f"01KJQ6TEP0{int(now.timestamp()):016d}",
        provider="sandbox",
        amount=pence,
        plan=(),
        allocations=(Portion(account_number=number, claim=claim.ref, amount=pence),),
        status=Status.SETTLED,
        created_at=now,
        settled_at=now,
    )
    edit(world, accounts=customer.accounts | {number: account})
    world.store.put_all([paid])


def payments(world: Importing) -> list[Payment]:
    return [entity for entity in world.store.items.values() if isinstance(entity, Payment)]


def events(world: Importing, customer: Customer) -> list[str]:
    found = [e for e in world.store.items.values() if isinstance(e, Activity) and e.stream == customer.customer_key]
    return sorted(activity.event.value for activity in found)


def test_a_file_that_only_changes_a_phone_leaves_a_payment_made_in_between_untouched() -> None:
    world = Importing()
    world.drop_rows(aoife())
    pay(world, 3_000)

    upload = world.drop_rows(aoife(MobilePhone="07700 900999"))

    assert upload.rows.changed == 1
    assert world.customer().mobile_phone == "+447700900999"
    assert world.customer().owed == 7_000
    assert not payments(world)[0].reported
    assert len(world.journal(world.customer())) == 1


def test_a_file_that_knows_the_payment_moves_nothing_and_marks_it_reported() -> None:
    world = Importing()
    world.drop_rows(aoife())
    pay(world, 3_000)

    upload = world.drop_rows(aoife(Balance="70.00"))

    assert upload.rows.changed == 1
    assert "W_BALANCE_REFLECTS_PAYMENTS" in world.codes(upload)
    assert world.customer().owed == 7_000
    assert world.customer().accounts["A-1"].imported_balance == 7_000
    assert payments(world)[0].reported
    assert len(world.journal(world.customer())) == 1
    assert "payment.reconciled" in events(world, world.customer())


def test_a_payment_over_two_accounts_is_reported_when_both_balances_know_it() -> None:
    world = Importing()
    world.drop_rows(aoife(), aoife(AccountNumber="A-2"))
    pay(world, 3_000)
    (paid,) = payments(world)
    both = (*paid.allocations, Portion(account_number="A-2", claim="A-2-1", amount=2_000))
    world.store.put_all([paid.model_copy(update={"allocations": both})])

    world.drop_rows(aoife(Balance="70.00"), aoife(AccountNumber="A-2"))
    assert (payments(world)[0].reported, payments(world)[0].reported_on) == (False, ("A-1",))

    world.drop_rows(aoife(Balance="70.00"), aoife(AccountNumber="A-2", Balance="80.00"))
    assert payments(world)[0].reported


def test_a_balance_that_moves_is_one_journal_entry_for_the_customer() -> None:
    world = Importing()
    world.drop_rows(aoife(), aoife(AccountNumber="A-2"))

    upload = world.drop_rows(aoife(Balance="160.00"), aoife(AccountNumber="A-2", Balance="90.00"))

    customer = world.customer()
    opening, adjustment = world.journal(customer)
    assert (opening.type, adjustment.type, adjustment.ref) == ("OPENING", "ADJUSTMENT", f"import:{upload.id}")
    assert (customer.owed, adjustment.balance_after) == (25_000, 25_000)
    owed = replay([opening, adjustment])
    assert {ref: parts.total for ref, parts in owed.items()} == {"A-1-1": 16_000, "A-2-1": 9_000}
    assert world.codes(upload) >= {"W_BALANCE_INCREASED", "W_BALANCE_CHANGED_GT_50PCT"}


def test_a_balance_of_zero_settles_the_account_and_a_later_one_reopens_it() -> None:
    world = Importing()
    world.drop_rows(aoife())

    world.drop_rows(aoife(Balance="0.00"))
    account = world.customer().accounts["A-1"]
    assert (account.status, account.claims["A-1-1"].status) == (AccountStatus.SETTLED, ClaimStatus.RESOLVED)

    world.drop_rows(aoife(Balance="25.00"))
    account = world.customer().accounts["A-1"]
    assert (account.status, account.claims["A-1-1"].status) == (AccountStatus.ACTIVE, ClaimStatus.ACTIVE)
    assert {"claim.resolved", "claim.reactivated"} <= set(events(world, world.customer()))


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
    edit(world, email_opt_out=True)

    upload = world.drop_rows(aoife(SmsOptOut="N", EmailOptOut="N"))

    assert (world.customer().sms_opt_out, world.customer().email_opt_out) == (True, True)
    assert upload.rows.unchanged == 1


def test_an_agents_edit_survives_a_file_that_has_nothing_new_to_say() -> None:
    world = Importing()
    world.drop_rows(aoife())
    edit(world, mobile_phone="+447700900555")

    upload = world.drop_rows(aoife(Balance="99.00"))

    assert world.customer().mobile_phone == "+447700900555"
    assert "W_AGENT_EDIT_OVERWRITTEN" not in world.codes(upload)


@pytest.mark.parametrize(("file_wins", "email"), [(True, "theirs@example.com"), (False, "mine@example.com")])
def test_what_a_person_gave_before_any_file_did_is_an_edit_too(file_wins: bool, email: str) -> None:
    world = Importing(Settings(file_wins_over_agent=file_wins))
    world.drop_rows(aoife(Email=""))
    edit(world, email="mine@example.com")

    upload = world.drop_rows(aoife(Email="theirs@example.com"))

    assert "W_AGENT_EDIT_OVERWRITTEN" in world.codes(upload)
    assert world.customer().email == email


@pytest.mark.parametrize(("file_wins", "phone"), [(True, "+447700900999"), (False, "+447700900555")])
def test_a_new_value_meets_an_agents_edit_and_the_setting_decides(file_wins: bool, phone: str) -> None:
    world = Importing(Settings(file_wins_over_agent=file_wins))
    world.drop_rows(aoife())
    edit(world, mobile_phone="+447700900555")

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


def test_an_anonymised_customer_does_not_come_back_by_a_file() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=100))
    world.drop_rows(aoife())
    edit(world, status=CustomerStatus.ANONYMISED)

    upload = world.drop_rows(aoife(Balance="1.00"))

    assert world.codes(upload) >= {"E_ANONYMISED_CUSTOMER"}
    assert world.customer().owed == 10_000


def removed(world: Importing, *, done: bool) -> None:
    """What deleting a customer leaves behind, once all of it is gone or while it is still going."""
    customer, diary = world.customer(), Diary(AGENT, world.clock.now())
    changes = deleted(customer, RemovalReason.DUPLICATE, diary, [token_hash(world, customer)], ())
    world.store.commit(changes)
    while done and (left := world.store.get(Removal, removal_place(customer.customer_key))) is not None:
        step(world.store, world.objects, world.clock, {Stage.FILES: lambda customer_key, actor: None}, left)


def token_hash(world: Importing, customer: Customer) -> str:
    link = customer.link
    return fingerprint(link_token(world.keys.link(link.key_id), customer.customer_key, link.version))


@pytest.mark.feature("V3")
def test_who_was_deleted_comes_back_only_when_the_person_who_confirms_says_so_and_the_diary_tells_it() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=0))
    world.drop_rows(aoife())
    before = world.customer()
    old_link = token_hash(world, before)
    removed(world, done=True)
    rows = (aoife(), aoife(CustomerID="C-2", AccountNumber="A-2"))

    upload = world.drop_rows(*rows)
    assert upload.by_code["E_DELETED_CUSTOMER"] == 1
    world.imports.confirm(upload.id, upload.confirmation, AGENT)
    world.deliver()
    assert (world.find("C-1"), world.newest.rows.rejected) == (None, 1)

    upload = world.drop_rows(*rows, aoife(CustomerID="C-3", AccountNumber="A-3"))
    assert (upload.state, upload.rows.rejected) == (State.AWAITING_CONFIRMATION, 1)
    world.imports.confirm(upload.id, upload.confirmation, AGENT, "key", allow_recreate=True)
    with pytest.raises(Refused, match="KEY_REUSED"):
        world.imports.confirm(upload.id, upload.confirmation, AGENT, "key")
    world.deliver()

    again = world.customer()
    assert (world.newest.state, again.owed) == (State.COMPLETED, 10_000)
    told = [e for e in world.store.items.values() if isinstance(e, Activity) and e.stream == again.customer_key]
    (created,) = [activity for activity in told if activity.event is Event.CUSTOMER_CREATED]
    assert (created.after or {})["created_anew_after_deletion_on"] == "2026-03-02"
    assert token_hash(world, again) != old_link
    invariants.hold(ENDS_AT_REST, invariants.World(world.store.items.values()))


@pytest.mark.feature("V3")
def test_nobody_is_created_anew_while_what_they_left_is_still_being_removed() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=0))
    world.drop_rows(aoife())
    removed(world, done=False)

    upload = world.drop_rows(aoife(Balance="90.00"))
    world.imports.confirm(upload.id, upload.confirmation, AGENT, allow_recreate=True)
    world.deliver()

    assert (world.find("C-1"), world.newest.rows.rejected) == (None, 1)
    assert "still being removed" in world.report(upload)[-1]["Message"]


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
