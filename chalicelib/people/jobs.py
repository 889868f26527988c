"""The schedule of the people's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.people.service import HandBack, People


def sweep(people: People, hand_back: HandBack) -> None:
    """Every few minutes: what a change of people or teams has left to do."""
    people.sweep(hand_back)
