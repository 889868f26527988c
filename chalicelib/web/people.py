"""Agents as the authorizer's claims describe them: who, and in which role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.errors import Code, Refused
from chalicelib.web.request import Request


class Role(StrEnum):
    ADMIN = "admin"
    AGENT = "agent"
    VIEWER = "viewer"


EVERYONE = frozenset(Role)
WRITERS = frozenset({Role.ADMIN, Role.AGENT})


@dataclass(frozen=True, slots=True)
class Person:
    """The agent a request comes from."""

    id: str
    name: str
    email: str
    role: Role

    @property
    def actor(self) -> Actor:
        return Actor(ActorType.AGENT, self.id, self.name, Channel.CONSOLE)


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
    return Person(str(claims["sub"]), str(claims.get("name") or email), email, role)


def _highest_role(groups: object) -> Role | None:
    """API Gateway hands groups over as one text, `[a b]` or `a,b`; other doors as a list."""
    listed = groups if isinstance(groups, list) else str(groups).strip("[]").replace(",", " ").split()
    return next((role for role in Role if role.value in listed), None)
