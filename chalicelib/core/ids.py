"""Identifiers: sortable ones that carry their instant (ULID), and ones derived from a secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
from datetime import UTC, datetime

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
OPAQUE_LENGTH = 26


def ulid(instant: datetime, seed: bytes | None = None) -> str:
    """A 26-character id that sorts by its instant (https://github.com/ulid/spec).

    With a `seed` the same instant and seed give the same id, so that a redelivered message names the same thing.
    """
    tail = os.urandom(10) if seed is None else hashlib.sha256(seed).digest()[:10]
    number = int(instant.timestamp() * 1000) << 80 | int.from_bytes(tail)
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -5, -5))


def successor(identifier: str) -> str:
    """The next ULID of the same instant: ids made one after the other sort in the order they were made in."""
    number = 0
    for character in identifier:
        number = number << 5 | _CROCKFORD.index(character)
    return "".join(_CROCKFORD[number + 1 >> shift & 31] for shift in range(125, -5, -5))


def ulid_floor(instant: datetime) -> str:
    """The smallest ULID of an instant: every id made at it or later sorts behind it."""
    number = int(instant.timestamp() * 1000) << 80
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -5, -5))


def is_ulid(text: str) -> bool:
    """Whether the text has the shape of a ULID, and so may be used as part of a key."""
    return _ULID.fullmatch(text) is not None


def ulid_instant(identifier: str) -> datetime:
    """The instant, to the millisecond, that a ULID carries."""
    milliseconds = 0
    for character in identifier[:10]:
        milliseconds = milliseconds << 5 | _CROCKFORD.index(character)
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def opaque(secret: bytes, *parts: str) -> str:
    """26 lower-case base32 characters (130 bits) of HMAC-SHA-256 over the parts: unguessable, yet derivable again."""
    digest = hmac.new(secret, "\x1f".join(parts).encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:OPAQUE_LENGTH]


def fingerprint(text: str) -> str:
    """SHA-256 in hex: how a token is looked up without being stored."""
    return hashlib.sha256(text.encode()).hexdigest()
