"""An activity, and the vocabulary of events (`reference/catalogues.md` D.1; only the events that are written so far)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Key, Table
from chalicelib.core.ids import successor, ulid


class Group(StrEnum):
    """The predefined groupings whose tiles open together."""

    CUSTOMER = "CUSTOMER"
    ACCOUNT = "ACCOUNT"
    PAYMENT = "PAYMENT"
    INVOICE = "INVOICE"
    CARE = "CARE"
    PORTAL = "PORTAL"
    COMMUNICATION = "COMMUNICATION"
    IMPORT = "IMPORT"
    TASK = "TASK"
    ADMIN = "ADMIN"


class Event(StrEnum):
    CUSTOMER_CREATED = "customer.created"
    CUSTOMER_UPDATED = "customer.updated"
    CUSTOMER_STATUS_CHANGED = "customer.statusChanged"
    CONTACT_UPDATED = "contact.updated"
    ADDRESS_CHANGED = "address.changed"
    PHONE_VALIDATED = "phone.validated"
    PHONE_INVALIDATED = "phone.invalidated"
    EMAIL_VALIDATED = "contact.emailValidated"
    EMAIL_INVALIDATED = "contact.emailInvalidated"
    CUSTOMER_FLAGS_VIEWED = "customer.flagsViewed"
    CUSTOMER_DELETED = "customer.deleted"
    CUSTOMER_ANONYMISED = "customer.anonymised"
    CUSTOMER_REMOVED = "customer.removed"
    ACCOUNT_CREATED = "account.created"
    ACCOUNT_UPDATED = "account.updated"
    ACCOUNT_AMOUNTS_UPDATED = "account.amountsUpdated"
    CLAIM_CREATED = "claim.created"
    CLAIM_RESOLVED = "claim.resolved"
    CLAIM_REACTIVATED = "claim.reactivated"
    ADJUSTMENT_POSTED = "adjustment.posted"
    INVOICE_CREATED = "invoice.created"
    PAYMENT_INITIATED = "payment.initiated"
    PAYMENT_PROCESSING = "payment.processing"
    PAYMENT_SETTLED = "payment.settled"
    PAYMENT_FAILED = "payment.failed"
    PAYMENT_CANCELLED = "payment.cancelled"
    PAYMENT_RECONCILED = "payment.reconciled"
    BREATHING_SPACE_STARTED = "breathingSpace.started"
    BREATHING_SPACE_ENDED = "breathingSpace.ended"
    HOLD_PLACED = "hold.placed"
    HOLD_CHANGED = "hold.changed"
    HOLD_RELEASED = "hold.released"
    DISPUTE_OPENED = "dispute.opened"
    DISPUTE_RESOLVED = "dispute.resolved"
    COMPLAINT_OPENED = "complaint.opened"
    COMPLAINT_CLOSED = "complaint.closed"
    VULNERABILITY_RECORDED = "vulnerability.recorded"
    VULNERABILITY_REMOVED = "vulnerability.removed"
    DECEASED_NOTIFIED = "deceased.notified"
    OPT_OUT_SET = "optOut.set"
    OPT_OUT_CLEARED = "optOut.cleared"
    SENSITIVE_FIELD_VIEWED = "sensitiveField.viewed"
    LINK_GENERATED = "link.generated"
    LINK_REGENERATED = "link.regenerated"
    LINK_REVOKED = "link.revoked"
    LINK_OPENED = "link.opened"
    LINK_LOCKED = "link.locked"
    IDV_SUCCEEDED = "idv.succeeded"
    IDV_FAILED = "idv.failed"
    SESSION_ENDED = "portal.sessionEnded"
    IMPORT_EXPECTED = "import.expected"
    IMPORT_RECEIVED = "import.received"
    IMPORT_CHECKING = "import.checking"
    IMPORT_CHECKED = "import.checked"
    IMPORT_VALIDATED = "import.validated"
    IMPORT_CONFIRMED = "import.confirmed"
    IMPORT_STARTED = "import.started"
    IMPORT_COMPLETED = "import.completed"
    IMPORT_CANCELLED = "import.cancelled"
    IMPORT_FAILED = "import.failed"
    CAMPAIGN_REQUESTED = "campaign.requested"
    CAMPAIGN_GENERATED = "campaign.generated"
    EMAIL_QUEUED = "email.queued"
    EMAIL_SENT = "email.sent"
    EMAIL_DELIVERED = "email.delivered"
    EMAIL_FAILED = "email.failed"
    EMAIL_UNSUBSCRIBED = "email.unsubscribeRequested"
    SMS_QUEUED = "sms.queued"
    SMS_SENT = "sms.sent"
    SMS_DELIVERED = "sms.delivered"
    SMS_FAILED = "sms.failed"
    SMS_INBOUND = "sms.inbound"
    SMS_STOP_RECEIVED = "sms.stopReceived"
    MESSAGE_SUPPRESSED = "message.suppressed"
    MESSAGE_DEFERRED = "message.deferred"
    MESSAGE_VIEWED = "message.rendered.viewed"
    EXPORT_STARTED = "dataExport.started"
    EXPORT_FINISHED = "dataExport.finished"
    EXPORT_DOWNLOADED = "dataExport.downloaded"
    FILE_DOWNLOADED = "file.downloaded"
    DIARY_DOWNLOADED = "dataExport.diaryDownloaded"
    TASK_CREATED = "task.created"
    TASK_ASSIGNED = "task.assigned"
    TASK_EDITED = "task.edited"
    TASK_RESOLVED = "task.resolved"
    TASK_CANCELLED = "task.cancelled"
    USER_INVITED = "user.invited"
    USER_REGISTERED = "user.registered"
    USER_ROLE_CHANGED = "user.roleChanged"
    USER_DISABLED = "user.disabled"
    USER_ENABLED = "user.enabled"
    TEAM_CREATED = "team.created"
    TEAM_CHANGED = "team.changed"
    TEAM_CLOSED = "team.closed"
    SETTINGS_CHANGED = "settings.changed"


LABELS: Mapping[Event, str] = {
    Event.CUSTOMER_CREATED: "Customer created",
    Event.CUSTOMER_UPDATED: "Customer updated",
    Event.CUSTOMER_STATUS_CHANGED: "Customer status changed",
    Event.CONTACT_UPDATED: "Contact details updated",
    Event.ADDRESS_CHANGED: "Address changed",
    Event.PHONE_VALIDATED: "Phone number validated",
    Event.PHONE_INVALIDATED: "Phone number invalidated",
    Event.EMAIL_VALIDATED: "Email address validated",
    Event.EMAIL_INVALIDATED: "Email address invalidated",
    Event.CUSTOMER_FLAGS_VIEWED: "Sensitive flags viewed",
    Event.CUSTOMER_DELETED: "Customer deleted",
    Event.CUSTOMER_ANONYMISED: "Customer anonymised",
    Event.CUSTOMER_REMOVED: "Removal of a customer's records finished",
    Event.ACCOUNT_CREATED: "Account created",
    Event.ACCOUNT_UPDATED: "Account updated",
    Event.ACCOUNT_AMOUNTS_UPDATED: "Account amounts updated",
    Event.CLAIM_CREATED: "Claim created",
    Event.CLAIM_RESOLVED: "Claim resolved",
    Event.CLAIM_REACTIVATED: "Claim reactivated",
    Event.ADJUSTMENT_POSTED: "Adjustment posted",
    Event.INVOICE_CREATED: "Invoice created",
    Event.PAYMENT_INITIATED: "Payment started",
    Event.PAYMENT_PROCESSING: "Payment processing",
    Event.PAYMENT_SETTLED: "Payment settled",
    Event.PAYMENT_FAILED: "Payment failed",
    Event.PAYMENT_CANCELLED: "Payment cancelled",
    Event.PAYMENT_RECONCILED: "Payment reconciled",
    Event.BREATHING_SPACE_STARTED: "Breathing space started",
    Event.BREATHING_SPACE_ENDED: "Breathing space ended",
    Event.HOLD_PLACED: "Hold placed",
    Event.HOLD_CHANGED: "Hold changed",
    Event.HOLD_RELEASED: "Hold released",
    Event.DISPUTE_OPENED: "Dispute opened",
    Event.DISPUTE_RESOLVED: "Dispute resolved",
    Event.COMPLAINT_OPENED: "Complaint opened",
    Event.COMPLAINT_CLOSED: "Complaint closed",
    Event.VULNERABILITY_RECORDED: "Support needs recorded",
    Event.VULNERABILITY_REMOVED: "Support needs removed",
    Event.DECEASED_NOTIFIED: "Death notified",
    Event.OPT_OUT_SET: "Opted out",
    Event.OPT_OUT_CLEARED: "Opt-out taken back",
    Event.SENSITIVE_FIELD_VIEWED: "Restricted detail viewed",
    Event.LINK_GENERATED: "Personal link created",
    Event.LINK_REGENERATED: "Personal link replaced",
    Event.LINK_REVOKED: "Personal link revoked",
    Event.LINK_OPENED: "Personal link opened",
    Event.LINK_LOCKED: "Personal link locked",
    Event.IDV_SUCCEEDED: "Identity confirmed",
    Event.IDV_FAILED: "Identity not confirmed",
    Event.SESSION_ENDED: "Signed out of the portal",
    Event.IMPORT_EXPECTED: "Upload started",
    Event.IMPORT_RECEIVED: "File received",
    Event.IMPORT_CHECKING: "File check started",
    Event.IMPORT_CHECKED: "Rows checked",
    Event.IMPORT_VALIDATED: "File compared with the records",
    Event.IMPORT_CONFIRMED: "Import confirmed",
    Event.IMPORT_STARTED: "Import started",
    Event.IMPORT_COMPLETED: "Import completed",
    Event.IMPORT_CANCELLED: "Import cancelled",
    Event.IMPORT_FAILED: "Import failed",
    Event.CAMPAIGN_REQUESTED: "Campaign file requested",
    Event.CAMPAIGN_GENERATED: "Campaign file generated",
    Event.EMAIL_QUEUED: "Email queued",
    Event.EMAIL_SENT: "Email sent",
    Event.EMAIL_DELIVERED: "Email delivered",
    Event.EMAIL_FAILED: "Email not delivered",
    Event.EMAIL_UNSUBSCRIBED: "Unsubscribed from email",
    Event.SMS_QUEUED: "Text message queued",
    Event.SMS_SENT: "Text message sent",
    Event.SMS_DELIVERED: "Text message delivered",
    Event.SMS_FAILED: "Text message not delivered",
    Event.SMS_INBOUND: "Text message received",
    Event.SMS_STOP_RECEIVED: "Text message STOP received",
    Event.MESSAGE_SUPPRESSED: "Message not sent",
    Event.MESSAGE_DEFERRED: "Message put off",
    Event.MESSAGE_VIEWED: "Message viewed",
    Event.EXPORT_STARTED: "Export started",
    Event.EXPORT_FINISHED: "Export finished",
    Event.EXPORT_DOWNLOADED: "Part of the records downloaded",
    Event.FILE_DOWNLOADED: "File downloaded",
    Event.DIARY_DOWNLOADED: "Diary downloaded",
    Event.TASK_CREATED: "Task created",
    Event.TASK_ASSIGNED: "Task assigned",
    Event.TASK_EDITED: "Task edited",
    Event.TASK_RESOLVED: "Task resolved",
    Event.TASK_CANCELLED: "Task cancelled",
    Event.USER_INVITED: "Person invited",
    Event.USER_REGISTERED: "Person signed in for the first time",
    Event.USER_ROLE_CHANGED: "Role changed",
    Event.USER_DISABLED: "Person disabled",
    Event.USER_ENABLED: "Person enabled again",
    Event.TEAM_CREATED: "Queue or group created",
    Event.TEAM_CHANGED: "Queue or group changed",
    Event.TEAM_CLOSED: "Queue or group closed",
    Event.SETTINGS_CHANGED: "Settings changed",
}

_GROUPS: Mapping[str, Group] = {
    "customer": Group.CUSTOMER,
    "contact": Group.CUSTOMER,
    "address": Group.CUSTOMER,
    "phone": Group.CUSTOMER,
    "account": Group.ACCOUNT,
    "claim": Group.ACCOUNT,
    "adjustment": Group.INVOICE,
    "invoice": Group.INVOICE,
    "payment": Group.PAYMENT,
    "breathingSpace": Group.CARE,
    "hold": Group.CARE,
    "dispute": Group.CARE,
    "complaint": Group.CARE,
    "vulnerability": Group.CARE,
    "deceased": Group.CARE,
    "optOut": Group.CUSTOMER,
    "sensitiveField": Group.ADMIN,
    "link": Group.PORTAL,
    "idv": Group.PORTAL,
    "portal": Group.PORTAL,
    "import": Group.IMPORT,
    "campaign": Group.IMPORT,
    "email": Group.COMMUNICATION,
    "sms": Group.COMMUNICATION,
    "message": Group.COMMUNICATION,
    "dataExport": Group.ADMIN,
    "file": Group.ADMIN,
    "task": Group.TASK,
    "user": Group.ADMIN,
    "team": Group.ADMIN,
    "settings": Group.ADMIN,
}


def group_of(event: Event) -> Group:
    """The grouping whose tiles open with this event's."""
    return _GROUPS[event.value.partition(".")[0]]


