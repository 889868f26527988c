"""What must be true of everybody who was deleted or anonymised, whatever happened meanwhile."""

from __future__ import annotations

from chalicelib.activities.model import Activity
from chalicelib.commands.model import RequestMark
from chalicelib.ledger.model import EntryMarker, JournalEntry
from chalicelib.lifecycle.model import MONEY_GROUPS, Removal
from chalicelib.lifecycle.rules import without_identity
from chalicelib.mandates.model import Mandate
from chalicelib.mandates.states import OVER
from chalicelib.messaging.model import SentMark
from chalicelib.payments.manual import PROVIDER
from chalicelib.payments.model import Payment
from chalicelib.payments.movements import MovementMark
from chalicelib.payments.providers.books import BookDay, SandboxMandate, SandboxPayment
from chalicelib.payments.suspense import Unallocated
from chalicelib.plans.model import OPEN, Plan, PlanRequest
from chalicelib.portal.model import Session
from chalicelib.promises.model import Promise, Status
from chalicelib.records.lookups import AccountLookup, ContactLookup, ReferenceLookup, TokenLookup
from chalicelib.records.model import Customer
from chalicelib.records.tombstones import Tombstone
from tests.support.invariants import ENDING_WELL, World

STAYS = (Tombstone, RequestMark, Session, SentMark)
"""What may still name the key of somebody who was deleted. A key leads to nobody: only the customer ID leads to it. A session
lets nobody in any more, and ends within the hour; a provider's id of a message ends by itself as well."""


def who_was_deleted_is_not_there(world: World) -> None:
    """A customer and a tombstone never stand side by side."""
    dead = {stone.customer_key for stone in world.all(Tombstone)}
    assert dead.isdisjoint(customer.customer_key for customer in world.all(Customer))


def no_money_was_deleted(world: World) -> None:
    """Whatever a bank took or a payment was begun for, its customer is there, and so is the payment."""
    there = {customer.customer_key for customer in world.all(Customer)}
    assert {payment.customer_key for payment in world.all(Payment)} <= there
    begun = {(payment.customer_key, payment.id) for payment in world.all(Payment)}
    assert {(p.customer_key, p.payment_id) for p in world.all(SandboxPayment) if p.outcome in ENDING_WELL} <= begun


def who_was_anonymised_has_no_identity(world: World) -> None:
    """Nothing is left in the record but what the ledger needs."""
    for customer in world.all(Customer):
        if customer.anonymous:
            assert customer == without_identity(customer, customer.link.created_at).model_copy(update={"link": customer.link})


def who_was_deleted_left_nothing(world: World) -> None:
    """Once everything has come to rest: no record, no line, no entry and no look-up."""
    dead = {stone.customer_key for stone in world.all(Tombstone)}
    left = [e for e in world if not isinstance(e, STAYS) and _owner(e) in dead]
    assert left == []


def who_was_anonymised_left_only_money(world: World) -> None:
    """Once everything has come to rest: nothing leads to them but their account numbers and payments, and their diary tells
    of money alone."""
    nobody = {customer.customer_key for customer in world.all(Customer) if customer.anonymous}
    assert [e for e in world if isinstance(e, ContactLookup | TokenLookup) and e.customer_key in nobody] == []
    bank = (SandboxPayment, SandboxMandate, BookDay)
    agreed = (Plan, PlanRequest, Promise, Mandate)
    found_by = (AccountLookup, ReferenceLookup)
    kept = (Customer, Payment, MovementMark, *agreed, *bank, JournalEntry, EntryMarker, *found_by, Activity, *STAYS)
    assert [e for e in world if _owner(e) in nobody and not isinstance(e, kept)] == []
    told = [a for a in world.all(Activity) if a.stream in nobody and a.group not in MONEY_GROUPS]
    money = {"customer.anonymised", "account.amountsUpdated", "claim.resolved", "claim.reactivated", "portal.sessionEnded"}
    assert {a.event.value for a in told} <= money


def what_was_agreed_with_who_was_anonymised_is_over(world: World) -> None:
    """Once everything has come to rest: no plan, promise or way to pay stands, the provider was told, and nothing is kept of a
    card, an account or what a payer wrote."""
    nobody = {customer.customer_key for customer in world.all(Customer) if customer.anonymous}
    assert [p for p in world.all(Plan) if p.customer_key in nobody and p.state in OPEN] == []
    assert [p for p in world.all(Promise) if p.customer_key in nobody and p.status is Status.OPEN] == []
    for mandate in (m for m in world.all(Mandate) if m.customer_key in nobody):
        assert mandate.status in OVER
        assert (mandate.to_revoke, mandate.provider_ref, mandate.label, mandate.last4, mandate.expires) == (False, "", "", "", "")
    assert [m for m in world.all(SandboxMandate) if m.customer_key in nobody and m.revoked_at is None] == []
    recorded = [p for p in world.all(Payment) if p.customer_key in nobody and p.provider == PROVIDER]
    assert [p.provider_ref for p in recorded if p.provider_ref] == []
    assert [u.reference for u in world.all(Unallocated) if u.customer_key in nobody and u.reference] == []


def removals_come_to_an_end(world: World) -> None:
    assert world.all(Removal) == []


def _owner(entity: object) -> str:
    return getattr(entity, "customer_key", "") or getattr(entity, "stream", "")


ENDS_ALWAYS = (who_was_deleted_is_not_there, no_money_was_deleted, who_was_anonymised_has_no_identity)
ENDS_AT_REST = (
    *ENDS_ALWAYS,
    who_was_deleted_left_nothing,
    who_was_anonymised_left_only_money,
    what_was_agreed_with_who_was_anonymised_is_over,
    removals_come_to_an_end,
)
