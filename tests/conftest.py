"""Which tests share a worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.support import unused_rights
from tests.support.rights import RIGHTS

if TYPE_CHECKING:
    from xdist.remote import Producer

ONE_STACK = frozenset({"infra", "e2e"})
"""Folders whose tests share a deployed stack: two workers would deploy it twice."""
LONGEST_FIRST = ("faults", "infra", "e2e")
"""Folders that begin first, the last one before the others."""


class ByWorld(LoadScopeScheduling):
    """Each of these folders to one worker, and tests that share a world to whoever is free first: the tests of a file,
    and of the crash explorer those of one scenario."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        folders = PurePosixPath(file).parts
        if stack := next((folder for folder in folders if folder in ONE_STACK), ""):
            return stack
        return f"{file}::{test.partition('[')[2].partition('-')[0]}" if "faults" in folders else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Any:
    """In place of `loadgroup`, whose marks do not reach the scheduler from this pytest."""
    config.option.loadscopereorder = False  # the order of the collection: what takes longest, first
    return ByWorld(config, log) if config.getoption("dist") == "loadgroup" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys on a deployed stack wait more than they work: begun first, they are done when everything else is."""
    items.sort(key=lambda item: next((-n for n, name in enumerate(LONGEST_FIRST, 1) if f"/{name}/" in str(item.path)), 0))


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        unused_rights.forget()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Every process that ran tests says which rights they used; `make test` asks for those that none did."""
    if RIGHTS.used:
        unused_rights.leave(os.environ.get("PYTEST_XDIST_WORKER", "main"))


@pytest.fixture(autouse=True)
def _nothing_beyond_its_rights() -> Iterator[None]:
    """No function asks AWS for what its policy does not allow, even where a refusal would go unnoticed."""
    RIGHTS.refused.clear()
    yield
    assert RIGHTS.refused == []
