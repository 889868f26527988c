"""Files go in and come out: uploads with their preview, campaign files, exports."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import console
from tests.e2e.records import EDITH, EVERYBODY, HAMISH, Account, Debtor, dataset
from tests.e2e.stage import STAFF, Stage

pytestmark = pytest.mark.xdist_group("e2e")

ZADIE = Debtor("E-401", "Zadie", "Quill", (Account("ACC-401", "12.00"),))
FAULTY = Debtor("E-402", "Ivo", "Quill", (Account("ACC-402", "99.00"),), postcode="not a postcode")
PRIYA = Debtor("E-404", "Priya", "Quill", (Account("ACC-404", "44.00"),))
LATE = Debtor("E-407", "Enid", "Quill", (Account("ACC-407", "70.00"),))
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


@pytest.mark.feature("I10", "I14", "I18")
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


@pytest.mark.feature("I2", "I10", "I12")
def test_what_would_change_is_shown_value_by_value_before_it_is_confirmed(agent: Page, tmp_path: Path, stage: Stage) -> None:
    stage.imported("before.csv", dataset([PRIYA]))
    moved = replace(PRIYA, last_name="Quill-Banerjee", accounts=(Account("ACC-404", "40.00"), Account("ACC-405", "5.00")))
    console.send_file(agent, file(tmp_path, "after.csv", dataset([moved])))
    console.state(agent, "Waiting for confirmation")
    changes = console.rows(agent, "What would change")
    expect(changes).to_have_count(3)
    expect(changes.filter(has_text="LastName")).to_contain_text("Quill-Banerjee")
    expect(changes.filter(has_text="ACC-404")).to_contain_text("44.00")
    expect(changes.filter(has_text="ACC-405")).to_contain_text("New account")
    agent.get_by_role("button", name="Show All changes").click()
    agent.get_by_role("option", name="New account (1)").click()
    expect(changes).to_have_count(1)
    agent.reload()
    expect(changes).to_have_count(1)
    expect(changes).to_contain_text("ACC-405")
    name, text = console.downloaded(agent, "Download all")
    assert (name, len(table(text))) == ("after-differences.csv", 3)
    agent.get_by_role("button", name="Import & create records").click()
    agent.get_by_role("button", name="Confirm import").click()
    console.state(agent, "Completed")
    assert stage.customer(PRIYA.customer_id)["customer"]["name"] == "Priya Quill-Banerjee"


@pytest.mark.feature("I21")
def test_a_dropped_file_older_than_one_that_is_in_is_taken_only_when_somebody_insists(agent: Page, stage: Stage) -> None:
    newer, older = (replace(LATE, accounts=(Account("ACC-407", balance),)) for balance in ("70.00", "80.00"))
    assert stage.imported("2026-11-02-09-00-00.csv", dataset([newer]))["state"] == "COMPLETED"
    late = stage.imported("2026-11-01-09-00-00.csv", dataset([older]))
    assert (late["state"], late["failure"]["code"]) == ("FAILED", "F_STALE_FILE")
    agent.goto(f"{stage.url}/console/imports/{late['id']}")
    agent.get_by_role("button", name="Import it anyway").click()
    console.state(agent, "Waiting for confirmation")
    agent.get_by_role("button", name="Import & create records").click()
    agent.get_by_role("button", name="Confirm import").click()
    console.state(agent, "Completed")
    assert stage.customer(LATE.customer_id)["customer"]["owed_pence"] == 8000


@pytest.mark.feature("I10", "I14")
def test_a_preview_that_was_left_is_found_again_and_the_history_is_filtered(agent: Page, tmp_path: Path) -> None:
    console.send_file(agent, file(tmp_path, "left.csv", dataset([LATER])))
    console.state(agent, "Waiting for confirmation")
    console.room(agent, "Import records")
    agent.get_by_role("button", name="Status Any status").click()
    agent.get_by_role("option", name="Waiting for confirmation").click()
    expect(console.rows(agent, "Upload history").filter(has_text="left.csv")).to_have_count(1)
    agent.get_by_role("button", name="From Everywhere").click()
    agent.get_by_role("option", name="Dropped in storage").click()
    expect(console.rows(agent, "Upload history").filter(has_text="left.csv")).to_have_count(0)
    agent.get_by_role("link", name="Look at left.csv and decide").click()
    agent.get_by_role("button", name="Cancel upload").click()
    agent.get_by_role("dialog").get_by_role("button", name="Cancel upload").click()
    console.state(agent, "Cancelled")


@pytest.mark.feature("I1", "I6")
def test_a_workbook_that_is_none_fails_as_a_whole_and_says_why(agent: Page, tmp_path: Path) -> None:
    console.send_file(agent, file(tmp_path, "records.xlsx", "not really"))
    console.state(agent, "Failed")
    expect(agent.get_by_role("main")).to_contain_text("Nothing was changed.")
    name, text = console.downloaded(agent, "Report")
    assert (name, len(table(text))) == ("records-report.csv", 1)


def test_a_file_of_another_kind_is_refused_before_it_is_sent(agent: Page, tmp_path: Path) -> None:
    console.room(agent, "Import records")
    agent.locator("input[type=file]").set_input_files(file(tmp_path, "records.pdf", "not really"))
    expect(agent.get_by_role("alert")).to_contain_text("records.pdf is neither a CSV file nor an Excel workbook")


@pytest.mark.feature("I3", "I4")
def test_the_template_and_the_sample_are_downloaded_and_the_sample_can_be_looked_at(agent: Page, tmp_path: Path) -> None:
    console.room(agent, "Import records")
    name, text = console.downloaded(agent, "Download the template as CSV")
    assert name.endswith(".csv")
    assert "AccountNumber" in text.splitlines()[0]
    with agent.expect_download() as started:
        agent.get_by_role("button", name="Download the sample as Excel").click()
    sample = tmp_path / started.value.suggested_filename
    started.value.save_as(sample)
    console.send_file(agent, sample)
    console.state(agent, "Waiting for confirmation")
    assert console.counts(agent)["Rejected"] == "0"


@pytest.mark.feature("I16")
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


@pytest.mark.feature("I5")
def test_all_records_are_exported_and_downloaded(agent: Page) -> None:
    console.room(agent, "Export records")
    agent.get_by_role("button", name="Export current records").click()
    newest = console.rows(agent, "Exports").first
    expect(newest).to_contain_text("Ready", timeout=console.CHECK_MS)
    name, text = console.downloaded(agent, "Download the export of")
    assert name.startswith("customers-")
    exported = {row["AccountNumber"] for row in table(text)}
    assert {account.number for debtor in EVERYBODY for account in debtor.accounts} <= exported
