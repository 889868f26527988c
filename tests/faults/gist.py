"""What a world comes to, in the terms a person would compare it in."""

from __future__ import annotations

from collections import Counter

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.campaigns.model import Campaign, SegmentCount
from chalicelib.cashbook.model import CreditorReport, Listing
from chalicelib.files.model import CustomerFile
from chalicelib.imports.model import Upload
from chalicelib.ledger.model import JournalEntry
from chalicelib.mandates.model import Mandate
from chalicelib.messaging.model import Message
from chalicelib.payments.model import Payment
from chalicelib.payments.service import PAYMENT_SWEEP
from chalicelib.payments.suspense import Unallocated
from chalicelib.people.model import User
from chalicelib.people.teams import Team
from chalicelib.promises.model import Promise
from chalicelib.records.model import Customer
from chalicelib.records.status import StatusChange
from chalicelib.records.tombstones import Tombstone
from chalicelib.settings.model import SettingsVersion
from chalicelib.tasks.model import Task
from tests.support import snapshots
from tests.support.world import World


def gist(here: World) -> dict[str, Counter[object]]:
    """What a person would compare: everything but ids, instants and versions."""
    seen = here.entities()
    customers = {c.customer_id: c for c in seen.all(Customer)}
    names = {c.customer_key: c.customer_id for c in customers.values()}
    told = Counter((names.get(a.stream, "-"), a.event, a.account, str(a.after)) for a in seen.all(Activity) if not _looked(a))
    return {
        "customers": Counter(_gist(customer) for customer in customers.values()),
        "journal": Counter((names.get(e.customer_key, "-"), e.type, e.postings) for e in seen.all(JournalEntry)),
        "payments": Counter((p.status, p.amount, p.allocations, p.credited, p.facts) for p in seen.all(Payment)),
        "receipts": Counter((money.amount, money.place, money.customer_key) for money in seen.all(Unallocated)),
        "promises": Counter((p.status, p.amount, p.due, p.kept, p.consented, p.next_check) for p in seen.all(Promise)),
        "mandates": Counter((m.method, m.status, m.consent.most_pence, m.to_revoke) for m in seen.all(Mandate)),
        "statuses": Counter((names[s.customer_key], s.before, s.after, s.reason, s.until) for s in seen.all(StatusChange)),
        "messages": Counter((m.text, m.channel, m.to, m.state, m.reason) for m in seen.all(Message)),
        "uploads": Counter((u.filename, u.state, str(u.rows), str(u.by_code), u.first_faults) for u in seen.all(Upload)),
        "campaigns": Counter((c.segment, c.state, c.customers, c.included, str(c.by_reason)) for c in seen.all(Campaign)),
        "counts": Counter((c.segment, c.state, c.looked_at, c.included, str(c.by_reason)) for c in seen.all(SegmentCount)),
        "cashbook": Counter((c.has_file, c.state, c.looked_at, str(c.sums)) for c in seen.all(Listing)),
        "reports": Counter((c.state, c.counted, c.rows, c.in_pence, c.out_pence) for c in seen.all(CreditorReport)),
        "tombstones": Counter((t.deleted_by, t.reason, t.accounts, t.claims) for t in seen.all(Tombstone)),
        "settings": Counter(str(s.model_dump(exclude={"saved_at"})) for s in seen.all(SettingsVersion)),
        "diary": told,
        "people": Counter(str(u.model_dump(include=_OF_A_USER)) for u in seen.all(User)),
        "directory": Counter(snapshots.accounts()),
        "teams": Counter((t.kind, t.name, len(t.members), t.sla_hours, t.closed) for t in seen.all(Team)),
        "files": Counter(str(f.model_dump(include=_OF_A_FILE)) for f in seen.all(CustomerFile)),
        "tasks": Counter(_gist_of_task(t, names) for t in seen.all(Task)),
    }


_OF_A_FILE = {"name", "state", "sha256", "picture_type", "failure", "released_by", "deleted_by", "deletion_reason"}
_OF_A_USER = {"email", "name", "role", "status", "invited_by"}


def _gist_of_task(task: Task, names: dict[str, str]) -> object:
    held = task.assigned.user is not None
    return names[task.customer_key], held, task.assigned.kind, task.due, task.tags, task.notes, task.status, task.resolution


def _looked(activity: Activity) -> bool:
    """A sweeper that could not ask the bank says when it looks again, and so does who takes up the check of a file anew: a
    line more than without the fault."""
    if activity.event in (Event.MANDATE_CHECKED, Event.FILE_WAITED_FOR):
        return True
    if activity.event is Event.FILE_SCANNING and "attempt" in (activity.after or {}):
        return True
    return activity.event is Event.PAYMENT_RECONCILED and activity.actor_id == PAYMENT_SWEEP


def _gist(customer: Customer) -> str:
    moving = {"version", "last_upload", "registered_at", "link"}
    return f"{customer.model_dump(exclude=moving)} {customer.link.version} {customer.link.opened}"


def difference(found: dict[str, Counter[object]], expected: dict[str, Counter[object]]) -> str:
    """What there is too much of, and what is missing."""
    much, missing = (
        [f"{what}: {dict(left[what] - right[what])}" for what in left if left[what] - right[what]]
        for left, right in ((found, expected), (expected, found))
    )
    return f"too much {much}, missing {missing}"
