"""Passwords that nobody has to remember: sent once, and replaced at the first sign-in."""

from __future__ import annotations

import secrets
import string

PASSWORD_LENGTH = 18


def new_password() -> str:
    """A random password with at least one of each kind that the pool asks for."""
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
    letters = [secrets.choice(kind) for kind in kinds]
    letters += [secrets.choice("".join(kinds)) for _ in range(PASSWORD_LENGTH - len(letters))]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)
