"""What the page behind every link would say with other settings, for administrators: the real page, read aloud in order.

An outline rather than the page itself: the console shows no HTML but its own, and its policy lets in no other styles."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from html.parser import HTMLParser

from chalicelib.portal import identity_page, pages
from chalicelib.portal import page_models as models
from chalicelib.portal.routes import asked, organisation
from chalicelib.settings.model import SettingsValues
from chalicelib.settings.routes import ADMINS, DraftSettings
from chalicelib.settings.rules import problems
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View


class Part(StrEnum):
    """What a line of the page is to whoever reads it."""

    NAME = "name"
    HEADING = "heading"
    QUESTION = "question"
    CHOICE = "choice"
    LABEL = "label"
    HINT = "hint"
    BOX = "box"
    BUTTON = "button"
    TEXT = "text"
    LINK = "link"


class PreviewLine(View):
    part: Part
    text: str


class Preview(View):
    """The lines of the page from top to bottom; none while the settings have problems."""

    lines: Sequence[PreviewLine]


def outline(html: str) -> list[PreviewLine]:
    """The visible lines of a page, each with what it is."""
    reader = _Reader()
    reader.feed(html)
    return reader.lines


def preview(values: SettingsValues) -> Preview:
    """The page behind every link as these settings would make it."""
    if problems(values):
        return Preview(lines=[])
    page = identity_page.Verify(models.Frame(organisation(values)), asked=asked(values), offers_link=values.offer_new_link)
    return Preview(lines=outline(pages.verify(page)))


def register(routes: Routes) -> None:
    @routes.api("POST", "/settings/preview", body=DraftSettings, answer=Preview, roles=ADMINS, asks=True)
    def preview_settings(call: Call[Nothing, DraftSettings]) -> Preview:
        """What customers would see before they have said who they are"""
        return preview(call.body.settings)


_TAGS = {"h1": Part.HEADING, "h2": Part.HEADING, "legend": Part.QUESTION, "button": Part.BUTTON, "p": Part.TEXT, "a": Part.LINK}
_CLASSES = {
    "masthead__name": Part.NAME,
    "govuk-hint": Part.HINT,
    "govuk-radios__label": Part.CHOICE,
    "govuk-date-input__label": Part.LABEL,
    "govuk-label": Part.QUESTION,
}
_UNSEEN = frozenset({"govuk-skip-link", "govuk-visually-hidden"})
_WITHIN_A_LINE = frozenset({"a", "span", "strong"})
_EMPTY = frozenset({"br", "input", "link", "meta"})


class _Reader(HTMLParser):
    """Collects text by the innermost element that says what it is; a link within a paragraph is part of it."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[PreviewLine] = []
        self._open: list[tuple[str, Part | None]] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        part = next((part for name, part in _CLASSES.items() if name in classes), _TAGS.get(tag))
        if tag in _EMPTY:
            self._between(tag, typed_into="govuk-input" in classes)
            return
        within = tag in _WITHIN_A_LINE and self._part is not None
        self._open.append((tag, None if _UNSEEN & set(classes) else self._part if within else part))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            closed, part = self._open.pop()
            if part is not None and self._part is not part:
                self._flush(part)
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._part is not None:
            self._text.append(data)

    def _between(self, tag: str, *, typed_into: bool) -> None:
        """What has no text of its own: a line break, or a box to type into."""
        if typed_into:
            self.lines.append(PreviewLine(part=Part.BOX, text=""))
        elif tag == "br":
            self._text.append(" ")

    @property
    def _part(self) -> Part | None:
        return self._open[-1][1] if self._open else None

    def _flush(self, part: Part) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if text:
            self.lines.append(PreviewLine(part=part, text=text))
