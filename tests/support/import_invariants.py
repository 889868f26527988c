"""What must be true of the records and of every upload, whatever happened on the way in."""

from __future__ import annotations

from collections import Counter

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.campaigns.model import Campaign, CampaignState, SegmentCount, Walk
from chalicelib.care.history import HoldEntry, Step
from chalicelib.imports.model import FINAL, Export, ImportSlot, Phase, State, Upload
from chalicelib.lifecycle.model import Ending, Removal
from chalicelib.payments.model import Payment
from chalicelib.records.lookups import AccountLookup, ContactLookup, ReferenceLookup, TokenLookup, references_of
from chalicelib.records.model import Customer
from chalicelib.records.search import contact_terms, squeezed
from tests.support.invariants import World

IMPORTED = (State.COMPLETED, State.COMPLETED_WITH_ERRORS)


def account_numbers_lead_to_their_owner(world: World) -> None:
    """Every account is looked up to the one customer who holds it, and no look-up leads anywhere else, except to somebody
    whose look-ups are being removed."""
    leaving = {removal.customer_key for removal in world.all(Removal) if removal.ending is Ending.DELETE}
    held = {number: customer.customer_key for customer in world.all(Customer) for number in customer.accounts}
    found = {lookup.account_number: lookup.customer_key for lookup in world.all(AccountLookup)}
    assert {number: key for number, key in found.items() if key not in leaving} == held


def an_account_has_one_owner(world: World) -> None:
    owners = Counter(number for customer in world.all(Customer) for number in customer.accounts)
    assert all(count == 1 for count in owners.values())


def contacts_lead_to_whoever_has_them(world: World) -> None:
    """Once everything has come to rest: a customer is found by each present contact and by none of the past."""
    found = {(lookup.term, lookup.inward, lookup.customer_key) for lookup in world.all(ContactLookup)}
    assert found == {
        (term.prefix, term.inward, customer.customer_key)
        for customer in world.all(Customer)
        for term in contact_terms(
            customer.mobile_phone, customer.home_phone, customer.work_phone, customer.email, customer.postcode
        )
    }


def references_lead_to_whoever_has_them(world: World) -> None:
    """A customer is found by the payment references of their accounts and of the payments they began, and by none of the past."""
    found = {(lookup.term, lookup.customer_key) for lookup in world.all(ReferenceLookup)}
    of_accounts = {(lookup.term, lookup.customer_key) for customer in world.all(Customer) for lookup in references_of(customer)}
    of_payments = {(f"r:{squeezed(payment.reference)}", payment.customer_key) for payment in world.all(Payment)}
    assert found == of_accounts | of_payments


def every_present_link_opens(world: World) -> None:
    known = {(lookup.customer_key, lookup.link_version) for lookup in world.all(TokenLookup)}
    assert {(c.customer_key, c.link.version) for c in world.all(Customer) if not c.anonymous} <= known


def no_customer_is_half_imported(world: World) -> None:
    """Whoever is there has accounts with claims, an opening entry and a line in the diary that says so."""
    created = {a.stream for a in world.all(Activity) if a.event in (Event.CUSTOMER_CREATED, Event.CUSTOMER_UPDATED)}
    for customer in world.all(Customer):
        assert customer.accounts
        assert all(account.claims for account in customer.accounts.values())
        assert customer.owed == 0 or customer.journal_sequence > 0
        assert customer.anonymous or customer.customer_key in created


def nothing_is_told_twice(world: World) -> None:
    """One command tells about an entity once."""
    told = Counter((a.correlation_id, a.event, a.entity, a.claim) for a in world.all(Activity))
    assert [line for line, times in told.items() if times > 1] == []


def counts_add_up(world: World) -> None:
    """The rows of a file are each counted once, as what became of them."""
    for upload in world.all(Upload):
        if upload.state in IMPORTED:
            rows = upload.rows
            assert rows.total == rows.new + rows.changed + rows.unchanged + rows.rejected
            assert (rows.rejected > 0) == (upload.state is State.COMPLETED_WITH_ERRORS)


def finished_phases_have_nothing_pending(world: World) -> None:
    finished = {upload.id for upload in world.all(Upload) if upload.state in IMPORTED}
    for phase in world.all(Phase):
        assert len(phase.pending) <= phase.total
        assert phase.upload_id not in finished or not phase.pending


def the_slot_is_held_by_whoever_works(world: World) -> None:
    """At most one upload works, it holds the slot, and nobody waits in line who has had a turn."""
    working = [u.id for u in world.all(Upload) if u.state in (State.CHECKING, State.PLANNING, State.IMPORTING)]
    slots = world.all(ImportSlot)
    assert working == [slot.upload_id for slot in slots if slot.upload_id]
    in_line = {u.id for u in world.all(Upload) if u.state in (State.RECEIVED, State.QUEUED)}
    assert all(waiting in in_line for slot in slots for waiting in slot.waiting)


def every_upload_gets_somewhere(world: World) -> None:
    """Once everything has come to rest: an upload is over, or waits for a person."""
    resting = {*FINAL, State.AWAITING_CONFIRMATION}
    assert [u.state for u in world.all(Upload) if u.size_bytes is not None and u.state not in resting] == []


def whatever_was_asked_for_is_ready(world: World) -> None:
    assert all(export.state == "READY" for export in world.all(Export))
    assert all(asked.state is CampaignState.READY for asked in (*world.all(Campaign), *world.all(SegmentCount)))
    assert not world.all(Walk)


def campaigns_leave_nobody_out_silently(world: World) -> None:
    for campaign in world.all(Campaign):
        assert campaign.customers == campaign.included + campaign.excluded
        assert campaign.excluded == sum(campaign.by_reason.values())


def every_hold_has_its_history(world: World) -> None:
    """What stands was placed, is told of, and was neither lifted nor ended since."""
    steps: dict[str, set[Step]] = {}
    for entry in world.all(HoldEntry):
        steps.setdefault(entry.hold.id, set()).add(entry.step)
    told = {activity.entity for activity in world.all(Activity)}
    for customer in world.all(Customer):
        for hold in customer.holds:
            assert Step.PLACED in steps[hold.id]
            assert not steps[hold.id] & {Step.LIFTED, Step.ENDED}
            assert f"hold:{hold.id}" in told


RECORDS_ALWAYS = (
    account_numbers_lead_to_their_owner,
    an_account_has_one_owner,
    no_customer_is_half_imported,
    nothing_is_told_twice,
    every_hold_has_its_history,
    counts_add_up,
    finished_phases_have_nothing_pending,
    the_slot_is_held_by_whoever_works,
    campaigns_leave_nobody_out_silently,
)
RECORDS_AT_REST = (
    *RECORDS_ALWAYS,
    contacts_lead_to_whoever_has_them,
    references_lead_to_whoever_has_them,
    every_present_link_opens,
    every_upload_gets_somewhere,
    whatever_was_asked_for_is_ready,
)
