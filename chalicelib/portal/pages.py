"""The portal's pages: one function a page, values in, HTML text out. No I/O beyond reading templates and catalogues.

Every page needs this policy and no more:
`default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self' <provider's page>`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from chalicelib.portal import (
    bank_pages,
    detail_pages,
    document_pages,
    identity_page,
    owed_page,
    payment_pages,
    plan_pages,
    promise_pages,
    several_pages,
    statement_pages,
    ways_pages,
)
from chalicelib.portal import page_models as models
from chalicelib.portal.problems import EXPLANATIONS, Problem
from chalicelib.portal.theme import stylesheet
from chalicelib.portal.words import day, language_tag, money, offered, translations

_BLANK = re.compile(r"\n\s*")


def verify(page: identity_page.Verify) -> str:
    """Ask who the visitor is. The same bytes for every kind of link, unless the visitor's own answers differ."""
    return _render("verify", replace(page.frame, csrf=""), page=page, **_explained(page.frame, page.problems))


def overview(page: models.Overview) -> str:
    """Every account, what is owed, and how to pay or say that one cannot."""
    return _render("overview", page.frame, page=page)


def pay(page: payment_pages.Pay) -> str:
    """Choose how much to pay to one account."""
    limits = {
        "minimum": money(page.least_pence),
        "maximum": money(page.account.payable_pence),
        "online": money(page.online_pence),
    }
    return _render("pay", page.frame, page=page, **_explained(page.frame, page.problems, limits))


def pay_several(page: several_pages.PaySeveral) -> str:
    """Share one payment out over several accounts, or check it before it is made."""
    told = _told(page.frame, page.problems, {"online": money(page.online_pence)})
    for number, share in enumerate(page.shares, 1):
        if share.problem:
            limits = {"minimum": money(share.least_pence), "maximum": money(share.account.payable_pence)}
            words = translations(offered(page.frame.locale)).gettext(EXPLANATIONS[share.problem].words) % limits
            told.by_field[f"amount-{number}"] = words
            told.summary.append({"text": words, "href": f"#amount-{number}"})
    return _render("pay_several", page.frame, page=page, **told._asdict())


def payment(page: payment_pages.Payment) -> str:
    """Where a payment stands: a receipt, still waiting, or not paid. Always says whether money moved."""
    return _render("payment", page.frame, page=page)


def choose_plan(page: plan_pages.ChoosePlan) -> str:
    """Which of the plans that are offered."""
    return _render("plan_choose", page.frame, page=page, **_explained(page.frame, page.problems))


def when_plan(page: plan_pages.WhenPlan) -> str:
    """From when, on which day of the month, and how."""
    limits = {"first_day": day(page.first_day), "last_day": day(page.last_day)}
    return _render("plan_when", page.frame, page=page, **_explained(page.frame, page.problems, limits))


def review_plan(page: plan_pages.ReviewPlan) -> str:
    """The whole schedule once more, with the words to agree to."""
    return _render("plan_review", page.frame, page=page, **_explained(page.frame, page.problems))


def plan(page: plan_pages.PlanShown) -> str:
    """How a plan stands, and what can be changed about it."""
    limits = {"last_day": day(page.delay_until) if page.delay_until else ""}
    return _render("plan", page.frame, page=page, **_explained(page.frame, page.problems, limits))


def plan_off(frame: models.Frame) -> str:
    """No plan is offered online. Those that stand go on."""
    return _render("plan_off", frame)


def ask_promise(page: promise_pages.AskPromise) -> str:
    """How much somebody promises to pay, and until when."""
    limits = {"minimum": money(page.least_pence), "maximum": money(page.most_pence), "last_day": day(page.last_day)}
    return _render("promise_ask", page.frame, page=page, **_explained(page.frame, page.problems, limits))


def review_promise(page: promise_pages.ReviewPromise) -> str:
    """What is about to be promised, once more."""
    return _render("promise_review", page.frame, page=page)


def promise(page: promise_pages.PromiseShown) -> str:
    """How a promise stands, and taking it back."""
    return _render("promise", page.frame, page=page)


def promise_off(frame: models.Frame) -> str:
    """Promises are not offered online. Those that stand go on."""
    return _render("promise_off", frame)


def your_details(page: detail_pages.YourDetails) -> str:
    """What we hold about the visitor and how to change it."""
    return _render("your_details", page.frame, page=page)


def change_detail(page: detail_pages.ChangeDetail) -> str:
    """The form for one detail."""
    return _render("change_detail", page.frame, page=page, **_explained(page.frame, page.problems))


def detail_saved(page: detail_pages.DetailSaved) -> str:
    """One detail as it is held from now on."""
    return _render("detail_saved", page.frame, page=page)


def documents(page: document_pages.Documents) -> str:
    """The documents a customer has sent, and what another one is to show."""
    return _render("documents", page.frame, page=page, **_explained(page.frame, page.problems))


def send_document(page: document_pages.SendDocument) -> str:
    """The form for the file itself. It posts to the address of its own, not to us."""
    return _render("document_send", page.frame, page=page)


