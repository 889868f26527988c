"""The main job before your eyes: a dataset dropped on S3 becomes records, and records become personal links."""

from __future__ import annotations

import csv
import io
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from tools.console_api import ConsoleApi, Refused
from tools.places import REGION

IMPORT_SECONDS = 180.0
CAMPAIGN_SECONDS = 120.0
IMPORTED = {"COMPLETED", "COMPLETED_WITH_ERRORS"}
AT_REST = IMPORTED | {"FAILED", "CANCELLED", "AWAITING_CONFIRMATION"}


@dataclass(frozen=True, slots=True)
class Debtor:
    """One made-up person of the sample: their link, and the facts that the page behind it asks for."""

    name: str
    link: str
    date_of_birth: str
    postcode: str


def run(api: ConsoleApi, outputs: Mapping[str, str], dataset: Path) -> Debtor:
    """Import the dataset and make its campaign file unless that happened in an earlier run. Raises `Refused`."""
    upload = imported(api, outputs["DatasetsBucket"], dataset)
    campaign = kept_campaign(api, upload) or built_campaign(api, upload)
    if "campaign" in campaign["files"]:
        return first_debtor(campaign_rows(api, campaign["id"]), dataset)
    return relinked_debtor(api, dataset)


def kept_campaign(api: ConsoleApi, upload: Any) -> Any:
    """The campaign of an earlier run, or None; also where the clock was moved on until its files were no longer kept."""
    campaign = upload["campaign_id"] and finished(api, upload["campaign_id"])
    return campaign if campaign and campaign["files"] else None


def built_campaign(api: ConsoleApi, upload: Any) -> Any:
    """A new campaign of the upload. Raises `Refused`."""
    campaign = finished(api, api.post(f"/api/uploads/{upload['id']}/campaign", {})["id"])
    if campaign["state"] == "FAILED":
        raise Refused("the campaign file could not be built")
    return campaign


def finished(api: ConsoleApi, campaign_id: str) -> Any:
    """The campaign once nothing more is done for it. Raises `Refused`."""
    return api.until(
        f"/api/campaigns/{campaign_id}", lambda found: found["state"] in {"READY", "FAILED"}, seconds=CAMPAIGN_SECONDS
    )


def relinked_debtor(api: ConsoleApi, dataset: Path) -> Debtor:
    """The first person of the dataset with a new link: when the clock was moved beyond a year, all links have run out."""
    person = next(row for row in rows_of(dataset).values() if row.get("DateOfBirth"))
    [found] = api.post("/api/customers/search", {"by": "customer_id", "text": person["CustomerID"]})["items"]
    page = api.get(f"/api/customers/{found['customer_key']}")
    return debtor(
        person, api.post(f"/api/customers/{found['customer_key']}/link", {"version": page["customer"]["version"]})["url"]
    )


def imported(api: ConsoleApi, bucket: str, dataset: Path) -> Any:
    """The upload of this file, dropped into `inbox/` when there is none yet, once its records are in. Raises `Refused`."""
    if upload_of(api.get("/api/uploads"), dataset.name) is None:
        boto3.client("s3", region_name=REGION).upload_file(str(dataset), bucket, f"inbox/{dataset.name}")
    history = api.until("/api/uploads", lambda page: at_rest(upload_of(page, dataset.name)), seconds=IMPORT_SECONDS)
    upload = upload_of(history, dataset.name)
    if upload is None or upload["state"] not in IMPORTED:
        raise Refused(f"{dataset.name} was not imported: {upload}")
    return upload


def upload_of(page: Any, filename: str) -> Any:
    """The oldest upload of a file of that name on this page of the history, or None."""
    return next((upload for upload in reversed(page["items"]) if upload["filename"] == filename), None)


def at_rest(upload: Any) -> bool:
    """Whether nothing more will happen to the upload without a person."""
    return upload is not None and upload["state"] in AT_REST


def campaign_rows(api: ConsoleApi, campaign_id: str) -> list[dict[str, str]]:
    """The campaign file's rows, downloaded as an agent downloads it."""
    url = api.get(f"/api/campaigns/{campaign_id}/files/campaign")["url"]
    with urllib.request.urlopen(url, timeout=60) as file:
        return list(csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"))))


def first_debtor(rows: list[dict[str, str]], dataset: Path) -> Debtor:
    """The first person in the campaign file whose date of birth and postcode the dataset holds."""
    facts = rows_of(dataset)
    return next(debtor(facts[row["CustomerID"]], row["AccessUrl"]) for row in rows if facts[row["CustomerID"]].get("DateOfBirth"))


def rows_of(dataset: Path) -> dict[str, dict[str, str]]:
    """What the dataset says of each customer, by their id, in its order."""
    with dataset.open(encoding="utf-8-sig", newline="") as file:
        return {row["CustomerID"]: row for row in csv.DictReader(file)}


def debtor(person: Mapping[str, str], link: str) -> Debtor:
    return Debtor(
        name=f"{person['FirstName']} {person['LastName']}",
        link=link,
        date_of_birth=person["DateOfBirth"],
        postcode=person["Postcode"],
    )
