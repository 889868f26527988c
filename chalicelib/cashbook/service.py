"""The cashbook of one organisation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chalicelib.cashbook import listing, reporting
from chalicelib.cashbook.model import CreditorReport, Listing, PaymentFilter
from chalicelib.cashbook.walking import Stretch, stretch
from chalicelib.core.actor import Actor
from chalicelib.core.clock import Clock
from chalicelib.core.keys import Keys
from chalicelib.core.objects import Objects
from chalicelib.core.queues import Queues
from chalicelib.core.store import Store
from chalicelib.imports.desk import Desk
from chalicelib.settings.model import Settings

PAGE_PAYMENTS = 50


class Cashbook:
    """Payments of all customers: looked at page by page, or worked through by jobs."""

    def __init__(
        self,
        store: Store,
        objects: Objects,
        queues: Queues,
        keys: Keys,
        clock: Clock,
        load_settings: Callable[[], Settings],
        public_url: str,
        stretch_payments: int = listing.STRETCH_PAYMENTS,
    ) -> None:
        self._desk = Desk(store, objects, queues, keys, clock, load_settings, public_url)
        self._stretch_payments = stretch_payments

    def page(self, filters: PaymentFilter, after: str) -> Stretch:
        """Some payments that the filter leaves, newest first, and where to look on; it may be none of many. Raises
        Refused(BAD_CURSOR)."""
        return stretch(self._desk.store, filters, self._desk.clock.now(), after, most=PAGE_PAYMENTS)

    def start_listing(self, filters: PaymentFilter, purpose: str, actor: Actor, key: str, *, has_file: bool) -> Listing:
        """Ask for totals, or for a file with them. Raises Refused: KEY_REUSED, INVALID."""
        return listing.start_listing(self._desk, filters, purpose, actor, key, has_file=has_file)

    def get_listing(self, listing_id: str) -> Listing:
        """How far a listing is. Raises Refused(NOT_FOUND)."""
        return listing.get_listing(self._desk, listing_id)

    def listings(self) -> Sequence[Listing]:
        """The newest files."""
        return listing.listings(self._desk)

    def download_listing(self, listing_id: str, actor: Actor) -> str:
        """A short-lived address of a file. Raises Refused: NOT_FOUND, WRONG_STATE."""
        return listing.download_listing(self._desk, listing_id, actor)

    def go_on_listing(self, listing_id: str) -> None:
        """Work on a listing. Safe to repeat."""
        listing.go_on(self._desk, listing_id, self._stretch_payments)

    def sweep(self) -> None:
        """Send again what was asked for lately and is not ready."""
        listing.resend_listings(self._desk)
        reporting.resend_reports(self._desk)

    def start_report(self, actor: Actor, key: str) -> CreditorReport:
        """Report to the creditor what it was not told. Raises Refused(KEY_REUSED)."""
        return reporting.start_report(self._desk, actor, key)

    def get_report(self, report_id: str) -> CreditorReport:
        """How far a report is. Raises Refused(NOT_FOUND)."""
        return reporting.get_report(self._desk, report_id)

    def reports(self) -> Sequence[CreditorReport]:
        """The newest reports."""
        return reporting.reports(self._desk)

    def download_report(self, report_id: str, actor: Actor) -> str:
        """A short-lived address of a report. Raises Refused: NOT_FOUND, WRONG_STATE."""
        return reporting.download_report(self._desk, report_id, actor)

    def build_report(self, report_id: str) -> None:
        """Work on a report. Safe to repeat."""
        reporting.build_report(self._desk, report_id)
