"""Every customer's requests for plans, newest first, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import batched, islice
from typing import cast

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Index, Key, Table
from chalicelib.core.clock import Clock, london_day
from chalicelib.core.errors import Code, refuse_if
from chalicelib.core.ids import is_ulid
from chalicelib.core.store import Store
from chalicelib.plans.model import REQUEST_PREFIX, Plan, PlanRequest, feed_month, plan_place
from chalicelib.records.model import Customer, customer_place

STEP = 30
STEPS_AT_ONCE = 10
"""A page looks at 300 requests at most; the cursor says how far it has come, full or not."""
MONTHS_AT_ONCE = 24


@dataclass(frozen=True, slots=True)
class Row:
    """A request, its plan and its customer. `state` is the plan's, or the request's while there is none."""

    request: PlanRequest
    plan: Plan | None
    customer: Customer

    @property
    def state(self) -> str:
        return self.plan.state if self.plan else self.request.state


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: an empty state, customer or day asks for all. Days are London's and both included."""

    state: str = ""
    customer_key: str = ""
    first_day: date | None = None
    last_day: date | None = None


class PlanFeed:
    """The panel's list."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def page(self, asked: Asked, after: str, limit: int) -> tuple[list[Row], str]:
        """Up to `limit` rows behind the cursor, and the next cursor, empty at the end. Raises Refused(BAD_CURSOR)."""
        if asked.customer_key:
            return self._of_customer(asked, after, limit)
        month, _, sort = after.partition("/")
        refuse_if(bool(after) and not (len(month) == len("2026-11") and sort), Code.BAD_CURSOR)
        rows: list[Row] = []
        last, looked = "", 0
        for entries in islice(batched(self._entries(asked, month, sort), STEP, strict=False), STEPS_AT_ONCE):
            found = self._rows([key for _, key in entries])
            for place, key in entries:
                row = found.get(key)
                if row is not None and _wanted(row, asked):
                    rows.append(row)
                if len(rows) == limit:
                    return rows, place
            last, looked = entries[-1][0], looked + len(entries)
        return rows, last if looked == STEPS_AT_ONCE * STEP else ""

    def _of_customer(self, asked: Asked, after: str, limit: int) -> tuple[list[Row], str]:
        """One customer's, out of their own records: however many others have asked since, nothing is looked for in vain."""
        refuse_if(bool(after) and not is_ulid(after.removeprefix(REQUEST_PREFIX)), Code.BAD_CURSOR)
        page = self._store.query(
            Table.RECORDS,
            asked.customer_key,
            prefix=REQUEST_PREFIX,
            after=after or None,
            limit=min(limit, STEP),
            newest_first=True,
        )
        rows = self._rows([item.key for item in page.items])
        return [row for row in rows.values() if _wanted(row, asked)], page.after or ""

    def take_away(self, asked: Asked, after: str, limit: int, actor: Actor) -> tuple[list[Row], str]:
        """A page for a file that leaves the console; how many rows it holds is written down first."""
        rows, cursor = self.page(asked, after, limit)
        told = Diary(actor, self._clock.now()).tell(Event.EXPORT_DOWNLOADED, "plans", after={"rows": str(len(rows))})
        self._store.commit(Changes(Append(told)))
        return rows, cursor

    def _entries(self, asked: Asked, month: str, sort: str) -> Iterator[tuple[str, Key]]:
        """The places of requests behind a cursor, newest first, month by month."""
        for each in _months(asked, month, self._clock.now()):
            after = sort if each == month else ""
            while True:
                found = self._store.search(Index.FEED, [f"Q#{each}"], after=after, limit=STEP)
                for entry in found:
                    yield f"{each}/{entry.sort}", entry.key
                if len(found) < STEP:
                    break
                after = found[-1].sort

    def _rows(self, keys: Sequence[Key]) -> dict[Key, Row]:
        """The requests with their plans and customers, in one read."""
        plans = {key: plan_place(key.pk, key.sk.removeprefix(REQUEST_PREFIX)) for key in keys}
        found = self._store.get_many({*keys, *plans.values(), *(customer_place(key.pk) for key in keys)})
        rows = {}
        for key in keys:
            request, customer = cast(PlanRequest | None, found.get(key)), cast(Customer | None, found.get(customer_place(key.pk)))
            if request is not None and customer is not None:
                rows[key] = Row(request, cast(Plan | None, found.get(plans[key])), customer)
        return rows


def _wanted(row: Row, asked: Asked) -> bool:
    day = london_day(row.request.asked_at)
    return (
        asked.state in ("", row.state)
        and asked.customer_key in ("", row.customer.customer_key)
        and (asked.first_day is None or day >= asked.first_day)
        and (asked.last_day is None or day <= asked.last_day)
    )


def _months(asked: Asked, month: str, now: datetime) -> Iterator[str]:
    """The feed's months to look at, the newest first, from the cursor's on; two years back where no day is given."""
    newest = month or feed_month(now).removeprefix("Q#")
    if not month and asked.last_day is not None:
        newest = min(newest, f"{asked.last_day + timedelta(days=1):%Y-%m}")
    day = date.fromisoformat(f"{newest}-01")
    oldest = asked.first_day - timedelta(days=1) if asked.first_day else None
    for _ in range(MONTHS_AT_ONCE):
        yield f"{day:%Y-%m}"
        if oldest is not None and f"{day:%Y-%m}" <= f"{oldest:%Y-%m}":
            return
        day = (day - timedelta(days=1)).replace(day=1)
