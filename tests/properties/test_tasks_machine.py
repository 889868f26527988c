"""Tasks, teams and people under any order of commands: nobody holds a task they may not hold, and nothing gets lost."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.activities.model import Activity, Diary
from chalicelib.core.changes import Conflict
from chalicelib.core.clock import FixedClock
from chalicelib.core.errors import Refused
from chalicelib.core.memory import MemoryStore
from chalicelib.core.roles import Role
from chalicelib.people.membership import Teams
from chalicelib.people.model import ADMINS_PLACE, Admins, Errand, User
from chalicelib.people.ports import MemoryDirectory
from chalicelib.people.rules import disabled
from chalicelib.people.service import People
from chalicelib.people.teams import GENERAL, TeamKind
from chalicelib.tasks.model import Status, Task
from chalicelib.tasks.service import Tasks, Words
from chalicelib.web.people import Person
from tests.support.debtors import SIAN
from tests.support.invariants import World
from tests.support.paying import NOON
from tests.support.task_invariants import (
    an_admin_is_left,
    every_task_stands_in_its_inboxes,
    open_tasks_are_held_by_those_who_may,
    the_directory_agrees,
    what_is_done_stays_done,
)

ADA = Person("sub-ada", "Ada Admin", "ada@example.com", Role.ADMIN)


def a_key() -> str:
    return str(uuid.uuid4())


class Office(RuleBasedStateMachine):
    users, teams_made, tasks_made = Bundle("users"), Bundle("teams"), Bundle("tasks")

    @initialize()
    def begin(self) -> None:
        self.store, self.directory, self.clock = MemoryStore(), MemoryDirectory(), FixedClock(NOON)
        self.people = People(self.store, self.directory, self.clock)
        self.teams = Teams(self.store, self.clock)
        self.tasks = Tasks(self.store, self.teams, self.clock)
        self.customer = SIAN.model_copy(update={"customer_key": "c" * 26})
        self.store.put_all([self.customer.model_copy(update={"version": 1})])
        self.people.register(ADA)
        self.done: dict[str, Task] = {}

    @rule(target=users, role=st.sampled_from(Role))
    def invite(self, role: Role) -> str:
        return self.people.invite(f"{uuid.uuid4().hex}@example.com", "Nell", role, ADA.actor, a_key()).id

    @rule(user=users, actor=users, role=st.sampled_from(Role))
    def change_role(self, user: str, actor: str, role: Role) -> None:
        who = Person(actor, "Nell", "nell@example.com", Role.ADMIN)
        with suppress(Refused):
            self.people.change_role(user, role, self.people.get(user).version, who.actor, a_key())

    @rule(user=st.one_of(users, st.just(ADA.id)), actor=users)
    def disable(self, user: str, actor: str) -> None:
        who = Person(actor, "Nell", "nell@example.com", Role.ADMIN)
        with suppress(Refused):
            self.people.disable(user, self.people.get(user).version, who.actor, a_key())

    @rule(user=users)
    def enable(self, user: str) -> None:
        with suppress(Refused):
            self.people.enable(user, self.people.get(user).version, ADA.actor, a_key())

    @rule(target=teams_made, kind=st.sampled_from(TeamKind), members=st.lists(users, max_size=3))
    def make_team(self, kind: TeamKind, members: list[str]) -> str:
        able = [member for member in members if self.people.get(member).is_enabled]
        return self.teams.create(kind, uuid.uuid4().hex, able, 0, ADA.actor, a_key()).id

    @rule(team=st.one_of(teams_made, st.just(GENERAL)), members=st.lists(users, max_size=3))
    def change_team(self, team: str, members: list[str]) -> None:
        with suppress(Refused):
            now = self.teams.get(team)
            self.teams.change(team, now.name, members, 4, now.version, ADA.actor, a_key())

    @rule(team=teams_made)
    def close_team(self, team: str) -> None:
        with suppress(Refused):
            self.teams.close(team, self.teams.get(team).version, ADA.actor, a_key())

    @rule(target=tasks_made, team=st.one_of(teams_made, st.just(GENERAL)), user=st.one_of(st.none(), users))
    def make_task(self, team: str, user: str | None) -> str:
        for holder, place in ((user, team), (None, team), (None, GENERAL)):
            with suppress(Refused):
                return self.tasks.create(self.customer.customer_key, None, self._words(place, holder), ADA.actor, a_key()).id
        raise AssertionError("the general queue takes every task")

    @rule(task=tasks_made, team=st.one_of(teams_made, st.just(GENERAL)), user=st.one_of(st.none(), users))
    def edit_task(self, task: str, team: str, user: str | None) -> None:
        held = self.tasks.get(self.customer.customer_key, task)
        with suppress(Refused):
            words = self._words(team, user)
            self.tasks.edit(self.customer.customer_key, task, words, held.version, ADA.actor, a_key())

    @rule(task=tasks_made, note=st.text(max_size=5))
    def resolve(self, task: str, note: str) -> None:
        found = self.tasks.resolve(self.customer.customer_key, task, note, ADA.actor, a_key())
        assert found.status is Status.RESOLVED
        self.done.setdefault(task, found)

    @rule()
    def time_passes_and_the_sweep_runs(self) -> None:
        for _ in range(2):
            self.clock.instant += timedelta(minutes=5)
            self.people.sweep(self.tasks.hand_back)
        assert not World(self.store.items.values()).all(Errand)
        open_tasks_are_held_by_those_who_may(World(self.store.items.values()))

    @invariant()
    def always(self) -> None:
        if not hasattr(self, "store"):
            return
        world = World(self.store.items.values())
        an_admin_is_left(world)
        every_task_stands_in_its_inboxes(world)
        what_is_done_stays_done(world, self.done)
        the_directory_agrees(world, {entry.id: (entry.role, entry.enabled) for entry in self.directory.entries.values()})
        told = {activity.entity for activity in world.all(Activity)}
        assert all(item.ref in told for kind in (Task, User) for item in world.all(kind))

    def _words(self, team: str, user: str | None) -> Words:
        kind = self.teams.get(team).kind
        queue, group = (team, None) if kind is TeamKind.QUEUE else (None, team)
        return Words(queue, group, user, None, (), "")


Office.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


@pytest.mark.feature("TK1", "TS2", "O13")
class TestOffice(Office.TestCase):  # type: ignore[misc]
    pass


def test_two_admins_cannot_disable_each_other() -> None:
    """Both decide at the same moment on the same admins: what the second one decided on has moved."""
    store, clock = MemoryStore(), FixedClock(NOON)
    people = People(store, MemoryDirectory(), clock)
    people.register(ADA)
    bea = people.invite("bea@example.com", "Bea", Role.ADMIN, ADA.actor, a_key())
    ada, admins = people.get(ADA.id), store.get(Admins, ADMINS_PLACE)
    assert admins is not None
    by_bea = Diary(Person(bea.id, "Bea", "", Role.ADMIN).actor, NOON)
    decided_by_bea = disabled(ada, admins, by_bea, "the other command")
    people.disable(bea.id, bea.version, ADA.actor, a_key())
    with pytest.raises(Conflict):
        store.commit(decided_by_bea)
    with pytest.raises(Refused):
        people.disable(ADA.id, ada.version, by_bea.actor, a_key())
