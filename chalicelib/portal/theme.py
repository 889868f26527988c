"""The portal's one stylesheet: the built, shared CSS and behind it the organisation's own colours."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SHARED = Path(__file__).parent / "static" / "portal.css"
_HEX = re.compile(r"#[0-9a-f]{6}")
READABLE = 4.5
"""The contrast that WCAG 2.2 asks of text (1.4.3)."""


@dataclass(frozen=True, slots=True)
class Brand:
    """An organisation's colours, `#rrggbb` in lower case: one for surfaces and links, a darker one for hover.

    Raises ValueError for anything else, and for a colour that white text cannot be read on.
    """

    colour: str = "#0f5257"
    dark: str = "#0a3a3e"

    def __post_init__(self) -> None:
        for value in (self.colour, self.dark):
            if not _HEX.fullmatch(value):
                raise ValueError("a brand colour is written as #rrggbb in lower case")
            if contrast_with_white(value) < READABLE:
                raise ValueError(f"white text cannot be read on {value}")


def contrast_with_white(colour: str) -> float:
    """The WCAG contrast ratio of `#rrggbb` and white, from 1 to 21."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


@cache
def stylesheet(brand: Brand) -> tuple[str, str]:
    """The stylesheet of a brand: its file name, which changes with its contents, and its CSS."""
    css = _SHARED.read_text() + (
        f":root{{--govuk-brand-colour:{brand.colour};--govuk-link-colour:{brand.colour};"
        f"--govuk-link-hover-colour:{brand.dark};--brand-dark:{brand.dark}}}\n"
    )
    return f"portal-{hashlib.sha256(css.encode()).hexdigest()[:12]}.css", css
