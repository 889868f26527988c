"""What an agent typed, as what the look-ups are keyed by. The same normalisation as on import, so that they meet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.core.email import normalise_email
from chalicelib.core.errors import Code, Refused
from chalicelib.core.names import fold
from chalicelib.core.phone import normalise_phone
from chalicelib.core.postcode import split_postcode

LONGEST_TEXT = 254


class By(StrEnum):
    NAME = "name"
    CUSTOMER_ID = "customer_id"
    ACCOUNT = "account"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"


@dataclass(frozen=True, slots=True)
class Terms:
    """The look-up's key or the name's prefix; `inward` narrows a postcode. An empty prefix finds nobody, by name everybody."""

    prefix: str
    inward: str = ""


def search_terms(by: By, text: str) -> Terms:
    """The terms for a text. Characters that mean something elsewhere (`%`, `*`) are plain characters here."""
    text = " ".join(text.split())
    if len(text) > LONGEST_TEXT:
        raise Refused(Code.INVALID, f"Search for at most {LONGEST_TEXT} characters.", field="q")
    match by:
        case By.NAME:
            return Terms(fold(text))
        case By.PHONE:
            return Terms(_found("p:", normalise_phone(text)))
        case By.EMAIL:
            return Terms(_found("e:", normalise_email(text.lower())))
        case By.POSTCODE:
            outward, inward = split_postcode(text)
            return Terms(_found("o:", outward), inward)
        case _:
            return Terms(text)


def contact_terms(mobile: str | None, home: str | None, work: str | None, email: str | None, postcode: str) -> set[Terms]:
    """Every term under which a customer is found, from values that are already normalised. Nobody remembers the capitals of
    an address, so an email is found without them."""
    outward, inward = split_postcode(postcode)
    phones = {Terms(f"p:{number}") for number in (mobile, home, work) if number}
    return phones | ({Terms(f"e:{email.lower()}")} if email else set()) | {Terms(f"o:{outward}", inward)}


def _found(kind: str, value: str | None) -> str:
    return f"{kind}{value}" if value else ""
