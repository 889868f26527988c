"""What fits into a text message (3GPP TS 23.038): one character outside GSM-7 turns 160 characters into 70."""

from __future__ import annotations

from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
"""Each takes two places: an escape and itself."""


@dataclass(frozen=True, slots=True)
class Size:
    """How a text is cut: its places, how many segments are paid for, and whether it stays within GSM-7."""

    places: int
    segments: int
    is_gsm: bool


def size(text: str) -> Size:
    """The size of a text as a phone network counts it: 160 places or 153 a part, in UCS-2 70 or 67."""
    is_gsm = all(character in BASIC or character in EXTENDED for character in text)
    if is_gsm:
        places, alone, joined = sum(2 if character in EXTENDED else 1 for character in text), 160, 153
    else:
        places, alone, joined = len(text.encode("utf-16-be")) // 2, 70, 67
    return Size(places, 1 if places <= alone else -(-places // joined), is_gsm)
