"""Somebody joins, is given a task, does it, and leaves: both screens side by side."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from chalicelib.core.passwords import new_password
from tests.e2e import console
from tests.e2e.browser import DESKTOP, barriers, visit
from tests.e2e.records import LEWIS
from tests.e2e.stage import STAFF, Stage
from tools import people
from tools.people import Person

pytestmark = pytest.mark.xdist_group("e2e")

NOTES = "Ring back after six about the second letter"


@pytest.fixture
def nells_desk(contexts: Callable[..., BrowserContext]) -> Page:
    return visit(contexts(viewport=DESKTOP, bypass_csp=True, reduced_motion="reduce"))


def saved(page: Page, words: str) -> None:
    """The dialog has closed, and the page says what was done."""
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text(words).first).to_be_visible()


def invite(page: Page, person: Person) -> None:
    console.room(page, "People")
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_label("Name", exact=True).fill(person.name)
    page.get_by_label("Email address").fill(person.email)
    assert barriers(page) == []
    page.get_by_role("button", name="Send the invitation").click()
    saved(page, f"{person.name} was invited")
    assert barriers(page) == []


def make_queue(page: Page, name: str, member: str) -> None:
    page.get_by_role("tab", name="Queues and groups").click()
    page.get_by_role("button", name="Create queue or group").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("dialog").get_by_role("button", name="Members").click()
    page.get_by_role("option", name=member).click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Create", exact=True).click()
    saved(page, f"{name} was created")
    assert barriers(page) == []


def give_task(page: Page, queue: str, member: str) -> None:
    console.open_customer(page, LEWIS.customer_id, LEWIS.name)
    console.tab(page, "Tasks")
    page.get_by_role("button", name="Create task").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Queue").click()
    page.get_by_role("option", name=queue).click()
    dialog.get_by_role("button", name="Person").click()
    page.get_by_role("option", name=member).click()
    dialog.get_by_label("Tags").last.fill("callback")
    dialog.get_by_label("Tags").last.press("Enter")
    dialog.get_by_label("Notes").fill(NOTES)
    assert barriers(page) == []
    dialog.get_by_role("button", name="Create task").click()
    saved(page, "The task was created.")
    expect(console.rows(page, "Tasks")).to_have_count(1)
    assert barriers(page) == []


def resolve_own_task(page: Page) -> None:
    console.room(page, "Tasks")
    expect(console.rows(page, "Tasks").filter(has_text=NOTES)).to_have_count(1)
    assert barriers(page) == []
    page.get_by_role("button", name=f"Resolve the task about {LEWIS.name}").click()
    page.get_by_label("What was done").fill("Spoke to them")
    assert barriers(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Resolve").click()
    saved(page, "The task is done.")
    expect(page.get_by_text("You have no tasks")).to_be_visible()
    page.get_by_role("button", name="Done", exact=True).click()
    expect(console.rows(page, "Tasks").filter(has_text="Spoke to them")).to_have_count(1)
    assert "show=DONE" in page.url


@pytest.mark.feature("TK1", "TK3", "TS1", "TS2", "O13")
def test_somebody_joins_does_a_task_and_leaves(
    inspected_desk: Page, nells_desk: Page, links: dict[str, str], stage: Stage
) -> None:
    nell = Person("nell.new@example.com", "Nell New", "agent", new_password(), chosen=False)
    console.sign_in(inspected_desk, stage.url, STAFF["admin"])
    invite(inspected_desk, nell)
    # What the invitation's mail says is for nobody else to read: the person's temporary password is set anew.
    people.create(stage.stack.outputs["UserPoolId"], nell)
    chosen = new_password()
    console.give_password(nells_desk, stage.url, nell)
    nells_desk.get_by_label("New password", exact=True).fill(chosen)
    nells_desk.get_by_label("New password again").fill(chosen)
    nells_desk.get_by_role("button", name="Save and continue").click()
    console.heading(nells_desk, "Customers")
    expect(nells_desk.get_by_role("link", name="People")).to_have_count(0)
    make_queue(inspected_desk, "Call backs", nell.name)
    give_task(inspected_desk, "Call backs", nell.name)
    resolve_own_task(nells_desk)

    console.room(inspected_desk, "People")
    row = console.rows(inspected_desk, "People").filter(has_text=nell.email)
    expect(row).to_contain_text("Has access")
    row.get_by_role("button", name=f"Actions for {nell.name}").click()
    inspected_desk.get_by_role("menuitem", name="Disable…").click()
    assert barriers(inspected_desk) == []
    inspected_desk.get_by_role("dialog").get_by_role("button", name="Disable").click()
    saved(inspected_desk, f"{nell.name} no longer has access.")
    nells_desk.reload()  # whatever is asked for next is refused
    console.heading(nells_desk, "Sign in")
    expect(nells_desk.get_by_text("Your session has ended.")).to_be_visible()
    console.give_password(nells_desk, stage.url, nell, chosen)
    expect(nells_desk.get_by_role("alert")).to_be_visible()
    console.heading(nells_desk, "Sign in")
