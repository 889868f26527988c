"""The portal's one stylesheet: the built, shared CSS and behind it the organisation's own colours."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chalicelib.settings.contrast import COLOUR, READABLE, WHITE, contrast

_NAME = re.compile(r"portal-[0-9a-f]{12}\.css")
_SHARED = Path(__file__).parent / "static" / "portal.css"


@dataclass(frozen=True, slots=True)
class Brand:
    """An organisation's colours, `#rrggbb` in lower case: one for surfaces and links, a darker one for hover.

    Raises ValueError for anything else, and for a colour that white text cannot be read on.
    """

    colour: str = "#0f5257"
    dark: str = "#0a3a3e"

    def __post_init__(self) -> None:
        for value in (self.colour, self.dark):
            if not COLOUR.fullmatch(value):
                raise ValueError("a brand colour is written as #rrggbb in lower case")
            if contrast(WHITE, value) < READABLE:
                raise ValueError(f"white text cannot be read on {value}")


@cache
def stylesheet(brand: Brand) -> tuple[str, str]:
    """The stylesheet of a brand: its file name, which changes with its contents, and its CSS."""
    css = _SHARED.read_text() + (
        f":root{{--govuk-brand-colour:{brand.colour};--govuk-link-colour:{brand.colour};"
        f"--govuk-link-hover-colour:{brand.dark};--brand-dark:{brand.dark}}}\n"
    )
    return f"portal-{hashlib.sha256(css.encode()).hexdigest()[:12]}.css", css


def is_stylesheet(name: str) -> bool:
    """Whether a brand's stylesheet could have this file name."""
    return bool(_NAME.fullmatch(name))
