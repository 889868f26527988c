"""A customer's own columns: one profile out of all rows of the customer, merged into what is held. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from chalicelib.core.faults import FaultCode
from chalicelib.core.postcode import jurisdiction
from chalicelib.imports.cells import CLEAR
from chalicelib.imports.columns import ADDRESS, TEMPLATE, Combine, Scope
from chalicelib.imports.holding import Filing, settle_holds
from chalicelib.imports.rows import Row
from chalicelib.imports.settling import Settled, settle_fields, wins
from chalicelib.records.model import Customer, CustomerType
from chalicelib.settings.facts import Fact
from chalicelib.settings.model import Settings

PROFILE = tuple(column for column in TEMPLATE if column.scope is Scope.CUSTOMER)
_COMBINE = {column.name: column.combine for column in PROFILE}
_OPT_OUTS = {"SmsOptOut": "sms_opt_out", "EmailOptOut": "email_opt_out"}
_COLUMNS_OF_FACTS = {Fact.SURNAME: "LastName", Fact.DATE_OF_BIRTH: "DateOfBirth", Fact.EMAIL: "Email"}
"""The columns that an identity check needs and that a dataset may leave blank."""


def combined(rows: Sequence[Row]) -> dict[str, str]:
    """One value a column out of the rows of a customer; where they disagree, `conflicts` has rejected them before."""
    values: dict[str, str] = {}
    for name, combine in _COMBINE.items():
        given = [row.values[name] for row in rows if name in row.values]
        if not given:
            continue
        match combine:
            case Combine.ANY:
                values[name] = "Y" if "Y" in given else "N"
            case Combine.ALL:
                values[name] = ";".join(dict.fromkeys(t for v in given if v != CLEAR for t in v.split(";"))) or CLEAR
            case _:
                values[name] = given[0]
    return values


def conflicts(rows: Sequence[Row]) -> list[str]:
    """The columns in which the rows of one customer say different things; a blank cell says nothing."""
    return [
        name
        for name, combine in _COMBINE.items()
        if combine is Combine.SAME and len({row.values[name] for row in rows if name in row.values}) > 1
    ]


def merge_profile(customer: Customer, values: dict[str, str], settings: Settings, filing: Filing) -> tuple[Customer, Settled]:
    """The customer with the profile's values settled, and what became of them."""
    settled = Settled(baseline=dict(customer.imported))
    # N in a file never takes back what the person has asked for.
    heard = {name: value for name, value in values.items() if name not in _OPT_OUTS or value == "Y"}
    settle_fields(settled, PROFILE, heard, customer, file_wins=settings.file_wins_over_agent)
    _settle_address(settled, values, customer, settings)
    _settle_jurisdiction(settled, values, customer, settings)
    settle_holds(settled, values, customer, filing, file_wins=settings.file_wins_over_agent)
    return customer.model_copy(update={**settled.updates, "imported": settled.baseline}), settled


def missing(customer: Customer, settings: Settings) -> list[tuple[FaultCode, str]]:
    """What a customer must have before anybody can be served: a name, a contact, and the identity facts."""
    names = ("CompanyName",) if customer.type is CustomerType.COMPANY else ("FirstName", "LastName")
    asked = settings.company_facts if customer.type is CustomerType.COMPANY else settings.individual_facts
    needed = (*names, *(_COLUMNS_OF_FACTS[fact] for fact in asked if fact in _COLUMNS_OF_FACTS))
    fields = {
        "CompanyName": customer.company_name,
        "FirstName": customer.first_name,
        "LastName": customer.last_name,
        "DateOfBirth": customer.date_of_birth,
        "Email": customer.email,
    }
    faults = [(FaultCode.E_REQUIRED, name) for name in dict.fromkeys(needed) if not fields[name]]
    if not (customer.mobile_phone or customer.email):
        faults.append((FaultCode.E_NO_CONTACT, "MobilePhone"))
    return faults


def address_cells(customer: Customer) -> dict[str, str]:
    """The address in the file's five columns: as the file split it, unless somebody has changed it since."""
    imported = {name: customer.imported.get(name, "") for name in ADDRESS}
    if customer.address == tuple(line for line in imported.values() if line):
        return imported
    return dict(zip_longest(ADDRESS, customer.address, fillvalue=""))


def _settle_address(settled: Settled, values: dict[str, str], customer: Customer, settings: Settings) -> None:
    """The address is one value made of five columns, settled like any other; the baseline keeps which line was which."""
    told = {name: "" if values[name] == CLEAR else values[name] for name in ADDRESS if name in values}
    before, current = {name: settled.baseline.get(name, "") for name in ADDRESS}, address_cells(customer)
    settled.baseline.update(told)
    if not told or told in ({name: before[name] for name in told}, {name: current[name] for name in told}):
        return
    if customer.address and current != before:
        settled.warnings.append((FaultCode.W_AGENT_EDIT_OVERWRITTEN, ADDRESS[0]))
        settled.news = True
        if not settings.file_wins_over_agent:
            return
    lines = before | told
    settled.updates["address"] = tuple(line for line in lines.values() if line)
    for name in ADDRESS:
        if lines[name] != current[name]:
            settled.note(name, current[name], lines[name])


def _settle_jurisdiction(settled: Settled, values: dict[str, str], customer: Customer, settings: Settings) -> None:
    """What the file says; else what the postcode says, unless a file has said otherwise before."""
    name = "Jurisdiction"
    if name in values:
        if wins(settled, name, values[name], customer.jurisdiction, file_wins=settings.file_wins_over_agent):
            settled.updates["jurisdiction"] = values[name]
            settled.note(name, customer.jurisdiction, values[name])
    elif name not in settled.baseline and "postcode" in settled.updates:
        settled.updates["jurisdiction"] = jurisdiction(settled.updates["postcode"]).value
