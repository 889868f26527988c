"""What each hold, state and status forbids: one table, each line with its source. Pure data.

Law is named where a published text says it; `ours` is a decision of the product, always on the careful side. A payment that
the debtor starts is taken in a moratorium too: it is voluntary, and refusing it would be a disservice (`reference/uk-rules.md`
F.2). Messages that the customer asks for go out in all of these but death.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.care.limitation import LimitationState
from chalicelib.care.model import HoldKind, Row, Rule
from chalicelib.records.accounts import AccountStatus
from chalicelib.records.model import CustomerStatus

EVERYTHING = frozenset(Row)
_PURSUIT = frozenset({Row.CHASE, Row.CAMPAIGN, Row.DCA})
_ASKING = _PURSUIT | {Row.DEMAND, Row.CHARGE_AGENT, Row.CHARGE_SCHEDULE, Row.PLAN_OFFER}
_MORATORIUM = _ASKING | {Row.FEE}
_OUT_OF_TIME = _MORATORIUM | {Row.PROLONG}


@dataclass(frozen=True, slots=True)
class Effect:
    """What one reason forbids, under which name, and who says so."""

    rule: Rule
    forbids: frozenset[Row]
    source: str


HOLDS: Mapping[HoldKind, Effect] = {
    HoldKind.BREATHING_SPACE: Effect(
        Rule.BREATHING_SPACE,
        _MORATORIUM,
        "Debt Respite Scheme Regulations 2020: no enforcement, contact, interest, fees",
    ),
    HoldKind.MH_CRISIS: Effect(
        Rule.BREATHING_SPACE, _MORATORIUM, "Debt Respite Scheme Regulations 2020, Part 3: as breathing space, open-ended"
    ),
    HoldKind.SCOTTISH_MORATORIUM: Effect(
        Rule.SCOTTISH_MORATORIUM, _MORATORIUM, "Bankruptcy (Scotland) Act 2016, Part 15: no diligence; the rest is ours"
    ),
    HoldKind.DISPUTE: Effect(
        Rule.DISPUTE,
        _ASKING | {Row.FEE, Row.PROLONG},
        "CONC 7.14: no demand while a genuine dispute is investigated; fees and due dates are ours",
    ),
    HoldKind.COMPLAINT: Effect(Rule.COMPLAINT, _PURSUIT | {Row.FEE}, "ours, with DISP 1.4: look into it before pursuing"),
    HoldKind.DEBT_ADVICE: Effect(
        Rule.DEBT_ADVICE, _ASKING | {Row.FEE}, "CONC 7.3.11R, 7.3.12G: suspend pursuit while an adviser works on a plan"
    ),
    HoldKind.VULNERABILITY: Effect(
        Rule.SUPPORT_NEED, _PURSUIT | {Row.FEE}, "CONC 7.2: a person adjusts how the customer is treated before any chasing"
    ),
    HoldKind.DECEASED: Effect(Rule.DECEASED, EVERYTHING, "ours: the estate is dealt with by a person, on paper"),
    HoldKind.LEGAL: Effect(
        Rule.LEGAL, _ASKING | {Row.FEE, Row.PROLONG, Row.PLAN_ACCEPT}, "ours: what is before a court is settled there"
    ),
    HoldKind.PROMISE: Effect(Rule.PROMISED, _PURSUIT, "ours: nobody is chased who has said when they pay"),
    HoldKind.PLAN: Effect(
        Rule.ON_PLAN,
        _PURSUIT | {Row.DEMAND, Row.PROLONG, Row.PLAN_OFFER, Row.PLAN_ACCEPT},
        "ours: one plan a claim, which has its own days, and no chasing on track",
    ),
}

LIMITATIONS: Mapping[LimitationState, Effect] = {
    LimitationState.EXTINGUISHED: Effect(
        Rule.EXTINGUISHED,
        _OUT_OF_TIME | {Row.CHARGE_DEBTOR, Row.PLAN_ACCEPT},
        "Prescription and Limitation (Scotland) Act 1973, s. 6: there is no debt to pay",
    ),
    LimitationState.BARRED: Effect(
        Rule.BARRED, _OUT_OF_TIME, "CONC 7.15.4R, 7.15.8R: no demand, a factual statement only; paying stays possible"
    ),
    LimitationState.UNKNOWN: Effect(
        Rule.LIMITATION_UNKNOWN, _OUT_OF_TIME, "ours: nothing is demanded of which nobody knows whether it may be"
    ),
}

ACCOUNTS: Mapping[AccountStatus, Effect] = {
    AccountStatus.HOLD: Effect(
        Rule.ACCOUNT_ON_HOLD,
        _ASKING - {Row.CHARGE_AGENT},
        "ours: the creditor has paused the account; a payment that somebody asks for is still taken",
    ),
    AccountStatus.SETTLED: Effect(Rule.ACCOUNT_CLOSED, EVERYTHING - {Row.SERVICE, Row.STATUTORY}, "ours: nothing is left"),
    AccountStatus.CLOSED: Effect(Rule.ACCOUNT_CLOSED, EVERYTHING - {Row.SERVICE, Row.STATUTORY}, "ours: the creditor closed it"),
    AccountStatus.WRITTEN_OFF: Effect(
        Rule.ACCOUNT_CLOSED, EVERYTHING - {Row.SERVICE, Row.STATUTORY}, "ours: the creditor has given it up"
    ),
}

CUSTOMERS: Mapping[CustomerStatus, Effect] = {
    CustomerStatus.BLOCKED: Effect(Rule.NOT_ACTIVATED, EVERYTHING - {Row.STATUTORY}, "ours: identity must be confirmed again"),
    CustomerStatus.DEACTIVATED: Effect(Rule.NOT_ACTIVATED, EVERYTHING - {Row.STATUTORY}, "ours: an agent has switched it off"),
    CustomerStatus.ANONYMISED: Effect(Rule.GONE, EVERYTHING, "UK GDPR, article 17: there is nobody left to reach"),
}

DO_NOT_CONTACT = Effect(
    Rule.DO_NOT_CONTACT,
    frozenset({Row.SERVICE, Row.CHASE, Row.CAMPAIGN}),
    "CONC 7.9: reasonable requests about contact; notices that the law prescribes still go out",
)
OPTED_OUT = Effect(
    Rule.OPTED_OUT, frozenset({Row.SERVICE, Row.CHASE}), "PECR reg. 22 in spirit: STOP is honoured, another channel is used"
)
UNREACHABLE = Effect(Rule.NO_CONTACT_POINT, frozenset({Row.SERVICE, Row.CHASE, Row.STATUTORY}), "plain fact")

ABOUT_MONEY = EVERYTHING - {Row.SERVICE, Row.STATUTORY}
"""What makes sense only towards something that is owed."""
