"""Customers' files and what scans them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.wiring.base import clock, environment, objects, queues, store

if TYPE_CHECKING:
    from chalicelib.files.service import Files
    from chalicelib.scanning.ports import Scanner


@cache
def files() -> Files:
    from chalicelib.aws.observability import log
    from chalicelib.files.desk import Desk
    from chalicelib.files.service import Files

    return Files(Desk(store(), objects(), queues(), clock, environment().required_scanners, {"embedded": embedded}, log))


@cache
def embedded() -> Scanner:
    """The scanner that we carry ourselves."""
    from chalicelib.scanning.embedded import Embedded

    return Embedded()
