"""The built-in texts: what they say, what they never say, and that each text message is one segment."""

from __future__ import annotations

import re

import pytest

from chalicelib.care.model import ContactChannel
from chalicelib.messaging.gsm import size
from chalicelib.messaging.model import Text
from chalicelib.messaging.rendering import Rendered, Unsendable, fill, one_line, render
from chalicelib.messaging.texts import ALLOWED, DEFAULT_LOCALE, PLACEHOLDER, WORDINGS

TOKEN = "a" * 26
VALUES = {
    "sender": "Northway",
    "organisation": "Northway",
    "phone": "020 7946 0123",
    "email": "help@example.com",
    "link": f"https://pay.example.com/a/{TOKEN}",
    "amount": "£1,234.56",
    "day": "30 September 2026",
    "reference": "K2W9X 1Y0VB",
    "count": "12",
    "final_amount": "£1,234.58",
    "final_day": "30 September 2027",
    "number": "12 of 120",
    "account": "ACC-1",
    "invoice": "ACC-1-1",
    "fee": "£2.50",
    "fee_invoice": "ACC-1-1-F1",
    "way": "by yourself, each time",
}
LONGEST = VALUES | {
    "sender": "Northway-UK",
    "link": f"https://d111111abcdef8.cloudfront.net/a/{TOKEN}",
    "phone": "+44 20 7946 0123",
}
FORBIDDEN = re.compile(
    r"debt|owe|owing|arrear|collect|overdue|outstanding|balance|creditor|enforce|court|bailiff|default|credit", re.IGNORECASE
)
"""What would tell somebody who reads over a shoulder (FCA CONC 7.9.7R-7.9.8G)."""
PRESSING = re.compile(r"urgent|immediately|now or|last chance|final|act now|must pay|borrow|loan", re.IGNORECASE)
"""What presses (FCA CONC 7.3.10R), or promotes (PECR)."""

every_text = pytest.mark.parametrize("text", WORDINGS[DEFAULT_LOCALE])
every_channel = pytest.mark.parametrize("channel", [ContactChannel.SMS, ContactChannel.EMAIL])


def rendered(text: Text, channel: ContactChannel, values: dict[str, str] | None = None) -> Rendered:
    return render(text, channel, DEFAULT_LOCALE, values or VALUES)


@every_text
@every_channel
@pytest.mark.feature("V5")
def test_no_text_tells_of_a_debt_or_presses(text: Text, channel: ContactChannel) -> None:
    said = rendered(text, channel)
    for part in (said.text, said.subject, re.sub(r"<[^>]*>", "", said.html)):
        assert FORBIDDEN.findall(part) == []
        assert PRESSING.findall(part) == []


@every_text
def test_no_text_message_names_an_amount(text: Text) -> None:
    assert "£" not in rendered(text, ContactChannel.SMS).text
    assert not re.search(r"\d[.,]\d\d\b", rendered(text, ContactChannel.SMS).text)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (Text.LINK, 126),
        (Text.NEW_LINK, 132),
        (Text.RECEIPT, 123),
        (Text.PROMISE, 116),
        (Text.CONTACT_CHANGED, 99),
        (Text.STOPPED, 88),
        (Text.PLAN_PAID_OTHERWISE, 149),
        (Text.MORE_TIME, 122),
        (Text.MORE_TIME_FOR_A_FEE, 135),
        (Text.MORE_TIME_UNDONE, 127),
    ],
)
@pytest.mark.feature("V5")
def test_every_text_message_is_one_segment_of_gsm(text: Text, places: int) -> None:
    measured = size(rendered(text, ContactChannel.SMS).text)
    assert (measured.places, measured.segments, measured.is_gsm) == (places, 1, True)
    longest = size(rendered(text, ContactChannel.SMS, LONGEST).text)
    assert (longest.segments, longest.is_gsm) == (1, True)


@every_text
def test_every_locale_has_every_text_with_placeholders_that_are_allowed(text: Text) -> None:
    for wordings in WORDINGS.values():
        words = wordings[text]
        for template in (words.sms, words.subject, words.email):
            assert set(PLACEHOLDER.findall(template)) <= ALLOWED[text]
            assert "{" not in PLACEHOLDER.sub("", template), "a placeholder is misspelt"


def test_a_language_that_nobody_has_translated_is_answered_in_english() -> None:
    assert render(Text.LINK, ContactChannel.SMS, "cy", VALUES) == rendered(Text.LINK, ContactChannel.SMS)


@every_text
def test_an_email_has_the_same_words_in_both_parts_and_loads_nothing(text: Text) -> None:
    said = rendered(text, ContactChannel.EMAIL)
    plain = re.sub(r"<[^>]*>", " ", said.html)
    assert plain.split() == said.text.split()
    assert not re.search(r"<img|<link|<script|src=|url\(", said.html)
    assert "\n" not in said.subject


@pytest.mark.parametrize(
    "template",
    ["{{ link.__class__ }}", "{{ link|upper }}", "{{link}}", "{% if link %}", "{{ 'x'*10**8 }}", "${link}", "{link}", "%(link)s"],
)
def test_only_a_plain_name_in_double_braces_is_a_placeholder(template: str) -> None:
    assert fill(template, VALUES) == template


def test_a_name_that_is_not_allowed_is_refused() -> None:
    with pytest.raises(KeyError):
        fill("{{ password }}", VALUES)
    with pytest.raises(KeyError):
        rendered(Text.LINK, ContactChannel.SMS, {name: value for name, value in VALUES.items() if name != "link"})


def test_what_a_value_holds_is_never_looked_at_again() -> None:
    values = VALUES | {"organisation": "{{ phone }} {{ link }}"}
    assert "{{ phone }} {{ link }}, 020" in rendered(Text.LINK, ContactChannel.EMAIL, values).text


def test_values_are_escaped_in_html_and_begin_no_header() -> None:
    values = VALUES | {"organisation": "<b onload=x>&\r\nBcc: all@example.com"}
    html = rendered(Text.RECEIPT, ContactChannel.EMAIL, values).html
    assert "<b onload" not in html
    assert "&lt;b onload=x&gt;&amp;" in html
    assert one_line("Northway\r\nBcc: all@example.com\u2028\x00") == "Northway Bcc: all@example.com"


@pytest.mark.parametrize(
    "changed", [{"phone": "☎ 020 7946 0123"}, {"phone": "0" * 60}, {"sender": "Nørthwáy"}], ids=["sign", "long", "accent"]
)
def test_a_text_message_that_would_not_fit_is_refused_rather_than_cut(changed: dict[str, str]) -> None:
    with pytest.raises(Unsendable):
        rendered(Text.LINK, ContactChannel.SMS, VALUES | changed)


@pytest.mark.parametrize(
    ("text", "places", "segments", "is_gsm"),
    [
        ("", 0, 1, True),
        ("a" * 160, 160, 1, True),
        ("a" * 161, 161, 2, True),
        ("a" * 306, 306, 2, True),
        ("€" * 80, 160, 1, True),
        ("€" * 81, 162, 2, True),
        ("ŵ" * 70, 70, 1, False),
        ("ŵ" * 71, 71, 2, False),
        ("😀", 2, 1, False),
        ("’", 1, 1, False),
    ],
)
def test_the_size_of_a_text_message(text: str, places: int, segments: int, is_gsm: bool) -> None:
    measured = size(text)
    assert (measured.places, measured.segments, measured.is_gsm) == (places, segments, is_gsm)
