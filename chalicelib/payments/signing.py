"""Signatures as payment providers write them: `t=<epoch seconds>,v1=<hex HMAC-SHA-256 of t.body>`, several `v1` while a
secret is being replaced."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from chalicelib.core.clock import epoch_seconds

TOLERANCE = timedelta(seconds=300)


def sign(secret: bytes, body: bytes, now: datetime) -> str:
    """The header for a body sent now."""
    return f"t={epoch_seconds(now)},v1={_digest(secret, str(epoch_seconds(now)), body)}"


def is_signed(header: str, body: bytes, secrets: Sequence[bytes], now: datetime) -> bool:
    """Whether one of the live secrets signed exactly these bytes within `TOLERANCE` of now, past or future."""
    parts = [part.partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name.strip() == "t"]
    signatures = [value.strip().encode() for name, _, value in parts if name.strip() == "v1"]
    if len(times) != 1 or not times[0].isascii() or not times[0].isdigit() or len(times[0]) > 12:
        return False
    if abs(epoch_seconds(now) - int(times[0])) > TOLERANCE.total_seconds():
        return False
    wanted = [_digest(secret, times[0], body).encode() for secret in secrets]
    return any(hmac.compare_digest(ours, theirs) for ours in wanted for theirs in signatures)


def _digest(secret: bytes, instant: str, body: bytes) -> str:
    return hmac.new(secret, instant.encode() + b"." + body, hashlib.sha256).hexdigest()
