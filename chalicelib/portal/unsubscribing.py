"""Unsubscribing from email: a page for people, and one click for mail programs (RFC 8058)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.portal import pages
from chalicelib.portal.routes import Views
from chalicelib.web.request import Request
from chalicelib.web.routes import Page, Routes

if TYPE_CHECKING:
    from chalicelib.messaging.hearing import Hearing


def register(routes: Routes, hearing: Callable[[], Hearing], views: Views) -> None:
    @routes.page("GET", "/unsubscribe/{sealed}")
    def ask(request: Request) -> Page:
        """Reads and changes nothing: mail filters fetch every address they see."""
        return Page(pages.unsubscribe(views.frame()))

    @routes.page("POST", "/unsubscribe/{sealed}", from_anywhere=True)
    def unsubscribe(request: Request) -> Page:
        """Posted by a mail program, which has no page of ours to come from; the address itself is the proof."""
        hearing().unsubscribe(request.path["sealed"])
        return Page(pages.unsubscribed(views.frame()))
