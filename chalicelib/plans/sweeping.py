"""Following every open plan: what fell due is looked at, collected and decided, in bounded steps and safe to repeat."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Key, Replace
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, Refused
from chalicelib.core.store import Store
from chalicelib.due.service import sweep
from chalicelib.plans import following
from chalicelib.plans.following import BY_THE_SWEEP
from chalicelib.plans.model import PLAN_PREFIX, REQUEST_PREFIX, Plan, PlanRequest, RequestState
from chalicelib.plans.service import Plans
from chalicelib.plans.telling import about_plan
from chalicelib.settings.model import Settings

REQUESTS_SWEEP = "plan_request_sweep"
AGAIN_AFTER_FAILURE = timedelta(hours=1)
LOOK_TRIES = 3


class PlanSweep:
    """What happens to plans by itself."""

    def __init__(self, store: Store, plans: Plans, clock: Clock, load_settings: Callable[[], Settings]) -> None:
        self._store = store
        self._plans = plans
        self._clock = clock
        self._settings = load_settings

    def sweep(self, now: datetime) -> None:
        """Look at every request and every plan whose time has come. Raises an ExceptionGroup at the end when some could not
        be looked at; the others were."""
        failures: list[Exception] = []
        for name, prefix, look in (
            (REQUESTS_SWEEP, REQUEST_PREFIX, self._look_at_request),
            (BY_THE_SWEEP, PLAN_PREFIX, self._look_at_plan),
        ):
            try:
                sweep(self._store, name, now, prefix=prefix, look=lambda key, look=look: look(key, now))  # type: ignore[misc]
            except ExceptionGroup as group:
                failures.append(group)
        if failures:
            raise ExceptionGroup("plans", failures)

    def _look_at_request(self, key: Key, now: datetime) -> None:
        waiting = self._store.get(PlanRequest, key)
        if waiting is None or waiting.next_look is None or waiting.next_look > now:
            return
        actor = Actor.system(REQUESTS_SWEEP)
        self._plans.decide(key.pk, waiting.id, RequestState.EXPIRED, "NOT_REVIEWED", waiting.version, actor)

    def _look_at_plan(self, key: Key, now: datetime) -> None:
        """One plan, and whether or not that worked its next look is not now."""
        plan = self._due(key, now)
        if plan is None:
            return
        try:
            self._follow(key, now)
        except Exception:
            if (stuck := self._due(key, now)) is not None:
                self._look_later(stuck, now)
            raise

    def _follow(self, key: Key, now: datetime) -> None:
        for _ in range(LOOK_TRIES):
            plan = self._due(key, now)
            if plan is None:
                return
            customer, settings = self._plans.customer(key.pk), self._settings()
            found = following.looked(customer, plan, self._plans.paid(plan), settings, self._diary(now))
            with contextlib.suppress(Conflict):
                self._store.commit(following.written(customer, found))
                return
        raise Refused(Code.BUSY)

    def _look_later(self, plan: Plan, now: datetime) -> None:
        diary = self._diary(now)
        later = plan.model_copy(update={"next_look": now + AGAIN_AFTER_FAILURE})
        line = about_plan(diary, plan, Event.PLAN_UPDATED, after={"state": plan.state})
        # Whoever moved it in between has set its next look as well.
        with contextlib.suppress(Conflict):
            self._store.commit(Changes(Replace(later), Append(line)))

    def _due(self, key: Key, now: datetime) -> Plan | None:
        plan = self._store.get(Plan, key)
        return plan if plan is not None and plan.next_look is not None and plan.next_look <= now else None

    @staticmethod
    def _diary(now: datetime) -> Diary:
        return Diary(Actor.system(BY_THE_SWEEP), now)
