"""What must be true of messages, whatever happened: each leaves once at most, and of each somebody can say what became
of it. What left is read from the carriers, not from our own records."""

from __future__ import annotations

from chalicelib.activities.model import Activity
from chalicelib.messaging.desk import copy_place
from chalicelib.messaging.model import Claim, Message, State
from tests.support import carried, snapshots
from tests.support.invariants import World

LEFT = frozenset({State.SENT, State.DELIVERED})


def nothing_is_sent_without_a_claim_and_no_claim_sends_twice(world: World) -> None:
    """One call to a carrier for each claim, one claim for each message."""
    sent = sum(len(references) for references in carried.references())
    assert sent <= len(world.all(Claim)) <= len(world.all(Message))


def whatever_is_said_to_have_left_was_taken_by_a_carrier(world: World) -> None:
    """And each by another: two messages never share one id."""
    taken = {reference for references in carried.references() for reference in references}
    said = [message.provider_ref for message in world.all(Message) if message.provider_ref]
    assert set(said) <= taken
    assert len(said) == len(set(said))


def nothing_leaves_without_a_copy(world: World) -> None:
    """What was handed over, or may have been, lies where agents can read it."""
    kept = snapshots.objects("files")
    unsent = (State.QUEUED, State.SUPPRESSED)
    claimed = {claim.message_id for claim in world.all(Claim)}
    assert all(copy_place(m) in kept for m in world.all(Message) if m.id in claimed or m.state not in unsent)


def whatever_waits_is_looked_at_again(world: World) -> None:
    """A message whose outcome is open stands in the due index."""
    for message in world.all(Message):
        assert (message.state is State.QUEUED) == (message.next_check is not None)


def every_message_came_to_an_end_that_somebody_can_read(world: World) -> None:
    """At rest: nothing waits any more, and the diary tells of each message how it ended."""
    told = {(activity.entity, (activity.after or {}).get("state")) for activity in world.all(Activity)}
    for message in world.all(Message):
        assert message.state is not State.QUEUED
        assert message.state is State.RECEIVED or (message.ref, message.state.value) in told


ALWAYS = (
    nothing_is_sent_without_a_claim_and_no_claim_sends_twice,
    whatever_is_said_to_have_left_was_taken_by_a_carrier,
    nothing_leaves_without_a_copy,
    whatever_waits_is_looked_at_again,
)
AT_REST = (*ALWAYS, every_message_came_to_an_end_that_somebody_can_read)
