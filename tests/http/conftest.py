"""A world for a whole file of tests, put back to how it began before each of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.debtors import EVERYBODY, SIAN
from tests.support.http import Browser
from tests.support.snapshots import Snapshot
from tests.support.world import NOON, World, world


@pytest.fixture(scope="module")
def account() -> Iterator[tuple[World, Snapshot]]:
    with world() as made:
        made.add(*EVERYBODY)
        yield made, Snapshot.take()


@pytest.fixture
def here(account: tuple[World, Snapshot]) -> World:
    """Three customers who owe, at noon, and nobody has done anything yet."""
    made, beginning = account
    beginning.restore()
    made.clock.instant = NOON
    made.webhooks.clear()
    return made


@pytest.fixture
def payer(here: World) -> Browser:
    """Siân's, signed in. She paid 12.34 to the older of her two accounts, two days after they were opened."""
    here.wait(days=2)
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    browser.submit(choice="other", amount="12.34")
    browser.submit(outcome="pay")
    here.deliver_webhooks()
    return browser
