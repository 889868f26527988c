"""Whatever files, payments and edits come in whatever order: the journal explains every balance, and what says nothing new
writes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Append, Changes, Key, Replace
from chalicelib.core.clock import london_day
from chalicelib.core.objects import Bucket
from chalicelib.imports import jobs
from chalicelib.imports.model import FileFormat, State
from chalicelib.ledger.model import Context, EntryType, LedgerAccount
from chalicelib.ledger.rules import clear, post, replay
from chalicelib.payments.model import Payment, Portion, Status
from chalicelib.records.model import Customer
from tests.support.importing import AGENT, Importing, aoife, table

OWNERS = {"A-1": "C-1", "A-2": "C-1", "A-3": "C-2"}
PENCE = st.integers(0, 30_000)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=12)


def pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02d}"


@st.composite
def rows_of_a_file(draw: st.DrawFn) -> list[dict[str, str]]:
    """A consistent file about some of the accounts."""
    rows = []
    shared = {
        customer: {
            "MobilePhone": draw(st.sampled_from(["07700 900123", "07400 123456", ""])),
            "Email": f"{customer.lower()}@example.com",
            "PreferredLanguage": draw(st.sampled_from(["", "en-GB", "cy-GB"])),
            "Tags": draw(st.sampled_from(["", "vip", "vip;batch7"])),
            "LastName": draw(st.sampled_from(["O'Neill", "D’Arcy", "E", "=cmd", "-1a", "'=x"])),
        }
        for customer in ("C-1", "C-2")
    }
    for number in draw(st.lists(st.sampled_from(sorted(OWNERS)), min_size=1, max_size=3, unique=True)):
        balance = draw(PENCE)
        row = aoife(CustomerID=OWNERS[number], AccountNumber=number, Balance=pounds(balance), **shared[OWNERS[number]])
        if draw(st.booleans()):
            interest = draw(st.integers(0, balance))
            row |= {"PrincipalAmount": pounds(balance - interest), "InterestAmount": pounds(interest), "FeesAmount": ""}
        row["AccountStatus"] = draw(st.sampled_from(["", "ACTIVE", "HOLD"]))
        row["CreditorName"] = draw(NAMES | st.just(""))
        if balance >= 1_000 and draw(st.booleans()):
            row |= {"PlanOption2Instalments": "3", "PlanOption2TotalAmount": pounds(balance)}
        rows.append(row)
    return rows


STEPS = st.lists(
    st.tuples(st.just("file"), rows_of_a_file())
    | st.tuples(st.just("pay"), st.tuples(st.sampled_from(sorted(OWNERS)), st.integers(1, 20_000)))
    | st.tuples(st.just("edit"), st.sampled_from(["+447700900555", "+447700900666"])),
    min_size=1,
    max_size=6,
)


def take(world: Importing, step: tuple[str, Any]) -> None:
    kind, what = step
    if kind == "file":
        world.drop(table(what) + b"\r\n" * len(world.imports.history().items))
    elif kind == "pay":
        pay(world, *what)
    elif (customer := world.find("C-1")) is not None:
        told = Diary(AGENT, world.clock.now()).tell(Event.CUSTOMER_UPDATED, customer.ref, stream=customer.customer_key)
        world.store.commit(Changes(Replace(customer.model_copy(update={"mobile_phone": what})), Append(told)))


def pay(world: Importing, number: str, pence: int) -> None:
    """A settled payment with its journal entry, as large as the account still owes."""
    customer = world.find(OWNERS[number])
    account = customer.accounts.get(number) if customer else None
    if customer is None or account is None or not account.balance.total:
        return
    world.clock.instant += timedelta(minutes=1)
    now, claim = world.clock.now(), account.claims[f"{number}-1"]
    parts = claim.outstanding.take(pence)
    claim = claim.model_copy(update={"outstanding": claim.outstanding - parts})
    account = account.model_copy(update={"claims": {claim.ref: claim}})
    customer = customer.model_copy(update={"accounts": customer.accounts | {number: account}})
    actor = Actor.provider("sandbox")
    reference = f"payment:{now.timestamp()}"
    customer, entries = post(
        customer,
        ref=reference,
        entry_type=EntryType.PAYMENT,
        context=Context.PORTAL,
        postings=clear(number, claim.ref, parts, LedgerAccount.CASH_CLEARING_CARD),
        actor=actor,
        now=now,
        effective=london_day(now),
    )
    told = Diary(actor, now).tell(Event.PAYMENT_SETTLED, customer.ref, stream=customer.customer_key)
    world.store.commit(Changes(Replace(customer), Append(told), *entries))
    paid = Payment(
        customer_key=customer.customer_key,
        id=f"01KJQ6TEP0{int(now.timestamp()):016d}",
        provider="sandbox",
        amount=parts.total,
        plan=(),
        allocations=(Portion(account_number=number, claim=claim.ref, amount=parts.total),),
        status=Status.SETTLED,
        created_at=now,
        settled_at=now,
    )
    world.store.put_all([paid])


def balances_are_the_journal_replayed(world: Importing) -> None:
    for customer in [entity for entity in world.store.items.values() if isinstance(entity, Customer)]:
        journal = world.journal(customer)
        owed = replay(journal)
        held = {c.ref: c.outstanding for a in customer.accounts.values() for c in a.claims.values()}
        assert {ref: parts for ref, parts in held.items() if parts.total} == {r: p for r, p in owed.items() if p.total}
        assert all(min(parts.model_dump().values()) >= 0 for parts in held.values())
        assert [entry.sequence for entry in journal] == list(range(1, customer.journal_sequence + 1))
        assert not journal or journal[-1].balance_after == customer.owed
        kept = [p.amount for entry in journal for p in entry.postings if p.credit is LedgerAccount.CUSTOMER_CREDIT]
        assert sum(kept) == customer.credit


def about_customers(world: Importing) -> dict[Key, Any]:
    """Records, journal, activities and look-ups; not what the organisation tells about its uploads."""
    return {key: entity for key, entity in world.written().items() if not key.pk.startswith("org#")}


@settings(max_examples=60, deadline=None)
@given(STEPS, rows_of_a_file())
def test_the_journal_explains_every_balance_and_a_repeated_file_writes_nothing(
    steps: list[tuple[str, Any]], last: list[dict[str, str]]
) -> None:
    world = Importing(Importing().settings.model_copy(update={"auto_confirm_rejected_percent": 100}))
    for step in steps:
        take(world, step)
        balances_are_the_journal_replayed(world)
    take(world, ("file", last))
    balances_are_the_journal_replayed(world)
    before = about_customers(world)

    take(world, ("file", last))

    assert world.newest.state in (State.COMPLETED, State.COMPLETED_WITH_ERRORS)
    assert (world.newest.rows.new, world.newest.rows.changed) == (0, 0)
    assert about_customers(world) == before


@pytest.mark.feature("I5", "I13")
@settings(max_examples=60, deadline=None)
@given(STEPS, st.sampled_from(FileFormat))
def test_an_export_that_comes_back_changes_nothing(steps: list[tuple[str, Any]], form: FileFormat) -> None:
    world = Importing(Importing().settings.model_copy(update={"auto_confirm_rejected_percent": 100}))
    take(world, ("file", [aoife()]))
    for step in steps:
        take(world, step)
    export = world.imports.start_export(form, AGENT, "key")
    while world.queues.sent:
        jobs.export(world.queues.sent.pop(0)[1], world.imports)
    content = world.objects.contents[Bucket.EXPORTS, f"exports/{export.id}/customers.{form.lower()}"]
    before = about_customers(world)

    upload = world.drop(content, f"export.{form.lower()}")

    assert upload.state is State.COMPLETED
    assert upload.rows.unchanged == upload.rows.total == world.imports.get_export(export.id).rows
    assert about_customers(world) == before


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_an_upload_with_an_answer(content: bytes, headed: bool) -> None:
    world = Importing()
    start = table([aoife()])

    upload = world.drop((start if headed else b"") + content)

    assert upload.state in (State.COMPLETED, State.AWAITING_CONFIRMATION, State.FAILED)
    assert (upload.failure is not None) == (upload.state is State.FAILED)
    if upload.state is State.FAILED:
        assert about_customers(world) == {}
        assert world.report(upload)[0]["HowToFix"]
