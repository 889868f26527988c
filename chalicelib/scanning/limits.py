"""How much of a file the scanner looks through. What needs more is held back as UNSCANNABLE."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024
LARGEST_BYTES = 25 * MIB


@dataclass(frozen=True)
class Limits:
    """`ratio` is inflated to deflated bytes of one archive member, judged once more than `ratio_from_bytes` came out of it.

    `depth` counts files within files: 1 is a file in an archive. `inflated_bytes` and `members` are sums over the whole file;
    `member_bytes` is for one member, which for a moment is in memory twice.
    """

    largest_bytes: int = LARGEST_BYTES
    depth: int = 3
    members: int = 2000
    inflated_bytes: int = 256 * MIB
    member_bytes: int = 96 * MIB
    ratio: int = 200
    ratio_from_bytes: int = 4 * MIB
    pixels: int = 120_000_000
    line_characters: int = MIB
    seconds: float = 30.0
