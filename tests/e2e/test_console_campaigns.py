"""From filters to a file: an agent counts a segment, makes its campaign, takes the files, and comes back to the filters."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import console
from tests.e2e.records import Account, Debtor, dataset
from tests.e2e.stage import STAFF, Stage

pytestmark = pytest.mark.xdist_group("e2e")

TAGGED = {"Portfolio": "Journeys"}
OWES = Debtor("E-451", "Marnie", "Quill", (Account("ACC-451", "321.00", more=TAGGED),), mobile="07700 900451")
LITTLE = Debtor("E-452", "Otto", "Quill", (Account("ACC-452", "3.00", more=TAGGED),), mobile="07700 900452")
SILENT = Debtor(
    "E-453", "Wren", "Quill", (Account("ACC-453", "321.00", more=TAGGED | {"DoNotContact": "Y"}),), mobile="07700 900453"
)


@pytest.fixture(scope="module")
def quills(stage: Stage, links: dict[str, str]) -> None:
    stage.imported("quills.csv", dataset([OWES, LITTLE, SILENT]))


@pytest.fixture
def agent(desk: Page, stage: Stage, quills: None) -> Page:
    console.sign_in(desk, stage.url, STAFF["agent"])
    console.room(desk, "Campaigns")
    return desk


def ids(page: Page, row: Locator, button: str) -> list[str]:
    """Whom the file holds that this button of a row downloads."""
    with page.expect_download() as started:
        row.get_by_role("button", name=button).click()
    text = started.value.path().read_text(encoding="utf-8-sig")
    return [line["CustomerID"] for line in csv.DictReader(io.StringIO(text))]


@pytest.mark.feature("R8", "R9", "I17")
def test_a_segment_is_counted_made_and_downloaded(agent: Page) -> None:
    agent.get_by_label("Portfolios").fill("Journeys")
    agent.get_by_label("Balance at least (£)").fill("100")
    agent.get_by_label("Balance at least (£)").press("Enter")
    main = agent.get_by_role("main")
    expect(main).to_contain_text("1 customer would be in the campaign file", timeout=console.CHECK_MS)
    expect(main).to_contain_text("Do not contact: 1")
    agent.get_by_role("button", name="Generate campaign file").click()
    newest = console.rows(agent, "Campaigns").first
    expect(newest).to_contain_text("Ready", timeout=console.CHECK_MS)
    expect(newest).to_contain_text("Balance: at least £100.00")
    assert ids(agent, newest, "Download the campaign file of") == [OWES.customer_id]
    assert ids(agent, newest, "Download the exclusions of") == [SILENT.customer_id]
    agent.reload()
    expect(agent.get_by_label("Balance at least (£)")).to_have_value("100")


@pytest.mark.feature("R8")
def test_a_segment_of_nobody_is_explained_and_an_upside_down_range_is_not_asked(agent: Page) -> None:
    agent.get_by_label("Portfolios").fill("No such portfolio")
    agent.get_by_role("button", name="Count customers").click()
    expect(agent.get_by_role("main")).to_contain_text("No customer matches these filters", timeout=console.CHECK_MS)
    agent.get_by_role("button", name="Clear filters").click()
    agent.get_by_label("Balance at least (£)").fill("20")
    agent.get_by_label("Balance at most (£)").fill("10")
    expect(agent.get_by_text("This is less than the lower amount.")).to_be_visible()
    expect(agent.get_by_role("button", name="Generate campaign file")).to_be_disabled()
