"""What a scenario is: what the world is like before an entry of the app goes to work, and one attempt at that work.

An entry of `app.py`, or a route that changes something, that no scenario names fails a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.support.http import Answer, Browser
from tests.support.world import World

Attempt = Callable[[], object]
Prepare = Callable[[World], Attempt]


@dataclass(frozen=True)
class Scenario:
    """`entry` is the function that is at work, `route` what it was asked for if it serves HTTP.

    With `exact` the world must end as it would have without any fault; otherwise the invariants alone must hold: a
    debtor who tries again spends another attempt, and that is as it should be."""

    name: str
    entry: str
    prepare: Prepare
    route: tuple[str, str] | None
    exact: bool


SCENARIOS: dict[str, Scenario] = {}


def scenario(entry: str, *, exact: bool = True) -> Callable[[Prepare], Prepare]:
    """Put a scenario about a queue or a schedule on the list."""
    return _register(entry, None, exact=exact)


def request(method: str, path: str, *, exact: bool = True) -> Callable[[Prepare], Prepare]:
    """Put a scenario about a route on the list."""
    return _register("api_handler", (method, path), exact=exact)


def _register(entry: str, route: tuple[str, str] | None, *, exact: bool) -> Callable[[Prepare], Prepare]:
    def register(prepare: Prepare) -> Prepare:
        SCENARIOS[prepare.__name__] = Scenario(prepare.__name__, entry, prepare, route, exact)
        return prepare

    return register


def done(answer: Answer, *statuses: int) -> Answer:
    """The answer, if it is one of these. Anything else makes whoever asked ask again."""
    if answer.status not in statuses:
        raise RuntimeError(f"answered {answer.status}")
    return answer


def again(browser: Browser) -> Browser:
    """The same person with the same cookies, before any answer that was lost."""
    return replace(browser, cookies=dict(browser.cookies))
