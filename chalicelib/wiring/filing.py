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
    from chalicelib.scanning.version import current

    scanners = {"embedded": embedded, "clamd": clamd}
    return Files(Desk(store(), objects(), queues(), clock, environment().required_scanners, scanners, current, log))


@cache
def embedded() -> Scanner:
    """The scanner that we carry ourselves."""
    from chalicelib.scanning.embedded import Embedded

    return Embedded()


@cache
def clamd() -> Scanner:
    """The daemon that a deployment may require besides."""
    from chalicelib.scanning.clamd import Clamd

    return Clamd(environment().clamd_address)
