"""Tasks for agents: made, edited, resolved; and the inboxes they wait in."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.activities.model import Diary
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, is_repeated, made_before, named
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Conflict, Entity, Index, Insert, Key, Require, Table
from chalicelib.core.clock import Clock, london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import OPAQUE_LENGTH, is_ulid
from chalicelib.core.store import Page, Store
from chalicelib.core.workdays import bank_holidays, next_working_day
from chalicelib.people.membership import Teams
from chalicelib.people.model import Chore, Errand, User, user_place
from chalicelib.people.rules import may_hold
from chalicelib.people.teams import TeamKind, team_place
from chalicelib.records.model import Customer, customer_place
from chalicelib.tasks import rules
from chalicelib.tasks.model import DONE_PREFIX, OPEN_PREFIX, Assignment, Status, Task, task_place, team_inbox, user_inbox

BY_HAND = "person"
INBOX_PAGE = 25
CUSTOMER_PAGE = 50
CONFLICT_TRIES = 8
COUNTED = 99
"""So many open tasks are counted; whoever has more has too many to count."""

LOOKS_AT_ONCE = 50
PAGES_AT_ONCE = 10
"""So many pages of an inbox one sweep goes through: with every task on them handed back it stays within its minute."""
JOB = Actor.system("people")
SHOWN = {"OPEN": OPEN_PREFIX, "DONE": DONE_PREFIX, "ALL": ""}
_POSITION = re.compile(r"[01]#[0-9-]{10}#[0-9A-Z]{26}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many tasks are open in an inbox, and how many of those should have been done before today in London. `more` says
    that there are more of them than are counted."""

    open: int
    overdue: int
    more: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What an agent fills in. A queue or a group, and possibly one of its members."""

    queue: str | None
    group: str | None
    user: str | None
    due: date | None
    tags: Sequence[str]
    notes: str


class Tasks:
    """Every task of every customer."""

    def __init__(self, store: Store, teams: Teams, clock: Clock) -> None:
        self._store = store
        self._teams = teams
        self._clock = clock

    def create(self, customer_key: str, account: str | None, words: Words, actor: Actor, key: str) -> Task:
        """A new task; the same key makes one. Raises Refused: INVALID, NOT_FOUND, KEY_REUSED, BUSY."""
        digest = digest_of("task", customer_key, account, words)
        for _ in range(CONFLICT_TRIES):
            made = made_before(self._store, actor, key, digest)
            if made is not None:
                return self.get(customer_key, made)
            customer = self._customer(customer_key)
            unknown = account is not None and account not in customer.accounts
            refuse_if(unknown, Code.INVALID, "That account is not this customer's.", field="account")
            to, still = self._assigned(words)
            changes = rules.opened(
                Diary(actor, self._clock.now()),
                customer_key,
                source=BY_HAND,
                seed=f"{actor.id}\x1f{key}",
                to=to,
                due=words.due,
                account=account,
                tags=words.tags,
                notes=words.notes,
            )
            task = next(c.entity for c in changes if isinstance(c, Insert) and isinstance(c.entity, Task))
            mark = RequestMark(actor_id=actor.id, request_key=key, digest=digest, made=task.id)
            if self._commit(changes + Changes(Insert(mark), *still)):
                return self.get(customer_key, task.id)
        raise Refused(Code.BUSY)

    def edit(self, customer_key: str, task_id: str, words: Words, version: int, actor: Actor, key: str) -> Task:
        """The task with other words. Raises Refused: INVALID, NOT_FOUND, STALE, WRONG_STATE, KEY_REUSED, BUSY."""
        command = named(actor, key, "edit", customer_key, task_id, words, version)
        for _ in range(CONFLICT_TRIES):
            task = self.get(customer_key, task_id)
            if is_repeated(command, task.changed_by):
                return task
            refuse_if(task.version != version and task.status is Status.OPEN, Code.STALE)
            same = (words.queue or words.group, words.user) == (task.assigned.team, task.assigned.user)
            to, still = (task.assigned, ()) if same else self._assigned(words)
            diary = Diary(actor, self._clock.now())
            due = words.due or task.due
            changes = rules.edited(task, diary, to=to, due=due, tags=words.tags, notes=words.notes, command=command)
            if not changes:
                return task
            if self._commit(changes + still):
                return self.get(customer_key, task_id)
        raise Refused(Code.BUSY)

    def resolve(self, customer_key: str, task_id: str, note: str, actor: Actor, key: str) -> Task:
        """The task done; one that is done already stays as it is. Raises Refused: INVALID, NOT_FOUND, WRONG_STATE, BUSY."""
        command = named(actor, key, "resolve", customer_key, task_id, note)
        for _ in range(CONFLICT_TRIES):
            task = self.get(customer_key, task_id)
            changes = rules.finished(task, Diary(actor, self._clock.now()), Status.RESOLVED, note, command)
            if not changes:
                return task
            if self._commit(changes):
                return self.get(customer_key, task_id)
        raise Refused(Code.BUSY)

    def get(self, customer_key: str, task_id: str) -> Task:
        """The task. Raises Refused(NOT_FOUND)."""
        named_well = len(customer_key) == OPAQUE_LENGTH and is_ulid(task_id)
        found = self._store.get(Task, task_place(customer_key, task_id)) if named_well else None
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that task.")
        return found

    def of_customer(self, customer_key: str, after: str = "") -> Page[Task]:
        """The newest tasks of a customer, on every page the open ones first by due date. Raises Refused(NOT_FOUND)."""
        self._customer(customer_key)
        refuse_if(bool(after) and not is_ulid(after.removeprefix("T#")), Code.BAD_CURSOR)
        page = self._store.query(
            Table.RECORDS, customer_key, prefix="T#", after=after or None, limit=CUSTOMER_PAGE, newest_first=True
        )
        tasks = [item for item in page.items if isinstance(item, Task)]
        return Page(sorted(tasks, key=lambda task: task.order), page.after)

    def of_team(self, team_id: str, show: str, after: str = "") -> Page[Task]:
        """A page of what waits in a queue or group. Raises Refused: NOT_FOUND, BAD_CURSOR."""
        return self._inbox(Index.FEED, team_inbox(self._teams.get(team_id).id), show, after)

    def of_user(self, user_id: str, show: str, after: str = "") -> Page[Task]:
        """A page of what somebody has to do. Raises Refused(BAD_CURSOR)."""
        return self._inbox(Index.DUE, user_inbox(user_id), show, after)

    def waiting_for(self, user_id: str) -> Waiting:
        """How much somebody has to do, from the index alone: one query, of `COUNTED` entries and one more."""
        found = self._store.search(Index.DUE, [user_inbox(user_id)], prefix=OPEN_PREFIX, limit=COUNTED + 1)
        counted, today = found[:COUNTED], f"{OPEN_PREFIX}{london_day(self._clock.now()).isoformat()}"
        return Waiting(len(counted), sum(entry.sort < today for entry in counted), len(found) > COUNTED)

    def around(self, tasks: Collection[Task]) -> dict[Key, Entity]:
        """The customers, queues, groups and users that these tasks name, in one read."""
        keys = {task.key_of_customer for task in tasks} | {team_place(task.assigned.team) for task in tasks}
        keys |= {user_place(task.assigned.user) for task in tasks if task.assigned.user}
        return self._store.get_many(keys) if keys else {}

    def default_due(self) -> date:
        """The next working day in London."""
        return next_working_day(london_day(self._clock.now()))

    def holidays(self) -> list[date]:
        """The bank holidays of this year and the next."""
        today = london_day(self._clock.now())
        return sorted(day for year in (today.year, today.year + 1) for day in bank_holidays(year))

    def hand_back(self, errand: Errand) -> str:
        """Give back what is open in the inbox that an errand is about and may not stay there, some pages of it at a time.
        How far it came, or nothing once it is through."""
        of_user = errand.chore is Chore.TASKS_OF_USER
        index = Index.DUE if of_user else Index.FEED
        inbox = user_inbox(errand.subject) if of_user else team_inbox(errand.subject)
        after = errand.after
        for _ in range(PAGES_AT_ONCE):
            entries = self._store.search(index, [inbox], prefix=OPEN_PREFIX, after=after, limit=LOOKS_AT_ONCE)
            for entry in entries:
                self._hand_back_one(entry.key)
            if len(entries) < LOOKS_AT_ONCE:
                return ""
            after = entries[-1].sort
        return after

    def _hand_back_one(self, key: Key) -> None:
        for _ in range(CONFLICT_TRIES):
            task = self._store.get(Task, key)
            if task is None or task.status is not Status.OPEN:
                return
            named_by = self.around([task])
            team = self._teams.get(task.assigned.team)
            user = named_by.get(user_place(task.assigned.user or ""))
            holder = user if isinstance(user, User) else None
            changes = rules.returned(task, team, holder, Diary(JOB, self._clock.now()))
            if not changes or self._commit(changes):
                return
        raise Refused(Code.BUSY)

    def _inbox(self, index: Index, partition: str, show: str, after: str) -> Page[Task]:
        prefix = SHOWN[show]
        bad = bool(after) and (_POSITION.fullmatch(after) is None or not after.startswith(prefix))
        refuse_if(bad, Code.BAD_CURSOR)
        entries = self._store.search(index, [partition], prefix=prefix, after=after, limit=INBOX_PAGE + 1)
        shown = entries[:INBOX_PAGE]
        found = self._store.get_many([entry.key for entry in shown]) if shown else {}
        tasks = [task for entry in shown if isinstance(task := found.get(entry.key), Task)]
        # The index lags: what has left the inbox since is passed over.
        here = [task for task in tasks if (place := task.indexes.get(index)) and place.pk == partition]
        fitting = sorted((task for task in here if task.order.startswith(prefix)), key=lambda task: task.order)
        return Page(fitting, shown[-1].sort if len(entries) > INBOX_PAGE else None)

    def _assigned(self, words: Words) -> tuple[Assignment, Changes]:
        """Where the task goes, and what must still be so when it is written. Raises Refused(INVALID)."""
        refuse_if(bool(words.queue) == bool(words.group), Code.INVALID, "Choose either a queue or a group.", field="queue")
        kind, field = (TeamKind.QUEUE, "queue") if words.queue else (TeamKind.GROUP, "group")
        try:
            team = self._teams.get(words.queue or words.group or "")
        except Refused:
            raise Refused(Code.INVALID, f"That {field} does not exist.", field=field) from None
        refuse_if(team.kind is not kind, Code.INVALID, f"That {field} does not exist.", field=field)
        refuse_if(team.closed, Code.INVALID, f"That {field} is closed.", field=field)
        still = [Require(team)] if team.version else []
        if words.user:
            user = self._store.get(User, user_place(words.user))
            refuse_if(not may_hold(team, user), Code.INVALID, f"They are not in this {field} or have no access.", field="user")
            still += [Require(user)] if user else []
        return Assignment(kind=kind, team=team.id, user=words.user or None), Changes(*still)

    def _customer(self, customer_key: str) -> Customer:
        found = self._store.get(Customer, customer_place(customer_key)) if len(customer_key) == OPAQUE_LENGTH else None
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that customer.")
        return found

    def _commit(self, changes: Changes) -> bool:
        """Whether it was written; a conflict says that something it was decided on has moved."""
        try:
            self._store.commit(changes)
        except Conflict:
            return False
        return True
