"""Holding a provider's books against ours: daily, and when a lead asks. It never corrects anything but by settling the
payment in question, as any webhook would."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Index, Insert, Replace, Table
from chalicelib.core.clock import Clock
from chalicelib.core.committing import next_version
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid_instant
from chalicelib.core.store import Store
from chalicelib.payments.ports import CollectingProvider, ProviderError, ProviderMovement
from chalicelib.payments.reconciling import (
    DIFFERENCES_KEPT,
    RECONCILIATIONS,
    CashLine,
    Difference,
    Reconciliation,
    cash_partition,
    compare,
    of_day,
    reconciliation_place,
    same_findings,
)
from chalicelib.payments.service import Payments

PAGE = 200
REPORTS_SHOWN = 31
LOOK_BACK = timedelta(days=60)
"""How old a day may be that somebody asks to be held against the provider's books."""
TRIES = 3

_log = logging.getLogger(__name__)


class Reconciler:
    """The reconciliations of one organisation with the providers that keep books of their own."""

    def __init__(self, store: Store, payments: Payments, clock: Clock) -> None:
        self._store = store
        self._payments = payments
        self._clock = clock

    def daily(self, actor: Actor) -> list[Reconciliation]:
        """The two last whole days in UTC, for every provider: the second look finds what was written late."""
        today = self._clock.now().date()
        return [report for back in (2, 1) for report in self.work(today - timedelta(days=back), actor)]

    def work(self, day: date, actor: Actor) -> list[Reconciliation]:
        """Hold one day against the books of each provider, and keep what was found; doing it again takes the report's place.
        Raises `Refused` with INVALID for a day that has not begun or is too long ago, and the provider's errors."""
        today = self._clock.now().date()
        refuse_if(not today - LOOK_BACK <= day <= today, Code.INVALID, "Choose a day of the last 60.", field="day")
        return [self._work(provider, day, actor) for provider in self._payments.collecting]

    def reports(self) -> list[Reconciliation]:
        """The last days' reports, newest first, in one request."""
        page = self._store.query(Table.OPERATIONS, RECONCILIATIONS, limit=REPORTS_SHOWN, newest_first=True)
        return [report for report in page.items if isinstance(report, Reconciliation)]

    def _work(self, provider: CollectingProvider, day: date, actor: Actor) -> Reconciliation:
        begins = datetime.combine(day, time.min, UTC)
        margin = timedelta(days=1)
        movements = list(provider.movements(since=begins - margin, until=begins + 2 * margin))
        before = compare(day, movements, self._lines(provider.name, day))
        known = {movement.payment_id: movement.customer_key for movement in movements}
        named = [self._named(difference, known) for difference in before]
        for customer_key, payment_id in sorted({(d.customer_key, d.payment_id) for d in named if d.customer_key}):
            self._settle(customer_key, payment_id, actor)
        lines = self._lines(provider.name, day)
        left = [self._named(difference, known) for difference in compare(day, movements, lines)] if before else []
        return self._keep(provider.name, day, of_day(day, movements), lines, len(before), left, actor)

    def _settle(self, customer_key: str, payment_id: str, actor: Actor) -> None:
        """What cannot be settled now stays a difference in the report."""
        try:
            self._payments.settle(customer_key, payment_id, actor)
        except (ProviderError, Refused, LookupError):
            _log.warning("a payment that differs could not be settled", extra={"payment_id": payment_id})

    def _lines(self, provider: str, day: date) -> list[CashLine]:
        """Our lines of the day and of the days around it."""
        lines: list[CashLine] = []
        for offset in (-1, 0, 1):
            after: str | None = None
            while True:
                partition = cash_partition(provider, day + timedelta(days=offset))
                page = self._store.query(Table.OPERATIONS, partition, after=after, limit=PAGE)
                lines += [line for line in page.items if isinstance(line, CashLine)]
                after = page.after
                if after is None:
                    break
        return lines

    def _named(self, difference: Difference, known: dict[str, str]) -> Difference:
        """The difference with its customer: as the provider was told, or as our payments are listed by their months."""
        customer_key = known.get(difference.payment_id, "")
        if not customer_key and is_ulid(difference.payment_id):
            month = f"P#{ulid_instant(difference.payment_id):%Y-%m}"
            found = self._store.search(Index.FEED, (month,), prefix=difference.payment_id, limit=1)
            customer_key = found[0].key.pk if found else ""
        return difference.model_copy(update={"customer_key": customer_key})

    def _keep(
        self,
        provider: str,
        day: date,
        movements: Sequence[ProviderMovement],
        lines: Sequence[CashLine],
        differed: int,
        left: Sequence[Difference],
        actor: Actor,
    ) -> Reconciliation:
        diary = Diary(actor, self._clock.now())
        for _ in range(TRIES):
            before = self._store.get(Reconciliation, reconciliation_place(provider, day))
            report = Reconciliation(
                provider=provider,
                day=day,
                done_at=diary.now,
                movements=len(movements),
                ours=sum(line.amount for line in lines if line.at.date() == day),
                theirs=sum(movement.amount for movement in movements),
                settled=differed - len(left),
                found=len(left),
                differences=tuple(left[:DIFFERENCES_KEPT]),
                version=before.version if before else 0,
            )
            if before is not None and same_findings(before, report):
                return before
            told = diary.tell(Event.RECONCILIATION_DONE, report.ref, after={"differences": str(report.found)})
            with contextlib.suppress(Conflict):
                self._store.commit(Changes(Replace(report) if before else Insert(report), Append(told)))
                return next_version(report)
        raise Refused(Code.BUSY)
