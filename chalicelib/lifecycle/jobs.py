"""The schedule of removals."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.lifecycle.service import Lifecycle


def sweep(lifecycle: Lifecycle) -> None:
    """Go on with every removal that is under way."""
    lifecycle.sweep()
