"""Whether colours can be told apart, as WCAG 2.2 measures it. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

READABLE = 4.5
"""The contrast that WCAG 2.2 asks of text (1.4.3)."""
COLOUR = re.compile(r"#[0-9a-f]{6}")

WHITE = "#ffffff"
SURFACES = {
    "white: text on buttons and the name at the top, links on cards": WHITE,
    "the page's background: links between cards": "#f3f6f5",
    "the footer and quiet cards: links": "#e6efed",
}
"""What an organisation's colours are seen against on the portal (`portal-styles/_frame.scss`)."""


class Contrast(NamedTuple):
    """One colour against one surface."""

    surface: str
    ratio: float

    @property
    def readable(self) -> bool:
        return self.ratio >= READABLE


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours written `#rrggbb`, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def contrasts(colour: str) -> tuple[Contrast, ...]:
    """A colour against every surface it is used on."""
    return tuple(Contrast(surface, contrast(colour, against)) for surface, against in SURFACES.items())


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
