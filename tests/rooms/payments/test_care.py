"""What care allows and forbids where money moves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.activities.model import Diary
from chalicelib.care.model import ContactPolicy
from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Insert, Replace
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import ulid
from chalicelib.payments import rules, settling
from chalicelib.payments.model import Payment
from chalicelib.payments.ports import Answer, Snapshot
from chalicelib.records.accounts import Account
from chalicelib.records.holds import Hold, HoldKind, HoldSource
from chalicelib.records.model import Customer
from tests.support.paying import NOON, PAYER, account, claim, debtor

AGENT = Actor(ActorType.AGENT, "agent-1", "Agent One", Channel.CONSOLE)
SCHEDULE = Actor.system("collection")
TODAY = NOON.date()


def held(kind: HoldKind, **other: object) -> Hold:
    return Hold.model_validate({"id": "h", "kind": kind, "start": TODAY, "source": HoldSource.AGENT} | other)


def customer(*holds: Hold, jurisdiction: str = "ENGLAND_WALES", due: str = "2026-03-01", **imported: str) -> Customer:
    """Somebody who owes 100.00 in two claims on one account."""
    owing: Account = account("ACC-1", claim("1", due, 7_000), claim("2", "2026-05-01", 3_000), imported=imported)
    return debtor(owing).model_copy(update={"holds": holds, "jurisdiction": jurisdiction})


def start(known: Customer, actor: Actor, pence: int = 5_000) -> Payment:
    ask = rules.Ask(ulid(NOON, b"one"), (("ACC-1", pence),), "sandbox", 100)
    return rules.start(known, ask, Diary(actor, NOON)).payment


def paid(known: Customer, pence: int, on: date = TODAY) -> Customer:
    """The customer after a payment that the debtor made."""
    ask = rules.Ask(ulid(NOON, b"one"), (("ACC-1", pence),), "sandbox", 100)
    intent = rules.start(known, ask, Diary(PAYER, NOON))
    at = NOON + timedelta(days=(on - TODAY).days)
    moved = settling.settle(
        intent.customer, intent.payment, Snapshot(Answer.SUCCEEDED, pence, at), Diary(PAYER, at), ContactPolicy()
    )
    assert moved is not None
    return next(c.entity for c in moved.changes if isinstance(c, Insert | Replace) and isinstance(c.entity, Customer))


@pytest.mark.parametrize(
    "kind", [HoldKind.BREATHING_SPACE, HoldKind.MH_CRISIS, HoldKind.SCOTTISH_MORATORIUM, HoldKind.DEBT_ADVICE]
)
def test_only_the_debtor_may_start_a_payment_while_nobody_may_collect(kind: HoldKind) -> None:
    known = customer(held(kind))
    assert start(known, PAYER).amount == 5_000
    for actor in (AGENT, SCHEDULE):
        with pytest.raises(Refused) as refusal:
            start(known, actor)
        assert refusal.value.code is Code.NOT_ALLOWED_NOW
        assert "mental" not in refusal.value.words


def test_once_the_hold_has_ended_an_agent_may_take_a_payment_again() -> None:
    over = held(HoldKind.BREATHING_SPACE, start=TODAY - timedelta(days=60), end=TODAY - timedelta(days=1))
    assert start(customer(over), AGENT).amount == 5_000


def test_an_agents_payment_leaves_the_disputed_claim_alone() -> None:
    known = customer(held(HoldKind.DISPUTE, account="ACC-1", claim="1"))
    assert [portion.claim for portion in start(known, AGENT, 3_000).plan] == ["2"]
    with pytest.raises(Refused) as refusal:
        start(known, AGENT, 3_001)
    assert refusal.value.code is Code.MORE_THAN_OWED
    assert [portion.claim for portion in start(known, PAYER, 8_000).plan] == ["1", "2"]


def test_what_is_extinguished_cannot_be_paid_by_anybody() -> None:
    known = customer(jurisdiction="SCOTLAND", due="2019-01-01")
    assert [portion.claim for portion in start(known, PAYER, 3_000).plan] == ["2"]
    with pytest.raises(Refused) as refusal:
        start(known, PAYER, 3_001)
    assert refusal.value.code is Code.MORE_THAN_OWED


def test_a_part_payment_begins_the_limitation_period_of_its_claim_anew() -> None:
    claims = paid(customer(due="2021-06-01"), 1_000).accounts["ACC-1"].claims
    assert (claims["1"].revived_on, claims["2"].revived_on) == (TODAY, None)


def test_a_payment_never_revives_what_is_barred() -> None:
    claims = paid(customer(due="2015-01-01"), 1_000).accounts["ACC-1"].claims
    assert claims["1"].outstanding.total == 6_000
    assert claims["1"].revived_on is None
