"""Who is signed in to the console."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.web.people import Role
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View


class Me(View):
    id: str
    name: str
    email: str
    role: Role
    organisation: str


def register(routes: Routes, organisation: Callable[[], str]) -> None:
    @routes.api("GET", "/me", answer=Me)
    def me(call: Call[Nothing, Nothing]) -> Me:
        """The agent who is signed in, and their role"""
        who = call.person
        return Me(id=who.id, name=who.name, email=who.email, role=who.role, organisation=organisation())
