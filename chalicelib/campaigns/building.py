"""The campaign file of an upload: one row per customer of its accepted rows, and beside it who was left out and why."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import batched, groupby
from pathlib import Path

from chalicelib.campaigns.model import Campaign, Reason
from chalicelib.campaigns.rules import contact, why_not
from chalicelib.core.objects import Bucket
from chalicelib.core.store import BATCH_GET_LIMIT
from chalicelib.imports.csvfile import csv_object
from chalicelib.imports.desk import Desk
from chalicelib.imports.model import Upload
from chalicelib.imports.workfiles import read_part
from chalicelib.records.lookups import customer_key, link_token
from chalicelib.records.model import Customer, CustomerType, customer_place

CAMPAIGN_HEADER = (
    "CampaignID", "CustomerID", "FirstName", "LastName", "PhoneNumber", "Email", "AccessUrl", "UrlExpiresAt", "AccountCount",
    "PreferredLanguage", "PreferredChannel", "Brand", "SharedPhone",
)  # fmt: skip
EXCLUSIONS_HEADER = ("CustomerID", "Reason")


@dataclass(slots=True)
class Tally:
    """Who is in and who is out."""

    included: int = 0
    by_reason: Counter[str] = field(default_factory=Counter)


def campaign_key(campaign_id: str, kind: str) -> str:
    return f"campaigns/{campaign_id}/{kind}.csv"


def build(desk: Desk, campaign: Campaign, upload: Upload) -> Tally:
    """Write both files, in constant memory but for the phone numbers. The same records give the same files."""
    tally, phones = Tally(), Counter[str]()
    now = desk.clock.now()
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder) / "rows"
        excluded = csv_object(desk.objects, Bucket.EXPORTS, campaign_key(campaign.id, "exclusions"), EXCLUSIONS_HEADER)
        with spool.open("w", encoding="utf-8") as rows, excluded as exclusions:
            for customer_id, customer in _customers(desk, upload):
                reason = why_not(customer, now) if customer else Reason.DELETED
                if customer is None or reason is not None:
                    tally.by_reason[reason or Reason.DELETED] += 1
                    exclusions.write((customer_id, reason or Reason.DELETED))
                    continue
                row = _row(desk, campaign, customer)
                tally.included += 1
                phones[row[4]] += 1
                rows.write(json.dumps(row) + "\n")
        with (
            csv_object(desk.objects, Bucket.EXPORTS, campaign_key(campaign.id, "campaign"), CAMPAIGN_HEADER) as out,
            spool.open(encoding="utf-8") as rows,
        ):
            for line in rows:
                row = json.loads(line)
                out.write((*row, "Y" if row[4] and phones[row[4]] > 1 else "N"))
    return tally


def _customers(desk: Desk, upload: Upload) -> Iterator[tuple[str, Customer | None]]:
    """The customers of the upload's accepted rows as they are now; None for one that is not in the records."""
    for part in upload.parts:
        ids = (
            customer_id for customer_id, _ in groupby(read_part(desk.objects, upload.id, part), key=lambda row: row.customer_id)
        )
        for some in batched(ids, BATCH_GET_LIMIT, strict=False):
            places = {customer_id: customer_place(customer_key(desk.keys.identity, customer_id)) for customer_id in some}
            found = desk.store.get_many(list(places.values()))
            for customer_id, place in places.items():
                held = found.get(place)
                yield customer_id, held if isinstance(held, Customer) else None


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
