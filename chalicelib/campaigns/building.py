"""The campaign file: one row per customer, and beside it who was left out and why.

Who is in and who is out is decided stretch by stretch and kept in parts; the files are made of the parts at the end. The name of
a part tells its content, so whoever else works on the same stretch can never change one that is already listed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from chalicelib.campaigns.model import Campaign, FileKind, Reason
from chalicelib.campaigns.rules import contact, why_not
from chalicelib.core.ids import fingerprint
from chalicelib.core.objects import Bucket
from chalicelib.imports.csvfile import CsvWriter, csv_object
from chalicelib.imports.desk import Desk
from chalicelib.imports.workfiles import read_lines, write_lines
from chalicelib.records.lookups import link_token
from chalicelib.records.model import Customer, CustomerType

CAMPAIGN_HEADER = (
    "CampaignID", "CustomerID", "FirstName", "LastName", "PhoneNumber", "Email", "AccessUrl", "UrlExpiresAt", "AccountCount",
    "PreferredLanguage", "PreferredChannel", "Brand", "SharedPhone",
)  # fmt: skip
EXCLUSIONS_HEADER = ("CustomerID", "Reason")
_PHONE = CAMPAIGN_HEADER.index("PhoneNumber")


@dataclass(slots=True)
class Tally:
    """Who is in and who is out."""

    included: int = 0
    by_reason: Counter[str] = field(default_factory=Counter)


class Line(NamedTuple):
    """One customer of a part: either the reason to leave them out, or their row but for its last cell."""

    customer_id: str
    reason: str
    row: Sequence[str]


def campaign_key(campaign_id: str, kind: FileKind) -> str:
    return f"campaigns/{campaign_id}/{kind}.csv"


def write_part(desk: Desk, campaign: Campaign, customers: Mapping[str, Customer | None]) -> str:
    """Decide about each customer and keep it. Returns the name of the part."""
    now = desk.clock.now()
    lines = [json.dumps(_line(desk, campaign, customer_id, customer, now)) for customer_id, customer in customers.items()]
    part = fingerprint("\n".join(lines))
    write_lines(desk.objects, _part_key(campaign, part), lines, Bucket.EXPORTS)
    return part


def write_files(desk: Desk, campaign: Campaign, parts: Sequence[str]) -> Tally:
    """Write both files from the parts, each customer once. In constant memory but for ids and phone numbers; the same parts
    give the same files. Of nobody there is none, and no campaign file without a row."""
    tally, phones = Tally(), Counter[str]()
    for line in _lines(desk, campaign, parts):
        if line.reason:
            tally.by_reason[line.reason] += 1
        else:
            tally.included += 1
            phones[line.row[_PHONE]] += 1
    with ExitStack() as files:
        if tally.included:
            included = files.enter_context(_file(desk, campaign, FileKind.CAMPAIGN, CAMPAIGN_HEADER))
        if tally.included or tally.by_reason:
            excluded = files.enter_context(_file(desk, campaign, FileKind.EXCLUSIONS, EXCLUSIONS_HEADER))
        for line in _lines(desk, campaign, parts):
            if line.reason:
                excluded.write((line.customer_id, line.reason))
            else:
                phone = line.row[_PHONE]
                included.write((*line.row, "Y" if phone and phones[phone] > 1 else "N"))
    return tally


def _file(desk: Desk, campaign: Campaign, kind: FileKind, header: Sequence[str]) -> AbstractContextManager[CsvWriter]:
    return csv_object(desk.objects, Bucket.EXPORTS, campaign_key(campaign.id, kind), header)


def _lines(desk: Desk, campaign: Campaign, parts: Sequence[str]) -> Iterator[Line]:
    """Every customer of the parts, the first time they were met."""
    met: set[str] = set()
    for part in parts:
        for text in read_lines(desk.objects, _part_key(campaign, part), Bucket.EXPORTS):
            line = Line(*json.loads(text))
            if line.customer_id not in met:
                met.add(line.customer_id)
                yield line


def _part_key(campaign: Campaign, part: str) -> str:
    return f"campaigns/{campaign.id}/parts/{part}"


def _line(desk: Desk, campaign: Campaign, customer_id: str, customer: Customer | None, now: datetime) -> Line:
    if customer is None:
        return Line(customer_id, Reason.DELETED, ())
    reason = why_not(customer, now)
    return Line(customer_id, reason, ()) if reason else Line(customer_id, "", _row(desk, campaign, customer))


def _row(desk: Desk, campaign: Campaign, customer: Customer) -> tuple[str, ...]:
    """Only what a messaging vendor needs: no balance, and no channel that was opted out of."""
    left, link = contact(customer), customer.link
    token = link_token(desk.keys.link(link.key_id), customer.customer_key, link.version)
    company = customer.type is CustomerType.COMPANY
    brands = sorted({account.brand for account in customer.accounts.values() if account.brand})
    return (
        campaign.id,
        customer.customer_id,
        "" if company else customer.first_name or "",
        (customer.company_name if company else customer.last_name) or "",
        left.phone or "",
        left.email or "",
        f"{desk.public_url}/a/{token}",
        link.expires_at.isoformat(),
        str(len(customer.accounts)),
        customer.language,
        customer.preferred_channel or "",
        brands[0] if len(brands) == 1 else "",
    )
