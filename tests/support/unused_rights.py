"""Least privilege the other way round: rights that a policy gives and no test needs.

    python -m tests.support.unused_rights        after all tests have run

Every process of a test run leaves a list of the rights that its functions used; a right on none of them fails.
"""

from __future__ import annotations

import json
import shutil
import sys

from tests.support.rights import RIGHTS, Grant, grants
from tools.places import ROOT

LISTS = ROOT / "build" / "rights"
FUNCTIONS = sorted(path.stem.removeprefix("policy-") for path in (ROOT / ".chalice").glob("policy-*.json"))
UNSEEN = {
    "logs:CreateLogStream": "done by the service that runs a function",
    "logs:PutLogEvents": "done by the service that runs a function",
    "sqs:DeleteMessage": "done by the service that feeds a function from its queue",
    "sqs:GetQueueAttributes": "done by the service that feeds a function from its queue",
    "sqs:ReceiveMessage": "done by the service that feeds a function from its queue",
    "s3:ListBucket": "never called: with it a missing object answers 404, without it 403",
    "s3:AbortMultipartUpload": "only when a file of many megabytes fails half way",
}
"""Rights that no call of ours shows, and why they are given."""
UNSEEN_THERE = {
    Grant("secretsmanager:GetSecretValue", "ProviderSecret"): "the key of a real provider; the jobs ask the sandbox without one",
    Grant("sqs:SendMessage", "SmsReceiptDeadLetters"): "done by Lambda when a call that nobody waits for has failed for good",
}
"""The same for one action on one resource."""


def forget() -> None:
    """Begin a test run with no list."""
    shutil.rmtree(LISTS, ignore_errors=True)


def leave(process: str) -> None:
    """Write down what this process saw used."""
    LISTS.mkdir(parents=True, exist_ok=True)
    (LISTS / f"{process}.json").write_text(json.dumps(sorted([function, *grant] for function, grant in RIGHTS.used)))


def used() -> set[tuple[str, Grant]]:
    found = [json.loads(path.read_text()) for path in LISTS.glob("*.json")]
    return {(function, Grant(action, pattern)) for uses in found for function, action, pattern in uses}


def unused(seen: set[tuple[str, Grant]]) -> list[str]:
    """In words, every right that its function never used."""
    given = [
        (function, grant)
        for function in FUNCTIONS
        for grant in grants(function)
        if grant.action not in UNSEEN and grant not in UNSEEN_THERE
    ]
    return [f"{who} never used {grant.action} on {grant.pattern}" for who, grant in given if (who, grant) not in seen]


def main() -> None:
    seen = used()
    if not seen:
        sys.exit("no test run has left a list of the rights it used")
    if idle := unused(seen):
        sys.exit("\n".join(idle))
    print(f"All {len(seen)} rights of {len(FUNCTIONS)} functions were used, and no other.")


if __name__ == "__main__":
    main()
