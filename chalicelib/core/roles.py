"""What a person may be in an organisation's Quittance."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """From the one that may do most to the one that may do least."""

    ADMIN = "admin"
    AGENT = "agent"
    SECURITY = "security"
    """Reads, and deals with files that are held in quarantine."""
    VIEWER = "viewer"


def lower_of(one: Role, other: Role) -> Role:
    """The role of the two that may do less."""
    return max(one, other, key=list(Role).index)
