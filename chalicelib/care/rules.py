"""May we, and why not: one pure function over what is known of a customer. What forbids what is data, in `matrix.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from chalicelib.care import matrix
from chalicelib.care.hours import AT_ONCE, next_open, next_uncapped
from chalicelib.care.limitation import LimitationFacts, LimitationState, limitation
from chalicelib.care.model import (
    AccountFacts,
    Action,
    ClaimFacts,
    ContactChannel,
    Contacted,
    ContactPolicy,
    Decision,
    Facts,
    Row,
    Rule,
)
from chalicelib.core.clock import london_day
from chalicelib.core.postcode import Jurisdiction
from chalicelib.records.accounts import Account, Claim, ClaimStatus
from chalicelib.records.contact_points import PHONES, ContactPoint
from chalicelib.records.holds import Hold
from chalicelib.records.model import Customer
from chalicelib.settings.model import Settings

_TIMED = frozenset({Rule.CONTACT_CAP, Rule.QUIET_HOURS})
_ORDER = {rule: place for place, rule in enumerate(Rule)}
_CAMPAIGN_CHANNELS = frozenset({ContactChannel.SMS, ContactChannel.EMAIL})


def may(action: Action, facts: Facts, now: datetime) -> Decision:
    """Whether the action is allowed at this instant. What concerns the whole customer forbids it outright; what concerns
    an account or a claim forbids it there, and altogether once nothing is left that it is allowed for."""
    today = london_day(now)
    against = {effect.rule for effect in _about_customer(action, facts, today) if action.row in effect.forbids}
    against |= _about_contact(action, facts)
    claims: frozenset[str] = frozenset()
    if action.row in matrix.ABOUT_MONEY:
        standing = [(claim, _about_claim(action.row, account, claim, facts, today)) for account, claim in _targets(action, facts)]
        claims = frozenset(claim.ref for claim, rules in standing if not rules)
        if not claims:
            against |= set().union(*(rules for _, rules in standing)) or {Rule.NOTHING_OWED}
    timed, not_before = _about_time(action, facts, now)
    against |= timed
    rules = tuple(sorted(against, key=_ORDER.__getitem__))
    return Decision(
        allowed=not rules,
        rules=rules,
        claims=claims if not rules else frozenset(),
        not_before=not_before if against and against <= _TIMED else None,
    )


def allowed_pence(action: Action, facts: Facts, now: datetime) -> int:
    """What is owed on the claims that the action is allowed for, in pence: of what is partly disputed, barred or extinguished
    the rest."""
    claims = may(action, facts, now).claims
    return sum(claim.owed for _, claim in _targets(action, facts) if claim.ref in claims)


def facts_of(
    customer: Customer,
    *,
    policy: ContactPolicy = ContactPolicy(),  # noqa: B008  # immutable
    contacts: Iterable[Contacted] = (),
) -> Facts:
    """What is known of a customer, as a plain value. The policy and the contacts of the last seven days matter to
    chasing only."""
    return Facts(
        status=customer.status,
        status_until=customer.status_until,
        holds=customer.holds,
        do_not_contact=customer.do_not_contact,
        opted_out=frozenset(_opted_out(customer)),
        reachable=frozenset(_reachable(customer)),
        accounts=tuple(_account_facts(customer, account) for account in customer.accounts.values()),
        policy=policy,
        contacts=tuple(contacts),
    )


def policy_of(settings: Settings) -> ContactPolicy:
    """The organisation's hours and caps."""
    quiet = settings.quiet_hours
    return ContactPolicy(
        hours=tuple((hours.opens, hours.closes) if hours else None for hours in quiet.contact.days),
        on_bank_holidays=quiet.contact_on_bank_holidays,
        contacts_per_day=settings.contacts_per_day,
        contacts_per_week=settings.contacts_per_week,
        minimum_gap_hours=settings.minimum_gap_hours,
    )


def revived(customer: Customer, account: Account, claim: Claim, paid_on: date) -> Claim:
    """The claim after a payment towards it: its limitation period begins anew, unless it had run out before. A payment
    never revives what is barred (`reference/uk-rules.md` F.4)."""
    state = limitation(limitation_facts(customer, account, claim), paid_on).state
    if state in (LimitationState.BARRED, LimitationState.EXTINGUISHED):
        return claim
    return claim.model_copy(update={"revived_on": max(paid_on, claim.revived_on or paid_on)})


