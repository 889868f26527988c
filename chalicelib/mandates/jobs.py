"""The schedule of the saved ways to pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.clock import Clock

if TYPE_CHECKING:
    from chalicelib.mandates.service import Mandates


def sweep(mandates: Mandates, clock: Clock) -> None:
    """Look at every mandate to which something is to happen by now. Raises at the end when some could not be looked at."""
    mandates.sweep(clock.now())
