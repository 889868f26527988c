"""The body of the plans' schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.clock import Clock

if TYPE_CHECKING:
    from chalicelib.plans.sweeping import PlanSweep


def sweep(plans: PlanSweep, clock: Clock) -> None:
    """Look at every request and plan whose time has come."""
    plans.sweep(clock.now())
