"""Holds, preferences and permissions as the console receives them.

What is restricted is told apart by nothing here: a mental-health crisis has the kind, the name and the words of breathing
space, and the evidence of restricted holds stays away but for the support that somebody needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.care.history import RESTRICTED, ConsentEntry, HoldEntry, Preference, Step, Support
from chalicelib.care.holding import KIND_NAMES
from chalicelib.care.limitation import LimitationState, limitation
from chalicelib.care.model import ROW_NAMES, Action, ContactChannel, Decision, Facts, Row, Rule
from chalicelib.care.rules import may
from chalicelib.core.actor import ActorType
from chalicelib.core.clock import london_day
from chalicelib.records.holds import Hold, HoldKind, HoldSource
from chalicelib.records.model import Customer
from chalicelib.web.view import View

_BY_CHANNEL = (Row.SERVICE, Row.CHASE)
_CHANNELS = {
    ContactChannel.SMS: "text message",
    ContactChannel.EMAIL: "email",
    ContactChannel.CALL: "phone",
    ContactChannel.LETTER: "letter",
}
_PUBLIC = {HoldKind.MH_CRISIS: HoldKind.BREATHING_SPACE}


class HoldView(View):
    id: str
    kind: HoldKind
    name: str
    account: str | None
    claim: str | None
    start: date
    end: date | None
    source: HoldSource
    certain: bool
    standing: bool
    """Whether it stands today; one that does not is yet to begin or has just ended."""

    @classmethod
    def of(cls, hold: Hold, today: date) -> HoldView:
        return cls(
            id=hold.id,
            kind=_PUBLIC.get(hold.kind, hold.kind),
            name=KIND_NAMES[hold.kind],
            account=hold.account,
            claim=hold.claim,
            start=hold.start,
            end=hold.end,
            source=hold.source,
            certain=hold.certain,
            standing=hold.covers(today),
        )


class HoldStepView(View):
    id: str
    hold_id: str
    name: str
    step: Step
    account: str | None
    start: date
    end: date | None
    at: datetime
    actor_type: ActorType
    actor_name: str
    reason: str | None
    note: str | None
    register_reference: str | None
    adviser: str | None
    support: Sequence[Support]

    @classmethod
    def of(cls, entry: HoldEntry, *, restricted: bool = False) -> HoldStepView:
        """`restricted` shows what is told only to whoever asked for it."""
        hold, evidence = entry.hold, entry.evidence
        open_ = restricted or hold.kind not in RESTRICTED
        return cls(
            id=entry.id,
            hold_id=hold.id,
            name=KIND_NAMES[hold.kind],
            step=entry.step,
            account=hold.account,
            start=hold.start,
            end=hold.end,
            at=entry.at,
            actor_type=entry.actor_type,
            actor_name=entry.actor_name,
            reason=entry.reason or None if open_ else None,
            note=evidence.note or None if open_ else None,
            register_reference=evidence.register_reference or None if open_ else None,
            adviser=evidence.adviser or None if open_ else None,
            support=evidence.support,
        )


class PreferenceView(View):
    preference: Preference
    opted_out: bool
    at: datetime
    actor_name: str
    reason: str | None

    @classmethod
    def of(cls, entry: ConsentEntry) -> PreferenceView:
        shown = {name: getattr(entry, name) for name in ("preference", "opted_out", "at", "actor_name")}
        return cls(**shown, reason=entry.reason or None)


class LimitationView(View):
    account: str
    claim: str
    state: LimitationState
    last_day: date | None


class CarePage(View):
    version: int
    holds: Sequence[HoldView]
    history: Sequence[HoldStepView]
    sms_opt_out: bool
    email_opt_out: bool
    do_not_contact: bool
    preferences: Sequence[PreferenceView]
    limitations: Sequence[LimitationView]

    @classmethod
    def of(
        cls, customer: Customer, facts: Facts, now: datetime, history: Sequence[HoldEntry], consents: Sequence[ConsentEntry]
    ) -> CarePage:
        today = london_day(now)
        return cls(
            version=customer.version,
            holds=[HoldView.of(hold, today) for hold in customer.holds],
            history=[HoldStepView.of(entry) for entry in history],
            sms_opt_out=customer.sms_opt_out,
            email_opt_out=customer.email_opt_out,
            do_not_contact=customer.do_not_contact,
            preferences=[PreferenceView.of(entry) for entry in consents],
            limitations=_limitations(facts, today),
        )


class RestrictedHold(View):
    """One hold as it is, for administrators."""

    kind: HoldKind
    steps: Sequence[HoldStepView]

    @classmethod
    def of(cls, entries: Sequence[HoldEntry]) -> RestrictedHold:
        return cls(kind=entries[0].hold.kind, steps=[HoldStepView.of(entry, restricted=True) for entry in entries])


class AccountPermission(View):
    account: str
    allowed: bool
    words: Sequence[str]


class Permission(View):
    row: Row
    channel: ContactChannel | None
    name: str
    allowed: bool
    rules: Sequence[Rule]
    words: Sequence[str]
    not_before: datetime | None
    accounts: Sequence[AccountPermission]
    """Where accounts differ from each other: what goes for each of them."""


class Permissions(View):
    version: int
    rows: Sequence[Permission]

    @classmethod
    def of(cls, customer: Customer, facts: Facts, now: datetime) -> Permissions:
        actions = [Action(row, channel) for row in Row for channel in (_CHANNELS if row in _BY_CHANNEL else (None,))]
        return cls(version=customer.version, rows=[_permission(action, facts, now) for action in actions])


def _permission(action: Action, facts: Facts, now: datetime) -> Permission:
    decision = may(action, facts, now)
    by = f" by {_CHANNELS[action.channel]}" if action.channel else ""
    return Permission(
        row=action.row,
        channel=action.channel,
        name=ROW_NAMES[action.row] + by,
        allowed=decision.allowed,
        rules=decision.rules,
        words=decision.words,
        not_before=decision.not_before,
        accounts=_by_account(action, facts, now) if decision.allowed and action.channel is None else [],
    )


def _by_account(action: Action, facts: Facts, now: datetime) -> list[AccountPermission]:
    """Each account that owes something, where not all of them are alike."""
    owing = [account.number for account in facts.accounts if account.claims]
    each: dict[str, Decision] = {number: may(Action(action.row, account=number), facts, now) for number in owing}
    if all(decision.allowed for decision in each.values()):
        return []
    return [AccountPermission(account=number, allowed=d.allowed, words=d.words) for number, d in each.items()]


def _limitations(facts: Facts, today: date) -> list[LimitationView]:
    found = [(account, claim, limitation(claim.limitation, today)) for account in facts.accounts for claim in account.claims]
    return [
        LimitationView(account=account.number, claim=claim.ref, state=standing.state, last_day=standing.last_day)
        for account, claim, standing in found
    ]
