"""What must be true of people and their tasks, whatever happened. See `invariants` for how truths are held."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.core.changes import Index
from chalicelib.core.roles import Role
from chalicelib.people.model import Admins, User
from chalicelib.people.rules import may_hold
from chalicelib.people.teams import GENERAL_QUEUE, Team
from chalicelib.tasks.model import Status, Task, team_inbox, user_inbox
from tests.support.invariants import World


def an_admin_is_left(world: World) -> None:
    """Once there was an admin there always is one who has access, and they are exactly those that are counted."""
    able = {user.id for user in world.all(User) if user.role is Role.ADMIN and user.is_enabled}
    counted = {member for admins in world.all(Admins) for member in admins.ids}
    assert able == counted
    assert able or not world.all(User)


def every_task_stands_in_its_inboxes(world: World) -> None:
    """A task is in its team's inbox, and in the inbox of whoever has it."""
    for task in world.all(Task):
        assert task.indexes[Index.FEED].pk == team_inbox(task.assigned.team)
        held = task.indexes.get(Index.DUE)
        assert (held.pk if held else None) == (user_inbox(task.assigned.user) if task.assigned.user else None)


def what_is_done_stays_done(world: World, done: Mapping[str, Task]) -> None:
    """A resolved task is never changed again."""
    now = {task.id: task for task in world.all(Task)}
    assert all(now[task_id] == task for task_id, task in done.items())
    assert all((task.finished_at is None) == (task.status is Status.OPEN) for task in now.values())


def open_tasks_are_held_by_those_who_may(world: World) -> None:
    """Once errands are done: nobody without access, and nobody outside the team, has an open task; none waits in a closed
    queue or group."""
    teams = {GENERAL_QUEUE.id: GENERAL_QUEUE} | {team.id: team for team in world.all(Team)}
    users = {user.id: user for user in world.all(User)}
    for task in world.all(Task):
        if task.status is Status.OPEN:
            team = teams[task.assigned.team]
            assert not team.closed
            assert task.assigned.user is None or may_hold(team, users.get(task.assigned.user))


def the_directory_agrees(world: World, directory: Mapping[str, tuple[Role, bool]]) -> None:
    """Whoever the directory lets in, and as what, is what we say of them."""
    for user in world.all(User):
        if user.id in directory:
            assert directory[user.id] == (user.role, user.is_enabled)


AT_REST = (an_admin_is_left, every_task_stands_in_its_inboxes, open_tasks_are_held_by_those_who_may)
