"""`make later DAYS=14`: move the clock of the local run on, and let everything that fell due meanwhile happen.

The stack that `make run` started must be up. Its sessions end, as they would; the console's sign-in keeps real time.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta

import boto3

from chalicelib.aws.store import DynamoStore
from chalicelib.core.changes import Changes, Put, Table
from chalicelib.core.clock import ASKED_EVERY
from chalicelib.settings.offset import FURTHEST, ClockOffset, offset
from tools import emulator
from tools.places import REGION

STACK = "quittance"
STRIDE = timedelta(days=28)
"""So far at a time, with the schedules in between: they look at a month at once, and have never stood still for longer."""
SCHEDULED = {
    **dict.fromkeys(("id", "account", "region", "time"), "-"),
    "version": "0",
    "source": "aws.events",
    "detail-type": "Scheduled Event",
    "detail": {},
    "resources": [],
}
"""What EventBridge hands to a schedule's function, as far as it is looked at."""


def move(store: DynamoStore, further: timedelta) -> timedelta:
    """Move the clock on by that much; how far ahead it is now. Raises ValueError for going back or beyond `FURTHEST`."""
    ahead = offset(store) + further
    _refuse(further, ahead)
    store.commit(Changes(Put(ClockOffset(seconds=int(ahead.total_seconds())))))
    return ahead


def let_pass(store: DynamoStore, further: timedelta) -> tuple[timedelta, list[str]]:
    """Let that much time go by with the schedules at work, as they were until now; how far ahead the clock is then, and what
    failed. Raises ValueError as `move` does, before anything has moved."""
    ahead = offset(store)
    _refuse(further, ahead + further)
    failed = run_schedules()
    while further:
        stride = min(further, STRIDE)
        ahead, further = move(store, stride), further - stride
        time.sleep(ASKED_EVERY.total_seconds())
        failed += run_schedules()
    return ahead, sorted(set(failed))


def _refuse(further: timedelta, ahead: timedelta) -> None:
    if further <= timedelta() or ahead > FURTHEST:
        raise ValueError(f"a clock moves forward only, and at most {FURTHEST.days} days in all")


def run_schedules(*rooms: str) -> list[str]:
    """Every schedule of the stack, or the sweeps of these rooms, once; the names of those that failed."""
    functions = boto3.client("lambda", region_name=REGION)
    names = [f["FunctionName"] for page in functions.get_paginator("list_functions").paginate() for f in page["Functions"]]
    endings, failed = tuple(f"{room}-sweep" for room in rooms) or ("-sweep",), []
    for name in sorted(name for name in names if name.startswith(f"{STACK}-") and name.endswith(endings)):
        answer = functions.invoke(FunctionName=name, Payload=json.dumps(SCHEDULED).encode())
        if "FunctionError" in answer:
            failed.append(name)
    return failed


def main() -> None:
    """Move the clock, run the schedules, and say what time it is now."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=0)
    parser.add_argument("--hours", type=int, default=0)
    asked = parser.parse_args()
    os.environ.update(emulator.credentials(int(os.environ.get("EMULATOR_PORT", "4566"))))
    store = DynamoStore({table: f"{STACK}-{table}" for table in Table}, REGION)
    try:
        ahead, failed = let_pass(store, timedelta(days=asked.days, hours=asked.hours))
    except ValueError as refusal:
        sys.exit(f"{refusal}: make later DAYS=14 (or HOURS=2)")
    print(f"In the local stack it is now {datetime.now(UTC) + ahead:%A %d %B %Y, %H:%M} UTC.")
    if failed:
        sys.exit(f"These schedules failed, their logs say why: {', '.join(failed)}")


if __name__ == "__main__":
    main()
