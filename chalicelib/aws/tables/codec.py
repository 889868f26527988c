"""Entities to items and back. The registry names every kind of entity that is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from chalicelib.activities.model import Activity
from chalicelib.auditing.model import JournalCheck
from chalicelib.aws.tables.models import ActivityItem, Item, JournalItem, LookupItem, OperationItem, RecordItem
from chalicelib.campaigns.model import Campaign, SegmentCount, Walk
from chalicelib.care.history import ConsentEntry, HoldEntry
from chalicelib.cashbook.model import CreditorReport, Listing
from chalicelib.commands.model import RequestMark
from chalicelib.core.changes import Entity, Expiring, Indexed, Key, Table, Versioned
from chalicelib.due.model import SweepMark
from chalicelib.files.model import CustomerFile, RescanMark, UploadDay
from chalicelib.imports import model as imports
from chalicelib.imports.absence import Look
from chalicelib.ledger.model import EntryMarker, JournalEntry
from chalicelib.lifecycle.model import Removal
from chalicelib.mandates.model import Mandate
from chalicelib.messaging import model as messaging
from chalicelib.payments import model as payments
from chalicelib.payments import reconciling, suspense
from chalicelib.payments.movements import MovementMark
from chalicelib.payments.providers import books
from chalicelib.payments.providers.stripe.model import StripeRef
from chalicelib.people import model as people
from chalicelib.people.teams import Team
from chalicelib.plans import model as plans
from chalicelib.portal import model as portal
from chalicelib.promises.model import Promise
from chalicelib.records import lookups, status
from chalicelib.records import model as records
from chalicelib.records.tombstones import Tombstone
from chalicelib.settings import model as settings
from chalicelib.settings.offset import ClockOffset
from chalicelib.tasks.model import Task

MODELS: Mapping[Table, type[Item]] = {
    Table.RECORDS: RecordItem,
    Table.ACTIVITIES: ActivityItem,
    Table.JOURNAL: JournalItem,
    Table.LOOKUPS: LookupItem,
    Table.OPERATIONS: OperationItem,
}

KINDS: Mapping[str, type[BaseModel]] = {
    "customer": records.Customer,
    "hold-entry": HoldEntry,
    "consent-entry": ConsentEntry,
    "status-change": status.StatusChange,
    "payment": payments.Payment,
    "movement-mark": MovementMark,
    "plan-request": plans.PlanRequest,
    "plan": plans.Plan,
    "mandate": Mandate,
    "promise": Promise,
    "file": CustomerFile,
    "upload-day": UploadDay,
    "rescan-mark": RescanMark,
    "activity": Activity,
    "entry": JournalEntry,
    "entry-marker": EntryMarker,
    "journal-check": JournalCheck,
    "account-lookup": lookups.AccountLookup,
    "token-lookup": lookups.TokenLookup,
    "contact-lookup": lookups.ContactLookup,
    "settings": settings.Settings,
    "settings-version": settings.SettingsVersion,
    "fact-count": settings.FactCount,
    "tombstone": Tombstone,
    "removal": Removal,
    "reference-lookup": lookups.ReferenceLookup,
    "upload": imports.Upload,
    "phase": imports.Phase,
    "absence-look": Look,
    "file-mark": imports.FileMark,
    "inbox-mark": imports.InboxMark,
    "import-slot": imports.ImportSlot,
    "request-mark": RequestMark,
    "export": imports.Export,
    "payment-listing": Listing,
    "creditor-report": CreditorReport,
    "campaign": Campaign,
    "campaign-walk": Walk,
    "segment-count": SegmentCount,
    "message": messaging.Message,
    "message-claim": messaging.Claim,
    "recent-contacts": messaging.RecentContacts,
    "sent-mark": messaging.SentMark,
    "inbound-mark": messaging.InboundMark,
    "session": portal.Session,
    "attempts": portal.Attempts,
    "cash-line": reconciling.CashLine,
    "reconciliation": reconciling.Reconciliation,
    "sandbox-payment": books.SandboxPayment,
    "sandbox-mandate": books.SandboxMandate,
    "sandbox-day": books.BookDay,
    "stripe-ref": StripeRef,
    "unallocated-receipt": suspense.Unallocated,
    "suspense-book": suspense.SuspenseBook,
    "provider-event": payments.ProviderEvent,
    "sweep-mark": SweepMark,
    "clock-offset": ClockOffset,
    "user": people.User,
    "user-email": people.UserEmail,
    "admins": people.Admins,
    "invitation": people.Invitation,
    "people-errand": people.Errand,
    "team": Team,
    "task": Task,
}
_NAMES = {cls: name for name, cls in KINDS.items()}
_TOP_LEVEL = {"version", "pending", "ttl"}
_SPARSE = (plans.Plan,)
"""Kinds of many small values, most of which are as they began: what equals its default is left out, so that a plan of twelve
instalments is one write unit. Their defaults are part of what is stored, and never change."""


def to_item(entity: Entity, version: int | None) -> Item:
    """The item that holds the entity. `version` is what is written as `v`."""
    if not isinstance(entity, BaseModel):
        raise TypeError(f"a {type(entity).__name__} is not an entity that can be stored")
    table, pk, sk = entity.key
    item = MODELS[table](
        pk=pk,
        sk=sk,
        kind=_NAMES[type(entity)],
        v=version,
        doc=entity.model_dump(mode="json", exclude_none=True, exclude_defaults=isinstance(entity, _SPARSE), exclude=_TOP_LEVEL),
    )
    if isinstance(item, RecordItem) and isinstance(entity, Indexed):
        for index, place in entity.indexes.items():
            setattr(item, f"{index}_pk", place.pk)
            setattr(item, f"{index}_sk", place.sk)
        item.listing = dict(entity.listing) if entity.listing is not None else None
    if isinstance(item, OperationItem):
        item.ttl = entity.ttl if isinstance(entity, Expiring) else None
        item.pending = set(entity.pending) or None if isinstance(entity, imports.Phase) else None
    return item


def to_entity(item: Item) -> Entity:
    """The entity again, at the version it was stored at."""
    fields: dict[str, Any] = dict(item.doc)
    kind = KINDS[item.kind]
    if "version" in kind.model_fields:
        fields["version"] = int(item.v or 0)
    if isinstance(item, OperationItem):
        if "ttl" in kind.model_fields:
            fields["ttl"] = int(item.ttl or 0)
        if kind is imports.Phase:
            fields["pending"] = frozenset(int(part) for part in item.pending or ())
    return kind.model_validate(fields)  # type: ignore[return-value]  # every registered kind has a key


def stored_version(entity: Entity) -> int | None:
    """The version an entity is written at: one more than it was read at, none for what is never changed."""
    return entity.version + 1 if isinstance(entity, Versioned) else None


def place(item: Item, table: Table) -> Key:
    return Key(table, item.pk, item.sk)
