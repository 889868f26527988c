"""Requests at work, and the payments' schedule: a person who gets no answer does the same again.

Hours later the session is over, the bank's page closed and a webhook's signature too old: a duplicate is then refused."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.core.actor import Channel
from chalicelib.core.ids import ulid
from chalicelib.imports.model import State, Upload
from chalicelib.payments.model import Payment
from chalicelib.payments.movements import mark_place
from chalicelib.plans.model import PlanClaim, PlanRequest, Terms
from chalicelib.records.accounts import Frequency
from chalicelib.records.model import Customer
from chalicelib.settings.model import SettingsValues
from tests.faults.import_scenarios import THIRD, imported, newest_upload
from tests.faults.scenarios import Attempt, again, done, request, scenario
from tests.support.debtors import EVERYBODY, SIAN
from tests.support.files import FIRST, SECOND
from tests.support.harness import die_after
from tests.support.http import Browser
from tests.support.world import World, facts

KEY = "6f1c2d9e-0000-4000-8000-000000000001"


def _awaiting(world: World) -> Upload:
    """An upload that waits for a person."""
    world.deliver("inbox", world.drop("second.csv", SECOND))
    world.pump()
    upload = newest_upload(world)
    assert upload.state is State.AWAITING_CONFIRMATION
    return upload


def _named(name: str) -> dict[str, object]:
    """Settings with another display name."""
    return SettingsValues(display_name=name).model_dump(mode="json")


def _choosing(world: World) -> tuple[Browser, dict[str, str]]:
    """Siân on the pay page, and the form she is about to send."""
    world.add(*EVERYBODY)
    browser = world.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    return browser, {name: browser.hidden(name) for name in ("csrf", "payment_id", "full_pence")} | {"choice": "full"}


def _at_the_bank(world: World) -> Browser:
    browser, form = _choosing(world)
    browser.post("/accounts/ACC-1/pay", form)
    return browser


@request("POST", "/api/uploads/{id}/confirm")
def an_import_is_confirmed(world: World) -> Attempt:
    upload = _awaiting(world)
    return lambda: done(world.agent().post(f"/uploads/{upload.id}/confirm", {"token": upload.confirmation}, KEY), 200)


@request("POST", "/api/uploads/{id}/confirm")
def an_import_is_confirmed_while_another_runs(world: World) -> Attempt:
    upload = _awaiting(world)
    world.deliver("inbox", world.drop("third.csv", THIRD))
    return lambda: done(world.agent().post(f"/uploads/{upload.id}/confirm", {"token": upload.confirmation}, KEY), 200)


@request("POST", "/api/uploads/{id}/check-again")
def a_waiting_upload_is_checked_again(world: World) -> Attempt:
    upload = _awaiting(world)
    return lambda: done(world.agent().post(f"/uploads/{upload.id}/check-again", {"version": upload.version}, KEY), 201)


@request("POST", "/api/uploads/{id}/cancel")
def an_import_is_cancelled(world: World) -> Attempt:
    upload = _awaiting(world)
    return lambda: done(world.agent().post(f"/uploads/{upload.id}/cancel", {"version": upload.version}, KEY), 200)


@request("POST", "/api/uploads")
def a_ticket_is_asked_for(world: World) -> Attempt:
    ask = {"filename": "customers.csv", "size_bytes": len(FIRST)}
    return lambda: done(world.agent().post("/uploads", ask, KEY), 201)


@request("POST", "/api/uploads/{id}/campaign")
def a_campaign_is_asked_for(world: World) -> Attempt:
    imported(world)
    upload = newest_upload(world).id
    return lambda: done(world.agent().post(f"/uploads/{upload}/campaign", {}, KEY), 202)


@request("POST", "/api/campaigns")
def a_campaign_of_everybody_is_asked_for(world: World) -> Attempt:
    imported(world)
    return lambda: done(world.agent().post("/campaigns", {"filters": {}}, KEY), 202)


@request("POST", "/api/campaigns/counts")
def a_count_is_asked_for(world: World) -> Attempt:
    imported(world)
    return lambda: done(world.agent().post("/campaigns/counts", {"filters": {}}, KEY), 202)


@request("POST", "/api/exports")
def an_export_is_asked_for(world: World) -> Attempt:
    imported(world)
    return lambda: done(world.agent().post("/exports", {}, KEY), 202)


@request("POST", "/api/customers/{customer_key}/link")
def a_link_is_replaced(world: World) -> Attempt:
    world.add(*EVERYBODY)
    customer = world.customer("C-1001")
    path, body = f"/customers/{customer.customer_key}/link", {"version": customer.version}
    return lambda: done(world.agent().post(path, body, KEY), 200)


@request("POST", "/api/settings")
def settings_are_saved(world: World) -> Attempt:
    ask = {"version": 0, "note": "A new name", "settings": _named("Example Accounts")}
    return lambda: done(world.agent("admin").post("/settings", ask, KEY), 200)


@request("POST", "/api/settings/revert")
def settings_are_put_back(world: World) -> Attempt:
    done(world.agent("admin").post("/settings", {"version": 0, "settings": _named("Example Accounts")}), 200)
    return lambda: done(world.agent("admin").post("/settings/revert", {"number": 0, "version": 1}, KEY), 200)


def _ended(world: World, ending: str) -> Attempt:
    customer = world.customer("C-1001")
    body = {"version": customer.version, "ending": ending, "reason": "ERASURE_REQUEST", "confirm": "C-1001"}
    return lambda: done(world.agent("admin").post(f"/customers/{customer.customer_key}/end", body, KEY), 202)


@request("POST", "/api/customers/{customer_key}/end")
def a_customer_is_deleted(world: World) -> Attempt:
    world.add(*EVERYBODY)
    return _ended(world, "DELETE")


@request("POST", "/api/customers/{customer_key}/end")
def a_customer_who_is_paying_is_anonymised(world: World) -> Attempt:
    _at_the_bank(world).submit(outcome="pay")
    return _ended(world, "ANONYMISE")


@scenario("journal_check")
def the_journal_is_checked(world: World) -> Attempt:
    """With money that waits for its customer, and a payment from before reports were made of movements."""
    _at_the_bank(world).submit(outcome="pay")
    world.deliver_webhooks()
    today = world.clock.now().date().isoformat()
    money = {"id": ulid(world.clock.now()), "amount_pence": 500, "method": "CASH", "received_on": today}
    done(world.agent().post("/receipts", money, KEY), 201)
    [payment] = world.entities().all(Payment)
    wiring.store().put_all([payment.model_copy(update={"movements": ()})])
    wiring.store().remove_all([mark_place(payment.customer_key, payment.id, "capture")])
    return lambda: world.sweep("journal_check")


@scenario("removal_sweep")
def a_removal_died_right_after_it_began(world: World) -> Attempt:
    world.add(*EVERYBODY)
    die_after("TransactWriteItems", _ended(world, "DELETE"))
    return lambda: world.sweep("removal_sweep")


@scenario("removal_sweep")
def an_anonymised_customer_is_still_being_forgotten(world: World) -> Attempt:
    """With a promise, a plan that was asked for, a way to pay that is being set up, and a payer's words on recorded money."""
    browser = _at_the_bank(world)
    browser.submit(outcome="pay")
    world.deliver_webhooks()
    browser.get("/ways-to-pay")
    browser.submit(method="CARD", most="50")
    browser.submit()
    path, today = f"/customers/{world.key('C-1001')}", world.clock.now().date().isoformat()
    promise = {"account_number": "ACC-2", "claim": "ACC-2-1", "amount_pence": 2_000, "due": today}
    done(world.agent().post(f"{path}/promises", promise, KEY), 201)
    money = {"id": ulid(world.clock.now()), "amount_pence": 500, "method": "CASH", "received_on": today, "reference": "From me"}
    done(world.agent().post(f"{path}/payments", money, f"{KEY}m"), 201)
    wiring.store().put_all([_asked_for(world)])
    die_after("TransactWriteItems", _ended(world, "ANONYMISE"))
    return lambda: world.sweep("removal_sweep")


