"""The reports of the daily check, for administrators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from chalicelib.auditing.model import FoundFault, JournalCheck
from chalicelib.auditing.replaying import Fault
from chalicelib.payments.suspense import SUSPENSE
from chalicelib.web.people import ADMINS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.auditing.service import Auditor


class FindingView(View):
    """What is wrong, with whose journal, at which of its entries where it is one entry's, and the two numbers that differ.
    Without a customer it is about the money of unknown payers."""

    fault: Fault
    customer_key: str
    sequence: int
    expected: int
    found: int

    @classmethod
    def of(cls, finding: FoundFault) -> FindingView:
        whose = "" if finding.customer_key == SUSPENSE else finding.customer_key
        return cls(**finding.model_dump() | {"customer_key": whose})


class JournalCheckView(View):
    """The check of a day. `digest_files` were signed and put where nobody can change them; `sums` are debits less credits of
    each ledger account in pence and add up to nothing; the first hundred of its `faults` are named."""

    day: date
    started_at: datetime
    finished_at: datetime | None
    customers: int
    entries: int
    owed_pence: int
    digest_files: int
    faults: int
    findings: Sequence[FindingView]
    sums: dict[str, int]

    @classmethod
    def of(cls, check: JournalCheck) -> JournalCheckView:
        shown = {name: getattr(check, name) for name in cls.model_fields if name in JournalCheck.model_fields}
        named = [FindingView.of(finding) for finding in check.findings]
        return cls(**shown | {"findings": named}, owed_pence=check.owed, digest_files=check.pieces)


class JournalChecks(View):
    """The last checks, the newest first; `overdue` says that none was finished for longer than a check may take."""

    items: Sequence[JournalCheckView]
    overdue: bool


def register(routes: Routes, auditor: Callable[[], Auditor]) -> None:
    @routes.api("GET", "/journal-checks", answer=JournalChecks, roles=ADMINS)
    def journal_checks(call: Call[Nothing, Nothing]) -> JournalChecks:
        """The last daily checks of everybody's money, and what they found"""
        checks = auditor().reports()
        return JournalChecks(items=[JournalCheckView.of(check) for check in checks], overdue=auditor().is_overdue(checks))
