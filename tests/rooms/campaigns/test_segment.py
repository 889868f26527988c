"""Who belongs to a segment: the same customers as by a plain reading of its filters, whatever the filters are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.campaigns.segment import Segment
from chalicelib.core.clock import london_day
from chalicelib.records.accounts import Account, AccountStatus, Claim, Parts
from chalicelib.records.agreements import PlanStanding, PromiseStanding
from chalicelib.records.contact_points import ContactCheck, ContactPoint, Validity
from chalicelib.records.holds import Hold, HoldKind, HoldSource
from chalicelib.records.lapses import Lapse, LapseKind
from chalicelib.records.model import Customer, CustomerStatus, Link

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = london_day(NOON)
PENCE = st.sampled_from((0, 1, 99, 100, 5_000))
DAYS = st.sampled_from((0, 1, 30, 31, 400))
DATES = st.sampled_from([TODAY + timedelta(days=n) for n in (-400, -31, -30, -1, 0, 1, 30)])
PORTFOLIOS, TAGS = ("North", "South"), ("gold", "late")
AREA_OF = {"LS1 4DY": "LS", "L1 8JQ": "L", "EH1 1YZ": "EH"}
LANGUAGES = ("en-GB", "cy-GB")


def some[V](*values: V) -> st.SearchStrategy[tuple[V, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=len(values)).map(tuple)


@st.composite
def accounts(draw: st.DrawFn, number: str) -> Account:
    due, owed = draw(DATES), draw(PENCE)
    claim = Claim(ref=f"{number}-1", original_due_date=due, due_date=due, outstanding=Parts(principal=owed))
    return Account(
        number=number,
        portfolio=draw(st.none() | st.sampled_from(PORTFOLIOS)),
        status=draw(st.sampled_from(AccountStatus)),
        claims={claim.ref: claim},
    )


HOLDS = st.builds(
    Hold,
    id=st.just("h"),
    kind=st.sampled_from((HoldKind.PROMISE, HoldKind.PLAN, HoldKind.DISPUTE)),
    account=st.sampled_from(("A-0", "A-1")),
    start=st.just(TODAY - timedelta(days=9)),
    end=st.none() | st.sampled_from((TODAY - timedelta(days=1), TODAY)),
    source=st.just(HoldSource.SYSTEM),
)
AGREEMENTS = {"promises": HoldKind.PROMISE, "plans": HoldKind.PLAN}
LAPSES = st.tuples(st.sampled_from(LapseKind), st.sampled_from(("A-0", "A-1"))).map(
    lambda drawn: Lapse(
        kind=drawn[0], id=drawn[0], account=drawn[1], claim=f"{drawn[1]}-1" if drawn[0].startswith("PROMISE") else None
    )
)


@st.composite
def customers(draw: st.DrawFn) -> Customer:
    mobile = draw(st.none() | st.just("+447700900123"))
    wrong = ContactCheck(value="+447700900123", validity=Validity.INVALID, reason="WRONG", checked_at=NOON, checked_by="Agent")
    return Customer(
        customer_key="k",
        customer_id="C-1",
        mobile_phone=mobile,
        contact_checks={ContactPoint.MOBILE_PHONE: wrong} if draw(st.booleans()) else {},
        email=draw(st.none() | st.just("aoife@example.com")),
        postcode=draw(st.sampled_from(tuple(AREA_OF))),
        language=draw(st.sampled_from(LANGUAGES)),
        status=draw(st.sampled_from(CustomerStatus)),
        status_until=draw(st.none() | DATES),
        tags=draw(some(*TAGS)),
        last_payment_date=draw(st.none() | DATES),
        accounts={f"A-{n}": draw(accounts(f"A-{n}")) for n in range(draw(st.integers(1, 3)))},
        holds=draw(st.lists(HOLDS, max_size=2).map(tuple)),
        lapses=draw(st.lists(LAPSES, max_size=2).map(tuple)),
        link=Link(created_at=NOON, expires_at=NOON + timedelta(days=365)),
        registered_at=NOON,
        registration_source="IMPORT",
    )


def ordered(values: st.SearchStrategy[Any], low: str, high: str) -> st.SearchStrategy[dict[str, Any]]:
    """A range that is not upside down, with both ends, one or none."""
    return st.tuples(values, values).map(sorted).flatmap(lambda ends: st.fixed_dictionaries({}, optional={
        low: st.just(ends[0]), high: st.just(ends[1]),
    }))  # fmt: skip


OTHERS = st.fixed_dictionaries(
    {},
    optional={
        "due_blank": st.booleans(),
        "last_payment_blank": st.booleans(),
        "portfolios": some(*PORTFOLIOS),
        "portfolio_blank": st.booleans(),
        "account_statuses": some(*AccountStatus),
        "postcode_areas": some(*AREA_OF.values()),
        "has_mobile": st.booleans(),
        "has_email": st.booleans(),
        "languages": some(*LANGUAGES),
        "statuses": some(*CustomerStatus),
        "tags": some(*TAGS),
        "tags_blank": st.booleans(),
        "promises": some(*PromiseStanding),
        "plans": some(*PlanStanding),
    },
)
SEGMENTS = st.tuples(
    ordered(PENCE, "balance_from_pence", "balance_to_pence"),
    ordered(DATES, "due_from", "due_to"),
    ordered(DAYS, "past_due_from_days", "past_due_to_days"),
    ordered(DATES, "last_payment_from", "last_payment_to"),
    OTHERS,
).map(lambda parts: {name: value for part in parts for name, value in part.items()})


def agreed_on(customer: Customer, account: Account, kind: HoldKind) -> set[str]:
    """How promises or plans on an account stand."""
    kept = "OPEN" if kind is HoldKind.PROMISE else "ACTIVE"
    of_account = [hold for hold in customer.holds if hold.kind is kind and hold.account == account.number]
    stands = any(hold.end is None or hold.end >= TODAY for hold in of_account)
    lapsed = {lapse.kind.partition("_") for lapse in customer.lapses if lapse.account == account.number}
    left = {state for of, _, state in lapsed if of == kind}
    standing = ({"AT_RISK"} & left or {kept}) if stands else set()
    return standing | (left - {"AT_RISK"} if account.balance.total > 0 else set()) or {"NONE"}


def plainly(asked: dict[str, Any], customer: Customer) -> bool:
    """The filters read one by one, as the text of the feature says them."""

    def between(low: str, high: str, value: Any) -> bool:
        return (low not in asked or asked[low] <= value) and (high not in asked or value <= asked[high])

    def said(*names: str) -> bool:
        return any(name in asked and asked[name] not in ((), False) for name in names)

    def due_fits(account: Account) -> bool:
        names = ("due_from", "due_to", "past_due_from_days", "past_due_to_days")
        ranges = any(name in asked for name in names)
        if account.balance.total == 0:
            return asked.get("due_blank", False) or not ranges
        due: date = account.claims[f"{account.number}-1"].due_date
        if not ranges:
            return not said("due_blank")
        return between("due_from", "due_to", due) and between("past_due_from_days", "past_due_to_days", (TODAY - due).days)

    def account_fits(account: Account) -> bool:
        portfolio = not said("portfolios", "portfolio_blank") or (
            asked.get("portfolio_blank", False) if account.portfolio is None else account.portfolio in asked.get("portfolios", ())
        )
        balance = between("balance_from_pence", "balance_to_pence", account.balance.total)
        status = not said("account_statuses") or account.status in asked["account_statuses"]
        agreed = all(not said(name) or agreed_on(customer, account, kind) & {*asked[name]} for name, kind in AGREEMENTS.items())
        return portfolio and balance and status and due_fits(account) and agreed

    def payment_fits() -> bool:
        if customer.last_payment_date is None:
            return said("last_payment_blank") or not ("last_payment_from" in asked or "last_payment_to" in asked)
        if said("last_payment_blank") and not ("last_payment_from" in asked or "last_payment_to" in asked):
            return False
        return between("last_payment_from", "last_payment_to", customer.last_payment_date)

    over = customer.status_until is not None and customer.status_until <= TODAY
    status = CustomerStatus.ACTIVATED if over else customer.status
    mobile = customer.mobile_phone is not None and not customer.contact_checks
    tags = not said("tags", "tags_blank") or (
        bool(set(customer.tags) & set(asked.get("tags", ()))) if customer.tags else asked.get("tags_blank", False)
    )
    return all(
        (
            customer.status is not CustomerStatus.ANONYMISED,
            not said("statuses") or status in asked["statuses"],
            not said("languages") or customer.language in asked["languages"],
            not said("postcode_areas") or AREA_OF[customer.postcode] in asked["postcode_areas"],
            "has_mobile" not in asked or asked["has_mobile"] == mobile,
            "has_email" not in asked or asked["has_email"] == (customer.email is not None),
            tags,
            payment_fits(),
            any(account_fits(account) for account in customer.accounts.values()),
        )
    )


@pytest.mark.feature("R8", "I17")
@given(SEGMENTS, customers())
def test_a_segment_holds_who_its_filters_describe(asked: dict[str, Any], customer: Customer) -> None:
    assert Segment.model_validate(asked).matches(customer, TODAY) == plainly(asked, customer)


@pytest.mark.feature("R8")
@pytest.mark.parametrize(("owed", "is_found"), [(1, True), (0, False)])
def test_who_broke_a_promise_is_found_while_it_is_owed(owed: int, is_found: bool) -> None:
    claim = Claim(ref="A-0-1", original_due_date=TODAY, due_date=TODAY, outstanding=Parts(principal=owed))
    customer = Customer(
        customer_key="k",
        customer_id="C-1",
        postcode="LS1 4DY",
        accounts={"A-0": Account(number="A-0", claims={claim.ref: claim})},
        lapses=(Lapse(kind=LapseKind.PROMISE_BROKEN, id="p", account="A-0", claim=claim.ref),),
        link=Link(created_at=NOON, expires_at=NOON + timedelta(days=365)),
        registered_at=NOON,
        registration_source="IMPORT",
    )
    assert Segment(promises=(PromiseStanding.BROKEN,)).matches(customer, TODAY) is is_found
    assert Segment(plans=(PlanStanding.NONE,)).matches(customer, TODAY)


@pytest.mark.feature("R8")
@given(SEGMENTS)
def test_filters_that_were_kept_are_the_filters_that_were_asked_for(asked: dict[str, Any]) -> None:
    segment = Segment.model_validate(asked)
    assert Segment.model_validate(segment.model_dump(mode="json", exclude_none=True)) == segment


@pytest.mark.feature("R8")
@pytest.mark.parametrize(
    "asked",
    [
        {"balance_from_pence": 2, "balance_to_pence": 1},
        {"due_from": "2026-02-01", "due_to": "2026-01-31"},
        {"past_due_from_days": 31, "past_due_to_days": 30},
        {"last_payment_from": "2026-02-01", "last_payment_to": "2026-01-31"},
        {"balance_from_pence": -1},
        {"postcode_areas": ["LS1"]},
        {"postcode_areas": ["LS"] * 51},
        {"languages": ["fr-FR"]},
        {"tags": [" "]},
        {"colour": "red"},
    ],
)
def test_a_range_that_is_upside_down_or_a_filter_that_is_none_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Segment.model_validate(asked)


@pytest.mark.feature("R8")
def test_the_letters_of_a_postcode_may_be_typed_in_any_case() -> None:
    assert Segment.model_validate({"postcode_areas": ["ls "]}).postcode_areas == ("LS",)
