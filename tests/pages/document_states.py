"""The pages of a customer's documents in every state they can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.core.objects import UploadForm
from chalicelib.files.model import LARGEST_BYTES, DocumentType
from chalicelib.files.service import UNLISTED
from chalicelib.files.words import Notice
from chalicelib.portal import pages
from chalicelib.portal.document_pages import Document, DocumentAnswers, Documents, DocumentShown, SendDocument
from chalicelib.portal.page_models import AccountCard
from chalicelib.portal.problems import Problem
from tests.pages.cast import ENERGY, HOSTILE, HOSTILE_ACCOUNT, INSIDE, NOON, PAYMENT_ID, WATER

PAYSLIP = Document(PAYMENT_ID, DocumentType.INCOME, NOON, Notice.RECEIVED, "48868444", "Northway Energy 48868444", "payslip.pdf")
HOSTILE_DOCUMENT = replace(PAYSLIP, account=HOSTILE, account_name=HOSTILE, name=HOSTILE)
FORM = UploadForm(
    "https://quarantine.s3.eu-west-2.amazonaws.com/", {"key": "k/f", "Content-Type": "application/octet-stream", "policy": "e30="}
)
MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png")


def documents(
    *problems: Problem, kept: tuple[Document, ...] = (), accounts: tuple[AccountCard, ...] = (ENERGY, WATER), **answers: str
) -> str:
    return pages.documents(Documents(INSIDE, kept, accounts, PAYMENT_ID, DocumentAnswers(**answers), problems))


def send(document: Document) -> str:
    waiting = replace(document, told=Notice.AWAITED)
    return pages.send_document(SendDocument(INSIDE, waiting, FORM, NOON, LARGEST_BYTES, MEDIA_TYPES, PAYMENT_ID))


def document(told: Notice, whose: Document = PAYSLIP, *, on_its_way: bool = False) -> str:
    return pages.document(DocumentShown(INSIDE, replace(whose, told=told), PAYMENT_ID, on_its_way))


EVERY_KIND = tuple(replace(PAYSLIP, shows=kind, account_name="", name="", told=Notice.CHECKING) for kind in DocumentType)
LISTED = tuple(told for told in Notice if told not in UNLISTED)
EVERY_TOLD = tuple(replace(PAYSLIP, told=told) for told in LISTED)

DOCUMENT_STATES: dict[str, Callable[[], str]] = {
    "documents-none": documents,
    "documents": lambda: documents(kept=(PAYSLIP,)),
    "documents-every-kind": lambda: documents(kept=EVERY_KIND, accounts=()),
    "documents-every-state": lambda: documents(kept=EVERY_TOLD),
    "documents-empty": lambda: documents(Problem.DOCUMENT_SHOWS_MISSING, account="48868444"),
    "documents-enough": lambda: documents(Problem.DOCUMENTS_ENOUGH, shows="INCOME"),
    "documents-busy": lambda: documents(Problem.DOCUMENTS_BUSY, shows="DISPUTE", account="48868444"),
    "documents-hostile": lambda: documents(kept=(HOSTILE_DOCUMENT,), accounts=(HOSTILE_ACCOUNT, ENERGY), shows=HOSTILE),
    "document-send": lambda: send(PAYSLIP),
    "document-send-hostile": lambda: send(HOSTILE_DOCUMENT),
    "document-on-its-way": lambda: document(Notice.AWAITED, on_its_way=True),
    **{f"document-{told.lower()}": (lambda told=told: document(told)) for told in Notice if told is not Notice.AWAITED},
    "document-received-hostile": lambda: document(Notice.RECEIVED, HOSTILE_DOCUMENT),
    "document-refused-hostile": lambda: document(Notice.NOT_ACCEPTED, HOSTILE_DOCUMENT),
}
