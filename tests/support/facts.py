"""Every set of facts that an administrator may choose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations

from chalicelib.records.model import CustomerType
from chalicelib.settings.facts import COMPANY_CHOICES, INDIVIDUAL_CHOICES, Fact, weakness


def _sets(choices: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    every = chain.from_iterable(combinations(choices, size) for size in range(len(choices) + 1))
    return (facts for facts in every if weakness(facts, choices) is None)


ALLOWED = {CustomerType.INDIVIDUAL: list(_sets(INDIVIDUAL_CHOICES)), CustomerType.COMPANY: list(_sets(COMPANY_CHOICES))}
