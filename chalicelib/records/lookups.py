"""How a customer is reached without their key: by account number, by the link's token, by a contact. And how keys and tokens
are derived."""

from __future__ import annotations

from chalicelib.core.changes import Key, Table
from chalicelib.core.ids import opaque
from chalicelib.records.frozen import Frozen
from chalicelib.records.model import Customer
from chalicelib.records.search import reference_terms


class AccountLookup(Frozen):
    """Whose account this number is. Put if absent, so an account number belongs to one customer."""

    account_number: str
    customer_key: str

    @property
    def key(self) -> Key:
        return account_place(self.account_number)


class TokenLookup(Frozen):
    """Whose link this is. Only the token's SHA-256 is stored (ASVS 6.5.2)."""

    token_hash: str
    customer_key: str
    link_version: int

    @property
    def key(self) -> Key:
        return token_place(self.token_hash)


class ContactLookup(Frozen):
    """A phone number (`p:`), an e-mail address (`e:`) or a postcode (`o:`) of a customer; several may share one."""

    term: str
    customer_key: str
    inward: str = ""

    @property
    def key(self) -> Key:
        return Key(Table.LOOKUPS, self.term, f"{self.inward}#{self.customer_key}" if self.inward else self.customer_key)


class ReferenceLookup(Frozen):
    """Whose payment reference this is (`r:`): one that the creditor's file gives an account, or one that a payment got when it
    was begun. Several customers may share one."""

    term: str
    customer_key: str

    @property
    def key(self) -> Key:
        return Key(Table.LOOKUPS, self.term, self.customer_key)


def customer_key(identity_key: bytes, customer_id: str) -> str:
    """The opaque, derivable key of a customer: 26 characters of HMAC-SHA-256 (`design/data.md` section 4)."""
    return opaque(identity_key, "customer", customer_id)


def link_token(link_key: bytes, customer_key: str, version: int) -> str:
    """The token of a personal link: 130 bits, survives upper-casing (security checklist 1)."""
    return opaque(link_key, "link", customer_key, str(version))


def account_place(account_number: str) -> Key:
    return Key(Table.LOOKUPS, f"a:{account_number}", "-")


def token_place(token_hash: str) -> Key:
    return Key(Table.LOOKUPS, f"t:{token_hash}", "-")


def references_of(customer: Customer) -> tuple[ReferenceLookup, ...]:
    """The look-ups of the payment references that the creditor gave the customer's accounts."""
    terms = reference_terms(account.payment_reference for account in customer.accounts.values())
    found = (ReferenceLookup(term=term.prefix, customer_key=customer.customer_key) for term in terms)
    return tuple(sorted(found, key=lambda lookup: lookup.key))
