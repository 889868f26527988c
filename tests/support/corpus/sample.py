"""One file of the corpus: what it is called, how it is made, and what may be said of it.

The corpus is made without anything of the scanner, from what attackers and offices do: that the two agree is the evidence.
Making a file asks neither a clock nor a random number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from chalicelib.scanning.model import Outcome

CLEAN = frozenset({Outcome.CLEAN})
INFECTED = frozenset({Outcome.INFECTED})
RISKY = frozenset({Outcome.RISKY, Outcome.INFECTED})
UNSCANNABLE = frozenset({Outcome.UNSCANNABLE})
REJECTED = frozenset({Outcome.REJECTED})
NOT_TAKEN = frozenset({Outcome.REJECTED, Outcome.RISKY, Outcome.INFECTED})
"""What is no kind of file we take: looking closer, a scanner may say worse of it."""
BROKEN = frozenset({Outcome.UNSCANNABLE, Outcome.REJECTED})


@dataclass(frozen=True)
class Sample:
    """`outcomes` are those that would be right. The declared type is empty where the uploader's browser could not tell."""

    name: str
    filename: str
    make: Callable[[], bytes]
    outcomes: frozenset[Outcome]
    declared_type: str = ""


def samples(outcomes: frozenset[Outcome], files: Iterable[tuple[str, str, Callable[[], bytes]]]) -> tuple[Sample, ...]:
    """Samples of one family: name, file name, and how to make each."""
    return tuple(Sample(name, filename, make, outcomes) for name, filename, make in files)


def always(content: bytes) -> Callable[[], bytes]:
    """Makes a file of these bytes."""
    return lambda: content
