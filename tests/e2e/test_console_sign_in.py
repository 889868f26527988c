"""The console's door, and what lies behind it for each role."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from chalicelib.core.passwords import new_password
from tests.e2e import console
from tests.e2e.records import LEWIS
from tests.e2e.stage import STAFF, Stage
from tools.console_api import Refused

pytestmark = pytest.mark.xdist_group("e2e")


@pytest.mark.parametrize(
    ("email", "password"), [("agent@example.com", "Wrong-password-1"), ("nobody@example.com", "Wrong-password-1")]
)
def test_a_wrong_password_and_an_unknown_address_are_refused_in_the_same_words(
    desk: Page, stage: Stage, email: str, password: str
) -> None:
    console.give_password(desk, stage.url, replace(STAFF["agent"], email=email), password)
    expect(desk.get_by_role("alert")).to_contain_text("The email address or the password is not right.")
    console.heading(desk, "Sign in")


def test_a_temporary_password_is_replaced_at_the_first_sign_in(desk: Page, stage: Stage) -> None:
    newcomer, chosen = STAFF["newcomer"], new_password()
    console.give_password(desk, stage.url, newcomer)
    console.heading(desk, "Choose your password")
    desk.get_by_label("New password", exact=True).fill("short")
    desk.get_by_label("New password again").fill("short")
    desk.get_by_role("button", name="Save and continue").click()
    expect(desk.get_by_text("The password does not meet every rule yet")).to_be_visible()
    desk.get_by_label("New password", exact=True).fill(chosen)
    desk.get_by_label("New password again").fill(chosen)
    desk.get_by_role("button", name="Save and continue").click()
    console.heading(desk, "Customers")
    console.sign_out(desk, newcomer)
    console.sign_in(desk, stage.url, replace(newcomer, password=chosen))


def test_whoever_signs_out_is_out(desk: Page, stage: Stage) -> None:
    console.sign_in(desk, stage.url, STAFF["agent"])
    console.room(desk, "Export records")
    console.sign_out(desk, STAFF["agent"])
    desk.goto(f"{stage.url}/console/exports")
    console.heading(desk, "Sign in")


def test_signing_in_leads_to_where_one_wanted_to_be(desk: Page, stage: Stage) -> None:
    desk.goto(f"{stage.url}/console/exports")
    console.heading(desk, "Sign in")
    desk.get_by_label("Email address").fill(STAFF["agent"].email)
    desk.get_by_label("Password", exact=True).fill(STAFF["agent"].password)
    desk.get_by_role("button", name="Sign in").click()
    console.heading(desk, "Export records")


def test_a_viewer_sees_records_but_no_link_and_may_change_nothing(desk: Page, links: dict[str, str], stage: Stage) -> None:
    console.sign_in(desk, stage.url, STAFF["viewer"])
    console.open_customer(desk, LEWIS.customer_id, LEWIS.name)
    expect(desk.get_by_text("Summary")).to_be_visible()
    expect(desk.get_by_role("heading", name="Personal link")).to_have_count(0)
    assert links[LEWIS.customer_id] not in desk.content()
    console.room(desk, "Import records")
    expect(desk.get_by_text("Your role can follow imports but not start them.")).to_be_visible()
    expect(desk.locator("input[type=file]")).to_have_count(0)
    console.room(desk, "Export records")
    expect(desk.get_by_role("button", name="Export current records")).to_have_count(0)


@pytest.mark.parametrize("path", ["/api/exports", "/api/uploads/01JD0000000000000000000000/campaign"])
def test_the_api_refuses_a_viewer_in_words(stage: Stage, path: str) -> None:
    with pytest.raises(Refused, match=r"403.*FORBIDDEN.*role"):
        stage.api("viewer").post(path, {})


def test_the_api_keeps_the_link_from_a_viewer(links: dict[str, str], stage: Stage) -> None:
    key = stage.customer(LEWIS.customer_id)["customer"]["customer_key"]
    assert stage.api("viewer").get(f"/api/customers/{key}")["link"] is None
