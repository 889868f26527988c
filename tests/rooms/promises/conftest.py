"""A world in which nobody has promised anything yet."""

from __future__ import annotations

import pytest

from tests.support.promising import PromisingWorld


@pytest.fixture
def world() -> PromisingWorld:
    return PromisingWorld()
