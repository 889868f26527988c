"""What a customer had agreed to and has not kept: a small value inside the customer, written with what it follows from, so that
whoever walks over customers knows it without reading their promises and plans."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.records.frozen import Frozen


class LapseKind(StrEnum):
    PROMISE_PART_KEPT = "PROMISE_PART_KEPT"
    PROMISE_BROKEN = "PROMISE_BROKEN"
    PLAN_AT_RISK = "PLAN_AT_RISK"
    PLAN_BROKEN = "PLAN_BROKEN"


class Lapse(Frozen):
    """One lapse, of the promise or the plan with this id. A promise's is about a claim, a plan's about a whole account."""

    kind: LapseKind
    id: str
    account: str
    claim: str | None = None
