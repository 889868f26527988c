"""Removing what a customer leaves behind, at a pace: page by page, each safe to repeat, until nothing is left."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from itertools import batched

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Delete, Entity, Replace, Table
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Refused
from chalicelib.core.objects import Bucket, Objects
from chalicelib.core.store import Store
from chalicelib.lifecycle.model import MONEY_GROUPS, MONEY_PREFIXES, REMOVALS, Ending, Removal, Stage
from chalicelib.messaging.desk import copy_place
from chalicelib.messaging.model import Message
from chalicelib.payments.movements import MOVEMENT_PREFIX
from chalicelib.records.tombstones import Tombstone, tombstone_place

JOB = "removal_sweep"
PAGE = 100
PAGES_A_SWEEP = 50
"""At most so many pages of all removals together in one run: nothing else of the stack is held up."""
REMOVALS_A_SWEEP = 20

TABLES = {Stage.RECORDS: Table.RECORDS, Stage.ACTIVITIES: Table.ACTIVITIES, Stage.JOURNAL: Table.JOURNAL}


type Part = Callable[[str, Actor], None]
"""Ends what a customer had who is nobody any more: the files they sent; or their plans, promises and ways to pay, and what
payers wrote. Safe to repeat. Raises Refused(BUSY) while somebody is still at it."""
type Parts = Mapping[Stage, Part]


def sweep(store: Store, objects: Objects, clock: Clock, parts: Parts) -> None:
    """Go on with the removals that are under way, the next page of each in turn."""
    page = store.query(Table.OPERATIONS, REMOVALS, limit=REMOVALS_A_SWEEP)
    under_way = [removal for removal in page.items if isinstance(removal, Removal)]
    pages = PAGES_A_SWEEP
    while under_way and pages > 0:
        going_on = []
        for removal in under_way[:pages]:
            pages -= 1
            if (further := step(store, objects, clock, parts, removal)) is not None:
                going_on.append(further)
        under_way = going_on


def step(store: Store, objects: Objects, clock: Clock, parts: Parts, removal: Removal) -> Removal | None:
    """Remove one page. The removal as it stands then; None when it is done, or when somebody else has gone on with it."""
    if removal.stage is Stage.LOOKUPS:
        for some in batched(removal.places, PAGE, strict=False):
            store.remove_all(some)
        return _further(store, clock, removal, removed=len(removal.places), after=None)
    if removal.stage not in TABLES:
        # Who is still paying at this moment, or a file that is being checked, holds nothing up: the next run comes here again.
        with contextlib.suppress(Refused):
            parts[removal.stage](removal.customer_key, Actor.system(JOB))
            return _further(store, clock, removal, removed=0, after=None)
        return None
    table = TABLES[removal.stage]
    page = store.query(table, removal.customer_key, after=removal.after or None, limit=PAGE)
    gone = [entity for entity in page.items if _goes(removal, entity)]
    for entity in gone:
        if isinstance(entity, Message):
            objects.remove(Bucket.FILES, copy_place(entity))
    store.remove_all([entity.key for entity in gone])
    return _further(store, clock, removal, removed=len(gone), after=page.after)


def _goes(removal: Removal, entity: Entity) -> bool:
    """Whether this item is to be removed. A tombstone stays for ever, and of whom the ledger is kept all that is money's."""
    if entity.key.table is Table.RECORDS:
        kept = ("#", MOVEMENT_PREFIX, *MONEY_PREFIXES) if removal.ending is Ending.ANONYMISE else ("#",)
        return not entity.key.sk.startswith(kept)
    if removal.ending is Ending.DELETE:
        return True
    return not isinstance(entity, Activity) or (
        entity.group not in MONEY_GROUPS and entity.event not in (Event.ACCOUNT_AMOUNTS_UPDATED, Event.CUSTOMER_ANONYMISED)
    )


def _vacated(store: Store, removal: Removal) -> list[Replace]:
    """The tombstone says that nothing is left; of who was anonymised there is none."""
    stone = store.get(Tombstone, tombstone_place(removal.customer_key))
    return [Replace(stone.model_copy(update={"is_being_removed": False}))] if stone is not None and stone.is_being_removed else []


def _further(store: Store, clock: Clock, removal: Removal, *, removed: int, after: str | None) -> Removal | None:
    """Write down how far it has come: the next page, the next stage, or that it is over."""
    stage = removal.stage if after is not None else removal.next_stage
    moved = removal.model_copy(update={"removed": removal.removed + removed, "after": after or "", "stage": stage})
    # Another run has gone on with it: it will come here again.
    with contextlib.suppress(Conflict):
        if stage is not None:
            store.commit(Changes(Replace(moved)))
            return moved.model_copy(update={"version": removal.version + 1})
        diary = Diary(Actor.system(JOB), clock.now())
        told = diary.tell(Event.CUSTOMER_REMOVED, f"customer:{removal.customer_key}", after={"ending": removal.ending})
        store.commit(Changes(Delete(removal), *_vacated(store, removal), Append(told)))
    return None
