"""Saved ways to pay: set up, disabled, ended and charged. Load, decide, commit, and only then call."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from chalicelib.activities.model import Diary
from chalicelib.care.rules import policy_of
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Conflict, Insert, Table
from chalicelib.core.clock import london_day
from chalicelib.core.committing import next_version
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid
from chalicelib.mandates import charging, rules
from chalicelib.mandates.charging import Preview, Wish
from chalicelib.mandates.model import MANDATE_PREFIX, WAYS_LIMIT, ConsentText, Mandate
from chalicelib.mandates.rules import Moved, SetUp
from chalicelib.mandates.settlement import COMMIT_TRIES, MANDATE_SWEEP, SHOWN_LIMIT, MandateSettlement
from chalicelib.mandates.states import OVER, MandateStatus
from chalicelib.mandates.telling import changed
from chalicelib.payments.model import Payment, Status
from chalicelib.payments.ports import Advice, Declined, Method, Unknown
from chalicelib.records.model import Customer

if TYPE_CHECKING:
    pass

type Decide = Callable[[Mandate, Diary], Moved]


class Mandates(MandateSettlement):
    """What customers and agents do with saved ways to pay."""

    # Setting up

    def set_up(self, customer_key: str, mandate_id: str, method: Method, most_pence: int, actor: Actor) -> str:
        """Write the wish and the consent down, then open the provider's page: its address.

        `mandate_id` is a fresh ULID that the form carries: sending it again gives the same page. Raises `Refused`: INVALID,
        NOT_FOUND, KEY_REUSED for the same id with another method or limit, WRONG_STATE when the customer has as many ways to
        pay as anybody gets, and PROVIDER_UNAVAILABLE, after which the same id may be sent again."""
        refuse_if(not is_ulid(mandate_id), Code.INVALID, field="mandate_id")
        mandate = self.find(customer_key, mandate_id) or self._ask(customer_key, mandate_id, method, most_pence, actor)
        refuse_if((mandate.method, mandate.consent.most_pence) != (method, most_pence), Code.KEY_REUSED)
        return self.continue_url(mandate) or self._page(mandate)

    def _ask(self, customer_key: str, mandate_id: str, method: Method, most_pence: int, actor: Actor) -> Mandate:
        refuse_if(not self._current, Code.WRONG_STATE, "No way to pay can be saved here.")
        kept = [mandate for mandate in self.of(customer_key) if mandate.status not in OVER]
        refuse_if(len(kept) >= WAYS_LIMIT, Code.WRONG_STATE, f"No more than {WAYS_LIMIT} ways to pay can be saved.")
        ask = SetUp(mandate_id, method, most_pence, ConsentText.PORTAL_1, self._current)
        moved = rules.asked(customer_key, ask, Diary(actor, self._clock.now()))
        with contextlib.suppress(Conflict):
            self._store.commit(moved.changes)
        return self.get(customer_key, mandate_id)

    def continue_url(self, mandate: Mandate) -> str:
        """The provider's page while the mandate may still be set up there, else nothing. Raises Refused."""
        if mandate.status is not MandateStatus.PENDING or self._clock.now() >= mandate.session_ends:
            return ""
        try:
            session = self._providers[mandate.provider].hosted_mandate(
                customer_key=mandate.customer_key,
                mandate_id=mandate.id,
                method=mandate.method,
                return_url=self._page(mandate),
                expires_at=mandate.session_ends,
            )
        except Declined:
            return ""
        except Unknown as error:
            raise Refused(Code.PROVIDER_UNAVAILABLE) from error
        return session.url

    # Commands of people

    def disable(
        self, customer_key: str, mandate_id: str, version: int, until: date | None, actor: Actor, command: str
    ) -> Mandate:
        """The mandate, not to be used until a day or, without one, until somebody enables it. Raises Refused: NOT_FOUND,
        INVALID, WRONG_STATE, STALE, KEY_REUSED, BUSY."""

        def decide(mandate: Mandate, diary: Diary) -> Moved:
            return rules.disabled(mandate, until, diary)

        return self._command(customer_key, mandate_id, version, actor, command, ("disable", until), decide)

    def enable(self, customer_key: str, mandate_id: str, version: int, actor: Actor, command: str) -> Mandate:
        """The mandate, to be used again from now on. Raises Refused like `disable`."""
        return self._command(customer_key, mandate_id, version, actor, command, ("enable",), rules.enabled)

    def cancel(self, customer_key: str, mandate_id: str, version: int, actor: Actor, command: str) -> Mandate:
        """The mandate, ended for good. From this instant it is not used, whether or not the provider answers; it is told until
        it has, and asked to stop what is lodged under it. Raises Refused like `disable`."""
        after = self._command(customer_key, mandate_id, version, actor, command, ("cancel",), rules.cancelled)
        if not after.to_revoke:
            return after
        with contextlib.suppress(Unknown, Refused):
            return self._revoke(after, actor)
        return after

    def forget(self, customer_key: str, actor: Actor) -> None:
        """End every mandate of somebody who is nobody any more; the schedule tells the provider. Doing it again changes nothing.
        Raises Refused(BUSY)."""
        after: str | None = ""
        while after is not None:
            page = self._store.query(Table.RECORDS, customer_key, prefix=MANDATE_PREFIX, after=after or None, limit=SHOWN_LIMIT)
            for mandate in page.items:
                if isinstance(mandate, Mandate) and (moved := rules.forgotten(mandate, Diary(actor, self._clock.now()))):
                    self._commit(moved)
            after = page.after

    def _commit(self, moved: Moved) -> None:
        try:
            self._store.commit(moved.changes)
        except Conflict as conflict:
            raise Refused(Code.BUSY) from conflict

    def _command(
        self,
        customer_key: str,
        mandate_id: str,
        version: int,
        actor: Actor,
        command: str,
        request: tuple[Any, ...],
        decide: Decide,
    ) -> Mandate:
        """What a command does, once: who sends it again gets the mandate as it has become."""
        digest = digest_of(customer_key, mandate_id, version, *request)
        mark = RequestMark(actor_id=actor.id, request_key=command, digest=digest, made=mandate_id)
        for _ in range(COMMIT_TRIES):
            mandate = self.get(customer_key, mandate_id)
            if mandate.version != version:
                refuse_if(made_before(self._store, actor, command, digest) is None, Code.STALE)
                return mandate
            diary = Diary(actor, self._clock.now())
            moved = decide(mandate, diary)
            try:
                self._store.commit(Changes(*moved.changes, *self._told(mandate, diary), Insert(mark)))
                return next_version(moved.mandate)
            except Conflict as conflict:
                if conflict.key == mark.key:
                    made_before(self._store, actor, command, digest)
        raise Refused(Code.BUSY)

    def _told(self, mandate: Mandate, diary: Diary) -> Changes:
        """The customer hears of the change, where the organisation has set it so."""
        settings = self._settings()
        if not settings.tell_way_to_pay_changes:
            return Changes()
        return changed(self._customer(mandate.customer_key), mandate, diary, policy_of(settings))

    # Charging

    def preview(self, customer_key: str, account_number: str, actor: Actor) -> Preview:
        """What an agent may charge, and under which mandates; nothing is written. Raises Refused(NOT_FOUND)."""
        customer, now, settings = self._customer(customer_key), self._clock.now(), self._settings()
        ways = [
            charging.way(mandate, settings.collection_notice_days, london_day(now))
            for mandate in self.of(customer_key)
            if mandate.status not in OVER
        ]
        return Preview(account_number, charging.owing(customer, account_number, Diary(actor, now)), ways, ulid(now))

    def charge(self, customer_key: str, wish: Wish, actor: Actor) -> Payment:
        """Charge a mandate once, however often the same wish is sent: the payment as it then stands (`Payments.charge`).

        Raises Refused: NOT_FOUND, INVALID, STALE with the new figure, WRONG_STATE, NOT_ALLOWED_NOW, and as
        `Payments.charge` does."""
        mandate, payments, settings = self.get(customer_key, wish.mandate_id), self._payments(), self._settings()
        before = payments.get(customer_key, wish.payment_id)
        today = london_day(self._clock.now())
        day = before.collect_on if before else charging.collected_on(mandate, settings.collection_notice_days, today)

        def along(customer: Customer, diary: Diary) -> Changes:
            fresh = self.get(customer_key, wish.mandate_id)
            return charging.written_with(customer, fresh, wish, day, diary, policy_of(settings))

        payment = payments.charge(customer_key, charging.charge_ask(mandate, wish, day), actor, along=along)
        if payment.status is Status.FAILED and payment.advice is not None:
            self.declined(customer_key, mandate.id, payment.advice)
        return payment

    def declined(self, customer_key: str, mandate_id: str, advice: Advice) -> None:
        """A charge was declined, or taken back. When the bank says never to try again, the mandate is disabled until somebody
        looks at it; when it wants another way to pay, the provider is asked whether the mandate still stands. Saying so again
        changes nothing. Raises Refused(NOT_FOUND)."""
        actor = Actor.system(MANDATE_SWEEP)
        if advice is Advice.NEW_METHOD:
            with contextlib.suppress(Unknown):
                self.settle(customer_key, mandate_id, actor)
        if advice is Advice.NEVER:
            found = self.get(customer_key, mandate_id)
            with contextlib.suppress(Conflict, Refused):
                self._store.commit(rules.disabled(found, None, Diary(actor, self._clock.now())).changes)

    def _page(self, mandate: Mandate) -> str:
        return f"{self._public_url}/ways-to-pay/{mandate.id}"
