"""Opening, editing and finishing a task: the task and the words for it in, changes out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.changes import Append, Changes, Insert, Replace
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, refuse_if
from chalicelib.core.ids import ulid
from chalicelib.core.workdays import next_working_day
from chalicelib.people.model import User
from chalicelib.people.rules import may_hold
from chalicelib.people.teams import GENERAL, Team, TeamKind
from chalicelib.tasks.model import MOVES, NOTES_LONGEST, TAG_LONGEST, TAGS_LIMIT, Assignment, Status, Task

TO_GENERAL = Assignment(kind=TeamKind.QUEUE, team=GENERAL)
"""Where a task goes that no rule has a better place for."""


def opened(
    diary: Diary,
    customer_key: str,
    *,
    source: str,
    seed: str,
    to: Assignment = TO_GENERAL,
    due: date | None = None,
    account: str | None = None,
    tags: Iterable[str] = (),
    notes: str = "",
) -> Changes:
    """A new task and its activity, for whoever commits them. Another room adds them to its own changes.

    Without `due` it is due on the next working day. The same `seed` at the same instant gives the same id, so that a
    redelivered message opens one task: the second commit is refused. Raises Refused(INVALID)."""
    today = london_day(diary.now)
    task = Task(
        id=ulid(diary.now, f"task\x1f{customer_key}\x1f{seed}".encode()),
        customer_key=customer_key,
        account=account,
        assigned=to,
        due=not_past(due or next_working_day(today), today),
        tags=folded(tags),
        notes=within(notes),
        source=source,
        created_at=diary.now,
        created_by=diary.actor.name,
    )
    told = diary.tell(Event.TASK_CREATED, task.ref, stream=customer_key, account=account, after=facts(task))
    return Changes(Insert(task), Append(told))


def edited(
    task: Task,
    diary: Diary,
    *,
    to: Assignment,
    due: date,
    tags: Iterable[str],
    notes: str,
    command: str = "",
) -> Changes:
    """The task with other words, told with what was before; nothing at all when nothing differs.

    A due date that has passed may stay, but not be chosen. Raises Refused: INVALID, or WRONG_STATE when it is done."""
    refuse_if(task.status is not Status.OPEN, Code.WRONG_STATE, "This task is done. Create a new one instead.")
    day = due if due == task.due else not_past(due, london_day(diary.now))
    changed = {"assigned": to, "due": day, "tags": folded(tags), "notes": within(notes)}
    after = task.model_copy(update=changed | {"changed_by": command})
    before, now = facts(task), facts(after)
    differing = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    if not differing and task.notes == after.notes:
        return Changes()
    was, became = ({name: found[name] for name in differing if name in found} for found in (before, now))
    if task.notes != after.notes:
        was["notes"], became["notes"] = "as before", "changed"
    event = Event.TASK_ASSIGNED if differing <= _ASSIGNMENT and "notes" not in became else Event.TASK_EDITED
    told = diary.tell(event, task.ref, stream=task.customer_key, account=task.account, before=was, after=became)
    return Changes(Replace(after), Append(told))


def finished(task: Task, diary: Diary, status: Status, note: str = "", command: str = "") -> Changes:
    """The task resolved or cancelled; nothing at all when it is there already.

    Raises Refused: INVALID for a note that is too long, WRONG_STATE for a move that the table does not have."""
    if task.status is status:
        return Changes()
    refuse_if(status not in MOVES[task.status], Code.WRONG_STATE)
    done = {
        "status": status,
        "finished_at": diary.now,
        "finished_by": diary.actor.name,
        "resolution": within(note),
        "changed_by": command,
    }
    event = Event.TASK_RESOLVED if status is Status.RESOLVED else Event.TASK_CANCELLED
    told = diary.tell(
        event,
        task.ref,
        stream=task.customer_key,
        account=task.account,
        before={"status": task.status},
        after={"status": status},
    )
    return Changes(Replace(task.model_copy(update=done)), Append(told))


def returned(task: Task, team: Team | None, user: User | None, diary: Diary) -> Changes:
    """The task back where it belongs: in its queue or group when the person who has it may no longer, in the general queue
    when that is closed. Nothing at all when it may stay."""
    to = task.assigned
    if team is None or team.closed:
        to = TO_GENERAL
    elif to.user is not None and not may_hold(team, user):
        to = to.model_copy(update={"user": None})
    return edited(task, diary, to=to, due=task.due, tags=task.tags, notes=task.notes)


def is_overdue(task: Task, now: datetime) -> bool:
    """Open, and its day is over in London."""
    return task.status is Status.OPEN and task.due < london_day(now)


def facts(task: Task) -> dict[str, str]:
    """What the diary tells of a task: never its notes, which hold what people write about people."""
    told = {
        "assigned_to": f"{task.assigned.kind.lower()}:{task.assigned.team}",
        "user": task.assigned.user or "",
        "due": task.due.isoformat(),
        "tags": ", ".join(task.tags),
    }
    return {name: value for name, value in told.items() if value}


def folded(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags in lower case with single hyphens for spaces, each once, in the order given. Raises Refused(INVALID)."""
    cleaned = ("-".join(tag.casefold().split()) for tag in tags)
    kept = tuple(dict.fromkeys(tag for tag in cleaned if tag))
    refuse_if(len(kept) > TAGS_LIMIT, Code.INVALID, f"A task has at most {TAGS_LIMIT} tags.", field="tags")
    too_long = any(len(tag) > TAG_LONGEST for tag in kept)
    refuse_if(too_long, Code.INVALID, f"A tag has at most {TAG_LONGEST} characters.", field="tags")
    return kept


def within(notes: str) -> str:
    """The notes without space around them. Raises Refused(INVALID) when they are too long."""
    kept = notes.strip()
    refuse_if(len(kept) > NOTES_LONGEST, Code.INVALID, f"Write at most {NOTES_LONGEST:,} characters.", field="notes")
    return kept


def not_past(due: date, today: date) -> date:
    """The day, unless it is over. Raises Refused(INVALID)."""
    refuse_if(due < today, Code.INVALID, "Choose today or a later day.", field="due")
    return due


_ASSIGNMENT = frozenset({"assigned_to", "user"})
