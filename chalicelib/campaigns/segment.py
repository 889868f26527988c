"""Which customers a campaign is about: ranges and choices over what is held of them (`reference/features.md` R8). Pure.

What a filter says of accounts (balance, due date, days past due, portfolio, status, promises, plans) must be true of one and the
same account; a customer with several such accounts is still one customer. A filter that says nothing lets everybody pass. One
that says anything lets a missing value pass only where it asks for it, so that its blank alone finds just those without."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from chalicelib.core.postcode import area
from chalicelib.records.accounts import Account, AccountStatus
from chalicelib.records.agreements import PlanStanding, PromiseStanding, plan_standings, promise_standings
from chalicelib.records.contact_points import ContactPoint
from chalicelib.records.model import Customer, CustomerStatus

MOST_CHOICES = 50
type Pence = Annotated[int, Field(ge=0, le=100_000_000_00)]
type Days = Annotated[int, Field(ge=0, le=36_500)]
type Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
type Area = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{1,3}$")]
type Choices[C] = Annotated[tuple[C, ...], Field(max_length=MOST_CHOICES)]
_RANGES = (
    ("balance_from_pence", "balance_to_pence"),
    ("due_from", "due_to"),
    ("past_due_from_days", "past_due_to_days"),
    ("last_payment_from", "last_payment_to"),
)


class Segment(BaseModel):
    """The filters of a campaign; without any it is everybody. Both ends of a range belong to it. A due date is the oldest that
    something is still owed for, so an account that owes nothing has none."""

    model_config = ConfigDict(frozen=True, defer_build=True, extra="forbid")

    balance_from_pence: Pence | None = None
    balance_to_pence: Pence | None = None
    due_from: date | None = None
    due_to: date | None = None
    past_due_from_days: Days | None = None
    past_due_to_days: Days | None = None
    due_blank: bool = False
    last_payment_from: date | None = None
    last_payment_to: date | None = None
    last_payment_blank: bool = False
    portfolios: Choices[Name] = ()
    portfolio_blank: bool = False
    account_statuses: Choices[AccountStatus] = ()
    postcode_areas: Choices[Area] = ()
    has_mobile: bool | None = None
    has_email: bool | None = None
    languages: Choices[Literal["en-GB", "cy-GB"]] = ()
    statuses: Choices[CustomerStatus] = ()
    tags: Choices[Name] = ()
    tags_blank: bool = False
    promises: Choices[PromiseStanding] = ()
    plans: Choices[PlanStanding] = ()

    @model_validator(mode="after")
    def _no_range_is_upside_down(self) -> Self:
        for least, most in _RANGES:
            low, high = getattr(self, least), getattr(self, most)
            if low is not None and high is not None and low > high:
                raise PydanticCustomError("range", "{most} is below {least}", {"most": most, "least": least})
        return self

    def matches(self, customer: Customer, today: date) -> bool:
        """Whether the customer belongs to it on a London day. Nobody who was anonymised does: they are no customer any more."""
        return (
            not customer.anonymous
            and self._is_about(customer, today)
            and any(self._matches_account(customer, account, today) for account in customer.accounts.values())
        )

    def _is_about(self, customer: Customer, today: date) -> bool:
        return (
            _among(self.statuses, customer.status_on(today))
            and _among(self.languages, customer.language)
            and _among(self.postcode_areas, area(customer.postcode))
            and self.has_mobile in (None, customer.reachable(ContactPoint.MOBILE_PHONE) is not None)
            and self.has_email in (None, customer.reachable(ContactPoint.EMAIL) is not None)
            and self._matches_tags(customer.tags)
            and _within(self.last_payment_from, self.last_payment_to, customer.last_payment_date, blank=self.last_payment_blank)
        )

    def _matches_tags(self, held: tuple[str, ...]) -> bool:
        if not self.tags and not self.tags_blank:
            return True
        return bool(set(held) & set(self.tags)) if held else self.tags_blank

    def _matches_account(self, customer: Customer, account: Account, today: date) -> bool:
        owed = account.balance.total
        return (
            _within(self.balance_from_pence, self.balance_to_pence, owed, blank=False)
            and self._matches_due(account.due_date if owed > 0 else None, today)
            and _among(self.account_statuses, account.status)
            and self._matches_portfolio(account.portfolio)
            and _any_among(self.promises, promise_standings(customer, account, today))
            and _any_among(self.plans, plan_standings(customer, account, today))
        )

    def _matches_due(self, due: date | None, today: date) -> bool:
        bounds = (self.due_from, self.due_to, self.past_due_from_days, self.past_due_to_days)
        if due is None:
            return self.due_blank or bounds == (None,) * len(bounds)
        if self.due_blank and bounds == (None,) * len(bounds):
            return False
        days = (today - due).days
        return _within(self.due_from, self.due_to, due, blank=False) and _within(
            self.past_due_from_days, self.past_due_to_days, days, blank=False
        )

    def _matches_portfolio(self, portfolio: str | None) -> bool:
        if not self.portfolios and not self.portfolio_blank:
            return True
        return portfolio in self.portfolios if portfolio else self.portfolio_blank


def _among[V](choices: Collection[V], value: V) -> bool:
    return not choices or value in choices


def _any_among[V](choices: Collection[V], values: Collection[V]) -> bool:
    return not choices or any(value in choices for value in values)


def _within[V: (int, date)](least: V | None, most: V | None, value: V | None, *, blank: bool) -> bool:
    """Whether a value is in a range, or missing where that is asked for. Without ends and without `blank` all pass."""
    if least is None and most is None:
        return not blank or value is None
    if value is None:
        return blank
    return (least is None or value >= least) and (most is None or value <= most)
