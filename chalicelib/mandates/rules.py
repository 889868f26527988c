"""What becomes of a mandate. Pure: values in, changes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.core.changes import Append, Changes, Insert, Replace
from chalicelib.core.clock import london_day, london_midnight
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.money import LARGEST_PENCE
from chalicelib.mandates.model import (
    CHECK_AFTER,
    LAST_DIGITS,
    LONGEST_LABEL,
    TELL_AGAIN_AFTER,
    Consent,
    ConsentText,
    Mandate,
)
from chalicelib.mandates.states import MOVES, OVER, MandateStatus, Step
from chalicelib.payments.ports import MandateAnswer, MandateSeen, Method

FREQUENCY = "only when you ask us to, or on the days of a payment plan that you agree to"
"""How often a charge may be made, in the words the customer agrees to."""

_EVENTS: Mapping[Step, Event] = {
    Step.ACTIVATED: Event.MANDATE_ACTIVATED,
    Step.REFUSED: Event.MANDATE_FAILED,
    Step.DISABLED: Event.MANDATE_DISABLED,
    Step.DISABLED_UNTIL: Event.MANDATE_DISABLED,
    Step.ENABLED: Event.MANDATE_RE_ENABLED,
    Step.CANCELLED: Event.MANDATE_CANCELLED,
    Step.EXPIRED: Event.MANDATE_EXPIRED,
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A mandate in its new state, and the changes that make it so."""

    mandate: Mandate
    changes: Changes


@dataclass(frozen=True, slots=True)
class SetUp:
    """A way to pay that somebody wants to save: `mandate_id` is a fresh ULID, `most_pence` the most that may be taken at a
    time."""

    mandate_id: str
    method: Method
    most_pence: int
    text: ConsentText
    provider: str


def asked(customer_key: str, ask: SetUp, diary: Diary) -> Moved:
    """The mandate as it is before the provider hears of it, with the consent that was given. Raises Refused(INVALID)."""
    refuse_if(not 0 < ask.most_pence <= LARGEST_PENCE, Code.INVALID, field="most")
    mandate = Mandate(
        customer_key=customer_key,
        id=ask.mandate_id,
        provider=ask.provider,
        method=ask.method,
        consent=consent(ask.most_pence, ask.text, None, diary),
        created_at=diary.now,
    )
    mandate = _copy(mandate, next_check=mandate.last_word)
    told = _tell(diary, mandate, Event.MANDATE_CREATED, {"status": mandate.status} | _consent_words(mandate.consent))
    return Moved(mandate, Changes(Insert(mandate), Append(told)))


def consent(most_pence: int, text: ConsentText, ends: date | None, diary: Diary) -> Consent:
    """What is agreed to now."""
    return Consent(text=text, most_pence=most_pence, frequency=FREQUENCY, ends=ends, channel=diary.actor.channel, at=diary.now)


def consented(mandate: Mandate, fresh: Consent, diary: Diary) -> Moved:
    """The mandate with another consent in place of the one before, which the diary keeps."""
    before, after = _consent_words(mandate.consent), _copy(mandate, consent=fresh)
    told = _tell(diary, mandate, Event.MANDATE_CONSENTED, _consent_words(fresh), before)
    return Moved(after, Changes(Replace(after), Append(told)))


