"""UK phone numbers to E.164 (`reference/uk-formats.md` G.2)."""

from __future__ import annotations

import re

from chalicelib.core.faults import BadCell, FaultCode

_SPACING = str.maketrans("", "", " ()-./\t\u00a0\u2010\u2011\u2012\u2013\u202f")
_SCIENTIFIC = re.compile(r"\+?\d(?:[.,]\d+)?[eE]\+?\d+", re.ASCII)
_MOBILE = re.compile(r"7(?:[1-57-9]\d{8}|624\d{6})", re.ASCII)
_LANDLINE = re.compile(r"[12]\d{8,9}|3\d{9}", re.ASCII)
_PREMIUM = re.compile(r"(?:0|\+?44|0044)?(?:9\d{5,}|118\d{3}|70\d{5,}|87\d{6,})|\d{3,6}", re.ASCII)
_TEST = re.compile(r"\+447700900\d{3}", re.ASCII)


def parse_phone(text: str) -> str:
    """E.164 of a UK mobile or landline. Raises BadCell: E_PHONE_SCIENTIFIC, E_PHONE_PREMIUM, E_PHONE_FORMAT."""
    stripped = text.strip()
    if _SCIENTIFIC.fullmatch(stripped):
        raise BadCell(FaultCode.E_PHONE_SCIENTIFIC)
    digits = stripped.replace("(0)", "").translate(_SPACING)
    national = _national(digits)
    if national is not None and (_MOBILE.fullmatch(national) or _LANDLINE.fullmatch(national)):
        return f"+44{national}"
    raise _refusal(digits)


def parse_mobile(text: str) -> str:
    """E.164 of a UK mobile. Raises BadCell like `parse_phone`."""
    number = parse_phone(text)
    if not is_mobile(number):
        raise BadCell(FaultCode.E_PHONE_FORMAT, "This is not a UK mobile number.")
    return number


def normalise_phone(text: str) -> str | None:
    """E.164, or None where the text is no UK phone number: for searches, where nothing found is no fault."""
    try:
        return parse_phone(text)
    except BadCell:
        return None


def is_mobile(e164: str) -> bool:
    """Whether a normalised number can receive a text message."""
    return _MOBILE.fullmatch(e164.removeprefix("+44")) is not None


def is_test_number(e164: str) -> bool:
    """Whether Ofcom has set the number aside for drama: 07700 900000 to 900999 belongs to nobody."""
    return _TEST.fullmatch(e164) is not None


def lost_its_zero(text: str) -> bool:
    """Whether a spreadsheet has taken the number for a number: ten digits that start with 7."""
    return re.fullmatch(r"7\d{9}", text.strip().translate(_SPACING), re.ASCII) is not None


def _national(digits: str) -> str | None:
    """The national significant number, without country code and trunk zero."""
    for prefix in ("+440", "00440", "+44", "0044", "0"):
        if digits.startswith(prefix):
            return digits.removeprefix(prefix)
    if lost_its_zero(digits):
        return digits
    return digits.removeprefix("44") if re.fullmatch(r"44\d{9,10}", digits, re.ASCII) else None


def _refusal(digits: str) -> BadCell:
    if _PREMIUM.fullmatch(digits):
        return BadCell(FaultCode.E_PHONE_PREMIUM)
    if re.search(r"[^\W\d]", digits):
        return BadCell(FaultCode.E_PHONE_FORMAT, "A phone number must not contain letters.")
    if digits.startswith(("+", "00")) and not digits.startswith(("+44", "0044")):
        return BadCell(FaultCode.E_PHONE_FORMAT, "The number is not in the UK.")
    length = len(re.sub(r"\D", "", digits))
    if length > 13 or (digits.startswith("0") and not digits.startswith("00") and length > 11):
        return BadCell(FaultCode.E_PHONE_FORMAT, "The number has too many digits.")
    if digits.isascii() and length < 10:
        return BadCell(FaultCode.E_PHONE_FORMAT, "The number does not have enough digits.")
    return BadCell(FaultCode.E_PHONE_FORMAT)
