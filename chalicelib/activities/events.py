"""The vocabulary of events (`reference/catalogues.md` D.1; only the events that are written so far)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Self


class Group(StrEnum):
    """The predefined groupings whose tiles open together."""

    CUSTOMER = "CUSTOMER"
    ACCOUNT = "ACCOUNT"
    PAYMENT = "PAYMENT"
    MANDATE = "MANDATE"
    INVOICE = "INVOICE"
    PLAN = "PLAN"
    PROMISE = "PROMISE"
    CARE = "CARE"
    PORTAL = "PORTAL"
    COMMUNICATION = "COMMUNICATION"
    IMPORT = "IMPORT"
    FILE = "FILE"
    TASK = "TASK"
    ADMIN = "ADMIN"


class Event(StrEnum):
    label: str

    def __new__(cls, code: str, label: str) -> Self:
        """The code that is stored, and the words people read."""
        event = str.__new__(cls, code)
        event._value_ = code
        event.label = label
        return event

    CUSTOMER_CREATED = "customer.created", "Customer created"
    CUSTOMER_UPDATED = "customer.updated", "Customer updated"
    CUSTOMER_STATUS_CHANGED = "customer.statusChanged", "Customer status changed"
    CONTACT_UPDATED = "contact.updated", "Contact details updated"
    ADDRESS_CHANGED = "address.changed", "Address changed"
    PHONE_VALIDATED = "phone.validated", "Phone number validated"
    PHONE_INVALIDATED = "phone.invalidated", "Phone number invalidated"
    EMAIL_VALIDATED = "contact.emailValidated", "Email address validated"
    EMAIL_INVALIDATED = "contact.emailInvalidated", "Email address invalidated"
    CUSTOMER_FLAGS_VIEWED = "customer.flagsViewed", "Sensitive flags viewed"
    CUSTOMER_DELETED = "customer.deleted", "Customer deleted"
    CUSTOMER_ANONYMISED = "customer.anonymised", "Customer anonymised"
    CUSTOMER_REMOVED = "customer.removed", "Removal of a customer's records finished"
    ACCOUNT_CREATED = "account.created", "Account created"
    ACCOUNT_UPDATED = "account.updated", "Account updated"
    ACCOUNT_AMOUNTS_UPDATED = "account.amountsUpdated", "Account amounts updated"
    CLAIM_CREATED = "claim.created", "Claim created"
    CLAIM_RESOLVED = "claim.resolved", "Claim resolved"
    CLAIM_REACTIVATED = "claim.reactivated", "Claim reactivated"
    ADJUSTMENT_POSTED = "adjustment.posted", "Adjustment posted"
    INVOICE_CREATED = "invoice.created", "Invoice created"
    INVOICE_PROLONGED = "invoice.prolonged", "Due date of an invoice put off"
    INVOICE_PROLONGATION_UNDONE = "invoice.prolongationUndone", "Due date of an invoice put back"
    FEE_CHARGED = "fee.charged", "Fee charged"
    PAYMENT_INITIATED = "payment.initiated", "Payment started"
    PAYMENT_PROCESSING = "payment.processing", "Payment processing"
    PAYMENT_SETTLED = "payment.settled", "Payment settled"
    PAYMENT_FAILED = "payment.failed", "Payment failed"
    PAYMENT_CANCELLED = "payment.cancelled", "Payment cancelled"
    PAYMENT_REFUND_REQUESTED = "payment.refundRequested", "Refund requested"
    PAYMENT_REFUNDED = "payment.refunded", "Payment refunded"
    PAYMENT_REFUND_FAILED = "payment.refundFailed", "Refund failed"
    PAYMENT_DISPUTED = "payment.disputed", "Payment disputed"
    PAYMENT_DISPUTE_WON = "payment.disputeWon", "Payment dispute won"
    PAYMENT_CHARGED_BACK = "payment.chargedBack", "Payment charged back"
    PAYMENT_RETURNED = "payment.returned", "Direct debit returned unpaid"
    PAYMENT_INDEMNITY_CLAIMED = "payment.indemnityClaimed", "Direct debit claimed back"
    RECONCILIATION_DONE = "reconciliation.done", "Payments held against the provider's books"
    PAYMENT_REVERSED = "payment.reversed", "Recorded payment taken back"
    PAYMENT_FORGOTTEN = "payment.forgotten", "Payer’s reference of a payment removed"
    RECEIPT_KEPT = "receipt.kept", "Money of an unknown payer kept"
    RECEIPT_ALLOCATED = "receipt.allocated", "Unallocated money given to a customer"
    RECEIPT_REOPENED = "receipt.reopened", "Money unallocated again"
    RECEIPT_RETURNED = "receipt.returned", "Unallocated money sent back"
    RECEIPT_FORGOTTEN = "receipt.forgotten", "Payer’s reference of unallocated money removed"
    PAYMENT_REPORTED = "payment.reported", "Payment reported to the creditor"
    PAYMENT_RECONCILED = "payment.reconciled", "Payment reconciled"
    MANDATE_CREATED = "mandate.created", "Way to pay asked for"
    MANDATE_ACTIVATED = "mandate.activated", "Way to pay saved"
    MANDATE_FAILED = "mandate.failed", "Way to pay not saved"
    MANDATE_CONSENTED = "mandate.consented", "Consent to charges given"
    MANDATE_DISABLED = "mandate.disabled", "Way to pay disabled"
    MANDATE_RE_ENABLED = "mandate.reEnabled", "Way to pay enabled again"
    MANDATE_CANCELLED = "mandate.cancelled", "Way to pay ended"
    MANDATE_REVOKED = "mandate.revoked", "Way to pay ended at the provider"
    MANDATE_EXPIRED = "mandate.expired", "Card has expired"
    MANDATE_FORGOTTEN = "mandate.forgotten", "Details of a way to pay removed"
    MANDATE_CHECKED = "mandate.checked", "Way to pay looked at"
    ADVANCE_NOTICE_SENT = "advanceNotice.sent", "Advance notice of a direct debit"
    PROMISE_CREATED = "promise.created", "Promise to pay made"
    PROMISE_DUE = "promise.due", "Promise to pay fell due"
    PROMISE_KEPT = "promise.kept", "Promise to pay kept"
    PROMISE_PART_KEPT = "promise.partKept", "Promise to pay kept in part"
    PROMISE_BROKEN = "promise.broken", "Promise to pay broken"
    PROMISE_INVALIDATED = "promise.invalidated", "Promise to pay no longer needed"
    PROMISE_CANCELLED = "promise.cancelled", "Promise to pay cancelled"
    PROMISE_RESCHEDULED = "promise.rescheduled", "Promise to pay replaced by another"
    BREATHING_SPACE_STARTED = "breathingSpace.started", "Breathing space started"
    BREATHING_SPACE_ENDED = "breathingSpace.ended", "Breathing space ended"
    HOLD_PLACED = "hold.placed", "Hold placed"
    HOLD_CHANGED = "hold.changed", "Hold changed"
    HOLD_RELEASED = "hold.released", "Hold released"
    DISPUTE_OPENED = "dispute.opened", "Dispute opened"
    DISPUTE_RESOLVED = "dispute.resolved", "Dispute resolved"
    COMPLAINT_OPENED = "complaint.opened", "Complaint opened"
    COMPLAINT_CLOSED = "complaint.closed", "Complaint closed"
    VULNERABILITY_RECORDED = "vulnerability.recorded", "Support needs recorded"
    VULNERABILITY_REMOVED = "vulnerability.removed", "Support needs removed"
    DECEASED_NOTIFIED = "deceased.notified", "Death notified"
    OPT_OUT_SET = "optOut.set", "Opted out"
    OPT_OUT_CLEARED = "optOut.cleared", "Opt-out taken back"
    SENSITIVE_FIELD_VIEWED = "sensitiveField.viewed", "Restricted detail viewed"
    LINK_GENERATED = "link.generated", "Personal link created"
    LINK_REGENERATED = "link.regenerated", "Personal link replaced"
    LINK_REVOKED = "link.revoked", "Personal link revoked"
    LINK_OPENED = "link.opened", "Personal link opened"
    LINK_LOCKED = "link.locked", "Personal link locked"
    IDV_SUCCEEDED = "idv.succeeded", "Identity confirmed"
    IDV_FAILED = "idv.failed", "Identity not confirmed"
    SESSION_ENDED = "portal.sessionEnded", "Signed out of the portal"
    IMPORT_EXPECTED = "import.expected", "Upload started"
    IMPORT_RECEIVED = "import.received", "File received"
    IMPORT_CHECKING = "import.checking", "File check started"
    IMPORT_CHECKED = "import.checked", "Rows checked"
    IMPORT_VALIDATED = "import.validated", "File compared with the records"
    IMPORT_CONFIRMED = "import.confirmed", "Import confirmed"
    IMPORT_STARTED = "import.started", "Import started"
    IMPORT_COMPLETED = "import.completed", "Import completed"
    IMPORT_CANCELLED = "import.cancelled", "Import cancelled"
    IMPORT_FAILED = "import.failed", "Import failed"
    CAMPAIGN_REQUESTED = "campaign.requested", "Campaign file requested"
    CAMPAIGN_GENERATED = "campaign.generated", "Campaign file generated"
    EMAIL_QUEUED = "email.queued", "Email queued"
    EMAIL_SENT = "email.sent", "Email sent"
    EMAIL_DELIVERED = "email.delivered", "Email delivered"
    EMAIL_FAILED = "email.failed", "Email not delivered"
    EMAIL_UNSUBSCRIBED = "email.unsubscribeRequested", "Unsubscribed from email"
    SMS_QUEUED = "sms.queued", "Text message queued"
    SMS_SENT = "sms.sent", "Text message sent"
    SMS_DELIVERED = "sms.delivered", "Text message delivered"
    SMS_FAILED = "sms.failed", "Text message not delivered"
    SMS_INBOUND = "sms.inbound", "Text message received"
    SMS_STOP_RECEIVED = "sms.stopReceived", "Text message STOP received"
    MESSAGE_SUPPRESSED = "message.suppressed", "Message not sent"
    MESSAGE_DEFERRED = "message.deferred", "Message put off"
    MESSAGE_VIEWED = "message.rendered.viewed", "Message viewed"
    EXPORT_STARTED = "dataExport.started", "Export started"
    EXPORT_FINISHED = "dataExport.finished", "Export finished"
    EXPORT_DOWNLOADED = "dataExport.downloaded", "Part of the records downloaded"
    FILE_DOWNLOADED = "file.downloaded", "File downloaded"
    FILE_VIEWED = "file.viewed", "File looked at"
    FILE_ADDED = "file.added", "File on its way"
    FILE_SCANNING = "file.scanning", "File being checked"
    FILE_LOOKED_AT = "file.lookedAt", "Answer of a scanner about a file"
    FILE_WAITED_FOR = "file.waitedFor", "Check of a file asked for again"
    FILE_RECEIVED = "file.received", "File found clean"
    FILE_RECHECKED = "file.rechecked", "File found clean by newer rules too"
    FILE_WITHDRAWN = "file.withdrawn", "File withdrawn"
    FILE_COPY_REMOVED = "file.copyRemoved", "Copy of a withdrawn file removed"
    FILE_HELD = "file.held", "File held in quarantine"
    FILE_FAILED = "file.failed", "File could not be checked"
    FILE_EXPIRED = "file.expired", "File never arrived"
    FILE_RELEASE_ASKED = "file.releaseAsked", "Release of a file asked for"
    FILE_RELEASE_APPROVED = "file.releaseApproved", "Release of a file approved"
    FILE_RELEASED = "file.released", "File released"
    FILE_DELETED = "file.deleted", "File deleted"
    FILE_ERASED = "file.erased", "Content of a deleted file removed"
    DIARY_DOWNLOADED = "dataExport.diaryDownloaded", "Diary downloaded"
    JOURNAL_DOWNLOADED = "dataExport.journalDownloaded", "Journal downloaded"
    PLAN_REQUESTED = "planRequest.created", "Payment plan asked for"
    PLAN_ACCEPTED = "planRequest.accepted", "Payment plan accepted"
    PLAN_REJECTED = "planRequest.rejected", "Payment plan not accepted"
    PLAN_WITHDRAWN = "planRequest.withdrawn", "Request for a payment plan withdrawn"
    PLAN_EXPIRED = "planRequest.expired", "Request for a payment plan expired"
    PLAN_CREATED = "plan.created", "Payment plan set up"
    PLAN_ACTIVATED = "plan.activated", "Payment plan began"
    PLAN_UPDATED = "plan.updated", "Payment plan looked at"
    PLAN_AT_RISK = "plan.atRisk", "Payment plan at risk"
    PLAN_PAUSED = "plan.paused", "Payment plan paused"
    PLAN_RESUMED = "plan.resumed", "Payment plan resumed"
    PLAN_BROKEN = "plan.broken", "Payment plan broken"
    PLAN_COMPLETED = "plan.completed", "Payment plan completed"
    PLAN_CANCELLED = "plan.cancelled", "Payment plan cancelled"
    PLAN_SUPERSEDED = "plan.superseded", "Payment plan replaced by another"
    PLAN_PAID_OTHERWISE = "plan.paidOtherwise", "Payment plan paid another way"
    INSTALMENT_DUE = "instalment.due", "Instalment due"
    INSTALMENT_PAID = "instalment.paid", "Instalment paid"
    INSTALMENT_MISSED = "instalment.missed", "Instalment missed"
    INSTALMENT_COLLECTING = "instalment.collecting", "Instalment being collected"
    INSTALMENT_NOT_COLLECTED = "instalment.notCollected", "Instalment not collected"
    INSTALMENT_DELAYED = "instalment.delayed", "Instalment delayed"
    INSTALMENT_SKIPPED = "instalment.skipped", "Instalment skipped"
    RESTRUCTURE_CONFIRMED = "restructure.confirmed", "All claims put into one plan"
    TASK_CREATED = "task.created", "Task created"
    TASK_ASSIGNED = "task.assigned", "Task assigned"
    TASK_EDITED = "task.edited", "Task edited"
    TASK_RESOLVED = "task.resolved", "Task resolved"
    TASK_CANCELLED = "task.cancelled", "Task cancelled"
    USER_INVITED = "user.invited", "Person invited"
    USER_REGISTERED = "user.registered", "Person signed in for the first time"
    USER_ROLE_CHANGED = "user.roleChanged", "Role changed"
    USER_DISABLED = "user.disabled", "Person disabled"
    USER_ENABLED = "user.enabled", "Person enabled again"
    TEAM_CREATED = "team.created", "Queue or group created"
    TEAM_CHANGED = "team.changed", "Queue or group changed"
    TEAM_CLOSED = "team.closed", "Queue or group closed"
    SETTINGS_CHANGED = "settings.changed", "Settings changed"

    @property
    def group(self) -> Group:
        """The grouping whose tiles open with this event's."""
        return _GROUPS[self.value.partition(".")[0]]


_GROUPS: Mapping[str, Group] = {
    "customer": Group.CUSTOMER,
    "contact": Group.CUSTOMER,
    "address": Group.CUSTOMER,
    "phone": Group.CUSTOMER,
    "account": Group.ACCOUNT,
    "claim": Group.ACCOUNT,
    "adjustment": Group.INVOICE,
    "invoice": Group.INVOICE,
    "fee": Group.INVOICE,
    "payment": Group.PAYMENT,
    "reconciliation": Group.ADMIN,
    "receipt": Group.PAYMENT,
    "planRequest": Group.PLAN,
    "plan": Group.PLAN,
    "instalment": Group.PLAN,
    "restructure": Group.PLAN,
    "mandate": Group.MANDATE,
    "advanceNotice": Group.MANDATE,
    "promise": Group.PROMISE,
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
    "file": Group.FILE,
    "task": Group.TASK,
    "user": Group.ADMIN,
    "team": Group.ADMIN,
    "settings": Group.ADMIN,
}
