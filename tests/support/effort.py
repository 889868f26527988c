"""How hard the state machines try: a little on every run, a lot for `make test-deep`."""

from __future__ import annotations

import os

DEEP = bool(os.environ.get("QUITTANCE_DEEP"))


def examples(usual: int) -> int:
    """How many examples a state machine plays: as many as usual, or 5,000."""
    return 5_000 if DEEP else usual
