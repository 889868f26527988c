"""The promises' schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.clock import Clock

if TYPE_CHECKING:
    from chalicelib.promises.service import Promises


def sweep(promises: Promises, clock: Clock) -> None:
    """Every few minutes. Raises at the end when some could not be looked at: the alarm sees it."""
    promises.sweep(clock.now())
