"""Listening to carriers: what became of a message, and what people answer. Events come twice, late and in any order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.care import preferences
from chalicelib.care.model import ContactChannel
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Insert, Replace, Table
from chalicelib.core.clock import epoch_seconds
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import OPAQUE_LENGTH, fingerprint, ulid
from chalicelib.messaging import rules
from chalicelib.messaging.desk import Desk
from chalicelib.messaging.model import InboundMark, Message, SentMark, Text, inbound_mark_place, message_place, sent_mark_place
from chalicelib.messaging.reports import Inbound, Report, read
from chalicelib.records.lookups import ContactLookup
from chalicelib.records.model import Customer, customer_place

CHANGE_TRIES = 3
SHARED_NUMBER_LIMIT = 20
LONGEST_INBOUND = 2_000
WRITTEN_DOWN_AFTER = timedelta(minutes=5)
"""Longer than whoever sends may run: by then our own record of what a carrier took stands, or never will."""


class Unmatched(Exception):
    """A carrier speaks of a message that we do not know yet. Our own record may still be on its way: ask again later."""


class Hearing:
    """Takes the carriers' events out of their queue."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def hear(self, event: Mapping[str, Any]) -> None:
        """Write down what the event tells. Safe to repeat. Raises `NotUnderstood`, `Unmatched` and what the store raises."""
        match read(event):
            case Report() as report:
                if which := self._which(report):
                    self._report(report, *which)
            case Inbound() as inbound:
                self._inbound(inbound)

    def unsubscribe(self, sealed: str) -> None:
        """One click in a mail program. Raises Refused(NOT_FOUND) for an address that we did not make."""
        key = sealed[:OPAQUE_LENGTH]
        if sealed != f"{key}{self._desk.unsubscribe_seal(key)}" or self._customer(key) is None:
            raise Refused(Code.NOT_FOUND)
        self._opt_out(key, Event.EMAIL_UNSUBSCRIBED, Actor.customer(key), email_opt_out=True)

    def _report(self, report: Report, customer_key: str, message_id: str) -> None:
        if report.complained:
            self._opt_out(customer_key, Event.EMAIL_UNSUBSCRIBED, Actor.provider("SES"), email_opt_out=True)
        if report.fact is None:
            return
        for attempt in range(1, CHANGE_TRIES + 1):
            found = self._desk.find(customer_key, message_id)
            if found.message is None:
                return  # removed with its customer
            diary = Diary(Actor.provider("Carrier"), self._desk.clock.now())
            changes = rules.became(found.message, report.fact, diary, reason=report.reason)
            if changes is None:
                return
            if report.is_permanent and found.customer is not None:
                changes += rules.contact_lost(found.customer, found.message, diary)
            try:
                self._desk.store.commit(changes)
            except Conflict:
                if attempt == CHANGE_TRIES:
                    raise
            else:
                return

    def _which(self, report: Report) -> tuple[str, str] | None:
        """The customer and the message it is about; None when it is none of ours, for a log may be a whole account's."""
        if report.customer_key and report.message_id:
            return report.customer_key, report.message_id
        mark = self._desk.store.get(SentMark, sent_mark_place(report.provider_ref))
        if mark is not None:
            return mark.customer_key, mark.message_id
        if report.published_at is not None and self._desk.clock.now() - report.published_at > WRITTEN_DOWN_AFTER:
            return None
        raise Unmatched(report.provider_ref)

    def _inbound(self, inbound: Inbound) -> None:
        """A text message from a number: for every customer whose mobile it is."""
        found = self._desk.store.query(Table.LOOKUPS, f"p:{inbound.sender}", limit=SHARED_NUMBER_LIMIT)
        keys = [lookup.customer_key for lookup in found.items if isinstance(lookup, ContactLookup)]
        customers = [customer for key in keys if (customer := self._customer(key)) and customer.mobile_phone == inbound.sender]
        if inbound.means_stop:
            self._stop(customers)
        else:
            self._receive(inbound, customers)

    def _stop(self, customers: list[Customer]) -> None:
        """No more text messages to any of them, and one confirmation: to the first, unless one went out before."""
        confirm = not any(customer.sms_opt_out for customer in customers)
        for customer in customers:
            self._opt_out(
                customer.customer_key,
                Event.SMS_STOP_RECEIVED,
                Actor.customer(customer.customer_key),
                also=self._confirmation if confirm else None,
                sms_opt_out=True,
            )
            confirm = False

    def _confirmation(self, customer: Customer, diary: Diary) -> Changes:
        ask = rules.Ask(ulid(diary.now), Text.STOPPED, ContactChannel.SMS, customer.mobile_phone or "", {})
        return rules.queued(customer, ask, diary)

    def _opt_out(
        self,
        customer_key: str,
        event: Event,
        actor: Actor,
        *,
        also: Callable[[Customer, Diary], Changes] | None = None,
        **choice: bool,
    ) -> None:
        """The customer with this choice, told once: whoever has chosen it already is left as they are."""
        for attempt in range(1, CHANGE_TRIES + 1):
            customer, diary = self._customer(customer_key), Diary(actor, self._desk.clock.now())
            if customer is None or all(getattr(customer, name) == value for name, value in choice.items()):
                return
            told = diary.tell(event, customer.ref, stream=customer_key)
            after = customer.model_copy(update=dict(choice))
            changes = Changes(Replace(after), Append(told)) + preferences.told(customer, after, diary, reason=event)
            if also is not None:
                changes += also(customer, diary)
            try:
                self._desk.store.commit(changes)
            except Conflict:
                if attempt == CHANGE_TRIES:
                    raise
            else:
                self._hand_on_new(changes)
                return

    def _hand_on_new(self, changes: Changes) -> None:
        for change in changes:
            if isinstance(change, Insert) and isinstance(change.entity, Message):
                self._desk.hand_on(change.entity.customer_key, change.entity.id)

    def _receive(self, inbound: Inbound, customers: list[Customer]) -> None:
        """Keep what they wrote, where agents read it. The mark holds the instant of the first delivery, so that a repeated
        one writes the same under the same id."""
        if not customers:
            return
        at = self._first_heard(inbound)
        for customer in customers:
            message_id = ulid(at, f"inbound\x1f{inbound.id}\x1f{customer.customer_key}".encode())
            message = rules.received(customer, message_id, at)
            if self._desk.store.get(Message, message_place(customer.customer_key, message_id)) is not None:
                continue
            self._desk.keep(message, {"to": inbound.sender, "subject": "", "text": inbound.body[:LONGEST_INBOUND], "html": ""})
            told: Activity = Diary(Actor.customer(customer.customer_key), at).tell(
                Event.SMS_INBOUND, message.ref, stream=customer.customer_key
            )
            self._desk.store.commit(Changes(Insert(message), Append(told)))

    def _first_heard(self, inbound: Inbound) -> datetime:
        place = inbound_mark_place(fingerprint(inbound.id))
        mark = self._desk.store.get(InboundMark, place)
        if mark is None:
            now = self._desk.clock.now()
            mark = InboundMark(id_hash=fingerprint(inbound.id), heard_at=now, ttl=epoch_seconds(now + rules.MARKS_KEPT))
            self._desk.store.commit(Changes(Insert(mark)))
        return mark.heard_at

    def _customer(self, customer_key: str) -> Customer | None:
        return self._desk.store.get(Customer, customer_place(customer_key))