def limitation_facts(customer: Customer, account: Account, claim: Claim) -> LimitationFacts:
    """What decides how long a claim may be demanded: what the creditor's file said, and payments that we took since."""
    paid = [day for day in (_imported(account, "LastPaymentDate"), claim.revived_on) if day]
    return LimitationFacts(
        jurisdiction=Jurisdiction(customer.jurisdiction),
        cause_of_action=_imported(account, "DefaultDate") or claim.original_due_date,
        last_payment=max(paid, default=None),
        acknowledged=_imported(account, "LastAcknowledgedDate"),
        judgment=_imported(account, "JudgmentDate"),
        product_type=account.product_type,
    )


def _about_customer(action: Action, facts: Facts, today: date) -> Iterator[matrix.Effect]:
    if facts.status in matrix.CUSTOMERS and (facts.status_until is None or today < facts.status_until):
        yield matrix.CUSTOMERS[facts.status]
    if facts.do_not_contact:
        yield matrix.DO_NOT_CONTACT
    yield from (matrix.HOLDS[hold.kind] for hold in standing(facts.holds, today) if hold.account is None)


def _about_contact(action: Action, facts: Facts) -> set[Rule]:
    """Whether there is a way to reach them, and whether they want to be reached that way."""
    if action.row is Row.CAMPAIGN:
        return _any_channel(_CAMPAIGN_CHANNELS, facts)
    if action.channel is None:
        return set()
    against = set()
    if action.channel not in facts.reachable and action.row in matrix.UNREACHABLE.forbids:
        against.add(matrix.UNREACHABLE.rule)
    if action.channel in facts.opted_out and action.row in matrix.OPTED_OUT.forbids:
        against.add(matrix.OPTED_OUT.rule)
    return against


def _any_channel(channels: frozenset[ContactChannel], facts: Facts) -> set[Rule]:
    left = channels & facts.reachable
    if not left:
        return {Rule.NO_CONTACT_POINT}
    return set() if left - facts.opted_out else {Rule.OPTED_OUT}


def _about_claim(row: Row, account: AccountFacts, claim: ClaimFacts, facts: Facts, today: date) -> set[Rule]:
    """What speaks against the row on this one claim."""
    effects = [
        matrix.HOLDS[hold.kind]
        for hold in standing(facts.holds, today)
        if hold.account == account.number and hold.claim in (None, claim.ref)
    ]
    if account.status in matrix.ACCOUNTS:
        effects.append(matrix.ACCOUNTS[account.status])
    state = limitation(claim.limitation, today).state
    if state in matrix.LIMITATIONS:
        effects.append(matrix.LIMITATIONS[state])
    return {effect.rule for effect in effects if row in effect.forbids}


def _about_time(action: Action, facts: Facts, now: datetime) -> tuple[set[Rule], datetime | None]:
    """Hours and caps bind chasing; what the customer asked for is answered at once."""
    channel = action.channel
    if action.row is not Row.CHASE or channel is None:
        return set(), None
    uncapped = next_uncapped(channel, facts, now)
    against = {Rule.CONTACT_CAP} if uncapped > now else set()
    if channel not in AT_ONCE:
        return against, uncapped
    if next_open(facts, now) != now:
        against.add(Rule.QUIET_HOURS)
    return against, next_open(facts, uncapped)


def _targets(action: Action, facts: Facts) -> Iterator[tuple[AccountFacts, ClaimFacts]]:
    """The owed claims that an action is about."""
    for account in facts.accounts:
        if action.account in (None, account.number):
            yield from ((account, claim) for claim in account.claims if action.claim in (None, claim.ref))


def standing(holds: Iterable[Hold], today: date) -> Iterator[Hold]:
    """The holds that forbid anything today."""
    return (hold for hold in holds if hold.certain and hold.covers(today))


def _account_facts(customer: Customer, account: Account) -> AccountFacts:
    return AccountFacts(
        account.number,
        account.status,
        tuple(
            ClaimFacts(claim.ref, claim.outstanding.total, limitation_facts(customer, account, claim))
            for claim in account.claims.values()
            if claim.outstanding.total > 0 and claim.status is ClaimStatus.ACTIVE
        ),
    )


def _opted_out(customer: Customer) -> Iterator[ContactChannel]:
    if customer.sms_opt_out:
        yield ContactChannel.SMS
    if customer.email_opt_out:
        yield ContactChannel.EMAIL


def _reachable(customer: Customer) -> Iterator[ContactChannel]:
    if customer.reachable(ContactPoint.MOBILE_PHONE):
        yield ContactChannel.SMS
    if any(map(customer.reachable, PHONES)):
        yield ContactChannel.CALL
    if customer.reachable(ContactPoint.EMAIL):
        yield ContactChannel.EMAIL
    if customer.address and not customer.gone_away:
        yield ContactChannel.LETTER


def _imported(account: Account, column: str) -> date | None:
    """A day that the creditor's file gave; the baseline keeps it in ISO form."""
    text = account.imported.get(column, "")
    return date.fromisoformat(text) if text else None
