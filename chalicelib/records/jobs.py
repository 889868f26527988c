"""The records' schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.clock import Clock

if TYPE_CHECKING:
    from chalicelib.records.service import Customers


def sweep(customers: Customers, clock: Clock) -> None:
    """Write down the end of every status whose day has come. Raises at the end when some could not be: the alarm sees it."""
    customers.reactivate_due(clock.now())
