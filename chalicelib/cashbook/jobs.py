"""Messages of the queue of exports to calls of the service they are for. Every one of them may come twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.imports import jobs

if TYPE_CHECKING:
    from chalicelib.cashbook.service import Cashbook
    from chalicelib.imports.service import Imports


def export(message: Mapping[str, Any], cashbook: Callable[[], Cashbook], imports: Callable[[], Imports]) -> None:
    """`{payment_listing}` works on totals or a file of payments, `{creditor_report}` on a report to the creditor; anything
    else is an export of records."""
    if "payment_listing" in message:
        cashbook().go_on_listing(str(message["payment_listing"]))
    elif "creditor_report" in message:
        cashbook().build_report(str(message["creditor_report"]))
    else:
        jobs.export(message, imports())


def sweep(cashbook: Cashbook) -> None:
    """Every few minutes."""
    cashbook.sweep()
