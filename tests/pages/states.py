"""Every page of the portal in every state it can show, made-up throughout, with names that test the escaping."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from chalicelib.ledger.model import EntryType
from chalicelib.payments.ports import Method
from chalicelib.portal import pages
from chalicelib.portal.bank_pages import NO_CREDIT_CARD, mandate_page, payment_page
from chalicelib.portal.detail_pages import ChangeDetail, Detail, DetailAnswers, DetailSaved, Held, YourDetails
from chalicelib.portal.identity_page import Asked, IdentityAnswers, Verify
from chalicelib.portal.owed_page import STEPS, DayAnswers, OwedAccount, OwedOnDay, OwedThen, Step
from chalicelib.portal.page_models import AccountCard, Frame, Organisation, Overview, Pause, PaymentLine, PaymentState, Standing
from chalicelib.portal.payment_pages import InstalmentChoice, PaidPart, Pay, PayAnswers, Payment
from chalicelib.portal.plan_lines import Planned
from chalicelib.portal.promise_lines import Promised, PromiseLine
from chalicelib.portal.promise_pages import (
    AskPromise,
    ClaimChoice,
    PromiseAnswers,
    PromiseShown,
    PromiseState,
    ReviewPromise,
    Way,
)
from chalicelib.portal.several_pages import PaySeveral, Share, checked
from chalicelib.portal.theme import Brand
from chalicelib.portal.ways_pages import Agree, EndWay, Lodged, SavedWay, WayAnswers, WayPage, Ways, WayState
from chalicelib.portal.words import Problem
from chalicelib.settings.facts import COMPANY_CHOICES, INDIVIDUAL_CHOICES, Fact
from tests.pages.plan_states import plan_states
from tests.pages.statement_states import statement_states

ORGANISATION = Organisation(
    display_name="Northway",
    phone="020 7946 0123",
    email="support@example.com",
    opening_hours="Monday to Friday, 8am to 8pm",
)
OUTSIDE = Frame(ORGANISATION)
INSIDE = Frame(ORGANISATION, csrf="c" * 26)
NOON = datetime(2026, 5, 3, 11, 0, tzinfo=UTC)
PAYMENT_ID = "01JTA6Q4Z8R7M3N5K2W9X1Y0VB"

ENERGY = AccountCard("48868444", "Northway Energy", "Gas and electricity, 4 Mill Lane", 80059, date(2026, 5, 20), Standing.DUE)
WATER = AccountCard(
    "WTR/2291 77", "Severn Vale Water", "Water and drainage", 12040, date(2026, 3, 1), Standing.OVERDUE,
    payment_reference="SVW-2291-77",
)  # fmt: skip
HELD = AccountCard("60017722", "Kite Catalogue", "Catalogue account", 23500, None, Standing.ON_HOLD)
IN_FLIGHT = replace(ENERGY, in_flight_pence=4500)
BREATHING = replace(ENERGY, standing=Standing.PAUSED, quiet_pence=ENERGY.owed_pence, pause=Pause.MORATORIUM)
PAUSED = tuple(
    replace(BREATHING, number=f"4886844{n}", pause=pause)
    for n, pause in enumerate(Pause)
    if pause not in (Pause.HOLD, Pause.EXTINGUISHED)
)
EXTINGUISHED = replace(ENERGY, owed_pence=0, standing=Standing.PAUSED, pause=Pause.EXTINGUISHED)
ON_PLAN = replace(ENERGY, standing=Standing.PAUSED, quiet_pence=ENERGY.owed_pence, pause=Pause.PLAN)
PARTLY_DISPUTED = replace(ENERGY, quiet_pence=3000)
PAID = AccountCard("51200931", "Northway Gas", "", 0, None, Standing.PAID)
CLOSED = AccountCard("77120004", "Kite Catalogue", "Catalogue account", 0, None, Standing.CLOSED)

HOSTILE = "<script>alert(1)</script>\" onload='x' ${7*7} %(name)s & sons"
HOSTILE_ACCOUNT = AccountCard(HOSTILE, HOSTILE, HOSTILE, 100, None, Standing.DUE, payment_reference=HOSTILE)
WIDE_ACCOUNT = replace(ENERGY, creditor="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Housing Association")

PLANNED = Planned(frozenset({ON_PLAN.number}), frozenset({WATER.number}))


UNDER_WAY = PaymentLine(PAYMENT_ID, "PAY7K293D", "Northway Energy", 4500)


def paid(state: PaymentState, account: AccountCard = ENERGY, continue_url: str = "") -> str:
    return pages.payment(Payment(INSIDE, PAYMENT_ID, "PAY7K293D", 4500, state, NOON, account, continue_url))


def verify(*problems: Problem, **answers: str) -> str:
    return pages.verify(Verify(OUTSIDE, IdentityAnswers(**answers), problems))


EVERY_FACT = Asked(individual=INDIVIDUAL_CHOICES, company=COMPANY_CHOICES)
"""More than anybody would ask: every question that the settings can choose."""


def verify_every_fact(*problems: Problem, **answers: str) -> str:
    return pages.verify(Verify(OUTSIDE, IdentityAnswers(**answers), problems, EVERY_FACT))


def pay(
    *problems: Problem,
    account: AccountCard = ENERGY,
    choice: str = "",
    amount: str = "",
    instalment: InstalmentChoice | None = None,
) -> str:
    return pages.pay(Pay(INSIDE, account, PAYMENT_ID, 100, PayAnswers(choice, amount), problems, instalment, 30))


NEXT = InstalmentChoice(6_671, 1, date(2026, 6, 1), late=False)


def several(
    *problems: Problem, accounts: tuple[AccountCard, ...] = (ENERGY, WATER), typed: tuple[str, ...] = (), reviewed: bool = False
) -> str:
    texts = [*typed, *[""] * len(accounts)]
    shares = checked([Share(account, 100, text) for account, text in zip(accounts, texts, strict=False)])
    return pages.pay_several(PaySeveral(INSIDE, PAYMENT_ID, shares, problems, reviewed, 30))


def shared(state: PaymentState) -> str:
    parts = (PaidPart(ENERGY, 3000), PaidPart(WATER, 1500))
    return pages.payment(Payment(INSIDE, PAYMENT_ID, "PAY7K293D", 4500, state, NOON, ENERGY, parts=parts))


def went_back(state: PaymentState, pence: int = 4500) -> str:
    return pages.payment(Payment(INSIDE, PAYMENT_ID, "PAY7K293D", 4500, state, NOON, ENERGY, gone_pence=pence))


def overview(*accounts: AccountCard, payments: tuple[PaymentLine, ...] = (), name: str = "Siân O’Neill") -> str:
    return pages.overview(Overview(INSIDE, name, accounts, payments))


OWED_THEN = OwedThen(
    day=date(2026, 5, 3),
    total_pence=92_099,
    accounts=(OwedAccount("Northway Energy 48868444", 80_059), OwedAccount("Severn Vale Water WTR/2291 77", 12_040)),
    steps=tuple(
        Step(date(2026, 5, day), STEPS[kind], "Northway Energy 48868444", pence)
        for day, kind, pence in (
            (1, EntryType.OPENING, 92_599),
            (2, EntryType.FEE, 500),
            (2, EntryType.PROMISE, 0),
            (3, EntryType.PAYMENT, -1_000),
        )
    ),
)

OWED_BY_SOMEBODY_HOSTILE = replace(
    OWED_THEN, accounts=(OwedAccount(HOSTILE, 1),) * 2, steps=(replace(OWED_THEN.steps[0], account=HOSTILE),)
)


def owed(*problems: Problem, then: OwedThen | None = None, **typed: str) -> str:
    return pages.owed(OwedOnDay(INSIDE, DayAnswers(**typed), problems, then))


HELD_DETAILS = Held("Siân O’Neill", "si…@example.com", "123", ("1 Example Street", "Leeds", "LS1 4DY"))


def change(detail: Detail, *problems: Problem, held: Held = HELD_DETAILS, **answers: str) -> str:
    return pages.change_detail(ChangeDetail(INSIDE, detail, held, PAYMENT_ID, 7, DetailAnswers(**answers), problems))


def saved(detail: Detail, *lines: str, asked_next_time: bool = False) -> str:
    return pages.detail_saved(DetailSaved(INSIDE, detail, lines, asked_next_time))


PROMISE_DUE = date(2026, 5, 16)
FIRST_CLAIM = ClaimChoice("48868444-1", date(2026, 5, 20), 100, 80059)
LINE = PromiseLine(PAYMENT_ID, 5000, 0, PROMISE_DUE)
PROMISED = Promised({ENERGY.number: (LINE,), WATER.number: (replace(LINE, paid_pence=100),)}, frozenset({HELD.number}))


def ask_promise(*problems: Problem, claims: tuple[ClaimChoice, ...] = (FIRST_CLAIM,), **answers: str) -> str:
    account = HOSTILE_ACCOUNT if HOSTILE in answers.values() else ENERGY
    typed = PromiseAnswers(**answers)
    return pages.ask_promise(AskPromise(INSIDE, account, claims, date(2026, 6, 2), PAYMENT_ID, typed, problems))


def review_promise(method: Way | None = None, due: date = PROMISE_DUE, account: AccountCard = ENERGY) -> str:
    typed = PromiseAnswers(amount="50", day="16", month="5", year="2026")
    working = due.weekday() < 5
    return pages.review_promise(ReviewPromise(INSIDE, account, "48868444-1", 5000, due, method, PAYMENT_ID, typed, working))


def promise(state: PromiseState, paid_pence: int = 0, account: AccountCard = ENERGY) -> str:
    shown = PromiseShown(INSIDE, PAYMENT_ID, account, 5000, paid_pence, PROMISE_DUE, date(2026, 5, 19), state, False)
    return pages.promise(shown)


CARD = SavedWay(PAYMENT_ID, Method.CARD, WayState.READY, 5_000, "Visa", "4242", "2027-02")
DEBIT = SavedWay(
    PAYMENT_ID, Method.BACS, WayState.PAUSED, 120_000, "Example Bank", "0001", until=date(2026, 6, 1), plan="PLAN1 23456"
)
LODGED = (Lodged(5_000, date(2026, 5, 20)), Lodged(2_500, date(2026, 5, 27)))
HOSTILE_WAY = replace(CARD, brand=HOSTILE, last4=HOSTILE, plan=HOSTILE)


def ways(*problems: Problem, kept: tuple[SavedWay, ...] = (), can_add: bool = True, **typed: str) -> str:
    return pages.ways(Ways(INSIDE, kept, PAYMENT_ID, 92_099, WayAnswers(**typed), problems, can_add))


def agree(method: Method, notice_days: int = 10) -> str:
    return pages.agree_way(Agree(INSIDE, PAYMENT_ID, method, 5_000, notice_days))


def way(state: WayState, saved_way: SavedWay = CARD, continue_url: str = "") -> str:
    return pages.way(WayPage(INSIDE, replace(saved_way, state=state), continue_url))


def end_way(saved_way: SavedWay) -> str:
    return pages.end_way(EndWay(INSIDE, saved_way, PAYMENT_ID, 3))


STATES: dict[str, Callable[[], str]] = {
    "verify": verify,
    "verify-empty": lambda: verify(Problem.WHO_MISSING, Problem.POSTCODE_MISSING),
    "verify-myself-wrong": lambda: verify(
        Problem.DATE_OF_BIRTH_INVALID, Problem.POSTCODE_INVALID,
        who="myself", day="31", month="2", year="1980", postcode="LS1",
    ),
    "verify-myself-empty": lambda: verify(Problem.DATE_OF_BIRTH_MISSING, Problem.POSTCODE_MISSING, who="myself"),
    "verify-business-empty": lambda: verify(Problem.REFERENCE_MISSING, who="business", postcode="LS1 4AP"),
    "verify-every-fact": verify_every_fact,
    "verify-every-fact-empty": lambda: verify_every_fact(
        Problem.SURNAME_MISSING, Problem.DATE_OF_BIRTH_MISSING, Problem.ACCOUNT_NUMBER_MISSING,
        Problem.ACCOUNT_ENDING_MISSING, Problem.EMAIL_MISSING, Problem.POSTCODE_MISSING, who="myself",
    ),
    "verify-every-fact-wrong": lambda: verify_every_fact(
        Problem.ACCOUNT_ENDING_INVALID, Problem.EMAIL_INVALID,
        who="business", reference="01234567", account_number="48868444", account_ending="484444", email="help",
    ),
    "verify-same-for-both": lambda: pages.verify(
        Verify(OUTSIDE, asked=Asked((Fact.ACCOUNT_NUMBER, Fact.POSTCODE), (Fact.ACCOUNT_NUMBER, Fact.POSTCODE)))
    ),
    "verify-no-new-link": lambda: pages.verify(Verify(OUTSIDE, offers_link=False)),
    "verify-hostile": lambda: verify_every_fact(
        Problem.NO_MATCH, who="myself", surname=HOSTILE, account_number=HOSTILE, email=HOSTILE, postcode=HOSTILE
    ),
    "verify-no-match": lambda: verify(
        Problem.NO_MATCH, who="myself", day="3", month="2", year="1980", postcode="LS1 4AP"
    ),
    "overview": lambda: overview(ENERGY, WATER, HELD),
    "overview-one": lambda: overview(ENERGY),
    "overview-in-flight": lambda: overview(IN_FLIGHT, PAID, payments=(UNDER_WAY,)),
    "overview-nothing-owed": lambda: overview(PAID, CLOSED),
    "overview-no-accounts": overview,
    "overview-breathing-space": lambda: overview(BREATHING),
    "overview-every-pause": lambda: overview(ENERGY, *PAUSED, EXTINGUISHED),
    "overview-extinguished": lambda: overview(EXTINGUISHED),
    "overview-partly-disputed": lambda: overview(PARTLY_DISPUTED),
    "overview-wide": lambda: overview(WIDE_ACCOUNT),
    "overview-hostile": lambda: overview(HOSTILE_ACCOUNT, name=HOSTILE),
    "pay": pay,
    "pay-breathing-space": lambda: pay(account=BREATHING),
    "pay-partly-disputed": lambda: pay(account=PARTLY_DISPUTED),
    "pay-in-flight": lambda: pay(account=IN_FLIGHT),
    "pay-no-choice": lambda: pay(Problem.CHOICE_MISSING),
    "pay-no-amount": lambda: pay(Problem.AMOUNT_MISSING, choice="other"),
    "pay-bad-amount": lambda: pay(Problem.AMOUNT_INVALID, choice="other", amount="ten"),
    "pay-too-small": lambda: pay(Problem.AMOUNT_TOO_SMALL, choice="other", amount="0.50"),
    "pay-too-much": lambda: pay(Problem.MORE_THAN_OWED, choice="other", amount="9000"),
    "pay-too-little-online": lambda: pay(Problem.TOO_LITTLE_ONLINE, account=replace(ENERGY, owed_pence=20)),
    "pay-changed": lambda: pay(Problem.AMOUNT_CHANGED),
    "pay-no-provider": lambda: pay(Problem.PROVIDER_UNAVAILABLE, choice="full"),
    "pay-busy": lambda: pay(Problem.BUSY, choice="full"),
    "pay-instalment": lambda: pay(account=ON_PLAN, instalment=NEXT),
    "pay-instalment-taken": lambda: pay(account=ON_PLAN, instalment=replace(NEXT, accounts=2, taken=True)),
    "pay-instalment-late": lambda: pay(account=ON_PLAN, instalment=replace(NEXT, late=True)),
    "pay-instalments-late": lambda: pay(instalment=replace(NEXT, pence=13_342, count=2, late=True)),
    "pay-hostile": lambda: pay(
        Problem.AMOUNT_INVALID, account=HOSTILE_ACCOUNT, choice="other", amount=HOSTILE
    ),
    "several": several,
    "several-plan": lambda: several(accounts=(ON_PLAN, WATER)),
    "several-total": lambda: several(typed=("20", "15.50")),
    "several-wrong": lambda: several(typed=("ten", "9000")),
    "several-too-small": lambda: several(typed=("0.50",)),
    "several-none": lambda: several(Problem.NOTHING_CHOSEN),
    "several-too-little-online": lambda: several(Problem.TOO_LITTLE_ONLINE, typed=("0.20",)),
    "several-changed": lambda: several(Problem.AMOUNT_CHANGED, typed=("20",)),
    "several-paused": lambda: several(accounts=(ENERGY, BREATHING, IN_FLIGHT)),
    "several-review": lambda: several(typed=("20", "15.50"), reviewed=True),
    "several-hostile": lambda: several(accounts=(HOSTILE_ACCOUNT, ENERGY), typed=(HOSTILE,)),
    "several-review-hostile": lambda: several(accounts=(HOSTILE_ACCOUNT,), typed=("1",), reviewed=True),
    "payment-shared": lambda: shared(PaymentState.SETTLED),
    "payment-shared-failed": lambda: shared(PaymentState.FAILED),
    "payment-part-refunded": lambda: went_back(PaymentState.PART_REFUNDED, 1000),
    "payment-refunded": lambda: went_back(PaymentState.REFUNDED),
    "payment-disputed": lambda: went_back(PaymentState.DISPUTED),
    "payment-charged-back": lambda: went_back(PaymentState.CHARGED_BACK),
    "payment-returned": lambda: went_back(PaymentState.RETURNED),
    "payment-claimed-back": lambda: went_back(PaymentState.INDEMNITY_CLAIMED),
    "payment-created": lambda: paid(PaymentState.CREATED, IN_FLIGHT, "https://pay.example.com/session/1"),
    "payment-pending": lambda: paid(PaymentState.PENDING, IN_FLIGHT),
    "payment-by-direct-debit": lambda: pages.payment(
        Payment(INSIDE, PAYMENT_ID, "PAY7K293D", 4500, PaymentState.PENDING, NOON, IN_FLIGHT, by_direct_debit=True)
    ),
    "payment-settled": lambda: paid(PaymentState.SETTLED),
    "payment-settled-breathing-space": lambda: paid(PaymentState.SETTLED, BREATHING),
    "payment-settled-all": lambda: paid(PaymentState.SETTLED, PAID),
    "payment-failed": lambda: paid(PaymentState.FAILED),
    "payment-cancelled": lambda: paid(PaymentState.CANCELLED),
    "payment-expired": lambda: paid(PaymentState.EXPIRED),
    "payment-hostile": lambda: paid(PaymentState.SETTLED, HOSTILE_ACCOUNT),
    "owed": owed,
    "owed-then": lambda: owed(then=OWED_THEN),
    "owed-nothing": lambda: owed(then=OwedThen(date(2020, 5, 3), 0, (), ())),
    "owed-long": lambda: owed(then=replace(OWED_THEN, steps=OWED_THEN.steps * 40, before_pence=12_300)),
    "owed-no-day": lambda: owed(Problem.DAY_MISSING),
    "owed-bad-day": lambda: owed(Problem.DAY_INVALID, day="31", month="2", year="2026"),
    "owed-future-day": lambda: owed(Problem.DAY_IN_FUTURE, day="3", month="5", year="2099"),
    "owed-too-early": lambda: owed(Problem.DAY_TOO_EARLY, day="3", month="5", year="1999"),
    "owed-hostile": lambda: owed(Problem.DAY_INVALID, day=HOSTILE, then=OWED_BY_SOMEBODY_HOSTILE),
    **statement_states(INSIDE, ENERGY, WATER, EXTINGUISHED, HOSTILE_ACCOUNT),
    **plan_states(INSIDE, ENERGY, HOSTILE_ACCOUNT),
    "overview-plans": lambda: pages.overview(Overview(INSIDE, "Siân O’Neill", (ON_PLAN, WATER), planned=PLANNED)),
    "overview-promised": lambda: pages.overview(
        Overview(INSIDE, "Siân O’Neill", (ENERGY, WATER, HELD), promised=PROMISED)
    ),
    "promise-ask": ask_promise,
    "promise-ask-several": lambda: ask_promise(claims=(FIRST_CLAIM, replace(FIRST_CLAIM, ref="2", most_pence=500))),
    "promise-ask-empty": lambda: ask_promise(
        Problem.PROMISE_CLAIM_MISSING, Problem.AMOUNT_MISSING, Problem.PROMISE_DAY_MISSING,
        claims=(FIRST_CLAIM, replace(FIRST_CLAIM, ref="2", most_pence=500)),
    ),
    "promise-ask-wrong": lambda: ask_promise(
        Problem.AMOUNT_INVALID, Problem.PROMISE_DAY_INVALID, amount="ten", day="31", month="2", year="2026"
    ),
    "promise-ask-outside": lambda: ask_promise(
        Problem.MORE_THAN_OWED, Problem.PROMISE_DAY_OUTSIDE, amount="9000", day="1", month="2", year="2027", method="CASH"
    ),
    "promise-ask-too-small": lambda: ask_promise(Problem.AMOUNT_TOO_SMALL, amount="0.50"),
    "promise-ask-changed": lambda: ask_promise(Problem.PROMISE_CHANGED, amount="50"),
    "promise-ask-busy": lambda: ask_promise(Problem.PROMISE_BUSY, amount="50"),
    "promise-ask-hostile": lambda: ask_promise(Problem.AMOUNT_INVALID, amount=HOSTILE, day=HOSTILE, month="2", year="3"),
    "promise-review": review_promise,
    "promise-review-working-day": lambda: review_promise(Way.CARD, date(2026, 5, 15)),
    "promise-review-transfer": lambda: review_promise(Way.BANK_TRANSFER),
    "promise-review-cash": lambda: review_promise(Way.CASH),
    "promise-review-cheque": lambda: review_promise(Way.CHEQUE),
    "promise-review-hostile": lambda: review_promise(account=HOSTILE_ACCOUNT),
    "promise-open": lambda: promise(PromiseState.OPEN),
    "promise-open-part-paid": lambda: promise(PromiseState.OPEN, 1000),
    "promise-kept": lambda: promise(PromiseState.KEPT, 5000, PAID),
    "promise-part-kept": lambda: promise(PromiseState.PART_KEPT, 1000),
    "promise-broken": lambda: promise(PromiseState.BROKEN),
    "promise-invalidated": lambda: promise(PromiseState.INVALIDATED, 0, PAID),
    "promise-cancelled": lambda: promise(PromiseState.CANCELLED),
    "promise-superseded": lambda: promise(PromiseState.SUPERSEDED),
    "promise-hostile": lambda: promise(PromiseState.OPEN, 0, HOSTILE_ACCOUNT),
    "promise-off": lambda: pages.promise_off(INSIDE),
    "details": lambda: pages.your_details(YourDetails(INSIDE, HELD_DETAILS)),
    "details-none-held": lambda: pages.your_details(YourDetails(INSIDE, Held("Siân O’Neill", address=("LS1 4DY",)))),
    "details-hostile": lambda: pages.your_details(YourDetails(INSIDE, Held(HOSTILE, HOSTILE, HOSTILE, (HOSTILE,)))),
    "details-email": lambda: change(Detail.EMAIL),
    "details-email-first": lambda: change(Detail.EMAIL, held=Held("Siân O’Neill", address=("LS1 4DY",))),
    "details-email-empty": lambda: change(Detail.EMAIL, Problem.EMAIL_MISSING),
    "details-email-wrong": lambda: change(Detail.EMAIL, Problem.EMAIL_INVALID, email="sian.example.com"),
    "details-email-hostile": lambda: change(Detail.EMAIL, Problem.EMAIL_INVALID, email=HOSTILE),
    "details-mobile": lambda: change(Detail.MOBILE),
    "details-mobile-empty": lambda: change(Detail.MOBILE, Problem.MOBILE_MISSING),
    "details-mobile-wrong": lambda: change(Detail.MOBILE, Problem.MOBILE_INVALID, mobile="0113 496 0000"),
    "details-mobile-moved": lambda: change(Detail.MOBILE, Problem.DETAILS_MOVED, mobile="07700 900999"),
    "details-mobile-busy": lambda: change(Detail.MOBILE, Problem.DETAILS_BUSY, mobile="07700 900999"),
    "details-mobile-too-many": lambda: change(Detail.MOBILE, Problem.TOO_MANY_CHANGES, mobile="07700 900999"),
    "details-address": lambda: change(Detail.ADDRESS),
    "details-address-empty": lambda: change(
        Detail.ADDRESS, Problem.ADDRESS_MISSING, Problem.TOWN_MISSING, Problem.POSTCODE_MISSING
    ),
    "details-address-wrong": lambda: change(
        Detail.ADDRESS, Problem.LINE_1_INVALID, Problem.LINE_2_INVALID, Problem.TOWN_INVALID, Problem.COUNTY_INVALID,
        Problem.POSTCODE_INVALID, line_1="1 " * 40, line_2="2 " * 40, town="3 " * 40, county="4 " * 40, postcode="LS1",
    ),
    "details-email-saved": lambda: saved(Detail.EMAIL, "sian.new@example.com", asked_next_time=True),
    "details-mobile-saved": lambda: saved(Detail.MOBILE, "07700 900999"),
    "details-address-saved": lambda: saved(
        Detail.ADDRESS, "2 Example Road", "York", "YO1 7HH", asked_next_time=True
    ),
    "details-saved-hostile": lambda: saved(Detail.ADDRESS, HOSTILE),
    "ways-none": ways,
    "ways": lambda: ways(kept=(CARD, DEBIT, replace(CARD, state=WayState.UNFINISHED, brand="", last4=""))),
    "ways-enough": lambda: ways(kept=(CARD, replace(DEBIT, state=WayState.WAITING)), can_add=False),
    "ways-empty": lambda: ways(Problem.METHOD_MISSING, Problem.MOST_MISSING),
    "ways-wrong": lambda: ways(Problem.MOST_INVALID, method="CARD", most="fifty"),
    "ways-too-small": lambda: ways(Problem.MOST_TOO_SMALL, method="BACS", most="0.50"),
    "ways-no-provider": lambda: ways(Problem.WAYS_UNAVAILABLE, method="CARD", most="50"),
    "ways-busy": lambda: ways(Problem.WAYS_BUSY, method="CARD", most="50"),
    "ways-too-many": lambda: ways(Problem.WAYS_ENOUGH, method="CARD", most="50"),
    "ways-hostile": lambda: ways(Problem.MOST_INVALID, kept=(HOSTILE_WAY,), method=HOSTILE, most=HOSTILE),
    "ways-agree-card": lambda: agree(Method.CARD),
    "ways-agree-debit": lambda: agree(Method.BACS),
    "way-ready": lambda: way(WayState.READY),
    "way-unfinished": lambda: way(WayState.UNFINISHED, continue_url="https://pay.example.com/session/1"),
    "way-waiting": lambda: way(WayState.WAITING, DEBIT),
    "way-paused": lambda: way(WayState.PAUSED),
    "way-paused-until": lambda: way(WayState.PAUSED, DEBIT),
    "way-failed": lambda: way(WayState.FAILED),
    "way-expired": lambda: way(WayState.EXPIRED),
    "way-ended": lambda: way(WayState.ENDED, DEBIT),
    "way-hostile": lambda: way(WayState.READY, HOSTILE_WAY),
    "way-ended-but-lodged": lambda: way(WayState.ENDED, replace(DEBIT, lodged=LODGED[:1])),
    "way-end-lodged": lambda: end_way(replace(DEBIT, lodged=LODGED)),
    "way-end-card": lambda: end_way(CARD),
    "way-end-debit-of-a-plan": lambda: end_way(DEBIT),
    "way-end-hostile": lambda: end_way(HOSTILE_WAY),
    "help": lambda: pages.help_page(OUTSIDE),
    "help-signed-in": lambda: pages.help_page(INSIDE),
    "signed-out": lambda: pages.signed_out(OUTSIDE),
    "expired": lambda: pages.expired(OUTSIDE),
    "expired-was-paying": lambda: pages.expired(OUTSIDE, was_paying=True),
    "blocked": lambda: pages.blocked(OUTSIDE),
    "unsubscribe": lambda: pages.unsubscribe(OUTSIDE),
    "unsubscribed": lambda: pages.unsubscribed(OUTSIDE),
    "link-asked": lambda: pages.link_asked(OUTSIDE),
    "not-found": lambda: pages.not_found(OUTSIDE),
    "not-found-signed-in": lambda: pages.not_found(INSIDE),
    "stale": lambda: pages.stale(OUTSIDE),
    "stale-signed-in": lambda: pages.stale(INSIDE),
    "too-large": lambda: pages.too_large(INSIDE),
    "error": lambda: pages.error(OUTSIDE),
    "error-signed-in": lambda: pages.error(INSIDE),
    "home": lambda: pages.home(OUTSIDE),
    "sandbox": lambda: pages.sandbox(payment_page("/sandbox/sessions/s1", 4500, "Northway Energy", taken=False, brand=Brand())),
    "sandbox-credit-card": lambda: pages.sandbox(
        payment_page("/sandbox/sessions/s1", 4500, "Northway Energy", taken=False, brand=Brand(), refusal=NO_CREDIT_CARD)
    ),
    "sandbox-taken": lambda: pages.sandbox(payment_page("/sandbox/sessions/s1", 4500, "Northway", taken=True, brand=Brand())),
    "sandbox-card": lambda: pages.sandbox(mandate_page("/sandbox/sessions/s1", Method.CARD, brand=Brand())),
    "sandbox-bacs": lambda: pages.sandbox(mandate_page("/sandbox/sessions/s1", Method.BACS, brand=Brand())),
}  # fmt: skip
