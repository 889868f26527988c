"""Where messages are tried: the room with everything around it in memory."""

from __future__ import annotations

import pytest

from tests.support.messages import MessagingWorld


@pytest.fixture
def world() -> MessagingWorld:
    return MessagingWorld()
