"""Placing, changing, lifting and ending holds: the customer in, the customer and its history out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.care.history import RESTRICTED, Evidence, HoldEntry, Step
from chalicelib.core.actor import ActorType
from chalicelib.core.changes import Append, Changes, Replace
from chalicelib.core.clock import london_day
from chalicelib.core.dates import add_months
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import ulid
from chalicelib.records.holds import BY_THE_SYSTEM, MORATORIA, Hold, HoldKind, HoldSource
from chalicelib.records.model import Customer

BREATHING_SPACE_DAYS = 60
"""The longest standard breathing space (Debt Respite Scheme Regulations 2020)."""
DEBT_ADVICE_DAYS = 30
"""How long people who work with an adviser are usually left alone (CONC 7.3.12G); it may be renewed."""
SCOTTISH_MONTHS = 6
HOLDS_LIMIT = 40
NO_EVIDENCE = Evidence()

WHOLE_CUSTOMER = frozenset({HoldKind.DECEASED, HoldKind.VULNERABILITY})

KIND_NAMES: Mapping[HoldKind, str] = {
    HoldKind.BREATHING_SPACE: "Breathing space",
    HoldKind.MH_CRISIS: "Breathing space",
    HoldKind.SCOTTISH_MORATORIUM: "Statutory moratorium (Scotland)",
    HoldKind.DISPUTE: "Dispute",
    HoldKind.COMPLAINT: "Complaint",
    HoldKind.DEBT_ADVICE: "Debt advice",
    HoldKind.VULNERABILITY: "Support needs",
    HoldKind.DECEASED: "Deceased",
    HoldKind.LEGAL: "Legal proceedings",
    HoldKind.PROMISE: "Promise to pay",
    HoldKind.PLAN: "Payment plan",
}
"""For people. A mental-health crisis is called what it has the effect of."""

_BEGUN: Mapping[HoldKind, Event] = {
    HoldKind.DISPUTE: Event.DISPUTE_OPENED,
    HoldKind.COMPLAINT: Event.COMPLAINT_OPENED,
    HoldKind.VULNERABILITY: Event.VULNERABILITY_RECORDED,
    HoldKind.DECEASED: Event.DECEASED_NOTIFIED,
    **dict.fromkeys(MORATORIA, Event.BREATHING_SPACE_STARTED),
}
_OVER: Mapping[HoldKind, Event] = {
    HoldKind.DISPUTE: Event.DISPUTE_RESOLVED,
    HoldKind.COMPLAINT: Event.COMPLAINT_CLOSED,
    HoldKind.VULNERABILITY: Event.VULNERABILITY_REMOVED,
    **dict.fromkeys(MORATORIA, Event.BREATHING_SPACE_ENDED),
}
_SOURCES: Mapping[ActorType, HoldSource] = {
    ActorType.AGENT: HoldSource.AGENT,
    ActorType.CUSTOMER: HoldSource.CUSTOMER,
    ActorType.IMPORT: HoldSource.FILE,
}


@dataclass(frozen=True, slots=True)
class Ask:
    """A hold that somebody wants placed. Without a start it begins today; without an end it gets the usual one of its
    kind, where there is one."""

    kind: HoldKind
    account: str | None = None
    claim: str | None = None
    start: date | None = None
    end: date | None = None
    evidence: Evidence = NO_EVIDENCE
    reason: str = ""


def placed(customer: Customer, ask: Ask, diary: Diary, *, seed: str) -> tuple[Customer, Hold]:
    """The customer with one hold more. The same `seed` at the same instant makes the same hold.

    Raises Refused: NOT_FOUND for an account or claim that is not there, INVALID for days or a scope that the kind does
    not have, WRONG_STATE when such a hold stands already."""
    start = ask.start or london_day(diary.now)
    hold = Hold(
        id=ulid(diary.now, f"hold\x1f{customer.customer_key}\x1f{seed}".encode()),
        kind=ask.kind,
        account=ask.account,
        claim=ask.claim,
        start=start,
        end=ask.end or _usual_end(ask.kind, start),
        source=_SOURCES.get(diary.actor.type, HoldSource.SYSTEM),
    )
    _refuse_scope(customer, hold)
    _refuse_days(hold, london_day(diary.now))
    refuse_if(
        any(_same_reach(held, hold) and not held.ended(start) and held.certain for held in customer.holds),
        Code.WRONG_STATE,
        f"{KIND_NAMES[hold.kind]} stands already. Change when it ends instead.",
    )
    refuse_if(len(customer.holds) >= HOLDS_LIMIT, Code.TOO_LARGE)
    return _with_holds(customer, (*customer.holds, hold)), hold


def agreed(customer: Customer, kind: HoldKind, claims: Iterable[tuple[str, str]], diary: Diary, *, seed: str) -> Customer:
    """The customer with what a plan places on its claims, each named by its account number and its ref. The same `seed` at the
    same instant makes the same holds. Raises Refused: WRONG_STATE where one stands already, TOO_LARGE."""
    start = london_day(diary.now)
    for account, claim in claims:
        hold = Hold(
            id=ulid(diary.now, f"hold\x1f{customer.customer_key}\x1f{seed}\x1f{account}\x1f{claim}".encode()),
            kind=kind,
            account=account,
            claim=claim,
            start=start,
            source=HoldSource.SYSTEM,
        )
        stands = any(_same_reach(held, hold) and not held.ended(start) for held in customer.holds)
        refuse_if(stands, Code.WRONG_STATE, f"{KIND_NAMES[kind]} stands already.")
        refuse_if(len(customer.holds) >= HOLDS_LIMIT, Code.TOO_LARGE)
        customer = _with_holds(customer, (*customer.holds, hold))
    return customer


def over(customer: Customer, kind: HoldKind, claims: Iterable[tuple[str, str]]) -> Customer:
    """The customer without what a promise or a plan had placed on these claims."""
    places = set(claims)
    return _with_holds(
        customer, tuple(hold for hold in customer.holds if hold.kind is not kind or (hold.account, hold.claim) not in places)
    )


def changed(customer: Customer, hold_id: str, end: date | None, diary: Diary) -> Customer:
    """The customer with another last day of a hold. Raises Refused: NOT_FOUND, INVALID."""
    held = hold_of(customer, hold_id)
    _refuse_system(held)
    moved = held.model_copy(update={"end": end, "source": _SOURCES.get(diary.actor.type, HoldSource.SYSTEM)})
    _refuse_days(moved, london_day(diary.now))
    return _with_holds(customer, tuple(moved if hold.id == hold_id else hold for hold in customer.holds))


def lifted(customer: Customer, hold_id: str) -> Customer:
    """The customer without the hold. Raises Refused(NOT_FOUND)."""
    held = hold_of(customer, hold_id)
    _refuse_system(held)
    return _with_holds(customer, tuple(hold for hold in customer.holds if hold is not held))


def held_by_system(customer: Customer, hold: Hold) -> Customer:
    """The customer with the hold that a promise or a plan places; the same id again takes the place of the one before.
    Raises Refused(TOO_LARGE)."""
    others = tuple(held for held in customer.holds if held.id != hold.id)
    refuse_if(len(others) >= HOLDS_LIMIT, Code.TOO_LARGE)
    return _with_holds(customer, (*others, hold))


def let_go_by_system(customer: Customer, hold_id: str) -> Customer:
    """The customer without the hold that a promise or a plan has placed, whether or not it still stood."""
    return _with_holds(customer, tuple(hold for hold in customer.holds if hold.id != hold_id))


def ended(customer: Customer, today: date) -> Customer:
    """The customer without the holds whose last day has passed, but for those that end with what placed them."""
    over = {hold.id for hold in customer.holds if hold.ended(today) and hold.kind not in BY_THE_SYSTEM}
    return _with_holds(customer, tuple(hold for hold in customer.holds if hold.id not in over))


def hold_of(customer: Customer, hold_id: str) -> Hold:
    """One of the holds that stand. Raises Refused(NOT_FOUND)."""
    found = next((hold for hold in customer.holds if hold.id == hold_id), None)
    if found is None:
        raise Refused(Code.NOT_FOUND, "That hold does not stand any more.")
    return found


def written(before: Customer, after: Customer, diary: Diary, *, reason: str = "", evidence: Evidence | None = None) -> Changes:
    """The transaction that makes it so: the customer, and what is told about each hold that differs; nothing if none does."""
    news = told(before, after, diary, reason=reason, evidence=evidence)
    return Changes(Replace(after)) + news if len(news) else news


def told(
    before: Customer | None, after: Customer, diary: Diary, *, reason: str = "", evidence: Evidence | None = None
) -> Changes:
    """The history and the diary of every hold that differs; whoever changed the customer adds them to the commit."""
    changes: list[Append] = []
    for step, hold, was in _steps(before, after, london_day(diary.now)):
        activity = _activity(diary, after, step, hold, was, reason)
        entry = HoldEntry(
            customer_key=after.customer_key,
            id=activity.id,
            hold=hold,
            step=step,
            at=diary.now,
            actor_type=diary.actor.type,
            actor_name=diary.actor.name,
            reason=reason,
            evidence=evidence if evidence is not None and step is Step.PLACED else NO_EVIDENCE,
        )
        changes += [Append(entry), Append(activity)]
    return Changes(*changes)


def _steps(before: Customer | None, after: Customer, today: date) -> Iterator[tuple[Step, Hold, Hold | None]]:
    held = {hold.id: hold for hold in before.holds} if before else {}
    holds = {hold.id: hold for hold in after.holds}
    for hold in held.values():
        if hold.id not in holds:
            yield (Step.ENDED if hold.ended(today) else Step.LIFTED), hold, hold
    for hold in holds.values():
        if hold.id not in held:
            yield Step.PLACED, hold, None
        elif hold != held[hold.id]:
            yield Step.CHANGED, hold, held[hold.id]


def _activity(diary: Diary, customer: Customer, step: Step, hold: Hold, was: Hold | None, reason: str) -> Activity:
    """Told in words that any agent may read; why somebody needs support stays in the hold's own history."""
    match step:
        case Step.PLACED:
            event = _BEGUN.get(hold.kind, Event.HOLD_PLACED)
        case Step.CHANGED:
            event = Event.HOLD_CHANGED
        case _:
            event = _OVER.get(hold.kind, Event.HOLD_RELEASED)
    over = {"ended": "lifted" if step is Step.LIFTED else "its last day has passed"} if step in (Step.LIFTED, Step.ENDED) else {}
    return diary.tell(
        event,
        f"hold:{hold.id}",
        stream=customer.customer_key,
        account=hold.account,
        claim=hold.claim,
        before=_shown(was) if was else None,
        after=over or _shown(hold),
        reason=reason if reason and hold.kind not in RESTRICTED else None,
    )