def seen(mandate: Mandate, found: MandateSeen | None, diary: Diary, *, accept_credit_cards: bool) -> Moved | None:
    """What the provider's answer changes, or None when it says nothing new.

    No answer proves that nobody set it up: once nobody can any more, it has failed. A credit card is refused where none is
    accepted, and the provider told to forget it (`design/money.md` section 7, 9)."""
    if found is None:
        lost = mandate.status is MandateStatus.PENDING and diary.now >= mandate.last_word
        return _stepped(mandate, Step.REFUSED, diary, "not finished") if lost else None
    if mandate.status is MandateStatus.CANCELLED:
        return _forgotten(mandate, found, diary)
    if found.answer is MandateAnswer.INACTIVE:
        step = Step.REFUSED if mandate.status is MandateStatus.PENDING else Step.CANCELLED
        return _stepped(mandate, step, diary, "the provider says so")
    if found.answer is MandateAnswer.PENDING:
        return _taken_up(mandate, found, diary)
    known = _copy(
        mandate,
        provider_ref=found.provider_ref,
        label=found.label[:LONGEST_LABEL],
        last4=found.last4[-LAST_DIGITS:],
        expires=found.expires,
    )
    if found.credit_card and not accept_credit_cards and mandate.status in (MandateStatus.PENDING, MandateStatus.FAILED):
        if mandate.status is MandateStatus.FAILED:
            return None
        return _stepped(_copy(known, to_revoke=True), Step.REFUSED, diary, "credit card")
    return _stepped(known, Step.ACTIVATED, diary)


def _taken_up(mandate: Mandate, found: MandateSeen, diary: Diary) -> Moved | None:
    """What the customer has finished on the provider's page, and their bank still has to set up."""
    if mandate.provider_ref or mandate.status is not MandateStatus.PENDING:
        return None
    after = _copy(mandate, provider_ref=found.provider_ref, next_check=diary.now + CHECK_AFTER)
    told = _tell(diary, mandate, Event.MANDATE_CHECKED, {"status": mandate.status, "way": label(mandate)})
    return Moved(after, Changes(Replace(after), Append(told)))


def _forgotten(mandate: Mandate, found: MandateSeen, diary: Diary) -> Moved | None:
    """What was cancelled while its customer was still on the provider's page, and set up there all the same: the provider has
    to forget it."""
    if mandate.provider_ref or found.answer is MandateAnswer.INACTIVE:
        return None
    after = _copy(mandate, provider_ref=found.provider_ref, to_revoke=True, next_check=diary.now + TELL_AGAIN_AFTER)
    told = _tell(diary, mandate, Event.MANDATE_CHECKED, {"status": mandate.status})
    return Moved(after, Changes(Replace(after), Append(told)))


def look_again(mandate: Mandate, diary: Diary) -> Changes:
    """The mandate with its next check moved on, or dropped once nothing happens to it by itself any more."""
    wait = TELL_AGAIN_AFTER if mandate.to_revoke else CHECK_AFTER
    over = mandate.status in OVER and not mandate.to_revoke
    after = _copy(mandate, checks=mandate.checks + 1, next_check=None if over else diary.now + wait)
    return Changes(Replace(after), Append(_tell(diary, mandate, Event.MANDATE_CHECKED, {"status": mandate.status})))


def disabled(mandate: Mandate, until: date | None, diary: Diary) -> Moved:
    """The mandate, not to be used until a day, or without one until somebody enables it. Raises `Refused`."""
    refuse_if(until is not None and until <= london_day(diary.now), Code.INVALID, "Choose a day after today.", field="until")
    step = Step.DISABLED_UNTIL if until else Step.DISABLED
    return _must(_stepped(_copy(mandate, disabled_until=until), step, diary))


def enabled(mandate: Mandate, diary: Diary) -> Moved:
    """The mandate, to be used again. Raises Refused(WRONG_STATE)."""
    return _must(_stepped(mandate, Step.ENABLED, diary))


def cancelled(mandate: Mandate, diary: Diary) -> Moved:
    """The mandate, ended for good: it is not used from this instant on, and the provider is told after that.
    Raises Refused(WRONG_STATE)."""
    return _must(_stepped(_copy(mandate, to_revoke=bool(mandate.provider_ref)), Step.CANCELLED, diary))


def revoked(mandate: Mandate, diary: Diary) -> Moved:
    """The mandate once the provider has forgotten it."""
    after = _bare(_copy(mandate, to_revoke=False, next_check=None))
    told = _tell(diary, mandate, Event.MANDATE_REVOKED, {"status": mandate.status})
    return Moved(after, Changes(Replace(after), Append(told)))


