"""Tasks at the console: the inboxes, and what is to do about one customer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from chalicelib.core.changes import Entity, Key
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, refuse_if
from chalicelib.core.store import Page
from chalicelib.people.model import User, user_place
from chalicelib.people.routes import MemberView
from chalicelib.people.teams import GENERAL, GENERAL_QUEUE, Team, TeamKind, team_place
from chalicelib.records.model import Customer
from chalicelib.tasks.model import TAG_CHOICES, Status, Task
from chalicelib.tasks.rules import is_overdue
from chalicelib.web.people import WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.people.service import People
    from chalicelib.tasks.service import Tasks, Words

Identifier = Annotated[str, Field(max_length=64)]


class TaskView(View):
    id: str
    customer_key: str
    customer_id: str | None
    customer_name: str | None
    account: str | None
    kind: TeamKind
    team: str
    team_name: str
    user: str | None
    user_name: str | None
    due: date
    overdue: bool
    tags: Sequence[str]
    notes: str
    status: Status
    source: str
    created_at: datetime
    created_by: str
    finished_at: datetime | None
    finished_by: str | None
    resolution: str
    version: int

    @classmethod
    def of(cls, task: Task, around: Mapping[Key, Entity], now: datetime) -> TaskView:
        shown = {name: getattr(task, name) for name in cls.model_fields if name in Task.model_fields}
        found, team = around.get(task.key_of_customer), around.get(team_place(task.assigned.team))
        user = around.get(user_place(task.assigned.user or ""))
        customer = found if isinstance(found, Customer) else None
        return cls(
            **shown,
            customer_id=customer.customer_id if customer else None,
            customer_name=customer.name if customer else None,
            kind=task.assigned.kind,
            team=task.assigned.team,
            team_name=team.name if isinstance(team, Team) else GENERAL_QUEUE.name if task.assigned.team == GENERAL else "",
            user=task.assigned.user,
            user_name=user.name if isinstance(user, User) else None,
            overdue=is_overdue(task, now),
        )


class TaskPage(View):
    items: Sequence[TaskView]
    after: str | None


class Inbox(View):
    """Whose tasks: a queue's or group's, a person's, or without either one's own."""

    team: Identifier = ""
    user: Identifier = ""
    show: Literal["OPEN", "DONE", "ALL"] = "OPEN"
    after: Identifier = ""


class TaskCount(View):
    """How many of one's own tasks are open, and how many of those overdue; `more` when there are more than that."""

    open: int
    overdue: int
    more: bool


class After(View):
    after: Identifier = ""


class TaskChoices(View):
    """`people` are all who have access: the general queue is everybody's until it is given members."""

    people: Sequence[MemberView]
    default_due: date
    holidays: Sequence[date]
    tags: Sequence[str]


class TaskWords(View):
    queue: Identifier | None = None
    group: Identifier | None = None
    user: Identifier | None = None
    due: date | None = None
    tags: Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=100)] = Field(default_factory=list)
    notes: Annotated[str, Field(max_length=20_000)] = ""


class NewTask(TaskWords):
    account: Identifier | None = None


class EditTask(TaskWords):
    due: date
    version: int


class ResolveTask(View):
    note: Annotated[str, Field(max_length=20_000)] = ""


def register(routes: Routes, tasks: Callable[[], Tasks], people: Callable[[], People], clock: Clock) -> None:
    def page_of(found: Page[Task]) -> TaskPage:
        around, now = tasks().around(found.items), clock.now()
        return TaskPage(items=[TaskView.of(task, around, now) for task in found.items], after=found.after)

    @routes.api("GET", "/tasks", query=Inbox, answer=TaskPage)
    def inbox(call: Call[Inbox, Nothing]) -> TaskPage:
        """Tasks of a queue, a group or a person, the open ones first and the longest due before the others"""
        ask = call.query
        refuse_if(bool(ask.team and ask.user), Code.INVALID, "Ask for a queue or group, or for a person.", field="team")
        if ask.team:
            return page_of(tasks().of_team(ask.team, ask.show, ask.after))
        return page_of(tasks().of_user(ask.user or call.person.id, ask.show, ask.after))

    @routes.api("GET", "/tasks/count", answer=TaskCount)
    def task_count(call: Call[Nothing, Nothing]) -> TaskCount:
        """How much there is to do for whoever asks"""
        waiting = tasks().waiting_for(call.person.id)
        return TaskCount(open=waiting.open, overdue=waiting.overdue, more=waiting.more)

    @routes.api("GET", "/tasks/choices", answer=TaskChoices)
    def task_choices(call: Call[Nothing, Nothing]) -> TaskChoices:
        """What the form of a task offers: the day it proposes, the days it warns of, the usual tags"""
        enabled = [MemberView(id=u.id, name=u.name, enabled=True) for u in people().everybody() if u.is_enabled]
        return TaskChoices(people=enabled, default_due=tasks().default_due(), holidays=tasks().holidays(), tags=TAG_CHOICES)

    @routes.api("GET", "/customers/{customer_key}/tasks", query=After, answer=TaskPage)
    def customer_tasks(call: Call[After, Nothing]) -> TaskPage:
        """Tasks about one customer, the open ones first"""
        return page_of(tasks().of_customer(call.path["customer_key"], call.query.after))

    _register_commands(routes, tasks, clock)


def _register_commands(routes: Routes, tasks: Callable[[], Tasks], clock: Clock) -> None:
    def view_of(task: Task) -> TaskView:
        return TaskView.of(task, tasks().around([task]), clock.now())

    @routes.api("POST", "/customers/{customer_key}/tasks", body=NewTask, answer=TaskView, status=201, roles=WRITERS)
    def create_task(call: Call[Nothing, NewTask]) -> TaskView:
        """A new task about a customer or one of their accounts"""
        ask = call.body
        return view_of(tasks().create(call.path["customer_key"], ask.account, _words(ask), call.person.actor, call.key))

    @routes.api("POST", "/customers/{customer_key}/tasks/{id}", body=EditTask, answer=TaskView, roles=WRITERS)
    def edit_task(call: Call[Nothing, EditTask]) -> TaskView:
        """An open task with other words, or for somebody else"""
        ask, path = call.body, call.path
        actor = call.person.actor
        return view_of(tasks().edit(path["customer_key"], path["id"], _words(ask), ask.version, actor, call.key))

    @routes.api("POST", "/customers/{customer_key}/tasks/{id}/resolve", body=ResolveTask, answer=TaskView, roles=WRITERS)
    def resolve_task(call: Call[Nothing, ResolveTask]) -> TaskView:
        """A task done, with a note; one that is done already stays as it is"""
        path = call.path
        return view_of(tasks().resolve(path["customer_key"], path["id"], call.body.note, call.person.actor, call.key))


def _words(ask: TaskWords) -> Words:
    from chalicelib.tasks.service import Words

    return Words(ask.queue, ask.group, ask.user, ask.due, tuple(ask.tags), ask.notes)
