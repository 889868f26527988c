"""Texts with their placeholders filled. Single pass over an allow-list: no attributes, no expressions, and what a value
holds is never looked at again (security checklist 17)."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chalicelib.care.model import ContactChannel
from chalicelib.messaging.gsm import size
from chalicelib.messaging.model import Text
from chalicelib.messaging.texts import ALLOWED, PLACEHOLDER, wording

_ADDRESS = re.compile(r"https?://\S+")
_BREAKS = re.compile(r"[\r\n\x00-\x1f\x7f\u2028\u2029]+")
_STYLE = "font:16px/1.5 Arial,sans-serif;color:#0b0c0c;max-width:34em"


class Unsendable(Exception):
    """The text does not fit its medium with these values; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a customer gets. An SMS has neither subject nor HTML."""

    text: str
    subject: str = ""
    html: str = ""


def render(text: Text, channel: ContactChannel, locale: str, values: Mapping[str, str]) -> Rendered:
    """The text with its values. Raises KeyError for a placeholder without a value or without permission, and `Unsendable`
    for an SMS that is not one segment of GSM-7."""
    words, allowed = wording(text, locale), {name: values[name] for name in ALLOWED[text] if name in values}
    if channel is ContactChannel.SMS:
        return Rendered(_one_segment(fill(words.sms, allowed)))
    return Rendered(
        text=fill(words.email, allowed),
        subject=one_line(fill(words.subject, allowed)),
        html=_document(words.email, allowed),
    )


def fill(template: str, values: Mapping[str, str], escape: Callable[[str], str] = str) -> str:
    """Every `{{ name }}` replaced, once, by its escaped value. Raises KeyError for any other name."""
    return PLACEHOLDER.sub(lambda found: escape(values[found[1]]), template)


def one_line(text: str) -> str:
    """The text as a mail header may hold it: nothing in it begins another header."""
    return _BREAKS.sub(" ", text).strip()


def _one_segment(text: str) -> str:
    measured = size(text)
    if not measured.is_gsm:
        raise Unsendable("A text message may only hold characters of GSM-7.")
    if measured.segments > 1:
        raise Unsendable(f"The text message has {measured.places} characters; 160 fit into one.")
    return text


def _document(template: str, values: Mapping[str, str]) -> str:
    """The same words as HTML: no pictures, no styles from elsewhere, nothing that tells when it was opened."""
    paragraphs = (_paragraph(part, values) for part in template.split("\n\n"))
    return f'<!doctype html><html><body style="{_STYLE}">{"".join(paragraphs)}</body></html>'


def _paragraph(template: str, values: Mapping[str, str]) -> str:
    filled = fill(html.escape(template), values, html.escape)
    if _ADDRESS.fullmatch(filled):
        return f'<p><a href="{filled}">{filled}</a></p>'
    return f"<p>{filled.replace('\n', '<br>')}</p>"
