"""The states of a payment and what moves it from one to another (`reference/model.md` C.3.7): one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    CREATED = "CREATED"
    PENDING = "PENDING"
    SETTLED = "SETTLED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    PART_REFUNDED = "PART_REFUNDED"
    REFUNDED = "REFUNDED"
    DISPUTED = "DISPUTED"
    CHARGED_BACK = "CHARGED_BACK"
    RETURNED = "RETURNED"
    INDEMNITY_CLAIMED = "INDEMNITY_CLAIMED"


class Fact(StrEnum):
    """What the provider said, and we wrote down. A refund's and a dispute's facts carry its id: `refund:<id>`,
    `refund:<id>:failed`, `dispute:<id>:out`, `:in` and `:lost`; this is what is left of them without it."""

    PROCESSING = "processing"
    CAPTURE = "capture"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUND = "refund"
    REFUND_FAILED = "refund:failed"
    DISPUTE_OUT = "dispute:out"
    DISPUTE_IN = "dispute:in"
    DISPUTE_LOST = "dispute:lost"
    RETURNED = "returned"
    INDEMNITY = "indemnity"
    REVERSED = "reversed"

    def about(self, outflow_id: str) -> str:
        """This fact about one refund or one dispute."""
        subject, _, what = self.value.partition(":")
        return ":".join(filter(None, (subject, outflow_id, what)))


def kind_of(fact: str) -> Fact:
    """What kind of fact this is, whatever it is about. Raises ValueError for none that we know."""
    subject, *rest = fact.split(":")
    return Fact(":".join((subject, *rest[1:])))


UNDER_WAY = frozenset({Status.CREATED, Status.PENDING})
WITHOUT_MONEY = frozenset({Status.FAILED, Status.CANCELLED, Status.EXPIRED})
TAKEN = frozenset(Status) - UNDER_WAY - WITHOUT_MONEY
"""The statuses of a payment that the provider captured, whatever became of the money since."""

_REFUNDS = frozenset({Status.SETTLED, Status.PART_REFUNDED, Status.REFUNDED})
_WEIGHTIER = {Status.DISPUTED, Status.CHARGED_BACK, Status.RETURNED, Status.INDEMNITY_CLAIMED}
_AFTER_CAPTURE: Mapping[Fact, frozenset[Status]] = {
    Fact.REFUND: _REFUNDS - {Status.SETTLED},
    Fact.REFUND_FAILED: _REFUNDS,
    Fact.DISPUTE_OUT: frozenset({Status.DISPUTED}),
    Fact.DISPUTE_IN: _REFUNDS | {Status.CHARGED_BACK},
    Fact.DISPUTE_LOST: frozenset({Status.CHARGED_BACK}),
    Fact.RETURNED: frozenset({Status.RETURNED}),
    Fact.INDEMNITY: frozenset({Status.INDEMNITY_CLAIMED}),
}


def _only(status: Status) -> frozenset[Status]:
    return frozenset({status})


MOVES: Mapping[tuple[Status, Fact], frozenset[Status]] = {
    (Status.CREATED, Fact.PROCESSING): _only(Status.PENDING),
    (Status.CREATED, Fact.CAPTURE): _only(Status.SETTLED),
    (Status.CREATED, Fact.FAILED): _only(Status.FAILED),
    (Status.CREATED, Fact.CANCELLED): _only(Status.CANCELLED),
    (Status.CREATED, Fact.EXPIRED): _only(Status.EXPIRED),
    (Status.PENDING, Fact.CAPTURE): _only(Status.SETTLED),
    (Status.PENDING, Fact.FAILED): _only(Status.FAILED),
    (Status.PENDING, Fact.CANCELLED): _only(Status.CANCELLED),
    (Status.PENDING, Fact.EXPIRED): _only(Status.EXPIRED),
    (Status.FAILED, Fact.PROCESSING): _only(Status.PENDING),
    (Status.FAILED, Fact.CAPTURE): _only(Status.SETTLED),
    (Status.CANCELLED, Fact.CAPTURE): _only(Status.SETTLED),
    (Status.EXPIRED, Fact.CAPTURE): _only(Status.SETTLED),
    (Status.SETTLED, Fact.REVERSED): _only(Status.CANCELLED),
} | {(status, fact): leads_to | ({status} & _WEIGHTIER) for status in TAKEN for fact, leads_to in _AFTER_CAPTURE.items()}
"""The legal moves (`reference/model.md` C.3.7). What is not here changes nothing: a stale failure never undoes a capture.
A capture is accepted from wherever the payment stands, because money that was taken is always written down; a second card
may succeed where the first one failed. So is money that went back after it: then the money decides between the statuses
(`Payment.standing`), and a dispute or a return outweighs a refund. REVERSED is for what an agent recorded by mistake."""
