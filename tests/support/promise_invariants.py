"""What must be true of promises, whatever happened: a claim has one that is open at most, and its hold stands exactly as
long."""

from __future__ import annotations

from collections import Counter

from chalicelib.activities.model import Activity
from chalicelib.promises.model import ENDS, Promise, Status
from chalicelib.records.holds import HoldKind
from chalicelib.records.model import Customer
from tests.support.invariants import World


def a_claim_has_one_open_promise_at_most(world: World) -> None:
    """C.3.6."""
    open_ones = Counter((p.customer_key, p.account_number, p.claim) for p in world.all(Promise) if p.status is Status.OPEN)
    assert all(count == 1 for count in open_ones.values())


def its_hold_stands_exactly_while_it_is_open(world: World) -> None:
    """Of the same id, on the same claim, until its last day. Of whom is anonymised every hold is gone."""
    there = {customer.customer_key for customer in world.all(Customer) if not customer.anonymous}
    held = {
        (c.customer_key, h.id, h.account, h.claim, h.end)
        for c in world.all(Customer)
        for h in c.holds
        if h.kind is HoldKind.PROMISE
    }
    promised = {
        (p.customer_key, p.id, p.account_number, p.claim, p.last_day)
        for p in world.all(Promise)
        if p.status is Status.OPEN and p.customer_key in there
    }
    assert held == promised


def whatever_is_open_is_looked_at_again_and_each_end_is_told_once(world: World) -> None:
    """An open promise stands in the due index; one that has ended says in the diary how, once."""
    told = Counter((line.entity, line.event) for line in world.all(Activity))
    for promise in world.all(Promise):
        assert (promise.status is Status.OPEN) == (promise.next_check is not None) == (promise.ended_at is None)
        assert {told[promise.ref, event] for status, event in ENDS.items() if status is not promise.status} == {0}
        assert promise.status is Status.OPEN or told[promise.ref, ENDS[promise.status]] == 1


ALWAYS = (
    a_claim_has_one_open_promise_at_most,
    its_hold_stands_exactly_while_it_is_open,
    whatever_is_open_is_looked_at_again_and_each_end_is_told_once,
)
