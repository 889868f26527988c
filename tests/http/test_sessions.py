"""What a session opens and for how long; other people's things look like none (checklist 4 to 7)."""

from __future__ import annotations

import pytest

from tests.support.debtors import MOHAMMED, SIAN
from tests.support.world import World, facts

# Sessions


def test_a_session_set_by_somebody_else_is_not_taken_over(here: World) -> None:
    browser = here.browser()
    browser.cookies["__Host-session"] = "planted-by-somebody-else-00000000"
    browser.get(f"/a/{here.token('C-1001')}")
    browser.submit(**facts(SIAN))
    assert browser.cookies["__Host-session"] != "planted-by-somebody-else-00000000"
    planted = here.browser()
    planted.cookies["__Host-session"] = "planted-by-somebody-else-00000000"
    assert planted.get("/accounts").status == 401


def test_signing_in_again_makes_another_session(here: World) -> None:
    first, second = here.signed_in(SIAN), here.signed_in(SIAN)
    assert first.cookies != second.cookies
    second.submit("/sign-out")
    assert first.get("/accounts").status == 200


def test_a_session_ends_after_a_quarter_of_an_hour_of_nothing(here: World) -> None:
    browser = here.signed_in(SIAN)
    here.wait(minutes=14, seconds=59)
    assert browser.get("/accounts").status == 200
    here.wait(minutes=15)
    assert browser.get("/accounts").status == 401
    assert browser.cookies == {}


def test_a_session_ends_after_an_hour_whatever_happens(here: World) -> None:
    browser = here.signed_in(SIAN)
    for _ in range(5):
        here.wait(minutes=11, seconds=59)
        assert browser.get("/accounts").status == 200
    here.wait(seconds=5)
    assert browser.get("/accounts").status == 401


# Other people's things


@pytest.mark.parametrize("number", ["ACC-3", "ACC-404", "..%2FACC-1", "%00"])
def test_another_customer_s_account_is_like_none(here: World, number: str) -> None:
    browser = here.signed_in(SIAN)
    page = browser.get(f"/accounts/{number}/pay")
    assert (page.status, page.body) == (404, browser.get("/accounts/NONE/pay").body)


def test_another_customer_s_payment_is_like_none(here: World) -> None:
    other = here.signed_in(MOHAMMED, "192.0.2.8")
    other.get("/accounts/ACC-3/pay")
    theirs = other.hidden("payment_id")
    other.submit(choice="full")
    browser = here.signed_in(SIAN)
    none = browser.get("/payments/01JD0000000000000000000000")
    assert none.status == 404
    page = browser.get(f"/payments/{theirs}")
    assert (page.status, page.body) == (404, none.body)
    browser.get("/accounts/ACC-1/pay")
    form = {"csrf": browser.hidden("csrf")}
    assert browser.post(f"/payments/{theirs}", form).status == 404
    stolen = form | {"payment_id": theirs, "choice": "other", "amount": "10.00", "full_pence": "0"}
    browser.follows = False
    assert browser.post("/accounts/ACC-3/pay", stolen).status == 404


def test_an_account_cannot_be_paid_under_another_customer_s_payment(here: World) -> None:
    """The same payment id in another customer's hands is another payment: neither sees the other's."""
    other = here.signed_in(MOHAMMED, "192.0.2.8")
    other.get("/accounts/ACC-3/pay")
    theirs = other.hidden("payment_id")
    other.submit(choice="full")
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    form = {"csrf": browser.hidden("csrf"), "payment_id": theirs, "choice": "other", "amount": "10.00", "full_pence": "0"}
    browser.post("/accounts/ACC-1/pay", form)
    assert "£10.00" in browser.text
    assert here.customer("C-1002").accounts["ACC-3"].available == 0
    assert here.customer("C-1001").accounts["ACC-1"].available == 6_000
