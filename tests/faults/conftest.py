"""What the crash explorer does not need a thousand times."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.due import model


@pytest.fixture(scope="module", autouse=True)
def _few_shards() -> Iterator[None]:
    """Two shards for a day of the due index in place of sixteen. A sweeper asks each of them the same, and where there are
    two there may be more; an exploration sweeps thousands of times and would do little else than ask empty ones."""
    shards, model.DUE_SHARDS = model.DUE_SHARDS, 2
    yield
    model.DUE_SHARDS = shards
