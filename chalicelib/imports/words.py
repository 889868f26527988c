"""How a file names what stands as holds in the records (`reference/dataset.md` B.1)."""

from __future__ import annotations

from enum import StrEnum


class BreathingSpaceType(StrEnum):
    NONE = "NONE"
    STANDARD = "STANDARD"
    MENTAL_HEALTH = "MENTAL_HEALTH"
    SCOTTISH_MORATORIUM = "SCOTTISH_MORATORIUM"


class Vulnerability(StrEnum):
    NONE = "NONE"
    POTENTIAL = "POTENTIAL"
    CONFIRMED = "CONFIRMED"
