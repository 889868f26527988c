"""Sending: decided again, kept, claimed, and handed to the provider once. Nobody is sent the same message twice."""

from __future__ import annotations

from datetime import datetime

from chalicelib.activities.model import Diary
from chalicelib.care.model import ContactChannel
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Conflict, Key, Remove, Require
from chalicelib.core.clock import epoch_seconds
from chalicelib.due.service import sweep
from chalicelib.messaging import rules
from chalicelib.messaging.desk import Desk, Found
from chalicelib.messaging.model import MESSAGE_PREFIX, Fact, Message, SentMark, State, claim_place
from chalicelib.messaging.ports import Busy, Letter, Mail, Refusal, Sms, Unclear
from chalicelib.messaging.rendering import Rendered, Unsendable, one_line
from chalicelib.records.model import Customer

RECORD_TRIES = 3
MESSAGE_SWEEP = "message_sweep"
SEND = "message_send"


class Sending:
    """Takes messages out of the queue and to their provider."""

    def __init__(self, desk: Desk, mail: Mail, sms: Sms) -> None:
        self._desk = desk
        self._mail = mail
        self._sms = sms

    def deliver(self, customer_key: str, message_id: str) -> None:
        """Send the message unless somebody has, or the rules say no or not yet. Safe to repeat.

        Raises what the store raises, before anything was sent; and `Conflict`, when somebody else contacts the customer
        at the same moment.
        """
        found, now = self._desk.find(customer_key, message_id), self._desk.clock.now()
        message, customer = found.message, found.customer
        if message is None or customer is None or found.claim is not None or not _is_due(message, now):
            return
        diary = Diary(Actor.system(SEND), now)
        if (stopped := self._stopped(found, message, customer, diary)) is not None:
            self._desk.store.commit(stopped)
            return
        try:
            rendered, kept = self._desk.rendered(customer, message), self._desk.rendered(customer, message, for_keeping=True)
        except Unsendable as problem:
            self._record(message, Fact.WITHHELD, diary, reason=str(problem))
            return
        self._keep(message, kept)
        if self._claim(found, message, now):
            self._give(message, rendered, diary)

    def sweep(self, now: datetime) -> None:
        """Hand on again what was never sent, and say of what was lost on the way that nobody knows.

        Raises an ExceptionGroup at the end when some could not be looked at; the others were.
        """
        sweep(self._desk.store, MESSAGE_SWEEP, now, prefix=MESSAGE_PREFIX, look=lambda key: self._look(key, now))

    def _look(self, key: Key, now: datetime) -> None:
        found = self._desk.find(key.pk, key.sk.removeprefix(MESSAGE_PREFIX))
        message, diary = found.message, Diary(Actor.system(MESSAGE_SWEEP), now)
        if message is None or not _is_due(message, now):
            return
        if found.claim is None:
            self._desk.hand_on(message.customer_key, message.id)
        elif now - found.claim.claimed_at >= rules.LOST_AFTER:
            self._record(message, Fact.LOST, diary, reason="Nobody knows whether the provider took it, so it is not sent again.")

    def _stopped(self, found: Found, message: Message, customer: Customer, diary: Diary) -> Changes | None:
        """Why it is not sent now, as changes; None when nothing speaks against it."""
        if diary.now - message.asked_at > rules.TRIES_END_AFTER:
            return rules.became(message, Fact.WITHHELD, diary, reason="It could not be sent for three days.")
        recent = rules.besides(found.recent, message)
        decision = rules.decide(customer, message.text, message.channel, recent, self._desk.policy, diary.now, to=message.to)
        if decision.not_before is not None:
            return rules.put_off(message, decision.not_before, diary)
        if not decision.allowed:
            words = " ".join(decision.words)
            return rules.became(message, Fact.WITHHELD, diary, reason=words, rules=decision.rules)
        if message.text not in rules.TO_FORMER_CONTACTS and message.to != rules.address(customer, message.channel):
            return rules.became(message, Fact.WITHHELD, diary, reason="The contact it was meant for is no longer on file.")
        if message.text in rules.WITH_LINK and customer.link.revoked_at is not None:
            return rules.became(message, Fact.WITHHELD, diary, reason="The personal link was revoked. An agent can replace it.")
        if rules.is_over_cap(recent, message.channel, diary.now):
            return rules.became(
                message, Fact.WITHHELD, diary, reason="The customer has had as many messages today as anybody gets."
            )
        return None

    def _keep(self, message: Message, rendered: Rendered) -> None:
        """The copy is written before the message leaves, so that nothing leaves without one."""
        said = {"subject": rendered.subject, "text": rendered.text, "html": rendered.html}
        self._desk.keep(message, {"to": message.to, **said})

    def _claim(self, found: Found, message: Message, now: datetime) -> bool:
        """Whether it is ours to send. The message must still be as it was when it was decided."""
        try:
            self._desk.store.commit(Changes(*rules.claimed(message, found.recent, now), Require(message)))
        except Conflict as conflict:
            if conflict.key == claim_place(message.id) and not conflict.passing:
                return False
            raise
        return True

    def _give(self, message: Message, rendered: Rendered, diary: Diary) -> None:
        """The one call to the provider, and what came of it."""
        try:
            provider_ref = self._call(message, rendered)
        except Busy:
            later = rules.put_off(message, diary.now + rules.SEND_AGAIN_AFTER, diary)
            self._desk.store.commit(Changes(*later, Remove(claim_place(message.id))))
        except Refusal as refusal:
            self._record(message, Fact.REFUSED, diary, reason=str(refusal))
        except Unclear:
            self._record(message, Fact.LOST, diary, reason="The provider did not say whether it took the message.")
        else:
            self._record(message, Fact.ACCEPTED, diary, provider_ref=provider_ref, sent_at=diary.now)

    def _call(self, message: Message, rendered: Rendered) -> str:
        if message.channel is ContactChannel.SMS:
            return self._sms.send(message.to, rendered.text)
        return self._mail.send(
            Letter(
                to=message.to,
                sender_name=one_line(self._desk.load_settings().display_name),
                subject=rendered.subject,
                text=rendered.text,
                html=rendered.html,
                unsubscribe_url=self._desk.unsubscribe_url(message),
                tags={"customer": message.customer_key, "message": message.id},
            )
        )

    def _record(self, message: Message, fact: Fact, diary: Diary, **learnt: object) -> None:
        """Write down what became of it. Where the provider's own word was quicker than ours, that word stands."""
        for attempt in range(1, RECORD_TRIES + 1):
            changes = rules.became(message, fact, diary, **learnt)
            if changes is None:
                return
            if reference := learnt.get("provider_ref"):
                changes += [Append(_mark(message, str(reference), diary.now))]
            try:
                self._desk.store.commit(changes)
            except Conflict:
                current = self._desk.find(message.customer_key, message.id).message
                if attempt == RECORD_TRIES or current is None:
                    raise
                message = current
            else:
                return


def _is_due(message: Message, now: datetime) -> bool:
    return message.state is State.QUEUED and message.next_check is not None and message.next_check <= now


def _mark(message: Message, provider_ref: str, now: datetime) -> SentMark:
    return SentMark(
        provider_ref=provider_ref,
        customer_key=message.customer_key,
        message_id=message.id,
        ttl=epoch_seconds(now + rules.MARKS_KEPT),
    )
