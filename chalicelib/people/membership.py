"""Queues and groups: made, changed and closed by admins, read by everybody."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, is_repeated, made_before, named
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Change, Changes, Conflict, Insert, Replace, Table
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid
from chalicelib.core.store import Store
from chalicelib.people.model import Chore, User, user_place
from chalicelib.people.rules import errand
from chalicelib.people.teams import GENERAL, GENERAL_QUEUE, MEMBERS_LIMIT, TEAMS_LIMIT, Team, TeamKind, team_place

NAME_LONGEST = 60


class Teams:
    """Every queue and every group."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def everything(self) -> list[Team]:
        """All queues and groups by name, closed ones too; the general queue is always among them."""
        page = self._store.query(Table.OPERATIONS, "team", limit=TEAMS_LIMIT)
        stored = [team for team in page.items if isinstance(team, Team)]
        general = [] if any(team.id == GENERAL for team in stored) else [GENERAL_QUEUE]
        return sorted([*general, *stored], key=lambda team: (team.kind, team.name.casefold(), team.id))

    def get(self, team_id: str) -> Team:
        """The queue or group. Raises Refused(NOT_FOUND)."""
        found = self._store.get(Team, team_place(team_id)) if is_ulid(team_id) or team_id == GENERAL else None
        if found is None and team_id == GENERAL:
            return GENERAL_QUEUE
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that queue or group.")
        return found

    def create(self, kind: TeamKind, name: str, members: Sequence[str], sla_hours: int, actor: Actor, key: str) -> Team:
        """A new queue or group; the same key makes one. Raises Refused: INVALID, KEY_REUSED, WRONG_STATE."""
        called, kept = _name(name), self._members(members)
        digest = digest_of("team", kind, called, *kept, sla_hours)
        made = made_before(self._store, actor, key, digest)
        if made is not None:
            return self.get(made)
        known = self.everything()
        refuse_if(len(known) >= TEAMS_LIMIT, Code.WRONG_STATE, f"At most {TEAMS_LIMIT} queues and groups can be kept.")
        _unlike_others(called, known)
        now = self._clock.now()
        team = Team(
            id=ulid(now, f"team\x1f{actor.id}\x1f{key}".encode()), kind=kind, name=called, members=kept, sla_hours=sla_hours
        )
        mark = RequestMark(actor_id=actor.id, request_key=key, digest=digest, made=team.id)
        told = Diary(actor, now).tell(Event.TEAM_CREATED, team.ref, after=_facts(team))
        try:
            self._store.commit(Changes(Insert(team), Insert(mark), Append(told)))
        except Conflict:
            made = made_before(self._store, actor, key, digest)
            if made is None:
                raise
            return self.get(made)
        return self.get(team.id)

    def change(
        self, team_id: str, name: str, members: Sequence[str], sla_hours: int, version: int, actor: Actor, key: str
    ) -> Team:
        """The team with other words and members; the tasks of those who left it go back to the team.

        Raises Refused: INVALID, NOT_FOUND, STALE, WRONG_STATE when it is closed, KEY_REUSED."""
        called, kept = _name(name), self._members(members)
        command = named(actor, key, "team", team_id, called, *kept, sla_hours, version)
        team = self.get(team_id)
        if is_repeated(command, team.changed_by):
            return team
        self._refuse_change(team, version)
        _unlike_others(called, [other for other in self.everything() if other.id != team.id])
        changed = {"name": called, "members": kept, "sla_hours": sla_hours, "changed_by": command}
        after = team.model_copy(update=changed)
        diary = Diary(actor, self._clock.now())
        followed = [Insert(errand(Chore.TASKS_OF_TEAM, team.id, command, diary))] if team.members != kept else []
        told = diary.tell(Event.TEAM_CHANGED, team.ref, before=_facts(team), after=_facts(after))
        return self._write(team, after, Append(told), *followed)

    def close(self, team_id: str, version: int, actor: Actor, key: str) -> Team:
        """The team without new tasks; its open ones go to the general queue, which itself stays.

        Raises Refused: NOT_FOUND, STALE, WRONG_STATE, KEY_REUSED."""
        command = named(actor, key, "close", team_id, version)
        team = self.get(team_id)
        if is_repeated(command, team.changed_by):
            return team
        refuse_if(team.id == GENERAL, Code.WRONG_STATE, "The general queue stays: tasks without a better place go there.")
        self._refuse_change(team, version)
        diary = Diary(actor, self._clock.now())
        told = diary.tell(Event.TEAM_CLOSED, team.ref, before=_facts(team))
        follow = Insert(errand(Chore.TASKS_OF_TEAM, team.id, command, diary))
        return self._write(team, team.model_copy(update={"closed": True, "changed_by": command}), Append(told), follow)

    def _refuse_change(self, team: Team, version: int) -> None:
        refuse_if(team.version != version, Code.STALE)
        refuse_if(team.closed, Code.WRONG_STATE, "This queue or group is closed.")

    def _write(self, before: Team, after: Team, *others: Change) -> Team:
        self._store.commit(Changes(Replace(after) if before.version else Insert(after), *others))
        return self.get(after.id)

    def _members(self, members: Sequence[str]) -> tuple[str, ...]:
        """Each once, in order. Raises Refused(INVALID) for somebody who is unknown or disabled."""
        kept = tuple(sorted(dict.fromkeys(members)))
        refuse_if(len(kept) > MEMBERS_LIMIT, Code.INVALID, f"At most {MEMBERS_LIMIT} people fit.", field="members")
        found = self._store.get_many([user_place(member) for member in kept]) if kept else {}
        enabled = {user.id for user in found.values() if isinstance(user, User) and user.is_enabled}
        refuse_if(bool(set(kept) - enabled), Code.INVALID, "Only people who have access can be members.", field="members")
        return kept


def _unlike_others(name: str, others: Sequence[Team]) -> None:
    taken = any(other.name.casefold() == name.casefold() for other in others if not other.closed)
    refuse_if(taken, Code.WRONG_STATE, "Another queue or group has this name.", field="name")


def _name(name: str) -> str:
    called = " ".join(name.split())
    refuse_if(not called, Code.INVALID, "Give it a name.", field="name")
    refuse_if(len(called) > NAME_LONGEST, Code.INVALID, f"A name has at most {NAME_LONGEST} characters.", field="name")
    return called


def _facts(team: Team) -> dict[str, str]:
    return {"name": team.name, "kind": team.kind, "members": str(len(team.members)), "sla_hours": str(team.sla_hours)}
