"""An invoice put off: what it costs, what may not be, once however often it is sent, and undone on the same day."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.core.errors import Refused
from chalicelib.ledger.model import Context, EntryType
from chalicelib.prolongation.model import PERIODS, Place
from chalicelib.records.accounts import ClaimKind, ClaimStatus
from chalicelib.records.holds import HoldKind
from tests.support.paying import CUSTOMER, account, claim, debtor
from tests.support.prolonging import AGENT, INVOICE, ProlongingWorld


def told(world: ProlongingWorld) -> list[Event]:
    lines = [entity for entity in world.store.items.values() if isinstance(entity, Activity)]
    return [line.event for line in sorted(lines, key=lambda line: line.id) if line.event is not Event.CUSTOMER_UPDATED]


@pytest.mark.feature("PR2", "PR3")
def test_a_preview_says_what_each_period_comes_to_and_writes_nothing() -> None:
    world = ProlongingWorld()
    before = dict(world.store.items)
    found = world.prolongations.offers(CUSTOMER, INVOICE)
    assert [each.days for each in found.offers] == [7, 14, 21, 30] == list(PERIODS)
    assert [each.fee for each in found.offers] == [0, 250, 400, 500]
    assert [each.due_after.isoformat() for each in found.offers] == ["2026-11-27", "2026-12-04", "2026-12-11", "2026-12-20"]
    assert [each.days_after for each in found.offers] == [7, 14, 21, 30]
    assert (found.claim.ref, found.waived) == ("ACC-1-1", ())
    assert world.store.items == before


@pytest.mark.feature("PR3")
def test_what_is_not_due_yet_is_put_off_from_its_own_day() -> None:
    world = ProlongingWorld(debtor(account("ACC-1", claim("ACC-1-1", "2026-12-24", 5_000))))
    assert world.offer(14).due_after == date(2027, 1, 7)


@pytest.mark.feature("PR3", "PR4")
def test_the_fee_is_an_invoice_of_its_own_that_defers_the_other() -> None:
    world = ProlongingWorld()
    done = world.prolong(14)
    invoice, fee = world.claim(), world.claim("ACC-1-1-F1")
    assert (invoice.due_date, invoice.prolonged_days, invoice.outstanding.total) == (date(2026, 12, 4), 14, 7_000)
    assert invoice.original_due_date == date(2026, 3, 1)
    assert (fee.kind, fee.defers, fee.status, fee.due_date) == (ClaimKind.FEE, "ACC-1-1", ClaimStatus.ACTIVE, date(2026, 12, 4))
    assert fee.outstanding.model_dump() == {"principal": 0, "interest": 0, "fees": 250, "costs": 0}
    assert (done.prolongation.fee, done.prolongation.fee_claim) == (250, "ACC-1-1-F1")
    memo, charged = world.entries()[1:]
    assert (memo.type, memo.context, memo.postings) == (EntryType.PROLONGATION, Context.PROLONGATION, ())
    assert (charged.type, charged.context, charged.balance_after) == (EntryType.FEE, Context.PROLONGATION, 14_250)
    assert told(world) == [Event.INVOICE_PROLONGED, Event.FEE_CHARGED, Event.ACCOUNT_AMOUNTS_UPDATED]


@pytest.mark.feature("PR4")
def test_without_a_fee_there_is_no_invoice() -> None:
    world = ProlongingWorld()
    world.prolong(7)
    assert list(world.customer().accounts["ACC-1"].claims) == ["ACC-1-2", "ACC-1-1"]
    assert [entry.type for entry in world.entries()[1:]] == [EntryType.PROLONGATION]
    assert world.customer().owed == 14_000


@pytest.mark.feature("PR4")
def test_agreements_that_permit_no_fee_cost_nothing() -> None:
    assert ProlongingWorld(prolongation_fee_permitted=False).offer(30).fee == 0


@pytest.mark.feature("PR4")
@pytest.mark.parametrize(
    "kind", [HoldKind.BREATHING_SPACE, HoldKind.MH_CRISIS, HoldKind.SCOTTISH_MORATORIUM, HoldKind.DEBT_ADVICE]
)
def test_whom_a_hold_protects_from_fees_gets_time_for_nothing(kind: HoldKind) -> None:
    world = ProlongingWorld()
    world.hold(kind)
    found = world.prolongations.offers(CUSTOMER, INVOICE)
    assert [each.fee for each in found.offers] == [0, 0, 0, 0]
    assert len(found.waived) == 1
    world.prolong(30)
    assert world.customer().owed == 14_000


@pytest.mark.feature("PR4")
def test_a_moratorium_that_begins_after_the_preview_takes_the_fee_off_what_is_confirmed() -> None:
    world = ProlongingWorld()
    shown = world.offer(30)
    world.hold(HoldKind.BREATHING_SPACE)
    with pytest.raises(Refused, match="STALE") as refused:
        world.prolong(30, token=shown.token)
    assert "20 December 2026 costs nothing now" in refused.value.words
    assert world.customer().owed == 14_000


@pytest.mark.feature("PR3", "PR4")
def test_another_fee_or_due_date_than_was_shown_is_refused_with_the_new_figures() -> None:
    world = ProlongingWorld()
    shown = world.offer(14)
    world.settings = world.settings.model_copy(update={"prolongation_fee_14_days": 300})
    with pytest.raises(Refused, match="STALE") as refused:
        world.prolong(14, token=shown.token)
    assert "4 December 2026 costs £3.00 now" in refused.value.words
    again = world.offer(14)
    world.moved(INVOICE, "2026-12-01")
    with pytest.raises(Refused, match="STALE") as refused:
        world.prolong(14, token=again.token)
    assert "15 December 2026" in refused.value.words
    assert world.claim().prolonged_days == 0


@pytest.mark.feature("PR1")
@pytest.mark.parametrize(
    ("kind", "reach"),
    [
        (HoldKind.DISPUTE, INVOICE),
        (HoldKind.DISPUTE, Place("ACC-1", "")),
        (HoldKind.LEGAL, None),
        (HoldKind.DECEASED, None),
    ],
)
def test_what_is_disputed_or_before_a_court_is_not_put_off(kind: HoldKind, reach: Place | None) -> None:
    world = ProlongingWorld()
    world.hold(kind, reach.account_number if reach else None, reach.claim or None if reach else None)
    with pytest.raises(Refused, match="NOT_ALLOWED_NOW"):
        world.offer(7)


@pytest.mark.feature("PR1")
def test_what_is_in_a_plan_is_not_put_off() -> None:
    world = ProlongingWorld()
    world.plan()
    with pytest.raises(Refused, match="NOT_ALLOWED_NOW") as refused:
        world.offer(7)
    assert refused.value.words == "A plan is on track."
    assert world.offer(7, Place("ACC-1", "ACC-1-2")).fee == 0


@pytest.mark.feature("PR1")
def test_only_an_open_invoice_with_money_left_is_put_off() -> None:
    world = ProlongingWorld()
    world.prolong(14, Place("ACC-2", "ACC-2-1"))
    for place in (Place("ACC-9", "ACC-9-1"), Place("ACC-1", "ACC-2-1")):
        with pytest.raises(Refused, match="NOT_FOUND"):
            world.offer(7, place)
    with pytest.raises(Refused, match="WRONG_STATE") as refused:
        world.offer(7, Place("ACC-2", "ACC-2-1-F1"))
    assert "this is a fee" in refused.value.words
    world.start(10_000)
    with pytest.raises(Refused, match="WRONG_STATE") as refused:
        world.offer(7)
    assert "already under way" in refused.value.words
    paid = ProlongingWorld()
    paid.pay(10_000)
    with pytest.raises(Refused, match="NOTHING_OWED"):
        paid.offer(7)


@pytest.mark.feature("PR1", "PR4")
def test_once_a_day_and_never_beyond_the_most_days_in_all() -> None:
    world = ProlongingWorld(maximum_prolongation_days=40)
    world.prolong(30)
    with pytest.raises(Refused, match="WRONG_STATE") as refused:
        world.offer(7)
    assert "today already" in refused.value.words
    world.wait(days=1)
    offers = world.prolongations.offers(CUSTOMER, INVOICE).offers
    assert [each.is_too_long for each in offers] == [False, True, True, True]
    with pytest.raises(Refused, match="WRONG_STATE") as refused:
        world.prolong(14)
    assert "40 days in all, and this one was by 30 already" in refused.value.words
    world.prolong(7)
    assert (world.claim().prolonged_days, world.claim().due_date) == (37, date(2026, 12, 27))


@pytest.mark.feature("PR4")
def test_a_double_click_is_one_prolongation() -> None:
    world = ProlongingWorld()
    token = world.offer(14).token
    first = world.prolong(14, token=token, command="one-command")
    assert world.prolong(14, token=token, command="one-command") == first
    assert world.customer().owed == 14_250
    with pytest.raises(Refused, match="KEY_REUSED"):
        world.prolong(21, token=token, command="one-command")


@pytest.mark.feature("PR4")
def test_undone_on_the_same_day_it_is_as_if_nothing_had_been() -> None:
    world = ProlongingWorld()
    done = world.prolong(14)
    world.wait(hours=1)
    assert world.undo(done).prolongation.undone
    assert world.undo(done).prolongation.undone
    invoice, fee = world.claim(), world.claim("ACC-1-1-F1")
    assert (invoice.due_date, invoice.prolonged_days, world.customer().owed) == (date(2026, 3, 1), 0, 14_000)
    assert (fee.status, fee.outstanding.total) == (ClaimStatus.RESOLVED, 0)
    assert [entry.type for entry in world.entries()[3:]] == [EntryType.PROLONGATION, EntryType.REVERSAL]
    assert told(world)[3:] == [
        Event.INVOICE_PROLONGATION_UNDONE,
        Event.ACCOUNT_AMOUNTS_UPDATED,
        Event.CLAIM_RESOLVED,
    ]
    world.prolong(21)
    assert (world.claim().prolonged_days, world.claim("ACC-1-1-F2").outstanding.total) == (21, 400)


@pytest.mark.feature("PR4")
@pytest.mark.parametrize("meanwhile", ["a day", "a payment", "a payment under way", "a file", "a plan"])
def test_what_has_come_in_between_keeps_it_from_being_undone(meanwhile: str) -> None:
    world = ProlongingWorld()
    done = world.prolong(14)
    match meanwhile:
        case "a day":
            world.wait(hours=13)
        case "a payment":
            world.pay(10_100)
        case "a payment under way":
            world.start(10_250)
        case "a file":
            world.moved(INVOICE, "2026-12-01")
        case "a plan":
            world.plan()
    before = world.customer()
    with pytest.raises(Refused, match=r"WRONG_STATE|NOT_ALLOWED_NOW|NOTHING_OWED"):
        world.undo(done)
    assert world.customer() == before


@pytest.mark.feature("PR4")
def test_a_payment_clears_what_was_put_off_before_its_fee() -> None:
    world = ProlongingWorld()
    world.prolong(14)
    world.wait(days=1)
    world.prolong(14)
    world.pay(10_000)
    assert [world.claim(ref).outstanding.total for ref in ("ACC-1-1", "ACC-1-2", "ACC-1-1-F1", "ACC-1-1-F2")] == [0, 0, 250, 250]


@pytest.mark.feature("PR1")
def test_of_another_customer_nothing_is_known() -> None:
    world = ProlongingWorld()
    done = world.prolong(14)
    for key in ("", "a" * 26):
        with pytest.raises(Refused, match="NOT_FOUND"):
            world.prolongations.undo(key, done.prolongation.id, AGENT)