def document(page: document_pages.DocumentShown) -> str:
    """How a document stands, in words that tell its sender what to do and nothing of what was found."""
    return _render("document", page.frame, page=page)


def owed(page: owed_page.OwedOnDay) -> str:
    """What was owed on a day, and what that is made of."""
    return _render("owed", page.frame, page=page, **_explained(page.frame, page.problems))


def ways(page: ways_pages.Ways) -> str:
    """The saved ways to pay, and the form for another one."""
    return _render("ways", page.frame, page=page, **_explained(page.frame, page.problems))


def agree_way(page: ways_pages.Agree) -> str:
    """What somebody agrees to who saves a way to pay."""
    return _render("agree_way", page.frame, page=page)


def way(page: ways_pages.WayPage) -> str:
    """How one way to pay stands. Always says whether money moved."""
    return _render("way", page.frame, page=page)


def end_way(page: ways_pages.EndWay) -> str:
    """Whether a way to pay is to be ended, and what follows from that."""
    return _render("end_way", page.frame, page=page)


def statement(page: statement_pages.StatementPage) -> str:
    """What was owed before some days, all that moved in them, and what was owed at their end."""
    return _render("statement", page.frame, page=page, **_explained(page.frame, page.problems))


def help_page(frame: models.Frame) -> str:
    """How to reach people, and free independent advice. Signed in or not."""
    return _render("help", frame)


def signed_out(frame: models.Frame) -> str:
    """After signing out on purpose."""
    return _render("signed_out", frame)


def expired(frame: models.Frame, *, was_paying: bool = False) -> str:
    """The session is over: how to get back in.

    `was_paying` is for people coming back from the provider: this page does not know whether money moved, and says so.
    """
    return _render("expired", frame, was_paying=was_paying)


def blocked(frame: models.Frame) -> str:
    """Online access is paused for this customer: ask them to get in touch, without saying why."""
    return _render("blocked", frame)


def unsubscribe(frame: models.Frame) -> str:
    """Whether somebody really wants no more email: a mail program's one click skips this page."""
    return _render("unsubscribe", replace(frame, csrf=""), done=False)


def unsubscribed(frame: models.Frame) -> str:
    """No more email will come. The same for everybody."""
    return _render("unsubscribe", replace(frame, csrf=""), done=True)


def link_asked(frame: models.Frame) -> str:
    """A new link was asked for. The same for every kind of link, whether or not anything is sent."""
    return _render("link_asked", replace(frame, csrf=""))


def not_found(frame: models.Frame) -> str:
    """No such page, or not one this visitor may see: the two look the same."""
    return _render("not_found", frame)


def stale(frame: models.Frame) -> str:
    """A form was refused because its token was missing or old. Nothing was done."""
    return _render("stale", frame)


def too_large(frame: models.Frame) -> str:
    """More was sent than any form of ours holds."""
    return _render("too_large", frame)


def error(frame: models.Frame) -> str:
    """Something of ours went wrong."""
    return _render("error", frame)


def home(frame: models.Frame) -> str:
    """The bare address: says to use the link in the message, and nothing else."""
    return _render("home", frame)


def sandbox(page: bank_pages.BankPage) -> str:
    """A hosted page of the test provider, plainly labelled as a test."""
    nobody = models.Organisation(display_name="", phone="", email="", opening_hours="", brand=page.brand)
    return _render("sandbox", models.Frame(nobody, locale=page.locale), page=page)


class _Told(NamedTuple):
    """The words of the problems: by field for the inputs, and in order, with their anchors, for the summary."""

    by_field: dict[str, str]
    summary: list[dict[str, str]]


def _explained(frame: models.Frame, problems: tuple[Problem, ...], limits: dict[str, str] | None = None) -> dict[str, object]:
    return _told(frame, problems, limits)._asdict()


def _told(frame: models.Frame, problems: tuple[Problem, ...], limits: dict[str, str] | None = None) -> _Told:
    translate = translations(offered(frame.locale)).gettext
    texts = [(EXPLANATIONS[problem], translate(EXPLANATIONS[problem].words) % (limits or {})) for problem in problems]
    return _Told(
        {explanation.field: text for explanation, text in texts if explanation.field},
        [
            {"text": text, "href": f"#{explanation.anchor}"} if explanation.anchor else {"text": text}
            for explanation, text in texts
        ],
    )


def _render(template: str, frame: models.Frame, **values: object) -> str:
    """One page. Lines are joined without indentation: a fifth fewer bytes on a slow line."""
    # Every function of the stack imports this module, only one of them renders.
    from chalicelib.portal.templating import environment

    locale = offered(frame.locale)
    stylesheet_name, _ = stylesheet(frame.organisation.brand)
    html = (
        environment(locale)
        .get_template(f"{template}.html")
        .render(
            {"summary": [], "by_field": {}} | values,
            frame=frame,
            organisation=frame.organisation,
            lang=language_tag(locale),
            stylesheet=f"/static/{stylesheet_name}",
        )
    )
    return _BLANK.sub("\n", html)
