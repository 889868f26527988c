"""What the page behind a link promises to whoever opens it."""

from __future__ import annotations

import re

import pytest

from chalicelib.portal import pages
from chalicelib.portal.detail_pages import email_hint
from chalicelib.portal.identity_page import IdentityAnswers, Verify
from chalicelib.portal.page_models import Frame
from chalicelib.portal.problems import Problem
from tests.pages.cast import (
    INSIDE,
    ORGANISATION,
    OUTSIDE,
)
from tests.pages.door_states import verify
from tests.pages.reading import read, soup, values
from tests.pages.states import STATES
from tests.support.page_lint import told_before_identity


class TestVerify:
    @pytest.mark.parametrize(
        "state",
        [name for name in STATES if name.startswith("verify")]
        + ["home", "signed-out", "link-asked", "unsubscribe", "unsubscribed"],
    )
    def test_tells_nobody_what_the_link_is_about(self, state: str) -> None:
        assert told_before_identity(STATES[state]()) == []

    def test_is_the_same_page_inside_a_session(self) -> None:
        """Somebody who is signed in and opens another link must not get a page that differs."""
        assert pages.verify(Verify(INSIDE)) == pages.verify(Verify(OUTSIDE))

    def test_may_be_filled_in_by_the_browser(self) -> None:
        offered = {str(field.get("autocomplete")) for field in soup(verify()).select("input[autocomplete]")}
        assert {"bday-day", "bday-month", "bday-year", "postal-code"} <= offered

    def test_shows_what_was_typed_again(self) -> None:
        html = STATES["verify-myself-wrong"]()
        assert values(html) == {
            "who": "myself", "dob-day": "31", "dob-month": "2", "dob-year": "1980", "reference": "", "postcode": "LS1",
        }  # fmt: skip

    def test_posts_to_its_own_address(self) -> None:
        form = soup(verify()).select_one("main form")
        assert form is not None
        assert not form.has_attr("action")

    def test_a_wrong_answer_names_no_field(self) -> None:
        html = STATES["verify-no-match"]()
        assert "The details do not match what we hold, or this link is no longer active" in read(html)
        assert "govuk-form-group--error" not in html

    def test_always_offers_a_new_link_and_a_way_to_check_it_is_real(self) -> None:
        for problems in ((), (Problem.NO_MATCH,)):
            words = read(verify(*problems))
            assert "Need help, or a new link?" in words
            assert "Not sure this is real?" in words

    def test_reads_a_posted_form_and_clips_what_no_answer_needs(self) -> None:
        answers = IdentityAnswers.read({"who": "myself", "dob-day": " 3 ", "postcode": "x" * 10_000})
        assert (answers.day, answers.month, len(answers.postcode)) == ("3", "", 60)


def test_an_unknown_language_reads_as_english() -> None:
    html = pages.verify(Verify(Frame(ORGANISATION, locale="xx")))
    assert re.search(r'<html lang="en-GB"', html)


@pytest.mark.parametrize(
    ("email", "hint"),
    [
        ("sian@example.com", "si…@example.com"),
        ("ab@example.com", "a…@example.com"),
        ("a@example.com", "…@example.com"),
        (None, ""),
    ],
)
def test_an_email_address_is_known_by_its_beginning_and_not_told(email: str, hint: str) -> None:
    assert email_hint(email) == hint
