"""Two at once, in every order: threads that change over at every AWS call, as a schedule says."""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from tests.support.harness import WIRE

STUCK_SECONDS = 20
THREADS = ThreadPoolExecutor(2, thread_name_prefix="turns")
"""Kept, because botocore's clients are made anew for every thread."""

type Taken = list[tuple[int, frozenset[int]]]
"""Who went at each step, and who could have."""


class Turns:
    """Lets several threads run one at a time, changing over at every AWS call as the schedule says."""

    def __init__(self, jobs: int, schedule: Sequence[int]) -> None:
        self._changed = threading.Condition()
        self._me = threading.local()
        self._schedule = iter(schedule)
        self._waiting: set[int] = set()
        self._live = set(range(jobs))
        self._running: int | None = None
        self.taken: Taken = []

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
            self.taken.append((self._running, frozenset(self._live)))
            self._waiting.discard(self._running)
        self._changed.notify_all()


def interleave(jobs: Sequence[Callable[[], None]], schedule: Sequence[int]) -> Taken:
    """Run the jobs at once, one AWS call at a time, in the order of the schedule, and the first of them where it says nothing.
    What a job raises is raised at the end."""
    turns = Turns(len(jobs), schedule)
    WIRE.meanwhile = turns.wait_for_mine
    try:
        running = [THREADS.submit(turns.run, number, job) for number, job in enumerate(jobs)]
        wait(running, STUCK_SECONDS)
    finally:
        WIRE.meanwhile = lambda: None
    for job in running:
        job.result(timeout=0)
    return turns.taken


def every_order(play: Callable[[Sequence[int]], Taken], changes: int = sys.maxsize) -> int:
    """Play every order there is once, however many calls each job turns out to make: those, at least, in which a job that
    could go on gives way at most so many times. How many there were.

    `play` interleaves its jobs by the schedule in a world of their own, and returns what `interleave` did."""
    played, open_ends = 0, list[tuple[int, ...]]([()])
    while open_ends:
        begun = open_ends.pop()
        taken = play(begun)
        played += 1
        for step in range(len(begun), len(taken)):
            who, able = taken[step]
            before = tuple(each for each, _ in taken[:step])
            others = [(*before, other) for other in able - {who}]
            open_ends.extend(order for order in others if _given_way(order, taken) <= changes)
    return played


def _given_way(order: Sequence[int], taken: Taken) -> int:
    """How often a job of this beginning was stopped that could have gone on."""
    return sum(now != before and before in taken[step][1] for step, (before, now) in enumerate(itertools.pairwise(order), 1))


def schedules(calls: int) -> Iterator[tuple[int, ...]]:
    """Every order in which two jobs of so many calls each can take turns; the first step of each is its start."""
    steps = 2 * (calls + 1)
    for second in itertools.combinations(range(steps), steps // 2):
        yield tuple(1 if step in second else 0 for step in range(steps))
