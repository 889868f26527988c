"""`make later DAYS=14`: move the clock of the local run on, and let everything that fell due meanwhile happen.

The stack that `make run` started must be up. Its sessions end, as they would; the console's sign-in keeps real time.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import UTC, datetime, timedelta

import boto3

from chalicelib.aws.store import DynamoStore
from chalicelib.core.changes import Changes, Put, Table
from chalicelib.settings.offset import FURTHEST, ClockOffset, offset
from tools import emulator
from tools.places import REGION

STACK = "quittance"
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
    if further <= timedelta() or ahead > FURTHEST:
        raise ValueError(f"a clock moves forward only, and at most {FURTHEST.days} days in all")
    store.commit(Changes(Put(ClockOffset(seconds=int(ahead.total_seconds())))))
    return ahead


def run_schedules() -> list[str]:
    """Every schedule of the stack, once; the names of those that failed."""
    functions = boto3.client("lambda", region_name=REGION)
    names = [f["FunctionName"] for page in functions.get_paginator("list_functions").paginate() for f in page["Functions"]]
    failed = []
    for name in sorted(name for name in names if name.startswith(f"{STACK}-") and name.endswith("-sweep")):
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
        ahead = move(store, timedelta(days=asked.days, hours=asked.hours))
    except ValueError as refusal:
        sys.exit(f"{refusal}: make later DAYS=14 (or HOURS=2)")
    failed = run_schedules()
    print(f"In the local stack it is now {datetime.now(UTC) + ahead:%A %d %B %Y, %H:%M} UTC.")
    if failed:
        sys.exit(f"These schedules failed, their logs say why: {', '.join(failed)}")


if __name__ == "__main__":
    main()