def forgotten(mandate: Mandate, diary: Diary) -> Moved | None:
    """The mandate of somebody who is nobody any more: ended where it stands, and without what the card or the account was as soon
    as the provider has been told. None when there is nothing more to forget."""
    if mandate.to_forget:
        return None
    forgetting = _copy(mandate, to_forget=True)
    if mandate.status not in OVER:
        return cancelled(forgetting, diary)
    after = _bare(forgetting)
    told = _tell(diary, mandate, Event.MANDATE_FORGOTTEN, {"status": mandate.status})
    return Moved(after, Changes(Replace(after), Append(told)))


def fell_due(mandate: Mandate, diary: Diary) -> Moved | None:
    """What the calendar alone does to a mandate: the day until which it was disabled has come, or its card has expired."""
    today = london_day(diary.now)
    status = mandate.status_on(today)
    if status is mandate.status:
        return None
    return _stepped(mandate, Step.EXPIRED if status is MandateStatus.EXPIRED else Step.ENABLED, diary)


def label(mandate: Mandate) -> str:
    """What people call it: `Visa ending 4242`, `Direct Debit ending 0001`."""
    name = mandate.label or ("Card" if mandate.method is Method.CARD else "Direct Debit")
    return f"{name} ending {mandate.last4}" if mandate.last4 else name


def _stepped(mandate: Mandate, step: Step, diary: Diary, why: str = "") -> Moved | None:
    """The mandate after a step, or None when the table has none from where it stands."""
    status = MOVES.get((mandate.status, step))
    if status is None:
        return None
    until = mandate.disabled_until if status is MandateStatus.DISABLED_UNTIL else None
    after = _copy(mandate, status=status, disabled_until=until)
    after = _copy(after, next_check=_next_check(after, diary.now))
    words = {"status": status.value, "way": label(after)}
    if until:
        words["until"] = until.isoformat()
    if why:
        words["why"] = why
    told = _tell(diary, mandate, _EVENTS[step], words, {"status": mandate.status})
    return Moved(after, Changes(Replace(after), Append(told)))


def _next_check(mandate: Mandate, now: datetime) -> datetime | None:
    """When something happens to it by itself."""
    if mandate.to_revoke:
        return now + TELL_AGAIN_AFTER
    if mandate.status in OVER:
        unfinished = mandate.status is MandateStatus.CANCELLED and not mandate.provider_ref
        return mandate.last_word if unfinished and now < mandate.last_word else None
    instants = [london_midnight(mandate.last_day + timedelta(days=1))] if mandate.last_day else []
    if mandate.disabled_until:
        instants.append(london_midnight(mandate.disabled_until))
    return min(instants, default=None)


def _bare(mandate: Mandate) -> Mandate:
    """The mandate without what the card or the account was, where that is to be forgotten and the provider needs it no more."""
    if not mandate.to_forget or mandate.to_revoke:
        return mandate
    return _copy(mandate, provider_ref="", label="", last4="", expires="")


def _must(moved: Moved | None) -> Moved:
    if moved is None:
        raise Refused(Code.WRONG_STATE)
    return moved


def _consent_words(given: Consent) -> dict[str, str]:
    words = {
        "consent_text": given.text.value,
        "most_pence": str(given.most_pence),
        "frequency": given.frequency,
        "channel": given.channel.value,
    }
    return words | ({"ends": given.ends.isoformat()} if given.ends else {})


def _tell(diary: Diary, mandate: Mandate, event: Event, after: dict[str, str], before: dict[str, str] | None = None) -> Activity:
    return diary.tell(event, mandate.ref, stream=mandate.customer_key, before=before, after=after)


def _copy(mandate: Mandate, **changed: object) -> Mandate:
    return mandate.model_copy(update=changed)
