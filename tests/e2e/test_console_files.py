"""Files go in and come out: uploads with their preview, campaign files, exports."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import console
from tests.e2e.records import EDITH, EVERYBODY, HAMISH, Account, Debtor, dataset
from tests.e2e.stage import STAFF, Stage

pytestmark = pytest.mark.xdist_group("e2e")

ZADIE = Debtor("E-401", "Zadie", "Quill", (Account("ACC-401", "12.00"),))
FAULTY = Debtor("E-402", "Ivo", "Quill", (Account("ACC-402", "99.00"),), postcode="not a postcode")
LATER = Debtor("E-403", "Una", "Quill", (Account("ACC-403", "33.00"),))


@pytest.fixture
def agent(desk: Page, stage: Stage, links: dict[str, str]) -> Page:
    console.sign_in(desk, stage.url, STAFF["agent"])
    return desk


def file(folder: Path, name: str, text: str) -> Path:
    made = folder / name
    made.write_text(text, encoding="utf-8")
    return made


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_an_upload_is_checked_shown_confirmed_and_kept_in_the_history(agent: Page, tmp_path: Path, stage: Stage) -> None:
    console.send_file(agent, file(tmp_path, "autumn.csv", dataset([ZADIE, FAULTY])))
    console.state(agent, "Waiting for confirmation")
    expect(agent.get_by_text("Nothing has been changed yet")).to_be_visible()
    assert console.counts(agent)["New"] == "1"
    assert console.counts(agent)["Rejected"] == "1"
    expect(agent.get_by_role("main")).to_contain_text("Postcode")
    assert stage.found("E-401") == []
    agent.get_by_role("button", name="Import & create records").click()
    asked = agent.get_by_role("dialog", name="Import these records?")
    expect(asked).to_contain_text("1 account will be created")
    expect(asked).to_contain_text("1 row will be left out")
    asked.get_by_role("button", name="Confirm import").click()
    console.state(agent, "Completed with errors")
    name, text = console.downloaded(agent, "Rejected rows")
    assert name == "autumn-rejected-rows.csv"
    assert [(row["CustomerID"], row["ErrorCodes"]) for row in table(text)] == [("E-402", "E_POSTCODE_FORMAT")]
    assert stage.customer("E-401")["customer"]["name"] == ZADIE.name
    console.room(agent, "Import records")
    entry = console.rows(agent, "Upload history").filter(has_text="autumn.csv")
    expect(entry).to_contain_text("Completed with errors")
    expect(entry).to_contain_text(STAFF["agent"].name)


def test_an_upload_can_be_cancelled_and_then_changes_nothing(agent: Page, tmp_path: Path, stage: Stage) -> None:
    console.send_file(agent, file(tmp_path, "regretted.csv", dataset([LATER])))
    console.state(agent, "Waiting for confirmation")
    agent.get_by_role("button", name="Cancel upload").click()
    agent.get_by_role("dialog", name="Cancel this upload?").get_by_role("button", name="Cancel upload").click()
    console.state(agent, "Cancelled")
    assert stage.found("E-403") == []


def test_a_file_with_a_wrong_header_fails_as_a_whole_and_says_why(agent: Page, tmp_path: Path) -> None:
    wrong = dataset([ZADIE]).replace("Postcode", "Post Code")
    console.send_file(agent, file(tmp_path, "wrong.csv", wrong))
    console.state(agent, "Failed")
    expect(agent.get_by_role("main")).to_contain_text("Nothing was changed.")
    expect(agent.get_by_role("main")).to_contain_text("Post")


def test_a_spreadsheet_is_refused_before_it_is_sent(agent: Page, tmp_path: Path) -> None:
    console.room(agent, "Import records")
    agent.locator("input[type=file]").set_input_files(file(tmp_path, "records.xlsx", "not really"))
    expect(agent.get_by_role("alert")).to_contain_text("records.xlsx is not a CSV file")


def test_a_campaign_file_names_who_may_be_written_to_and_who_not(agent: Page, tmp_path: Path, stage: Stage) -> None:
    people = [ZADIE, HAMISH, EDITH]
    console.send_file(agent, file(tmp_path, "campaign.csv", dataset(people)))
    console.state(agent, "Waiting for confirmation")
    agent.get_by_role("button", name="Import & create records").click()
    agent.get_by_role("button", name="Confirm import").click()
    console.state(agent, "Completed")
    agent.get_by_role("button", name="Generate campaign file").click()
    expect(agent.get_by_role("button", name="Exclusions")).to_be_visible(timeout=console.CHECK_MS)
    expect(agent.get_by_role("main")).to_contain_text("Excluded: 2")
    [row] = table(console.downloaded(agent, "Campaign file")[1])
    assert (row["CustomerID"], row["PhoneNumber"]) == (ZADIE.customer_id, "+447700900401")
    assert row["AccessUrl"].startswith(f"{stage.url}/a/")
    excluded = {row["CustomerID"]: row["Reason"] for row in table(console.downloaded(agent, "Exclusions")[1])}
    assert excluded == {HAMISH.customer_id: "DO_NOT_CONTACT", EDITH.customer_id: "ZERO_BALANCE"}


def test_all_records_are_exported_and_downloaded(agent: Page) -> None:
    console.room(agent, "Export records")
    agent.get_by_role("button", name="Export current records").click()
    newest = console.rows(agent, "Exports").first
    expect(newest).to_contain_text("Ready", timeout=console.CHECK_MS)
    name, text = console.downloaded(agent, "Download the export of")
    assert name.startswith("customers-")
    exported = {row["AccountNumber"] for row in table(text)}
    assert {account.number for debtor in EVERYBODY for account in debtor.accounts} <= exported
