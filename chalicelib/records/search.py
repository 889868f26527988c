"""What an agent typed, as what the look-ups are keyed by. The same normalisation as on import, so that they meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.core.email import normalise_email
from chalicelib.core.errors import Code, Refused
from chalicelib.core.names import fold
from chalicelib.core.phone import normalise_phone
from chalicelib.core.postcode import split_postcode

LONGEST_TEXT = 254


class By(StrEnum):
    """What a text is taken for; `ANY` leaves that to its shape."""

    ANY = "any"
    NAME = "name"
    CUSTOMER_ID = "customer_id"
    ACCOUNT = "account"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    REFERENCE = "reference"


REFERENCES = (By.CUSTOMER_ID, By.ACCOUNT, By.REFERENCE)
"""What one text can be at the same time, and what belongs to one customer, or to a handful."""

CONTACTS = (By.PHONE, By.EMAIL, By.POSTCODE)
"""What many customers may share."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The look-up's key or the name's prefix; `inward` narrows a postcode. An empty prefix finds nobody; by name it
    finds everybody when nothing was asked for."""

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
        case By.REFERENCE:
            return Terms(_found("r:", squeezed(text)))
        case _:
            return Terms(text)


def kinds(text: str) -> tuple[By, ...]:
    """What the text can be, by its shape: at most the references and one kind that may have many pages, which stands last.

    An address has an @ and nothing else has. Digits may be a phone number, a postcode has its own form, and a name has no
    digits; but a customer ID, an account number and a payment reference may look like any of these."""
    text = " ".join(text.split())
    if not text:
        return (By.NAME,)
    if "@" in text:
        return (By.EMAIL,)
    if normalise_phone(text):
        return (*REFERENCES, By.PHONE)
    if split_postcode(text)[0]:
        return (*REFERENCES, By.POSTCODE)
    if any(c.isdigit() for c in text):
        return REFERENCES
    return (*REFERENCES, By.NAME)


def squeezed(reference: str) -> str:
    """A payment reference as it is compared: people leave out its spaces and dashes, and its capitals."""
    return "".join(c for c in reference.upper() if c.isalnum())


def reference_terms(references: Iterable[str | None]) -> set[Terms]:
    """The terms under which the payment references of a customer are found."""
    return {Terms(f"r:{squeezed(reference)}") for reference in references if reference and squeezed(reference)}


def contact_terms(mobile: str | None, home: str | None, work: str | None, email: str | None, postcode: str) -> set[Terms]:
    """Every term under which a customer is found, from values that are already normalised. Nobody remembers the capitals of
    an address, so an email is found without them."""
    outward, inward = split_postcode(postcode)
    phones = {Terms(f"p:{number}") for number in (mobile, home, work) if number}
    return phones | ({Terms(f"e:{email.lower()}")} if email else set()) | ({Terms(f"o:{outward}", inward)} if outward else set())


def _found(kind: str, value: str | None) -> str:
    return f"{kind}{value}" if value else ""
