"""From a dropped file to customers with links, in memory."""

from __future__ import annotations

from chalicelib.core.ids import fingerprint
from chalicelib.imports.model import State
from chalicelib.ledger.rules import replay
from chalicelib.records.lookups import AccountLookup, TokenLookup, account_place, link_token, token_place
from tests.support.importing import AGENT, Importing, aoife, table


def test_a_dropped_file_becomes_customers_with_accounts_links_and_a_journal() -> None:
    world = Importing()

    upload = world.drop_rows(
        aoife(), aoife(AccountNumber="A-2", Balance="£1,250.50", PlanOption1Instalments="12", PlanOption1TotalAmount="1250.50")
    )

    assert upload.state is State.COMPLETED
    assert (upload.rows.total, upload.rows.new, upload.rows.rejected) == (2, 2, 0)
    customer = world.customer()
    assert customer.name == "Aoife O'Neill-Smith"
    assert (customer.postcode, customer.mobile_phone, customer.jurisdiction) == ("LS1 4DY", "+447700900123", "ENGLAND_WALES")
    assert customer.address == ("12 High Street", "Leeds")
    assert customer.owed == 135_050
    (entry,) = world.journal(customer)
    assert entry.balance_after == 135_050
    assert replay([entry]) == {c.ref: c.outstanding for a in customer.accounts.values() for c in a.claims.values()}
    token = link_token(world.keys.link("1"), customer.customer_key, 1)
    assert world.store.get(TokenLookup, token_place(fingerprint(token))) is not None
    owner = world.store.get(AccountLookup, account_place("A-2"))
    assert owner is not None
    assert owner.customer_key == customer.customer_key


def test_the_same_file_again_is_recognised_and_writes_nothing() -> None:
    world = Importing()
    world.drop_rows(aoife())
    before = world.written()

    again = world.drop_rows(aoife())

    assert again.state is State.FAILED
    assert again.failure is not None
    assert again.failure.code == "F_DUPLICATE_FILE"
    assert {k: v for k, v in world.written().items() if not k.pk.startswith("org#")} == {
        k: v for k, v in before.items() if not k.pk.startswith("org#")
    }


def test_a_corrected_file_updates_what_it_changes_and_leaves_the_rest() -> None:
    world = Importing()
    world.drop_rows(aoife(), aoife(CustomerID="C-2", AccountNumber="A-2"))
    untouched = world.customer("C-2")

    upload = world.drop_rows(aoife(MobilePhone="07700 900999", Balance="80.00"), aoife(CustomerID="C-2", AccountNumber="A-2"))

    assert (upload.rows.changed, upload.rows.unchanged) == (1, 1)
    assert world.customer().mobile_phone == "+447700900999"
    assert world.customer().owed == 8_000
    assert world.customer("C-2") == untouched


def test_an_upload_from_the_console_waits_for_confirmation() -> None:
    world = Importing()
    ticket, form = world.imports.ticket("my file.csv", 100, AGENT, "key-1")
    again, _ = world.imports.ticket("my file.csv", 100, AGENT, "key-1")
    assert ticket.id == again.id
    from chalicelib.imports import jobs

    jobs.check(world.event(form.fields["key"], table([aoife()])), world.imports)
    world.deliver()
    waiting = world.imports.get(ticket.id)
    assert waiting.state is State.AWAITING_CONFIRMATION
    assert waiting.rows.new == 1
    assert world.find("C-1") is None

    world.imports.confirm(ticket.id, waiting.confirmation, AGENT, "key-2")
    world.deliver()

    assert world.imports.get(ticket.id).state is State.COMPLETED
    assert world.customer().owed == 10_000
