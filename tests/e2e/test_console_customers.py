"""Agents find a customer and see everything about them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import console, portal
from tests.e2e.records import LEWIS, NELL, OWEN, PRIYA, RUTH, WIDGETS, Debtor
from tests.e2e.stage import STAFF, Stage

pytestmark = pytest.mark.xdist_group("e2e")


@pytest.fixture
def agent(desk: Page, stage: Stage, links: dict[str, str]) -> Page:
    """An agent before the list of customers."""
    console.sign_in(desk, stage.url, STAFF["agent"])
    return desk


def test_the_list_is_sorted_by_name_and_turned_page_by_page(agent: Page) -> None:
    expect(console.rows(agent, "Customers")).to_have_count(20)
    first = console.rows(agent, "Customers").all_inner_texts()
    agent.get_by_role("button", name="Next page").click()
    expect(console.rows(agent, "Customers").first).not_to_have_text(first[0])
    second = console.rows(agent, "Customers").all_inner_texts()
    assert set(first).isdisjoint(second)
    assert "after=" in agent.url
    agent.get_by_role("button", name="Previous page").click()
    expect(console.rows(agent, "Customers")).to_have_text(first, use_inner_text=True)


@pytest.mark.feature("O1", "V4")
@pytest.mark.parametrize(
    ("by", "text", "found"),
    [
        ("Name starts with", "harp", LEWIS),
        ("Name starts with", "WIDGETS & s", WIDGETS),
        ("Customer ID", "E-109", LEWIS),
        ("Account number", "ACC-109", LEWIS),
        ("Phone", "07700 900109", LEWIS),
        ("Phone", "+44 7700 900 109", LEWIS),
        ("Email", "LEWIS@example.com", LEWIS),
        ("Postcode", "sw1a2aa", PRIYA),
    ],
)
def test_a_customer_is_found_by_what_one_knows_of_them(agent: Page, by: str, text: str, found: Debtor) -> None:
    console.search(agent, by, text)
    expect(console.rows(agent, "Customers")).to_have_count(1)
    expect(agent.get_by_role("link", name=found.name, exact=True)).to_be_visible()


def test_a_search_stands_in_the_address_and_can_be_cleared(agent: Page, stage: Stage) -> None:
    console.search(agent, "Customer ID", "no-such-customer")
    expect(agent.get_by_text("No customers match")).to_be_visible()
    assert "by=customer_id" in agent.url
    agent.reload()
    expect(agent.get_by_text("No customers match")).to_be_visible()
    expect(agent.get_by_role("searchbox", name="Search customers")).to_have_value("no-such-customer")
    agent.get_by_role("button", name="Clear search").first.click()
    expect(console.rows(agent, "Customers")).to_have_count(20)


def test_the_link_is_copied_and_opens_the_portal(agent: Page, links: dict[str, str]) -> None:
    console.open_customer(agent, OWEN.customer_id, OWEN.name)
    agent.get_by_role("button", name="Copy", exact=True).click()
    expect(agent.get_by_text(f"{OWEN.name}’s personal link was copied.")).to_be_visible()
    assert agent.evaluate("() => navigator.clipboard.readText()") == links[OWEN.customer_id]


@pytest.mark.feature("V8", "V11", "V12", "O13")
def test_what_is_paid_in_the_portal_shows_with_its_entry_and_activities(agent: Page, phone: Page, links: dict[str, str]) -> None:
    portal.enter(phone, links[OWEN.customer_id], OWEN)
    portal.pay(phone, "ACC-111", "60")
    portal.decide(phone, "Pay")
    portal.heading(phone, "Payment received")
    console.open_customer(agent, OWEN.customer_id, OWEN.name)
    console.tab(agent, "Payments")
    paid = console.rows(agent, "Payments").first
    expect(paid).to_contain_text("£60.00")
    expect(paid).to_contain_text("Settled")
    console.tab(agent, "Accounts")
    expect(console.rows(agent, "Accounts").filter(has_text="ACC-111")).to_contain_text(["£200.00", "£15.00"])
    agent.get_by_role("button", name="View details of account ACC-111", exact=True).click()
    dialog = agent.get_by_role("dialog", name="Account ACC-111")
    dialog.get_by_role("tab", name="Journal").click()
    entries = dialog.get_by_role("table", name="Journal")
    expect(entries).to_contain_text("Payment")
    expect(entries).to_contain_text("£60.00")
    expect(entries).to_contain_text("£200.00")
    dialog.get_by_role("button", name="Close").click()
    console.tab(agent, "Overview")
    tiles = agent.locator("li.activity")
    expect(tiles.filter(has_text="Payment settled")).to_have_count(1)
    expect(tiles.filter(has_text="Payment started")).to_contain_text("Customer")


@pytest.mark.feature("O2", "O6", "O11", "O12", "O13")
def test_tiles_open_one_by_one_and_by_group(agent: Page) -> None:
    console.open_customer(agent, RUTH.customer_id, RUTH.name)
    tile = agent.locator("li.activity").filter(has_text="Customer created")
    tile.get_by_role("button").click()
    expect(tile).to_contain_text("customers.csv")
    expect(tile).to_contain_text("Correlation")
    tile.get_by_role("button").click()
    expect(tile).not_to_contain_text("Correlation")
    group = agent.get_by_role("button", name="Accounts 1")
    group.click()
    expect(group).to_have_attribute("aria-pressed", "true")
    expect(agent.locator("li.activity").filter(has_text="Account created")).to_contain_text("Correlation")


def test_a_replaced_link_is_dead_and_the_new_one_lives(agent: Page, phone: Page, links: dict[str, str]) -> None:
    console.open_customer(agent, NELL.customer_id, NELL.name)
    agent.get_by_role("button", name="Replace link").click()
    asked = agent.get_by_role("dialog", name="Replace the personal link?")
    asked.get_by_role("button", name="Replace link").click()
    expect(agent.get_by_text(f"{NELL.name} has a new personal link.")).to_be_visible()
    address = agent.get_by_role("textbox", name="Address")
    expect(address).not_to_have_value(links[NELL.customer_id])
    phone.goto(links[NELL.customer_id])
    portal.answer(phone, NELL)
    expect(phone.get_by_role("alert")).to_contain_text("this link is no longer active")
    portal.enter(phone, address.input_value(), NELL)


@pytest.mark.feature("V4")
def test_an_unknown_customer_is_said_to_be_unknown(agent: Page, stage: Stage) -> None:
    agent.goto(f"{stage.url}/console/customers/aaaaaaaaaaaaaaaaaaaaaaaaaa")
    expect(agent.get_by_text("We cannot find that customer.")).to_be_visible()
