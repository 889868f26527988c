"""Exhaustive fault injection: every AWS call of a handler, every way in which a call goes wrong.

Botocore's own events carry the faults, so nothing of ours is replaced and any new call is found by itself.
"""

from __future__ import annotations

import contextlib
import json
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import botocore.handlers
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ClientError, ReadTimeoutError
from moto.core.models import botocore_stubber

TRIES = 8
SEED = 4
"""Which pairs of deaths are tried where not all of them are."""


class Kind(StrEnum):
    """How a call goes wrong. Each stands for what is left once botocore's own retries are used up."""

    CRASH_BEFORE = "crash_before"
    CRASH_AFTER = "crash_after"
    THROTTLE = "throttle"
    CONFLICT = "conflict"
    TIMEOUT_LOST = "timeout_lost"
    TIMEOUT_APPLIED = "timeout_applied"
    SENT_TWICE = "sent_twice"


READS = frozenset({"GetItem", "BatchGetItem", "Query", "Scan", "GetObject", "HeadObject", "GetSecretValue", "ListObjectsV2"})


class Crash(BaseException):
    """The function died. No `except Exception` survives it, and nothing it would do on its way out happens."""


@dataclass(frozen=True)
class Call:
    """One AWS request: what, on which table, bucket or queue, and with which parameters."""

    operation: str
    target: str
    parameters: dict[str, Any]

    @property
    def writes(self) -> bool:
        return self.operation not in READS

    def __str__(self) -> str:
        return f"{self.operation} {self.target}".strip()


def differs(number: int, call: Call, kind: Kind) -> bool:
    """Whether this fault does something at this call that no other fault does.

    A process that dies around a read, or before a write, leaves what dying after the write before it leaves; a read that
    times out is one that was refused. So reads are refused only, and only the first call is never made at all."""
    match kind:
        case Kind.THROTTLE:
            return True
        case Kind.CRASH_BEFORE:
            return number == 1
        case Kind.CONFLICT:
            return call.operation == "TransactWriteItems"
        case Kind.TIMEOUT_LOST:
            # The one kind of call whose refusals our code reads, and so might mistake for something else.
            return call.operation in ("TransactWriteItems", "UpdateItem")
        case Kind.SENT_TWICE:
            # Carriers of messages are called once, never again by botocore: their client is made so (aws/clients.py).
            # A transaction carries a token: DynamoDB does it once, however often botocore sends it.
            return call.writes and call.operation not in ("TransactWriteItems", "SendEmail", "Publish")
        case _:
            return call.writes


def repeats(calls: Sequence[Call], number: int) -> bool:
    """Whether this call reads as one before it did. What its refusal leaves is what dying after the write before it leaves,
    which is tried; how a refused read is handled is seen at the first of its kind."""
    call = calls[number - 1]
    return not call.writes and any(str(earlier) == str(call) for earlier in calls[: number - 1])


