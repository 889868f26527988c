"""The daily digest: what every customer's journal was on a day, signed, so that a later change shows. Standard library only.

A customer's journal is summed up by a chain of hashes, each over the one before it and one entry. Whoever changes, removes or
inserts an entry changes the chain from there on, and every digest since; the digests are kept where nobody can change them.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.auditing.replaying import Document, Fault, Finding

SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a digest says of one customer on a day: the number of its last entry, and the chain up to it."""

    day: str
    customer_key: str
    sequence: int
    chain: str


class ForgedError(Exception):
    """A digest that was not signed by us, or was changed since."""


def chain(entries: Sequence[Document]) -> list[str]:
    """The hash after each entry, over it and all before it."""
    links, before = [], b""
    for entry in entries:
        before = hashlib.sha256(before + hashlib.sha256(canonical(entry)).digest()).digest()
        links.append(before.hex())
    return links


def canonical(document: Any) -> bytes:
    """The same bytes for the same entry, whoever reads it: sorted, without what is empty, so that a field which entries get
    later leaves older ones as they were."""
    return json.dumps(_full(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def seal(day: str, number: int, lines: Iterable[Sealed], key: bytes) -> bytes:
    """One piece of a day's digest as a file, signed."""
    body = {"day": day, "number": number, "lines": [[line.customer_key, line.sequence, line.chain] for line in lines]}
    return json.dumps(body | {SIGNATURE: _signed(body, key)}).encode()


def opened(file: bytes, key: bytes) -> list[Sealed]:
    """What a piece says. Raises ForgedError unless it is exactly what was signed."""
    try:
        body = json.loads(file)
        signature = str(body.pop(SIGNATURE))
        lines = [Sealed(str(body["day"]), str(customer), int(sequence), str(link)) for customer, sequence, link in body["lines"]]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ForgedError from None
    if not hmac.compare_digest(signature, _signed(body, key)):
        raise ForgedError
    return lines


def tampered(customer_key: str, entries: Sequence[Document], sealed: Iterable[Sealed]) -> list[Finding]:
    """Where a customer's journal is no longer what digests said of it: the first entry that differs, as near as the digests
    tell. `expected` is the last entry that is still as it was, `sequence` the last of those after it that may be changed."""
    links = chain(entries)
    unchanged = 0
    for line in sorted(sealed, key=lambda line: line.sequence):
        if line.sequence == 0 or (line.sequence <= len(links) and links[line.sequence - 1] == line.chain):
            unchanged = line.sequence
        else:
            return [Finding(Fault.TAMPERED, customer_key, line.sequence, unchanged, len(links))]
    return []


def _signed(body: Mapping[str, Any], key: bytes) -> str:
    return hmac.new(key, b"journal digest\n" + canonical(body), hashlib.sha256).hexdigest()


def _full(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _full(each) for name, each in value.items() if each not in (None, [], ())}
    return [_full(each) for each in value] if isinstance(value, list | tuple) else value
