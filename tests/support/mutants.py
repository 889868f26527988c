"""The classic mistakes with money, each made on purpose: the tests must catch every one of them.

    python -m tests.support.mutants

Each mistake is patched into the real classes in a process of its own, which then runs the payments' tests. A mistake that no
test notices has survived, and that is a gap in the tests: the command then ends with 1.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from hypothesis import Phase, settings

from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Replace
from chalicelib.core.committing import next_version
from chalicelib.core.ids import ulid
from chalicelib.core.memory import MemoryStore
from chalicelib.ledger.model import EntryMarker, JournalEntry
from chalicelib.payments import rules
from chalicelib.payments.model import Payment, ProviderEvent
from chalicelib.payments.paid import paid_towards
from chalicelib.payments.ports import Answer, Event, Snapshot
from chalicelib.payments.service import Payments
from chalicelib.payments.settlement import Settlement
from chalicelib.payments.settling import settle
from chalicelib.plans import reading as plans
from chalicelib.plans import restructuring
from chalicelib.plans.progress import UNPAID, Line
from chalicelib.promises import outcomes as promises
from chalicelib.records.model import Customer

SELECTION = (
    "tests/properties/test_money_machine.py",
    "tests/rooms/payments",
    "tests/rooms/promises",
    "tests/rooms/plans",
)
TIMEOUT_SECONDS = 300

_charged = Settlement._charged
_answer = Settlement._answer


def key_per_try() -> None:
    """A fresh idempotency key for every request: whoever asks again is charged again."""

    def charged(self: Settlement, payment: Payment) -> Snapshot:
        return _charged(self, payment.model_copy(update={"id": ulid(self._clock.now())}))

    _patch(Settlement, "_charged", charged)


def timeout_means_failed() -> None:
    """No answer is taken for a no."""

    def left_open(self: Payments, payment: Payment, actor: Actor) -> Payment:
        return self._settled_as(payment.customer_key, payment.id, Answer.FAILED, actor) or payment

    _patch(Payments, "_left_open", left_open)


def early_return_on_a_duplicate() -> None:
    """An event that was seen before is not looked at again, although its first delivery may have died."""

    def answer(self: Settlement, provider: str, event: Event) -> None:
        place = ProviderEvent(
            provider=provider, event_id=event.id, type="", payment_id="", received_at=self._clock.now(), ttl=0
        ).key
        if self._store.get(ProviderEvent, place) is None:
            _answer(self, provider, event)

    _patch(Settlement, "_answer", answer)


def trusting_the_payload() -> None:
    """What a webhook says is written down without asking the provider."""

    def answer(self: Settlement, provider: str, event: Event) -> None:
        payment, customer = self._read(event.customer_key, event.payment_id)
        if event.mandate_id:
            _answer(self, provider, event)
        elif payment is not None and customer is not None:
            said = Answer(event.type.partition(".")[2] or "open")
            captured = payment.amount if said is Answer.SUCCEEDED else 0
            snapshot = Snapshot(said, captured, self._clock.now(), provider_ref=payment.id)
            self._write(customer, payment, snapshot, Actor.provider(provider))

    _patch(Settlement, "_answer", answer)


def no_reservation() -> None:
    """Money that a payment under way is meant for can be paid again."""
    _patch(rules, "reserved", lambda customer, payment: customer)


def posting_outside_the_transaction() -> None:
    """The journal is written in a transaction of its own, before the payment and the balances."""

    def write(self: Settlement, customer: Customer, payment: Payment, snapshot: Snapshot | None, actor: Actor) -> Payment:
        from chalicelib.activities.model import Diary
        from chalicelib.care.rules import policy_of

        policy = policy_of(self._load_settings())
        while moved := settle(customer, payment, snapshot, Diary(actor, self._clock.now()), policy):
            first = [c for c in moved.changes if isinstance(c, Append) and isinstance(c.entity, JournalEntry | EntryMarker)]
            if first:
                self._store.commit(Changes(*first))
            self._store.commit(Changes(*(change for change in moved.changes if change not in first)))
            payment = next_version(moved.payment)
            customer = moved.customer if moved.customer is customer else next_version(moved.customer)
        return payment

    _patch(Settlement, "_write", write)


def no_version_check() -> None:
    """Whoever writes last wins."""
    demand = MemoryStore._demand

    def lenient(self: MemoryStore, change: object) -> None:
        if not isinstance(change, Replace):
            demand(self, change)

    _patch(MemoryStore, "_demand", lenient)


def a_conflict_is_an_answer() -> None:
    """A commit that lost against another one is taken for done."""
    commit = MemoryStore.commit

    def swallowing(self: MemoryStore, changes: Changes) -> None:
        try:
            commit(self, changes)
        except Conflict:
            return

    _patch(MemoryStore, "commit", swallowing)


def settled_is_the_end() -> None:
    """A payment that was settled once is not looked at again: disputes, refunds and returns go by."""
    looked = Settlement.settle

    def done(self: Settlement, customer_key: str, payment_id: str, actor: Actor) -> Payment | None:
        payment = self.get(customer_key, payment_id)
        return payment if payment is not None and payment.settled_at else looked(self, customer_key, payment_id, actor)

    _patch(Settlement, "settle", done)


def what_was_paid_early_is_collected_again() -> None:
    """A collection takes the whole instalment, whatever was paid of it already."""

    def left(self: Line) -> int:
        return self.instalment.amount if self.state in UNPAID else 0

    _patch(Line, "left", property(left))


def kept_by_what_went_back() -> None:
    """Promises and plans count money that was refunded, disputed or returned since."""

    def forgetful(payments: Iterable[Payment], *scope: Any, **window: Any) -> dict[str, int]:
        whole = [payment.model_copy(update={"outflows": ()}) for payment in payments]
        return paid_towards(whole, *scope, **window)

    for room in (promises, plans):
        _patch(room, "paid_towards", forgetful)


def an_old_simulation_is_good_enough() -> None:
    """What is agreed on is not what was shown."""
    _patch(restructuring, "sealed", lambda *_: "a token")


MUTANTS: Mapping[str, Callable[[], None]] = {
    mutant.__name__: mutant
    for mutant in (
        key_per_try,
        timeout_means_failed,
        early_return_on_a_duplicate,
        trusting_the_payload,
        no_reservation,
        posting_outside_the_transaction,
        no_version_check,
        a_conflict_is_an_answer,
        settled_is_the_end,
        what_was_paid_early_is_collected_again,
        kept_by_what_went_back,
        an_old_simulation_is_good_enough,
    )
}


def _patch(owner: Any, name: str, mistake: Callable[..., Any]) -> None:
    """Raises AttributeError for what is not there: a mutant must change something."""
    getattr(owner, name)
    setattr(owner, name, mistake)


def suffer(name: str) -> int:
    """Run the tests with the mistake made: pytest's exit code."""
    settings.register_profile("mutants", phases=[Phase.generate], database=None)
    settings.load_profile("mutants")
    MUTANTS[name]()
    return int(pytest.main(["-x", "-q", "--no-header", "-p", "no:cacheprovider", *SELECTION]))


def report() -> int:
    """Try every mutant and print how each fared. The number of those that survived."""
    survivors = 0
    for name, mutant in MUTANTS.items():
        began = time.monotonic()
        run = subprocess.run(
            [sys.executable, "-m", "tests.support.mutants", name],
            capture_output=True,
            check=False,
            text=True,
            timeout=TIMEOUT_SECONDS,
        )
        failed = next((line for line in run.stdout.splitlines() if line.startswith("FAILED ")), "")
        # 1 is pytest's code for tests that failed; anything else would mean that the mutant broke the tests themselves.
        caught = run.returncode == 1 and bool(failed)
        survivors += not caught
        words = (mutant.__doc__ or "").split("\n")[0]
        sys.stdout.write(f"{'caught  ' if caught else 'SURVIVED'} {time.monotonic() - began:5.1f} s  {name}: {words}" + "\n")
        sys.stdout.write(f"                    {failed.removeprefix('FAILED ').split(' - ')[0] or run.stdout[-300:]}" + "\n")
    sys.stdout.write(f"{len(MUTANTS) - survivors} of {len(MUTANTS)} caught" + "\n")
    return survivors


if __name__ == "__main__":
    sys.exit(suffer(sys.argv[1]) if sys.argv[1:] else min(1, report()))
