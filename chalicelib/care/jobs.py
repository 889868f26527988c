"""The schedule of care."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.clock import Clock

if TYPE_CHECKING:
    from chalicelib.care.service import Care


def sweep(care: Care, clock: Clock) -> None:
    """Every few minutes. Raises at the end when some could not be looked at: the alarm sees it."""
    care.sweep(clock.now())
