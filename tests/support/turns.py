"""Two at once, in every order: threads that change over at every AWS call, as a schedule says."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from tests.support.harness import WIRE

STUCK_SECONDS = 20
THREADS = ThreadPoolExecutor(2, thread_name_prefix="turns")
"""Kept, because botocore's clients are made anew for every thread."""


class Turns:
    """Lets several threads run one at a time, changing over at every AWS call as the schedule says."""

    def __init__(self, jobs: int, schedule: Sequence[int]) -> None:
        self._changed = threading.Condition()
        self._me = threading.local()
        self._schedule = iter(schedule)
        self._waiting: set[int] = set()
        self._live = set(range(jobs))
        self._running: int | None = None

    def wait_for_mine(self) -> None:
        me = getattr(self._me, "number", None)
        if me is None:
            return
        with self._changed:
            self._waiting.add(me)
            if self._running == me:
                self._running = None
            self._next()
            assert self._changed.wait_for(lambda: self._running == me, STUCK_SECONDS), "nobody gave way"

    def run(self, number: int, job: Callable[[], None]) -> None:
        self._me.number = number
        self.wait_for_mine()
        try:
            job()
        finally:
            self._me.number = None
            with self._changed:
                self._live.discard(number)
                self._running = None
                self._next()

    def _next(self) -> None:
        """Choose who runs, once everybody who still lives waits."""
        if self._running is None and self._live and self._waiting >= self._live:
            wanted = next(self._schedule, None)
            self._running = wanted if wanted in self._live else min(self._live)
            self._waiting.discard(self._running)
        self._changed.notify_all()


def interleave(jobs: Sequence[Callable[[], None]], schedule: Sequence[int]) -> None:
    """Run the jobs at once, one AWS call at a time, in the order of the schedule. What a job raises is raised at the end."""
    turns = Turns(len(jobs), schedule)
    WIRE.meanwhile = turns.wait_for_mine
    try:
        running = [THREADS.submit(turns.run, number, job) for number, job in enumerate(jobs)]
        wait(running, STUCK_SECONDS)
    finally:
        WIRE.meanwhile = lambda: None
    for job in running:
        job.result(timeout=0)


def schedules(calls: int) -> Iterator[tuple[int, ...]]:
    """Every order in which two jobs of so many calls each can take turns; the first step of each is its start."""
    steps = 2 * (calls + 1)
    for second in itertools.combinations(range(steps), steps // 2):
        yield tuple(1 if step in second else 0 for step in range(steps))
