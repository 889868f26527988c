"""The template `accounts-v1`: one table of its columns (`reference/dataset.md` B.1), read by every step of an import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.core.faults import FaultCode
from chalicelib.core.postcode import Jurisdiction
from chalicelib.imports import cells
from chalicelib.imports.cells import Kind
from chalicelib.imports.words import BreathingSpaceType, Vulnerability
from chalicelib.records.accounts import Frequency
from chalicelib.records.model import CHANNELS, LANGUAGES, CustomerType

TEMPLATE_ID = "accounts-v1"
"""Name and version: part of the template's file name, and a property of its workbook."""
TEMPLATE_PROPERTY = "Template"
PLAN_OPTIONS = 5
MOST_INSTALMENTS = 120
MOST_WEEKLY_INSTALMENTS = 260
PRODUCT_TYPES = (
    "CREDIT_CARD", "LOAN", "OVERDRAFT", "CATALOGUE", "BNPL", "MORTGAGE_SHORTFALL", "RENT", "ENERGY", "WATER", "TELECOM",
    "COUNCIL_TAX", "INSURANCE", "OTHER",
)  # fmt: skip


class Scope(StrEnum):
    """Whose value it is: the customer's, the same on all rows of a customer, or the account's."""

    CUSTOMER = "CUSTOMER"
    ACCOUNT = "ACCOUNT"


class Combine(StrEnum):
    """How the rows of one customer make one value: all the same, one Y is enough, or everything together."""

    SAME = "SAME"
    ANY = "ANY"
    ALL = "ALL"


class Mask(StrEnum):
    """How much of a wrong value a report may show."""

    NONE = "NONE"
    PART = "PART"
    WHOLE = "WHOLE"


@dataclass(frozen=True, slots=True)
class Column:
    """`field` is the attribute of the customer or account that holds the value; without one the baseline alone keeps it,
    or `merge` knows a rule of its own for it."""

    name: str
    kind: Kind
    scope: Scope
    field: str = ""
    required: bool = False
    combine: Combine = Combine.SAME
    mask: Mask = Mask.NONE
    clearable: bool = True


def _customer(name: str, kind: Kind, field: str = "", **more: object) -> Column:
    return Column(name, kind, Scope.CUSTOMER, field, **more)  # type: ignore[arg-type]


def _account(name: str, kind: Kind, field: str = "", **more: object) -> Column:
    return Column(name, kind, Scope.ACCOUNT, field, **more)  # type: ignore[arg-type]


def _plan_option(n: int) -> tuple[Column, Column, Column]:
    instalments = cells.number(1, MOST_WEEKLY_INSTALMENTS, FaultCode.E_PLAN_RANGE)
    return (
        _account(f"PlanOption{n}Instalments", instalments, clearable=False),
        _account(f"PlanOption{n}TotalAmount", cells.money(1), clearable=False),
        _account(f"PlanOption{n}Frequency", cells.one_of(Frequency), clearable=False),
    )