def _shown(hold: Hold) -> dict[str, str]:
    until = {"until": hold.end.isoformat()} if hold.end else {}
    return {"kind": KIND_NAMES[hold.kind], "from": hold.start.isoformat()} | until


def _usual_end(kind: HoldKind, start: date) -> date | None:
    match kind:
        case HoldKind.BREATHING_SPACE:
            return start + timedelta(days=BREATHING_SPACE_DAYS)
        case HoldKind.DEBT_ADVICE:
            return start + timedelta(days=DEBT_ADVICE_DAYS)
        case HoldKind.SCOTTISH_MORATORIUM:
            return add_months(start, SCOTTISH_MONTHS)
        case _:
            return None


def _refuse_scope(customer: Customer, hold: Hold) -> None:
    refuse_if(hold.kind in BY_THE_SYSTEM, Code.INVALID, "Promises and plans place this hold themselves.", field="kind")
    refuse_if(hold.claim is not None and hold.account is None, Code.INVALID, "A claim needs its account.", field="account")
    if hold.account is None:
        return
    whole = hold.kind in WHOLE_CUSTOMER
    refuse_if(whole, Code.INVALID, f"{KIND_NAMES[hold.kind]} is about the whole customer.", field="account")
    account = customer.accounts.get(hold.account)
    missing = account is None or (hold.claim is not None and hold.claim not in account.claims)
    refuse_if(missing, Code.NOT_FOUND, "We cannot find that account or claim.")


def _refuse_system(hold: Hold) -> None:
    words = f"This hold ends with what placed it: cancel the {KIND_NAMES[hold.kind].lower()} instead."
    refuse_if(hold.kind in BY_THE_SYSTEM, Code.WRONG_STATE, words)


def _refuse_days(hold: Hold, today: date) -> None:
    refuse_if(hold.ended(max(hold.start, today)), Code.INVALID, "The last day has passed, or is before the first.", field="end")
    if hold.kind is HoldKind.BREATHING_SPACE:
        last = hold.start + timedelta(days=BREATHING_SPACE_DAYS)
        too_long = hold.end is None or hold.end > last
        refuse_if(too_long, Code.INVALID, f"Breathing space lasts at most {BREATHING_SPACE_DAYS} days.", field="end")


def _same_reach(held: Hold, hold: Hold) -> bool:
    alike = held.kind is hold.kind or {held.kind, hold.kind} <= MORATORIA
    return alike and (held.account, held.claim) == (hold.account, hold.claim)


def _with_holds(customer: Customer, holds: tuple[Hold, ...]) -> Customer:
    return customer.model_copy(update={"holds": holds})