class Wire:
    """The line to AWS: notes every call, and breaks the ones it is told to break."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.meanwhile: Callable[[], None] = lambda: None
        self.calls: list[Call] = []
        self._faults: dict[int, Kind] = {}
        self._now: threading.local = threading.local()
        self._dead = False
        self.dies_after = ""

    def arm(self, faults: dict[int, Kind] | None = None) -> None:
        """Start counting at 1; break the calls with these numbers."""
        self.calls, self._faults, self._dead, self.dies_after = [], dict(faults or {}), False, ""

    def revive(self) -> None:
        """The next attempt runs in a new process."""
        self._dead = False

    @contextmanager
    def counted(self) -> Iterator[list[Call]]:
        """The calls that are made in the block."""
        self.arm()
        calls = self.calls
        yield calls
        self.arm()

    def before_call(self, model: Any, params: Any, **_: Any) -> None:
        self.meanwhile()
        with self._lock:
            if self._dead:
                raise Crash("the process is gone")
            self.calls.append(_call(model, params))
            kind = self._now.kind = self._faults.get(len(self.calls))
            if model.name == self.dies_after:
                kind = self._now.kind = Kind.CRASH_AFTER
            self._dead = kind is Kind.CRASH_BEFORE
        match kind:
            case Kind.CRASH_BEFORE:
                raise Crash(model.name)
            case Kind.THROTTLE:
                code = "ProvisionedThroughputExceededException" if "dynamodb" in str(model.service_model) else "SlowDown"
                raise ClientError({"Error": {"Code": code, "Message": "injected"}}, model.name)
            case Kind.CONFLICT:
                reasons = [{"Code": "TransactionConflict"} for _ in self.calls[-1].parameters["TransactItems"]]
                error = {"Error": {"Code": "TransactionCanceledException", "Message": "injected"}, "CancellationReasons": reasons}
                raise ClientError(error, model.name)
            case Kind.TIMEOUT_LOST:
                raise ReadTimeoutError(endpoint_url="injected")

    def before_send(self, event_name: str, request: Any, **_: Any) -> None:
        """The first answer gets lost and botocore sends again: the effect happens twice, the caller hears once."""
        if getattr(self._now, "kind", None) is Kind.SENT_TWICE:
            self._now.kind = None
            body = request.body.read() if hasattr(request.body, "read") else request.body
            request.reset_stream()
            botocore_stubber(event_name, AWSPreparedRequest(request.method, request.url, request.headers, body, False))

    def after_call(self, model: Any, **_: Any) -> None:
        kind, self._now.kind = getattr(self._now, "kind", None), None
        if kind is Kind.CRASH_AFTER:
            self._dead = True
            raise Crash(model.name)
        if kind is Kind.TIMEOUT_APPLIED:
            raise ReadTimeoutError(endpoint_url="injected")


def _call(model: Any, params: Any) -> Call:
    body = params.get("body")
    parameters = json.loads(body) if isinstance(body, bytes) and body[:1] == b"{" else {}
    target = parameters.get("TableName") or parameters.get("QueueUrl") or ""
    if not target and model.service_model.service_name == "s3":
        target = str(params.get("url_path", "")).split("?")[0]
    index = parameters.get("IndexName", "")
    return Call(
        model.name, f"{target.rsplit('/', 1)[-1] if 'http' in target else target}{f'.{index}' if index else ''}", parameters
    )


WIRE = Wire()
# In front of moto's own: a request that is sent twice must be whole when it is sent the first time.
botocore.handlers.BUILTIN_HANDLERS[:0] = [
    ("before-call", WIRE.before_call),
    ("before-send", WIRE.before_send),
    ("after-call", WIRE.after_call),
]


def die_after(operation: str, attempt: Callable[[], object]) -> None:
    """The attempt, in a process that dies as soon as AWS has done this operation for it."""
    WIRE.arm()
    WIRE.dies_after = operation
    with contextlib.suppress(Crash):
        attempt()
    WIRE.arm()


def until_done(attempt: Callable[[], object]) -> bool:
    """At-least-once: try again after a crash or an error, as SQS, a schedule or a person does. Whether it was done."""
    for _ in range(TRIES):
        WIRE.revive()
        try:
            attempt()
        except (Crash, Exception):  # noqa: BLE001  # whatever it was, it is tried again
            continue
        return True
    return False


@dataclass
class Findings:
    """What an exploration saw."""

    schedules: int = 0
    violations: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join([f"{len(self.violations)} violations in {self.schedules} schedules", *self.violations[:20]])


def explore(
    *,
    fresh: Callable[[], None],
    attempt: Callable[[], object],
    always: Callable[[], None],
    come_to_rest: Callable[[], None],
    at_rest: Callable[[], None],
    kinds: Sequence[Kind] = tuple(Kind),
    pairs: int = 0,
) -> Findings:
    """Break every call of `attempt` in every way, each time in a `fresh` world, and look whether what must be true is.
    With `pairs`, die twice on the way as well: at so many pairs of calls, the same ones each time, spread over all there are.

    `always` is asked after the attempt has got through, before anything can heal what it broke; `at_rest` once the world
    has come to rest, and again after the same delivery has arrived a second time.
    """
    fresh()
    WIRE.arm()
    attempt()
    calls = list(WIRE.calls)
    WIRE.arm()
    plans: list[dict[int, Kind]] = [
        {number: kind}
        for number, call in enumerate(calls, 1)
        for kind in kinds
        if differs(number, call, kind) and not (kind is Kind.THROTTLE and repeats(calls, number))
    ]
    plans += _sampled(_pairs(calls), pairs)
    findings = Findings()
    for plan in plans:
        fresh()
        where = ", ".join(f"{kind} at {n} {calls[n - 1] if n <= len(calls) else ''}" for n, kind in plan.items())
        findings.schedules += 1
        findings.violations += [f"{where}: {wrong}" for wrong in _run(plan, attempt, always, come_to_rest, at_rest)]
    return findings


def _pairs(calls: Sequence[Call]) -> list[dict[int, Kind]]:
    """Every two deaths on the way: once, and again after it was taken up anew."""
    deaths = [number for number, call in enumerate(calls, 1) if differs(number, call, Kind.CRASH_AFTER)]
    firsts = [(1, Kind.CRASH_BEFORE), *((number, Kind.CRASH_AFTER) for number in deaths)]
    # To die before a call is to die after the one before it, so the second death needs one kind only.
    return [{first: kind, second: Kind.CRASH_AFTER} for first, kind in firsts for second in range(first + 1, len(calls) + 4)]


def _sampled[E](everything: Sequence[E], count: int) -> Sequence[E]:
    """So many of them, chosen by a fixed seed; all where there are no more."""
    return everything if count >= len(everything) else random.Random(SEED).sample(everything, count)


def _run(
    plan: dict[int, Kind],
    attempt: Callable[[], object],
    always: Callable[[], None],
    come_to_rest: Callable[[], None],
    at_rest: Callable[[], None],
) -> Iterator[str]:
    WIRE.arm(plan)
    done = until_done(attempt)
    WIRE.arm()
    if not done:
        yield "never got through"
    yield from _wrong(always)
    come_to_rest()
    yield from _wrong(at_rest)
    if not until_done(attempt):
        yield "a duplicate never got through"
    come_to_rest()
    yield from (f"after a duplicate: {wrong}" for wrong in _wrong(at_rest))


def _wrong(check: Callable[[], None]) -> Iterator[str]:
    try:
        check()
    except AssertionError as error:
        yield str(error) or repr(error)
