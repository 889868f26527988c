"""What is still to be removed of a customer who has left every list."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.activities.events import Group
from chalicelib.core.changes import Key, Table

MONEY_PREFIXES = ("P#", "R#", "Q#", "L#", "M#")
"""Where payments, promises, plan requests, plans and mandates stand in a customer's records (`design/data.md` section 4)."""

MONEY_GROUPS = frozenset({Group.PAYMENT, Group.MANDATE, Group.PROMISE, Group.PLAN, Group.INVOICE})
"""What the diary tells of money: it is kept as long as the ledger."""


class Ending(StrEnum):
    """How a record ends. Closing one, which keeps everything, is a status and no end."""

    DELETE = "DELETE"
    ANONYMISE = "ANONYMISE"


class Stage(StrEnum):
    """What is removed one after the other, at a pace. FILES are the contents of what was uploaded; AGREEMENTS are plans, promises
    and ways to pay, which end and stay with the ledger."""

    LOOKUPS = "LOOKUPS"
    FILES = "FILES"
    AGREEMENTS = "AGREEMENTS"
    RECORDS = "RECORDS"
    ACTIVITIES = "ACTIVITIES"
    JOURNAL = "JOURNAL"


STAGES: dict[Ending, tuple[Stage, ...]] = {
    Ending.DELETE: (Stage.LOOKUPS, Stage.FILES, Stage.RECORDS, Stage.ACTIVITIES, Stage.JOURNAL),
    Ending.ANONYMISE: (Stage.LOOKUPS, Stage.FILES, Stage.AGREEMENTS, Stage.RECORDS, Stage.ACTIVITIES),
}


class Removal(BaseModel):
    """One removal under way: the stage it has come to, where it stands in it, and how many items went so far. `places` are
    the look-ups and counters that led to the customer. Gone when it is done."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    ending: Ending
    asked_at: datetime
    asked_by: str
    places: tuple[Key, ...]
    stage: Stage = Stage.LOOKUPS
    after: str = ""
    removed: int = 0
    version: int = 0

    @property
    def key(self) -> Key:
        return removal_place(self.customer_key)

    @property
    def next_stage(self) -> Stage | None:
        """What comes after this stage; nothing after the last."""
        stages = STAGES[self.ending]
        following = stages.index(self.stage) + 1
        return stages[following] if following < len(stages) else None


REMOVALS = "removal"


def removal_place(customer_key: str) -> Key:
    return Key(Table.OPERATIONS, REMOVALS, customer_key)
