"""Debtors at work on the portal, the bank they pay at, and the payments' schedule: who gets no answer does the same again.

Hours later the session is over, the bank's page closed and a webhook's signature too old: a duplicate is then refused."""

from __future__ import annotations

from tests.faults.scenarios import Attempt, again, done, request, scenario
from tests.support.debtors import EVERYBODY, SIAN
from tests.support.http import Browser
from tests.support.world import World, facts


def _choosing(world: World) -> tuple[Browser, dict[str, str]]:
    """Siân on the pay page, and the form she is about to send."""
    world.add(*EVERYBODY)
    browser = world.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    return browser, {name: browser.hidden(name) for name in ("csrf", "payment_id", "full_pence")} | {"choice": "full"}


def at_the_bank(world: World) -> Browser:
    browser, form = _choosing(world)
    browser.post("/accounts/ACC-1/pay", form)
    return browser


@request("POST", "/a/{token}", exact=False)
def a_debtor_says_who_they_are(world: World) -> Attempt:
    world.add(*EVERYBODY)
    browser = world.browser()
    browser.get(f"/a/{world.token('C-1001')}")

    def say() -> None:
        person = again(browser)
        done(person.submit(**facts(SIAN)), 200)
        assert person.path == "/accounts"

    return say


@request("POST", "/sign-out")
def a_debtor_signs_out(world: World) -> Attempt:
    world.add(*EVERYBODY)
    browser = world.signed_in(SIAN)
    return lambda: done(again(browser).submit("/sign-out"), 200, 401)


@request("POST", "/pay")
def one_payment_for_two_accounts_is_started(world: World) -> Attempt:
    world.add(*EVERYBODY)
    browser = world.signed_in(SIAN)
    browser.get("/pay")
    form = {name: browser.hidden(name) for name in ("csrf", "payment_id")} | {"wish": "pay"}
    form |= {"number-1": "ACC-1", "amount-1": "20", "number-2": "ACC-2", "amount-2": "5.50"}
    return lambda: done(again(browser).post("/pay", form), 200, 401)


@request("POST", "/accounts/{number}/pay")
def a_payment_is_started(world: World) -> Attempt:
    browser, form = _choosing(world)
    return lambda: done(again(browser).post("/accounts/ACC-1/pay", form), 200, 401)


@request("POST", "/owed")
def a_debtor_asks_what_they_owed(world: World) -> Attempt:
    world.add(*EVERYBODY)
    browser = world.signed_in(SIAN)
    browser.get("/owed")
    form = {"csrf": browser.hidden("csrf"), "on-day": "20", "on-month": "11", "on-year": "2026"}
    return lambda: done(again(browser).post("/owed", form), 200, 401)


@request("POST", "/statement")
def a_debtor_asks_for_a_statement(world: World) -> Attempt:
    world.add(*EVERYBODY)
    browser = world.signed_in(SIAN)
    browser.get("/statement")
    form = {name: browser.hidden(name) for name in ("csrf", "account")} | {"wish": "download"}
    days = {f"{end}-{part}": text for end in ("from", "to") for part, text in (("day", "20"), ("month", "11"), ("year", "2026"))}
    return lambda: done(again(browser).post("/statement", form | days), 200, 401)


@request("POST", "/details/{detail}")
def a_debtor_changes_their_email(world: World) -> Attempt:
    world.add(*EVERYBODY)
    browser = world.signed_in(SIAN)
    browser.get("/details/email")
    form = {name: browser.hidden(name) for name in ("csrf", "command", "version")} | {"email": "sian.new@example.com"}
    return lambda: done(again(browser).post("/details/email", form), 200, 401)


@request("POST", "/sandbox/pay/{sealed}")
def the_bank_is_told_to_pay(world: World) -> Attempt:
    browser = at_the_bank(world)
    return lambda: done(again(browser).submit(outcome="pay"), 200, 401, 409)


@request("POST", "/webhooks/{provider}")
def the_bank_rings(world: World) -> Attempt:
    at_the_bank(world).submit(outcome="pay")
    body, headers = world.webhooks.pop()
    return lambda: done(world.ring(body, headers), 200, 400)


@request("POST", "/payments/{id}")
def the_debtor_asks_the_bank(world: World) -> Attempt:
    browser = at_the_bank(world)
    browser.submit(outcome="pay")
    world.webhooks.clear()
    return lambda: done(again(browser).submit("/payments/"), 200, 401)


@scenario("payment_sweep")
def a_payment_was_never_heard_of_again(world: World) -> Attempt:
    at_the_bank(world).submit(outcome="pay")
    world.webhooks.clear()
    world.wait(hours=2)
    return lambda: world.sweep("payment_sweep")


@scenario("payment_sweep")
def a_payment_was_given_up(world: World) -> Attempt:
    at_the_bank(world)
    world.wait(hours=2)
    return lambda: world.sweep("payment_sweep")
