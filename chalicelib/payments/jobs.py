"""The payments' schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.clock import Clock

if TYPE_CHECKING:
    from chalicelib.payments.service import Payments


def sweep(payments: Payments, clock: Clock) -> None:
    """Look at every payment whose check is due. Raises at the end when some could not be looked at: the alarm sees it."""
    payments.sweep(clock.now())
