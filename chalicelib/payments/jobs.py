"""The payments' schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from chalicelib.core.actor import Actor
from chalicelib.core.clock import Clock

if TYPE_CHECKING:
    from chalicelib.payments.reconciliation import Reconciler
    from chalicelib.payments.service import Payments

RECONCILIATION = "reconciliation"


class Log(Protocol):
    def __call__(self, message: str, **fields: Any) -> None: ...


def sweep(payments: Payments, clock: Clock) -> None:
    """Look at every payment whose check is due. Raises at the end when some could not be looked at: the alarm sees it."""
    payments.sweep(clock.now())


def reconcile(reconciler: Reconciler, log: Log) -> None:
    """Hold the last days against the providers' books, and say in one line for each how it ended: an alarm listens for
    `count`, the differences that are left."""
    for report in reconciler.daily(Actor.system(RECONCILIATION)):
        outcome = "differs" if report.found else "agrees"
        log("provider reconciled", job=RECONCILIATION, outcome=outcome, count=report.found)
