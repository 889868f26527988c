"""The states of a request, of a plan and of an instalment, and what moves a plan from one to another (`reference/model.md` C.3.4
and C.3.5): one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class RequestState(StrEnum):
    REQUESTED = "REQUESTED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


class PlanState(StrEnum):
    PENDING_FIRST = "PENDING_FIRST"
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    BROKEN = "BROKEN"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    SUPERSEDED = "SUPERSEDED"


class Move(StrEnum):
    """What happens to a plan."""

    BEGIN = "begin"
    PAUSE = "pause"
    RESUME = "resume"
    BREAK = "break"
    CATCH_UP = "catch_up"
    COMPLETE = "complete"
    FALL_BACK = "fall_back"
    CANCEL = "cancel"
    SUPERSEDE = "supersede"


_RUNNING = (PlanState.PENDING_FIRST, PlanState.ACTIVE, PlanState.PAUSED)
MOVES: Mapping[tuple[PlanState, Move], PlanState] = {
    (PlanState.PENDING_FIRST, Move.BEGIN): PlanState.ACTIVE,
    (PlanState.PENDING_FIRST, Move.PAUSE): PlanState.PAUSED,
    (PlanState.ACTIVE, Move.PAUSE): PlanState.PAUSED,
    (PlanState.PAUSED, Move.RESUME): PlanState.ACTIVE,
    (PlanState.ACTIVE, Move.BREAK): PlanState.BROKEN,
    (PlanState.BROKEN, Move.CATCH_UP): PlanState.ACTIVE,
    (PlanState.COMPLETED, Move.FALL_BACK): PlanState.BROKEN,
    **{(state, Move.COMPLETE): PlanState.COMPLETED for state in (*_RUNNING, PlanState.BROKEN)},
    **{(state, Move.CANCEL): PlanState.CANCELLED for state in (*_RUNNING, PlanState.BROKEN)},
    **{(state, Move.SUPERSEDE): PlanState.SUPERSEDED for state in (*_RUNNING, PlanState.BROKEN)},
}
"""The legal moves. What is not here is refused, or when a sweep finds it, changes nothing. A plan that was paid falls back when
money that paid it goes back: a direct debit that is returned, a card payment that is disputed, a refund."""

STANDING = frozenset(_RUNNING)
"""While it is in one of these, nobody is chased for its claims."""
OPEN = STANDING | {PlanState.BROKEN}
"""Not final: a broken plan is picked up again by whoever catches up."""
KEPT = frozenset({PlanState.PENDING_FIRST, PlanState.ACTIVE})
"""In these, instalments fall due and are collected."""


class InstalmentState(StrEnum):
    SCHEDULED = "SCHEDULED"
    DUE = "DUE"
    PART_PAID = "PART_PAID"
    PAID = "PAID"
    MISSED = "MISSED"
    SKIPPED = "SKIPPED"
    CANCELLED = "CANCELLED"


class Trial(StrEnum):
    """How the latest attempt to collect an instalment stands."""

    UNDER_WAY = "UNDER_WAY"
    DONE = "DONE"
    FAILED = "FAILED"
    GIVEN_UP = "GIVEN_UP"
