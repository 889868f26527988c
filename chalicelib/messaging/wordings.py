"""What every built-in text is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One text as SMS and as email."""

    sms: str
    subject: str
    email: str


ALWAYS = frozenset({"sender", "organisation", "phone", "email"})
"""The names that any text may hold."""
FOOT = """Not sure this message is real? You do not have to use it: find our phone number on our website or on a letter you \
have from us, and ask. We never ask for a password or a PIN.

{{ organisation }}, {{ phone }}, {{ email }}"""
