"""Where payment providers ring."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.web.request import Request
from chalicelib.web.routes import JSON, Page, Routes

if TYPE_CHECKING:
    from chalicelib.payments.service import Payments


def register(routes: Routes, payments: Callable[[], Payments]) -> None:
    @routes.page("POST", "/webhooks/{provider}", content_type=JSON, from_anywhere=True)
    def webhook(request: Request) -> Page:
        """Verified over the raw bytes. Anything but 200 makes the provider ring again."""
        payments().webhook(request.path["provider"], request.body, request.headers)
        return Page("{}", content_type=JSON)