def _asked_for(world: World) -> PlanRequest:
    """A plan that waits for somebody who accepts it."""
    now = world.clock.now()
    return PlanRequest(
        customer_key=world.key("C-1001"),
        id=ulid(now),
        terms=Terms(total=4_000, instalments=4, frequency=Frequency.MONTHLY, start=now.date()),
        claims=(PlanClaim(account_number="ACC-2", claim="ACC-2-1", amount=4_000),),
        balance=4_000,
        channel=Channel.PORTAL,
        asked_by="Customer",
    )


@request("POST", "/api/customers/{customer_key}/link/revocation")
def a_link_is_revoked(world: World) -> Attempt:
    world.add(*EVERYBODY)
    customer = world.customer("C-1001")
    path, body = f"/customers/{customer.customer_key}/link/revocation", {"version": customer.version}
    return lambda: done(world.agent().post(path, body, KEY), 200)


def _changed(world: World, what: str, **body: object) -> Attempt:
    world.add(*EVERYBODY)
    customer = world.customer("C-1001")
    path, sent = f"/customers/{customer.customer_key}/{what}", {"version": customer.version, **body}
    return lambda: done(world.agent().post(path, sent, KEY), 200)


@request("POST", "/api/customers/{customer_key}/details")
def contact_details_are_corrected(world: World) -> Attempt:
    home = {"address": ["1 Example Street", "Leeds"], "postcode": "LS1 4DZ", "language": "en-GB"}
    return _changed(world, "details", mobile_phone="07700 900999", **home)


