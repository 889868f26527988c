"""One stack and one browser for all journeys. All of them belong to one worker: mark them `xdist_group("e2e")`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e import records
from tests.e2e.browser import DESKTOP, PHONE, launched, visit
from tests.e2e.stage import Stage

type Links = dict[str, str]


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The deployed stack with its people."""
    made = Stage(tmp_path_factory.mktemp("stage"))
    made.start()
    try:
        made.furnish()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def links(stage: Stage) -> Links:
    """Everybody's personal link, by customer id, after the dataset came in through the inbox."""
    upload = stage.imported("customers.csv", records.dataset(records.EVERYBODY))
    assert upload["state"] == "COMPLETED", upload
    return stage.links(upload["id"])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def contexts(chromium: Browser, stage: Stage) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browsers that know nothing of each other; all are gone at the end of the test."""
    stage.forget_attempts()
    made: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        made.append(chromium.new_context(locale="en-GB", timezone_id="Europe/London", **options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture
def phone(contexts: Callable[..., BrowserContext]) -> Page:
    """A small phone that runs no scripts."""
    return visit(contexts(viewport=PHONE, java_script_enabled=False))


@pytest.fixture
def modern_phone(contexts: Callable[..., BrowserContext]) -> Page:
    """A small phone with scripts, of which the portal has none, so that axe can look at its pages."""
    return visit(contexts(viewport=PHONE, bypass_csp=True))


@pytest.fixture
def desk(contexts: Callable[..., BrowserContext]) -> Page:
    """A computer at work, as strict as the console's pages ask for."""
    return visit(contexts(viewport=DESKTOP, permissions=["clipboard-read", "clipboard-write"]))


@pytest.fixture
def inspected_desk(contexts: Callable[..., BrowserContext]) -> Page:
    """The same where axe can look at the screens."""
    return visit(contexts(viewport=DESKTOP, bypass_csp=True, reduced_motion="reduce"))
