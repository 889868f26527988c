"""Agents as the authorizer's claims describe them: who, and in which role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.errors import Code, Refused
from chalicelib.core.roles import Role
from chalicelib.web.request import Request

__all__ = ["ADMINS", "EVERYONE", "WRITERS", "Admit", "Person", "Role", "person"]

EVERYONE = frozenset(Role)
WRITERS = frozenset({Role.ADMIN, Role.AGENT})
ADMINS = frozenset({Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Person:
    """The agent a request comes from. `signed_in_at` is when they last proved who they are, in epoch seconds; 0 when the
    token does not tell."""

    id: str
    name: str
    email: str
    role: Role
    signed_in_at: int = 0

    @property
    def actor(self) -> Actor:
        return Actor(ActorType.AGENT, self.id, self.name, Channel.CONSOLE)


Admit = Callable[[Person], Person]
"""Lets a person in as what they are at this moment, or raises Refused(UNAUTHENTICATED)."""


def person(request: Request, allowed: frozenset[Role]) -> Person:
    """The agent, from the claims that API Gateway's Cognito authorizer has verified.

    Raises Refused(UNAUTHENTICATED) without the claims of an id token, Refused(FORBIDDEN) when no group of theirs is a
    role that is allowed; an unknown group gives nothing.
    """
    claims = request.claims
    if not claims or claims.get("token_use") != "id" or not claims.get("sub"):
        raise Refused(Code.UNAUTHENTICATED)
    role = _highest_role(claims.get("cognito:groups", ""))
    if role is None or role not in allowed:
        raise Refused(Code.FORBIDDEN)
    email = str(claims.get("email", ""))
    return Person(str(claims["sub"]), str(claims.get("name") or email), email, role, _epoch_seconds(claims.get("auth_time")))


def _epoch_seconds(claim: object) -> int:
    text = str(claim)
    return int(text) if text.isascii() and text.isdigit() else 0


def _highest_role(groups: object) -> Role | None:
    """API Gateway hands groups over as one text, `[a b]` or `a,b`; other doors as a list."""
    listed = groups if isinstance(groups, list) else str(groups).strip("[]").replace(",", " ").split()
    return next((role for role in Role if role.value in listed), None)
