"""What the pages show on which a customer sends documents: the ones there are, the form for one, and how it stands.

Never what was found in a file: the sender is told whether it was taken, and what to do when it was not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from chalicelib.core.objects import UploadForm
from chalicelib.files.model import DocumentType
from chalicelib.files.words import CAUSES, Notice
from chalicelib.portal.page_models import AccountCard, Frame, typed
from chalicelib.portal.problems import Problem

LONGEST_NUMBER = 100


REFUSED = frozenset({Notice.NOT_ACCEPTED, *(cause.notice for cause in CAUSES)})
REMOVABLE = REFUSED | {Notice.AWAITED, Notice.DELAYED}
"""What its sender may take back. What was taken in stays: it may be why something was decided."""


@dataclass(frozen=True, slots=True)
class DocumentAnswers:
    """What was chosen before a document is sent. `command` makes a double click one document."""

    shows: str = ""
    account: str = ""
    command: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> DocumentAnswers:
        """The answers in a posted form, in fields of the same names."""
        return cls(typed(form, "shows"), typed(form, "account", LONGEST_NUMBER), typed(form, "command"))


@dataclass(frozen=True, slots=True)
class Document:
    """One document. `account_name` is empty for one that is about no account in particular, `name` where the file has not
    arrived or had none."""

    id: str
    shows: DocumentType
    begun_at: datetime
    told: Notice
    account: str = ""
    account_name: str = ""
    name: str = ""
    version: int = 0

    @property
    def refused(self) -> bool:
        return self.told in REFUSED

    @property
    def again(self) -> bool:
        """Whether the same document is to be sent once more."""
        return self.refused or self.told is Notice.TOO_LATE

    @property
    def path(self) -> str:
        return f"/documents/{quote(self.id, safe='')}"


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents there are, newest first, and the form for another one."""

    frame: Frame
    documents: Sequence[Document]
    accounts: Sequence[AccountCard]
    command: str
    answers: DocumentAnswers = DocumentAnswers()
    problems: tuple[Problem, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether no more are taken today."""
        return Problem.DOCUMENTS_ENOUGH in self.problems


@dataclass(frozen=True, slots=True)
class SendDocument:
    """The form that takes one file from the browser straight to where it waits to be checked. It works until an instant."""

    frame: Frame
    document: Document
    form: UploadForm
    works_until: datetime
    largest_bytes: int
    media_types: Sequence[str]
    command: str

    @property
    def accept(self) -> str:
        """What a phone offers to choose from."""
        return ",".join(self.media_types)

    @property
    def largest_megabytes(self) -> int:
        return self.largest_bytes // (1024 * 1024)


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """How one document stands. `on_its_way` for somebody who has just sent it, and we have not seen it yet; `command` is for
    sending it once more, or removing it."""

    frame: Frame
    document: Document
    command: str
    on_its_way: bool = False

    @property
    def may_remove(self) -> bool:
        return self.document.told in REMOVABLE and not self.on_its_way
