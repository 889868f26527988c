"""Visitors' documents: the ones there are, the form that takes a file straight into quarantine, and how each stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from chalicelib.core.actor import Actor
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.ids import is_ulid, ulid
from chalicelib.files.model import LARGEST_BYTES, DocumentType
from chalicelib.files.tickets import Ask
from chalicelib.files.types import MEDIA_TYPES
from chalicelib.files.words import Notice
from chalicelib.portal import cards, pages
from chalicelib.portal import document_pages as models
from chalicelib.portal.problems import Problem
from chalicelib.portal.routes import Views
from chalicelib.records.model import Customer
from chalicelib.web.request import Request
from chalicelib.web.routes import Page, Routes, redirect

if TYPE_CHECKING:
    from chalicelib.files.service import Files, Sent
    from chalicelib.portal.service import Visitor

PROBLEMS = {Code.NOT_ALLOWED_NOW: Problem.DOCUMENTS_ENOUGH, Code.BUSY: Problem.DOCUMENTS_BUSY}
ACCEPTED = tuple(sorted(set(MEDIA_TYPES.values())))


def register(routes: Routes, files: Callable[[], Files], public_url: Callable[[], str], views: Views) -> None:
    def overview(request: Request, visitor: Visitor) -> Page:
        return _list(files(), views, visitor, views.customer(visitor))

    def begin(request: Request, visitor: Visitor) -> Page:
        """A ticket for one file. A double click, or going back and on again, leads to the same one."""
        customer, typed = views.customer(visitor), models.DocumentAnswers.read(request.form)
        refuse_if(not is_ulid(typed.command), Code.INVALID)
        if typed.shows not in set(DocumentType):
            return _list(files(), views, visitor, customer, typed, Problem.DOCUMENT_SHOWS_MISSING)
        ask = Ask(DocumentType(typed.shows), typed.account)
        try:
            file = files().expect(visitor.customer_key, ask, _actor(visitor), typed.command)
        except Refused as refusal:
            if refusal.code not in PROBLEMS:
                raise
            return _list(files(), views, visitor, customer, typed, PROBLEMS[refusal.code])
        return redirect(f"/documents/{file.id}")

    routes.page("GET", "/documents")(views.signed_in(overview))
    routes.page("POST", "/documents")(views.signed_in(begin))
    _register_one(routes, files, public_url, views)


def _register_one(routes: Routes, files: Callable[[], Files], public_url: Callable[[], str], views: Views) -> None:
    def show(request: Request, visitor: Visitor) -> Page:
        """The form while nothing has arrived, and after that how it stands. The form is signed here and stored nowhere."""
        customer, sent = views.customer(visitor), files().sent(visitor.customer_key, request.path["id"])
        document, command = _document(customer, sent), ulid(views.clock.now())
        if document.told is not Notice.AWAITED:
            return Page(pages.document(models.DocumentShown(views.frame(visitor), document, command)))
        form = files().form(sent.file, f"{public_url()}{document.path}/sent")
        page = models.SendDocument(views.frame(visitor), document, form, sent.file.expires_at, LARGEST_BYTES, ACCEPTED, command)
        address = urlsplit(form.url)
        return Page(pages.send_document(page), forms_lead_to=f"{address.scheme}://{address.netloc}")

    def back(request: Request, visitor: Visitor) -> Page:
        """Where the bucket sends the browser. It adds to the address where it put the file, which nobody needs there."""
        customer, sent = views.customer(visitor), files().sent(visitor.customer_key, request.path["id"])
        document = _document(customer, sent)
        if document.told is not Notice.AWAITED:
            return redirect(document.path)
        if request.query:
            return redirect(f"{document.path}/sent")
        return Page(pages.document(models.DocumentShown(views.frame(visitor), document, "", on_its_way=True)))

    def remove(request: Request, visitor: Visitor) -> Page:
        """Taken back, where nothing has come or it was not taken. What was taken in stays, and is shown instead."""
        views.customer(visitor)
        sent = files().sent(visitor.customer_key, request.path["id"])
        version, command = request.form.get("version", ""), request.form.get("command", "")
        refuse_if(not (is_ulid(command) and version.isascii() and version.isdigit()), Code.INVALID)
        if sent.notice not in models.REMOVABLE:
            return redirect(f"/documents/{sent.file.id}")
        files().delete(visitor.customer_key, sent.file.id, "", int(version[:10]), _actor(visitor), command)
        return redirect("/documents")

    routes.page("GET", "/documents/{id}")(views.signed_in(show))
    routes.page("POST", "/documents/{id}")(views.signed_in(remove))
    routes.page("GET", "/documents/{id}/sent")(views.signed_in(back))


def _actor(visitor: Visitor) -> Actor:
    return Actor.customer(visitor.customer_key)


def _list(
    files: Files,
    views: Views,
    visitor: Visitor,
    customer: Customer,
    typed: models.DocumentAnswers = models.DocumentAnswers(),  # noqa: B008  # frozen
    *problems: Problem,
) -> Page:
    """What was sent, and the form as it is now, with what was chosen; whatever comes back is a new command."""
    accounts = cards.account_cards(customer, views.clock)
    page = models.Documents(
        frame=views.frame(visitor),
        documents=[_document(customer, sent) for sent in files.of_customer(visitor.customer_key)],
        accounts=accounts if len(accounts) > 1 else (),
        command=ulid(views.clock.now()),
        answers=typed,
        problems=problems,
    )
    return Page(pages.documents(page))


def _document(customer: Customer, sent: Sent) -> models.Document:
    file = sent.file
    account = customer.accounts.get(file.account_number)
    return models.Document(
        id=file.id,
        shows=file.document_type,
        begun_at=file.created_at,
        told=sent.notice,
        account=file.account_number if account else "",
        account_name=f"{account.creditor} {account.number}" if account else "",
        name=file.name,
        version=file.version,
    )
