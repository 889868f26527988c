"""Who is signed in, who works here, and the queues and groups they are in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from chalicelib.people.model import Invitation, User, UserStatus
from chalicelib.people.teams import MEMBERS_LIMIT, Team, TeamKind
from chalicelib.web.people import ADMINS, Person, Role
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.people.membership import Teams
    from chalicelib.people.service import People


class Me(View):
    id: str
    name: str
    email: str
    role: Role
    organisation: str


class UserView(View):
    id: str
    email: str
    name: str
    role: Role
    status: UserStatus
    invited_at: datetime | None
    invited_by: str | None
    first_signed_in_at: datetime | None
    version: int

    @classmethod
    def of(cls, user: User) -> UserView:
        return cls(**{name: getattr(user, name) for name in cls.model_fields})


class InvitationView(View):
    """Somebody whose invitation is still on its way to the directory. `overdue`: it has failed, and is tried again."""

    email: str
    name: str
    role: Role
    invited_by: str
    invited_at: datetime
    overdue: bool

    @classmethod
    def of(cls, invitation: Invitation, now: datetime) -> InvitationView:
        return cls(
            email=invitation.email,
            name=invitation.name,
            role=invitation.role,
            invited_by=invitation.actor_name,
            invited_at=invitation.asked_at,
            overdue=invitation.is_overdue(now),
        )


class UserList(View):
    items: Sequence[UserView]
    being_invited: Sequence[InvitationView]


class Invite(View):
    email: Annotated[str, Field(max_length=254)]
    name: Annotated[str, Field(max_length=200)]
    role: Role


class ChangeRole(View):
    role: Role
    version: int


class AtVersion(View):
    version: int


class MemberView(View):
    id: str
    name: str
    enabled: bool


class TeamView(View):
    id: str
    kind: TeamKind
    name: str
    members: Sequence[MemberView]
    sla_hours: int
    closed: bool
    version: int

    @classmethod
    def of(cls, team: Team, users: Mapping[str, User]) -> TeamView:
        members = [MemberView(id=u.id, name=u.name, enabled=u.is_enabled) for m in team.members if (u := users.get(m))]
        shown = {name: getattr(team, name) for name in cls.model_fields if name != "members"}
        return cls(**shown, members=sorted(members, key=lambda member: member.name.casefold()))


class TeamList(View):
    items: Sequence[TeamView]


Members = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=MEMBERS_LIMIT)]
SlaHours = Annotated[int, Field(ge=0, le=24 * 90)]


class NewTeam(View):
    kind: TeamKind
    name: Annotated[str, Field(max_length=120)]
    members: Members = Field(default_factory=list)
    sla_hours: SlaHours = 0


class ChangeTeam(View):
    name: Annotated[str, Field(max_length=120)]
    members: Members
    sla_hours: SlaHours
    version: int


def register(routes: Routes, organisation: Callable[[], str], people: Callable[[], People], teams: Callable[[], Teams]) -> None:
    _register_me(routes, organisation, people)
    _register_users(routes, people)
    _register_teams(routes, people, teams)


def _register_me(routes: Routes, organisation: Callable[[], str], people: Callable[[], People]) -> None:
    def described(who: Person) -> Me:
        return Me(id=who.id, name=who.name, email=who.email, role=who.role, organisation=organisation())

    @routes.api("GET", "/me", answer=Me)
    def me(call: Call[Nothing, Nothing]) -> Me:
        """The agent who is signed in, and their role"""
        return described(call.person)

    @routes.api("POST", "/me", answer=Me)
    def arrive(call: Call[Nothing, Nothing]) -> Me:
        """Tell that one has signed in: from the first time on, administrators see who has access"""
        people().register(call.person)
        return described(call.person)


def _register_users(routes: Routes, people: Callable[[], People]) -> None:
    @routes.api("GET", "/users", answer=UserList, roles=ADMINS)
    def list_users(call: Call[Nothing, Nothing]) -> UserList:
        """Everybody who has, had or is to have access, by name"""
        now = people().now()
        return UserList(
            items=[UserView.of(user) for user in people().everybody()],
            being_invited=[InvitationView.of(invitation, now) for invitation in people().being_invited()],
        )

    @routes.api("POST", "/users", body=Invite, answer=UserView, status=201, roles=ADMINS)
    def invite_user(call: Call[Nothing, Invite]) -> UserView:
        """Invite somebody: they get a temporary password by email"""
        ask = call.body
        return UserView.of(people().invite(ask.email, ask.name, ask.role, call.person.actor, call.key))

    @routes.api("POST", "/users/{id}/invitation", answer=UserView, roles=ADMINS)
    def remind_user(call: Call[Nothing, Nothing]) -> UserView:
        """Send the invitation again, with a new temporary password"""
        return UserView.of(people().remind(call.path["id"]))

    @routes.api("POST", "/users/{id}/role", body=ChangeRole, answer=UserView, roles=ADMINS)
    def change_role(call: Call[Nothing, ChangeRole]) -> UserView:
        """Give somebody another role; losing one counts at once, gaining one from their next token on"""
        ask = call.body
        return UserView.of(people().change_role(call.path["id"], ask.role, ask.version, call.person.actor, call.key))

    @routes.api("POST", "/users/{id}/disable", body=AtVersion, answer=UserView, roles=ADMINS)
    def disable_user(call: Call[Nothing, AtVersion]) -> UserView:
        """End somebody's access from their next request on"""
        return UserView.of(people().disable(call.path["id"], call.body.version, call.person.actor, call.key))

    @routes.api("POST", "/users/{id}/enable", body=AtVersion, answer=UserView, roles=ADMINS)
    def enable_user(call: Call[Nothing, AtVersion]) -> UserView:
        """Give somebody access again, once they have signed in anew"""
        return UserView.of(people().enable(call.path["id"], call.body.version, call.person.actor, call.key))


def _register_teams(routes: Routes, people: Callable[[], People], teams: Callable[[], Teams]) -> None:
    def shown(team: Team) -> TeamView:
        return TeamView.of(team, people().by_id(team.members))

    @routes.api("GET", "/teams", answer=TeamList)
    def list_teams(call: Call[Nothing, Nothing]) -> TeamList:
        """Every queue and group with its members, closed ones too"""
        users = {user.id: user for user in people().everybody()}
        return TeamList(items=[TeamView.of(team, users) for team in teams().everything()])

    @routes.api("POST", "/teams", body=NewTeam, answer=TeamView, status=201, roles=ADMINS)
    def create_team(call: Call[Nothing, NewTeam]) -> TeamView:
        """A new queue or group"""
        ask = call.body
        return shown(teams().create(ask.kind, ask.name, ask.members, ask.sla_hours, call.person.actor, call.key))

    @routes.api("POST", "/teams/{id}", body=ChangeTeam, answer=TeamView, roles=ADMINS)
    def change_team(call: Call[Nothing, ChangeTeam]) -> TeamView:
        """Another name or other members; tasks of those who leave go back to the queue or group"""
        ask, team = call.body, call.path["id"]
        return shown(teams().change(team, ask.name, ask.members, ask.sla_hours, ask.version, call.person.actor, call.key))

    @routes.api("POST", "/teams/{id}/close", body=AtVersion, answer=TeamView, roles=ADMINS)
    def close_team(call: Call[Nothing, AtVersion]) -> TeamView:
        """No more tasks for a queue or group; its open ones go to the general queue"""
        return shown(teams().close(call.path["id"], call.body.version, call.person.actor, call.key))