TEMPLATE: tuple[Column, ...] = (
    _customer("CustomerID", cells.IDENTIFIER, required=True, clearable=False),
    _account("AccountNumber", cells.IDENTIFIER, required=True, clearable=False),
    _customer("CustomerType", cells.one_of(CustomerType), "type", clearable=False),
    _customer("Title", cells.text(20), "title"),
    _customer("FirstName", cells.name(80), "first_name", clearable=False),
    _customer("MiddleName", cells.name(80), "middle_name"),
    _customer("LastName", cells.name(80), "last_name", clearable=False),
    _customer("CompanyName", cells.name(160), "company_name", clearable=False),
    _customer("CompanyNumber", cells.COMPANY_NUMBER, "company_number"),
    _customer("DateOfBirth", cells.BIRTHDAY, "date_of_birth", mask=Mask.WHOLE),
    _customer("MobilePhone", cells.MOBILE, "mobile_phone", mask=Mask.PART),
    _customer("HomePhone", cells.PHONE, "home_phone", mask=Mask.PART),
    _customer("WorkPhone", cells.PHONE, "work_phone", mask=Mask.PART),
    _customer("Email", cells.EMAIL, "email", mask=Mask.PART),
    _customer("AddressLine1", cells.text(80), required=True, clearable=False),
    _customer("AddressLine2", cells.text(80)),
    _customer("AddressLine3", cells.text(80)),
    _customer("City", cells.text(60)),
    _customer("County", cells.text(60)),
    _customer("Postcode", cells.POSTCODE, "postcode", required=True, clearable=False),
    _customer("Jurisdiction", cells.one_of(Jurisdiction), clearable=False),
    _customer("PreferredLanguage", cells.one_of(LANGUAGES), "language", clearable=False),
    _customer("PreferredChannel", cells.one_of(CHANNELS), "preferred_channel"),
    _customer("SmsOptOut", cells.FLAG, "sms_opt_out", combine=Combine.ANY, clearable=False),
    _customer("EmailOptOut", cells.FLAG, "email_opt_out", combine=Combine.ANY, clearable=False),
    _account("CreditorName", cells.text(80), "creditor"),
    _account("Brand", cells.text(40), "brand"),
    _account("Portfolio", cells.text(40), "portfolio"),
    _account("ProductType", cells.one_of(PRODUCT_TYPES), "product_type"),
    _account("ProductDescription", cells.text(120), "product_description"),
    _account("RegulatedAgreement", cells.FLAG, "regulated", clearable=False),
    _account("AccountStatus", cells.one_of(("ACTIVE", "HOLD", "CLOSED")), clearable=False),
    _account("Currency", cells.one_of(("GBP",), FaultCode.E_CURRENCY), "currency", clearable=False),
    _account("Balance", cells.money(), required=True, clearable=False),
    _account("OriginalBalance", cells.money()),
    _account("PrincipalAmount", cells.money(), clearable=False),
    _account("InterestAmount", cells.money(), clearable=False),
    _account("FeesAmount", cells.money(), clearable=False),
    _account("DueDate", cells.DAY, required=True, clearable=False),
    _account("DefaultDate", cells.DAY),
    _account("OpenedDate", cells.PAST_DAY),
    _account("LastPaymentDate", cells.PAST_DAY),
    _account("LastPaymentAmount", cells.money(1)),
    _account("LastAcknowledgedDate", cells.PAST_DAY),
    _account("JudgmentDate", cells.PAST_DAY),
    _account("MinPaymentAmount", cells.money(1), "minimum_payment"),
    _account("PaymentReference", cells.PAYMENT_REFERENCE, "payment_reference"),
    *(column for n in range(1, PLAN_OPTIONS + 1) for column in _plan_option(n)),
    _customer("VulnerabilityFlag", cells.one_of(Vulnerability), clearable=False),
    _customer("BreathingSpaceType", cells.one_of(BreathingSpaceType), clearable=False),
    _customer("BreathingSpaceStart", cells.DAY),
    _customer("BreathingSpaceEnd", cells.DAY),
    _customer("DisputeFlag", cells.FLAG, combine=Combine.ANY, clearable=False),
    _customer("DoNotContact", cells.FLAG, "do_not_contact", combine=Combine.ANY, clearable=False),
    _customer("Tags", cells.TAGS, "tags", combine=Combine.ALL),
    _account("BalanceAsOf", cells.PAST_DAY, clearable=False),
)
"""In the order in which exports write them."""

COLUMNS: Mapping[str, Column] = {column.name: column for column in TEMPLATE}
BY_FOLDED_NAME: Mapping[str, Column] = {column.name.casefold(): column for column in TEMPLATE}
ADDRESS = ("AddressLine1", "AddressLine2", "AddressLine3", "City", "County")
BREAKDOWN = ("PrincipalAmount", "InterestAmount", "FeesAmount")
ERROR_CODES = "ErrorCodes"
OUTSTANDING_BALANCE = "OutstandingBalance"
READ_ONLY = frozenset({ERROR_CODES.casefold(), OUTSTANDING_BALANCE.casefold()})
"""Columns that our own files carry for people to read, and that an import passes over."""
PLAN_COLUMNS = frozenset(column.name for n in range(1, PLAN_OPTIONS + 1) for column in _plan_option(n))