@request("POST", "/api/customers/{customer_key}/contact-checks")
def a_number_is_found_to_lead_nowhere(world: World) -> Attempt:
    return _changed(world, "contact-checks", point="mobile_phone", validity="INVALID", reason="NOT_IN_SERVICE", note="No tone")


@request("POST", "/api/customers/{customer_key}/status")
def a_customer_is_blocked(world: World) -> Attempt:
    return _changed(world, "status", status="BLOCKED", reason="IDENTITY_IN_DOUBT", until="2026-11-27")


@request("POST", "/api/customers/{customer_key}/journal/downloads")
def an_agent_takes_the_journal_away(world: World) -> Attempt:
    world.add(*EVERYBODY)
    path = f"/customers/{world.key('C-1001')}/journal/downloads"
    return lambda: done(world.agent().post(path, {"claims": ["ACC-1-1"]}, KEY), 200)


@request("POST", "/api/customers/{customer_key}/diary/downloads")
def a_diary_is_downloaded(world: World) -> Attempt:
    world.add(*EVERYBODY)
    path = f"/customers/{world.key('C-1001')}/diary/downloads"
    return lambda: done(world.agent().post(path, {"first_day": "2026-11-20"}, KEY), 200)


@scenario("status_sweep")
def the_day_of_a_block_has_come(world: World) -> Attempt:
    _changed(world, "status", status="BLOCKED", reason="IDENTITY_IN_DOUBT", until="2026-11-22")()
    world.wait(days=3)
    return lambda: world.sweep("status_sweep")


@request("POST", "/api/customers/{customer_key}/holds")
def a_hold_is_placed(world: World) -> Attempt:
    world.add(*EVERYBODY)
    customer = world.customer("C-1001")
    ask = {"version": customer.version, "kind": "BREATHING_SPACE", "reason": "The register told us"}
    return lambda: done(world.agent().post(f"/customers/{customer.customer_key}/holds", ask, KEY), 201)


def _held(world: World, **hold: str) -> tuple[str, Customer]:
    """Siân under a hold, and its address."""
    world.add(*EVERYBODY)
    path = f"/customers/{world.key('C-1001')}/holds"
    version = world.customer("C-1001").version
    done(world.agent().post(path, {"version": version, "reason": "They wrote", **hold}), 201)
    customer = world.customer("C-1001")
    return f"{path}/{customer.holds[0].id}", customer


@request("POST", "/api/customers/{customer_key}/holds/{id}/end")
def a_hold_is_extended(world: World) -> Attempt:
    path, customer = _held(world, kind="DEBT_ADVICE")
    ask = {"version": customer.version, "end": "2027-01-31", "reason": "They need longer"}
    return lambda: done(world.agent().post(f"{path}/end", ask, KEY), 200)


@request("POST", "/api/customers/{customer_key}/holds/{id}/lift")
def a_hold_is_lifted(world: World) -> Attempt:
    path, customer = _held(world, kind="DISPUTE", account="ACC-1")
    ask = {"version": customer.version, "reason": "Settled with them"}
    return lambda: done(world.agent().post(f"{path}/lift", ask, KEY), 200)


@request("POST", "/api/customers/{customer_key}/preferences")
def an_opt_out_is_written_down(world: World) -> Attempt:
    return _changed(world, "preferences", sms_opt_out=True, reason="They called")


@scenario("status_sweep")
def the_last_day_of_a_hold_has_passed(world: World) -> Attempt:
    _held(world, kind="BREATHING_SPACE", end="2026-11-22")
    world.wait(days=3)
    return lambda: world.sweep("status_sweep")


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
    browser = _at_the_bank(world)
    return lambda: done(again(browser).submit(outcome="pay"), 200, 401, 409)


@request("POST", "/webhooks/{provider}")
def the_bank_rings(world: World) -> Attempt:
    _at_the_bank(world).submit(outcome="pay")
    body, headers = world.webhooks.pop()
    return lambda: done(world.ring(body, headers), 200, 400)


@request("POST", "/payments/{id}")
def the_debtor_asks_the_bank(world: World) -> Attempt:
    browser = _at_the_bank(world)
    browser.submit(outcome="pay")
    world.webhooks.clear()
    return lambda: done(again(browser).submit("/payments/"), 200, 401)


@scenario("payment_sweep")
def a_payment_was_never_heard_of_again(world: World) -> Attempt:
    _at_the_bank(world).submit(outcome="pay")
    world.webhooks.clear()
    world.wait(hours=2)
    return lambda: world.sweep("payment_sweep")


@scenario("payment_sweep")
def a_payment_was_given_up(world: World) -> Attempt:
    _at_the_bank(world)
    world.wait(hours=2)
    return lambda: world.sweep("payment_sweep")
