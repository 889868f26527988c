"""One structured line per request or message, from an allow-list of fields: never a path, a token or personal data."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger

FIELDS = frozenset(
    "route method status code duration_ms job outcome error_type where upload_id file_id phase part count".split()  # noqa: SIM905
)


@cache
def _logger() -> Logger:
    """Made for the first line: importing the library is a tenth of a cold start."""
    from aws_lambda_powertools import Logger

    return Logger(service="quittance", log_uncaught_exceptions=False)


def log(message: str, **fields: Any) -> None:
    """Write one line. Raises ValueError for a field that is not on the allow-list, so that a leak fails in a test."""
    _logger().info(message, extra=_allowed(fields))


def log_error(message: str, error: BaseException, **fields: Any) -> None:
    """Write one line about an exception: its type and where it was raised, never its message, which may hold data."""
    trace, where = error.__traceback__, ""
    while trace is not None:
        where = f"{trace.tb_frame.f_globals.get('__name__', '')}:{trace.tb_lineno}"
        trace = trace.tb_next
    _logger().error(message, extra=_allowed(fields | {"error_type": type(error).__name__, "where": where}))


def _allowed(fields: dict[str, Any]) -> dict[str, Any]:
    if unknown := fields.keys() - FIELDS:
        raise ValueError(f"not on the allow-list of log fields: {sorted(unknown)}")
    return fields
