"""Queue messages to job calls. One message that fails goes back to the queue alone; the others are done."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.web.routes import LogError

BatchAnswer = dict[str, list[dict[str, str]]]


def each_message(event: Any, work: Callable[[Mapping[str, Any]], None], log_error: LogError) -> BatchAnswer:
    """Do `work` with the JSON body of every record of an SQS event, and report those that failed.

    A body that is no JSON object fails like any other: after its retries the queue moves it to the dead letters.
    """
    failed = []
    for record in event.to_dict()["Records"]:
        try:
            work(_object(record["body"]))
        except Exception as error:  # noqa: BLE001  # a poison message must not take its neighbours with it
            log_error("message failed", error)
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def _object(body: str) -> Mapping[str, Any]:
    parsed = json.loads(body)
    if not isinstance(parsed, dict):
        raise TypeError("a message is a JSON object")
    return parsed
