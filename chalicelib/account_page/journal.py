"""A customer's journal for the console: filtered, sorted, with a running balance, and what was owed on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from chalicelib.account_page.diary import Told
from chalicelib.account_page.views import ActorView
from chalicelib.activities.events import Event
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.ledger.model import Context, EntryType, LedgerAccount, Posting
from chalicelib.ledger.rules import owed_by
from chalicelib.ledger.viewing import JournalFilter, Line, Order, Owed, Window, lines, ordered, owed_on
from chalicelib.payments.model import payment_reference
from chalicelib.web.people import WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.account_page.service import Downloads
    from chalicelib.ledger.service import Journal
    from chalicelib.records.service import Customers

type Chosen = Annotated[Sequence[Annotated[str, Field(max_length=64)]], Field(max_length=200)]


class JournalFilters(View):
    """An account's lines or, without one, the customer's. An empty text among the chosen stands for lines without one."""

    account: Annotated[str, Field(max_length=64)] = ""
    claims: Chosen = ()
    products: Chosen = ()
    methods: Chosen = ()
    contexts: Annotated[Sequence[Context], Field(max_length=50)] = ()

    def asked(self) -> JournalFilter:
        return JournalFilter(frozenset(self.claims), frozenset(self.products), frozenset(self.methods), frozenset(self.contexts))

    def told(self) -> dict[str, str]:
        """The filters as the diary may show them."""
        chosen = {"Claims": self.claims, "Products": self.products, "Methods": self.methods, "Contexts": self.contexts}
        counts = {name: str(len(values)) for name, values in chosen.items() if values}
        return ({"Account": self.account} if self.account else {}) | counts


class JournalAsk(JournalFilters):
    """With a payment, the lines it was posted by."""

    order: Order = Order.DATE
    descending: bool = True
    after: Annotated[str, Field(max_length=20)] = ""
    limit: Literal[20, 50, 100, 1000] = 50
    payment_id: Annotated[str, Field(max_length=26)] = ""

    def asked(self) -> JournalFilter:
        return replace(super().asked(), payment_id=self.payment_id)


class LineView(View):
    """One posting of an entry, or what a memo tells of; a memo debits and credits nothing."""

    entry_id: str
    sequence: int
    line: int
    posted_at: datetime
    effective_date: date
    type: EntryType
    context: Context
    account_number: str | None
    claim: str | None
    product: str | None
    debit: LedgerAccount | None
    credit: LedgerAccount | None
    amount_pence: int
    owed_change_pence: int
    balance_after_pence: int
    payment_method: str | None
    payment_reference: str | None
    reason: str | None
    related_entry_id: str | None
    actor: ActorView

    @classmethod
    def of(cls, line: Line) -> LineView:
        entry, moved = line.entry, line.moved
        return cls(
            entry_id=entry.ref,
            sequence=entry.sequence,
            line=line.number,
            posted_at=entry.posted_at,
            effective_date=entry.effective_date,
            type=entry.type,
            context=entry.context,
            account_number=moved.account_number,
            claim=moved.claim,
            product=line.product,
            debit=moved.debit if isinstance(moved, Posting) else None,
            credit=moved.credit if isinstance(moved, Posting) else None,
            amount_pence=moved.amount,
            owed_change_pence=owed_by(moved) if isinstance(moved, Posting) else 0,
            balance_after_pence=line.balance_after,
            payment_method=entry.payment_method,
            payment_reference=payment_reference(entry.payment_id) if entry.payment_id else None,
            reason=entry.reason,
            related_entry_id=entry.related_entry,
            actor=ActorView(type=entry.actor_type, name=entry.actor_name),
        )


class JournalChoices(View):
    """What there is to filter by in the lines that were read; an empty text where some have none."""

    claims: Sequence[str]
    products: Sequence[str]
    methods: Sequence[str]
    contexts: Sequence[Context]


class JournalPage(View):
    """`debits_pence` and `credits_pence` are those of all lines that the filters leave, of every page. `earliest_sequence` is
    above 1 where a journal is longer than what is read; what is older is `brought_forward_pence`."""

    items: Sequence[LineView]
    after: str | None
    total: int
    debits_pence: int
    credits_pence: int
    earliest_sequence: int
    brought_forward_pence: int
    choices: JournalChoices


class OwedAsk(View):
    account: Annotated[str, Field(max_length=64)] = ""
    day: date


class OwedClaimView(View):
    account_number: str | None
    claim: str
    owed_pence: int


class OwedPage(View):
    """What was owed at the end of a day, and the lines that add up to it, oldest first."""

    day: date
    owed_pence: int
    brought_forward_pence: int
    claims: Sequence[OwedClaimView]
    lines: Sequence[LineView]

    @classmethod
    def of(cls, owed: Owed) -> OwedPage:
        return cls(
            day=owed.day,
            owed_pence=owed.total,
            brought_forward_pence=owed.brought_forward,
            claims=[OwedClaimView(account_number=n, claim=claim, owed_pence=pence) for n, claim, pence in owed.claims],
            lines=[LineView.of(line) for line in ordered(owed.lines, Order.DATE, descending=False)],
        )


def register(
    routes: Routes, customers: Callable[[], Customers], journal: Callable[[], Journal], downloads: Callable[[], Downloads]
) -> None:
    def window(customer_key: str, account: str) -> Window:
        customer = customers().get(customer_key)
        refuse_if(bool(account) and account not in customer.accounts, Code.NOT_FOUND)
        return journal().window(customer)

    @routes.api("POST", "/customers/{customer_key}/journal", body=JournalAsk, answer=JournalPage, asks=True)
    def customer_journal(call: Call[Nothing, JournalAsk]) -> JournalPage:
        """A page of journal lines that the filters leave, of the newest 5,000 entries"""
        return journal_page(window(call.path["customer_key"], call.body.account), call.body)

    @routes.api("POST", "/customers/{customer_key}/journal/owed", body=OwedAsk, answer=OwedPage, asks=True)
    def owed_on_a_day(call: Call[Nothing, OwedAsk]) -> OwedPage:
        """What was owed at the end of a day, and the journal lines behind the figure"""
        account = call.body.account
        return OwedPage.of(owed_on(window(call.path["customer_key"], account), call.body.day, account or None))

    @routes.api("POST", "/customers/{customer_key}/journal/downloads", body=JournalFilters, answer=Told, roles=WRITERS)
    def journal_download(call: Call[Nothing, JournalFilters]) -> Told:
        """Writes down that the journal is downloaded, before the console makes a file of it"""
        customer = customers().get(call.path["customer_key"])
        downloads().tell(Event.JOURNAL_DOWNLOADED, customer, call.body.told(), call.person.actor, call.key)
        return Told()


def journal_page(window: Window, ask: JournalAsk) -> JournalPage:
    """One page of the lines that are wanted. Raises Refused(BAD_CURSOR)."""
    newest, start = _cursor(ask.after) if ask.after else (window.customer.journal_sequence, 0)
    everything = [line for line in lines(window, ask.account or None) if line.entry.sequence <= newest]
    left = ordered(filter(ask.asked().leaves, everything), ask.order, descending=ask.descending)
    moved = [line.moved for line in left if isinstance(line.moved, Posting)]
    return JournalPage(
        items=[LineView.of(line) for line in left[start : start + ask.limit]],
        after=f"{newest}.{start + ask.limit}" if start + ask.limit < len(left) else None,
        total=len(left),
        debits_pence=sum(posting.amount for posting in moved if posting.debit),
        credits_pence=sum(posting.amount for posting in moved if posting.credit),
        earliest_sequence=window.entries[0].sequence if window.entries else 1,
        brought_forward_pence=window.opening(ask.account or None),
        choices=_choices(everything),
    )


def _cursor(after: str) -> tuple[int, int]:
    """The newest entry when the first page was read, so that later ones move nothing, and the first line wanted."""
    newest, _, start = after.partition(".")
    if not (newest.isascii() and newest.isdigit() and start.isascii() and start.isdigit()):
        raise Refused(Code.BAD_CURSOR)
    return int(newest), int(start)


def _choices(found: Iterable[Line]) -> JournalChoices:
    found = list(found)
    return JournalChoices(
        claims=sorted({line.claim or "" for line in found}),
        products=sorted({line.product or "" for line in found}),
        methods=sorted({line.entry.payment_method or "" for line in found}),
        contexts=sorted({line.entry.context for line in found}),
    )
