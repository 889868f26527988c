"""UK postcodes (`reference/uk-formats.md` G.1). The form is checked, not the existence."""

from __future__ import annotations

import re
from enum import StrEnum

from chalicelib.core.faults import BadCell, FaultCode

_FORM = re.compile(
    r"GIR 0AA|(?:[A-PR-UWYZ][0-9][0-9ABCDEFGHJKPSTUW]?|[A-PR-UWYZ][A-HK-Y][0-9][0-9ABEHMNPRVWXY]?) [0-9][ABD-HJLNP-UW-Z]{2}",
    re.ASCII,
)
_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?|GIR", re.ASCII)
_BFPO_NUMBER = re.compile(r"BFPO\d{1,4}")
_NOISE = re.compile(r"[\s.\-–‑]+")
_GEOGRAPHIC = """
AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU HA HD
HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM
S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
_AREAS = frozenset(_GEOGRAPHIC.split())
_SPECIAL = frozenset({"BF", "BX", "GIR"})
_CROWN_DEPENDENCIES = frozenset({"JE", "GY", "IM"})
_SCOTTISH = "AB DD DG EH FK G HS IV KA KW KY ML PA PH TD ZE"
_SCOTLAND = frozenset(_SCOTTISH.split())
_BORDER = frozenset({"TD9", "TD12", "TD15", "CA6", "DG14", "NE71"})
_ENGLISH_BORDER = frozenset({"TD15"})
_OVERSEAS = re.compile(r"(?:GX11|ASCN|BBND|BIQQ|FIQQ|PCRN|SIQQ|STHL|TDCU|TKCA|AI2640|ZZ\d|XX\d)")


class Jurisdiction(StrEnum):
    """Whose law on limitation, moratoria and bank holidays applies."""

    ENGLAND_WALES = "ENGLAND_WALES"
    SCOTLAND = "SCOTLAND"
    NORTHERN_IRELAND = "NORTHERN_IRELAND"
    CROWN_DEPENDENCY = "CROWN_DEPENDENCY"


def parse_postcode(text: str) -> str:
    """`LS1 4DY` from any spacing and case. Raises BadCell: E_POSTCODE_FORMAT, E_POSTCODE_NOT_UK, E_POSTCODE_BFPO_NUMBER."""
    squeezed = _NOISE.sub("", text).upper()
    if _BFPO_NUMBER.fullmatch(squeezed):
        raise BadCell(FaultCode.E_POSTCODE_BFPO_NUMBER)
    if _OVERSEAS.match(squeezed):
        raise BadCell(FaultCode.E_POSTCODE_NOT_UK)
    spaced = f"{squeezed[:-3]} {squeezed[-3:]}"
    if not _FORM.fullmatch(spaced):
        raise BadCell(FaultCode.E_POSTCODE_FORMAT)
    if area(spaced) not in _AREAS | _SPECIAL | _CROWN_DEPENDENCIES:
        raise BadCell(FaultCode.E_POSTCODE_NOT_UK, "No UK postcode starts with those letters.")
    return spaced


def area(postcode: str) -> str:
    """The letters a normalised postcode starts with: `LS` of `LS1 4DY`."""
    return re.split(r"[\d ]", postcode, maxsplit=1)[0]


def split_postcode(text: str) -> tuple[str, str]:
    """Outward and inward code as far as they were given: `("LS1", "4DY")`, `("LS1", "")`, or twice nothing."""
    squeezed = _NOISE.sub("", text).upper()
    if _FORM.fullmatch(f"{squeezed[:-3]} {squeezed[-3:]}"):
        return squeezed[:-3], squeezed[-3:]
    return (squeezed, "") if _OUTWARD.fullmatch(squeezed) else ("", "")


def jurisdiction(postcode: str) -> Jurisdiction:
    """Whose law a normalised postcode suggests; on the border it is a guess that `on_the_border` tells about."""
    if area(postcode) in _CROWN_DEPENDENCIES:
        return Jurisdiction.CROWN_DEPENDENCY
    if area(postcode) == "BT":
        return Jurisdiction.NORTHERN_IRELAND
    if area(postcode) in _SCOTLAND and postcode.split(" ")[0] not in _ENGLISH_BORDER:
        return Jurisdiction.SCOTLAND
    return Jurisdiction.ENGLAND_WALES


def on_the_border(postcode: str) -> bool:
    """Whether the outward code lies on both sides of the border between England and Scotland."""
    return postcode.split(" ")[0] in _BORDER


def in_crown_dependency(postcode: str) -> bool:
    """Jersey, Guernsey and the Isle of Man: Royal Mail's form, but not the United Kingdom."""
    return area(postcode) in _CROWN_DEPENDENCIES
