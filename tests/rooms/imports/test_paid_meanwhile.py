"""What a second file's balances do to what is held, with and without payments made in between (`reference/dataset.md` B.5)."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.activities.model import Activity
from chalicelib.ledger.rules import replay
from chalicelib.payments.model import Payment, Portion, Status
from chalicelib.records.accounts import AccountStatus, ClaimStatus
from chalicelib.records.model import Customer
from tests.support.importing import Importing, aoife


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
    world.edit(accounts=customer.accounts | {number: account})
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
