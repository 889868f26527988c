"""Charging a saved way to pay for an agent: what may be taken, when, and what is written in the same transaction. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care.model import Action, ContactChannel, ContactPolicy, Starter
from chalicelib.care.rules import facts_of, may
from chalicelib.core.bankdays import banking_days_after
from chalicelib.core.changes import Append, Changes, Require
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import ulid
from chalicelib.mandates import rules
from chalicelib.mandates.model import ConsentText, Mandate
from chalicelib.mandates.usability import CURED_BY_CONSENT, Usability, usable
from chalicelib.messaging.model import Text
from chalicelib.messaging.rules import Ask, address, best_channel, queued
from chalicelib.payments.balances import pounds
from chalicelib.payments.model import payment_reference
from chalicelib.payments.ports import Method
from chalicelib.payments.rules import ChargeAsk
from chalicelib.records.model import Customer

BACS_DAYS = 3
"""Bacs takes three banking days: input, processing, entry (`reference/uk-formats.md` G.4)."""
LODGED_AHEAD_DAYS = 15
"""How many calendar days ahead a provider takes a direct debit at most (`design/money.md` 1.1)."""


@dataclass(frozen=True, slots=True)
class FreshConsent:
    """What the customer has just agreed to, spoken to an agent: a new limit for one charge, and until when it holds."""

    most_pence: int
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A charge that an agent confirms: `payment_id` is the fresh ULID of the preview, `shown_pence` the figure that stood
    there as what can be charged."""

    payment_id: str
    account_number: str
    mandate_id: str
    pence: int
    shown_pence: int
    consent: FreshConsent | None = None


@dataclass(frozen=True, slots=True)
class Owing:
    """What an agent may charge towards an account now, and in words why it is nothing."""

    pence: int
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A saved way to pay as the preview shows it: whether a penny may be charged under it, and on which day that would be;
    at once without one."""

    mandate: Mandate
    usability: Usability
    collect_on: date | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a charge may be made of, nothing written. The payment id makes the charge that follows happen once."""

    account_number: str
    owing: Owing
    ways: Sequence[Way]
    payment_id: str


def owing(customer: Customer, account_number: str, diary: Diary) -> Owing:
    """What may be charged. Raises Refused(NOT_FOUND)."""
    account = customer.accounts.get(account_number)
    if account is None:
        raise Refused(Code.NOT_FOUND)
    decision = may(Action.charge(Starter.AGENT, account_number), facts_of(customer), diary.now)
    if not decision.allowed:
        return Owing(0, " ".join(decision.words))
    pence = sum(claim.available for claim in account.claims.values() if claim.ref in decision.claims)
    return Owing(pence, "" if pence else "A payment of all that is owed is already under way.")


def collected_on(mandate: Mandate, notice_days: int, today: date) -> date | None:
    """The first day on which a direct debit that is asked for today can be collected, so many banking days of notice being
    due; nothing for a card, which is charged at once. Raises PastHorizon."""
    return banking_days_after(today, max(notice_days, BACS_DAYS)) if mandate.method is Method.BACS else None


def way(mandate: Mandate, notice_days: int, today: date) -> Way:
    """How the preview shows a saved way to pay."""
    day = collected_on(mandate, notice_days, today)
    return Way(mandate, usable(mandate, 1, day or today), day)


def charge_ask(mandate: Mandate, wish: Wish, collect_on: date | None) -> ChargeAsk:
    """What the payments' room is asked for."""
    return ChargeAsk(
        payment_id=wish.payment_id,
        amount=wish.pence,
        account_numbers=(wish.account_number,),
        mandate_id=mandate.id,
        mandate_ref=mandate.provider_ref,
        method=mandate.method,
        provider=mandate.provider,
        collect_on=collect_on,
    )


def written_with(
    customer: Customer, mandate: Mandate, wish: Wish, collect_on: date | None, diary: Diary, policy: ContactPolicy
) -> Changes:
    """What is written together with the payment: that the mandate has not moved, or the fresh consent to it, and the advance
    notice of a direct debit.

    Raises Refused: STALE with the new figure when another amount can be charged than the agent saw, WRONG_STATE for a mandate
    that cannot be used, INVALID for a consent that does not cover the charge."""
    today = london_day(diary.now)
    now_owing = owing(customer, wish.account_number, diary)
    refuse_if(now_owing.pence == 0, Code.NOT_ALLOWED_NOW, now_owing.why_not)
    refuse_if(
        now_owing.pence != wish.shown_pence,
        Code.STALE,
        f"The balance has changed: {pounds(now_owing.pence)} can be charged now.",
        field="shown_pence",
    )
    _refuse_day(collect_on, today)
    return _covered(mandate, wish, collect_on or today, diary) + _notice(customer, mandate, wish, collect_on, diary, policy)


def _refuse_day(collect_on: date | None, today: date) -> None:
    if collect_on is not None and (collect_on - today).days > LODGED_AHEAD_DAYS:
        words = f"With its notice, a direct debit is collected on {collect_on:%-d %B %Y} at the earliest: too far ahead."
        raise Refused(Code.WRONG_STATE, words)


def _covered(mandate: Mandate, wish: Wish, day: date, diary: Diary) -> Changes:
    """The charge lies within what was consented to, before or just now."""
    usability = usable(mandate, wish.pence, day)
    if wish.consent is None:
        refuse_if(not usability.allowed, Code.WRONG_STATE, usability.words, field="mandate_id")
        return Changes(Require(mandate))
    cured = usability.allowed or usability.why in CURED_BY_CONSENT
    refuse_if(not cured, Code.WRONG_STATE, usability.words, field="mandate_id")
    fresh = rules.consent(wish.consent.most_pence, ConsentText.SPOKEN_1, wish.consent.ends, diary)
    moved = rules.consented(mandate, fresh, diary)
    covers = usable(moved.mandate, wish.pence, day)
    refuse_if(not covers.allowed, Code.INVALID, covers.words, field="consent")
    return moved.changes


def _notice(
    customer: Customer, mandate: Mandate, wish: Wish, collect_on: date | None, diary: Diary, policy: ContactPolicy
) -> Changes:
    """The advance notice that the Direct Debit scheme asks for. Raises Refused(WRONG_STATE) when nobody can be told: then
    nothing may be collected."""
    if collect_on is None:
        return Changes()
    channel = best_channel(customer, Text.COLLECTION_NOTICE, policy, diary.now, first=ContactChannel.EMAIL)
    if channel is None:
        words = "The customer has to be told of a direct debit ahead, and there is no email address or mobile number to do so."
        raise Refused(Code.WRONG_STATE, words)
    values = {
        "reference": payment_reference(wish.payment_id),
        "amount": pounds(wish.pence),
        "day": f"{collect_on:%-d %B %Y}",
        "number": "this one only",
    }
    message_id = ulid(diary.now, f"notice\x1f{wish.payment_id}".encode())
    ask = Ask(message_id, Text.COLLECTION_NOTICE, channel, address(customer, channel), values)
    told = diary.tell(
        Event.ADVANCE_NOTICE_SENT,
        mandate.ref,
        stream=mandate.customer_key,
        account=wish.account_number,
        after={"amount_pence": str(wish.pence), "day": collect_on.isoformat(), "by": channel},
    )
    return queued(customer, ask, diary) + Changes(Append(told))