class Trigger(StrEnum):
    AUTO = "AUTO"
    MANUAL = "MANUAL"


class Activity(BaseModel):
    """One immutable line of the diary.

    `stream` is the customer key, or `org#YYYY-MM` for what concerns no single customer. `entity` is the `ref` of the
    entity it tells about. `before` and `after` hold only masked or harmless values, `reason` a code of a closed list.
    `correlation_id` is shared by everything one command wrote. `received_at` is there when it was heard of later than it
    happened.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    stream: str
    id: str
    event: Event
    occurred_at: datetime
    actor_type: ActorType
    actor_id: str
    actor_name: str
    channel: Channel
    trigger: Trigger
    entity: str
    account: str | None = None
    claim: str | None = None
    before: dict[str, str] | None = None
    after: dict[str, str] | None = None
    reason: str | None = None
    correlation_id: str
    received_at: datetime | None = None

    @property
    def key(self) -> Key:
        return Key(Table.ACTIVITIES, self.stream, self.id)

    @property
    def covers(self) -> frozenset[str]:
        """Its entity, and the customer in whose stream it stands: accounts and claims live inside the customer."""
        return frozenset({self.entity, f"customer:{self.stream}"})

    @property
    def group(self) -> Group:
        return group_of(self.event)

    @property
    def label(self) -> str:
        return LABELS[self.event]


def organisation_stream(instant: datetime) -> str:
    """Where activities without a customer live: one stream a month."""
    return f"org#{instant:%Y-%m}"


class Diary:
    """Writes the activities of one command: same actor, instant and correlation id for all of them."""

    def __init__(self, actor: Actor, now: datetime, correlation_id: str | None = None) -> None:
        self.actor = actor
        self.now = now
        self.correlation_id = correlation_id or ulid(now)
        self._next_id = ulid(now)

    def tell(
        self,
        event: Event,
        entity: str,
        *,
        stream: str | None = None,
        account: str | None = None,
        claim: str | None = None,
        before: dict[str, str] | None = None,
        after: dict[str, str] | None = None,
        reason: str | None = None,
        occurred_at: datetime | None = None,
    ) -> Activity:
        """One activity about `entity`, in the customer's stream or, without one, in the organisation's. What a provider
        says happened earlier, `occurred_at`, stands where it happened, not where it was heard of."""
        instant = min(occurred_at or self.now, self.now)
        late = instant < self.now
        automatic = self.actor.type in (ActorType.SYSTEM, ActorType.PROVIDER, ActorType.IMPORT)
        return Activity(
            stream=stream or organisation_stream(self.now),
            id=ulid(instant) if late else self._take_id(),
            event=event,
            occurred_at=instant,
            actor_type=self.actor.type,
            actor_id=self.actor.id,
            actor_name=self.actor.name,
            channel=self.actor.channel,
            trigger=Trigger.AUTO if automatic else Trigger.MANUAL,
            entity=entity,
            account=account,
            claim=claim,
            before=before,
            after=after,
            reason=reason,
            correlation_id=self.correlation_id,
            received_at=self.now if late else None,
        )

    def _take_id(self) -> str:
        taken, self._next_id = self._next_id, successor(self._next_id)
        return taken
