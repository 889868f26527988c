"""Money of a captured payment that goes back: refunds, disputes, direct debits that come back unpaid."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.ledger.model import Posting


class OutflowKind(StrEnum):
    """Why money of a payment went back: we gave it, the payer's bank took it, the direct debit came back unpaid, or the
    payer claimed it under the Direct Debit Guarantee."""

    REFUND = "REFUND"
    DISPUTE = "DISPUTE"
    RETURN = "RETURN"
    INDEMNITY = "INDEMNITY"


class OutflowState(StrEnum):
    """ASKED of the provider, OUT of our hands, LOST for good (a dispute); VOID when it never left, RESTORED when it came
    back (a refund that failed, a dispute that was won)."""

    ASKED = "ASKED"
    OUT = "OUT"
    LOST = "LOST"
    VOID = "VOID"
    RESTORED = "RESTORED"


GONE = frozenset({OutflowState.OUT, OutflowState.LOST})


class Outflow(BaseModel):
    """Pence of a captured payment that go back to the payer. A refund's `id` is its idempotency key. `postings` are those
    of the journal entry that took them off our books, `at` is when they went or came back last."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    kind: OutflowKind
    id: str
    amount: int
    state: OutflowState
    reason: str = ""
    asked_at: datetime | None = None
    at: datetime | None = None
    postings: tuple[Posting, ...] = ()
