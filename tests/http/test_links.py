"""The personal link at the console: shown, replaced, revoked; and what it let in goes with it."""

from __future__ import annotations

import pytest

from tests.support.debtors import SIAN
from tests.support.world import World, facts

pytestmark = pytest.mark.feature("V5")


def link_of(here: World) -> dict[str, str]:
    shown: dict[str, str] = here.agent().get(f"/customers/{here.key('C-1001')}").json["link"]
    return shown


def command(here: World, path: str) -> int:
    customer = here.customer("C-1001")
    return here.agent().post(f"/customers/{customer.customer_key}{path}", {"version": customer.version}).status


@pytest.mark.parametrize("path", ["/link", "/link/revocation"])
def test_who_came_by_the_old_link_is_signed_out_at_once(here: World, path: str) -> None:
    browser = here.signed_in(SIAN)
    assert command(here, path) == 200
    assert browser.get("/accounts").status == 401
    assert browser.get("/accounts/ACC-1/pay").status == 401


def test_a_revoked_link_opens_nothing_and_is_not_shown(here: World) -> None:
    token = here.token("C-1001")
    assert link_of(here)["state"] == "LIVE"
    assert command(here, "/link/revocation") == 200
    shown = link_of(here)
    assert (shown["url"], shown["state"]) == ("", "REVOKED")
    for dead in (token, here.token("C-1001")):
        browser = here.browser("192.0.2.9")
        browser.get(f"/a/{dead}")
        browser.submit(**facts(SIAN))
        assert browser.path != "/accounts"


def test_after_a_revocation_a_new_link_can_be_made(here: World) -> None:
    assert command(here, "/link/revocation") == 200
    assert command(here, "/link") == 200
    assert link_of(here)["state"] == "LIVE"
    here.signed_in(SIAN)


def test_a_revocation_that_comes_too_late_changes_nothing(here: World) -> None:
    before = here.customer("C-1001")
    answer = here.agent().post(f"/customers/{before.customer_key}/link/revocation", {"version": before.version + 1})
    assert (answer.status, answer.code) == (409, "STALE")
    assert here.customer("C-1001") == before


def test_opening_the_link_at_the_console_begins_no_session(here: World) -> None:
    """A GET of the link changes nothing, whoever follows it: a member of staff, a preview robot, a mail scanner."""
    before = here.customer("C-1001")
    browser = here.browser()
    assert browser.get(f"/a/{here.token('C-1001')}").status == 200
    assert (browser.cookies, here.customer("C-1001")) == ({}, before)
