"""What the pages of documents promise to whoever sends one."""

from __future__ import annotations

import re

import pytest
from bs4 import Tag

from chalicelib.files.words import Notice
from chalicelib.portal.document_pages import REFUSED
from tests.pages.cast import ORGANISATION
from tests.pages.document_states import FORM, LISTED, PAYSLIP, document, documents, send
from tests.pages.reading import main, read
from tests.pages.states import STATES

SAID = {
    Notice.TOO_LATE: "start again",
    Notice.CHECKING: "Every file is checked for viruses before anybody opens it",
    Notice.RECEIVED: "Thank you. You do not need to do anything else with it.",
    Notice.NOT_ACCEPTED: "Please send another copy.",
    Notice.LOCKED: "Please send a copy without a password.",
    Notice.WRONG_KIND: "Please send a PDF, a photo, or a Word or Excel document.",
    Notice.MISNAMED: "Please save it as a PDF and send that, or send a photo.",
    Notice.BAD_NAME: "Please give it a short name of letters and numbers, keep its ending, and send it again.",
    Notice.EMPTY: "There is nothing in it. Please choose it again, or send another copy.",
    Notice.TOO_LARGE: "It is larger than 25 MB. Please send a smaller copy",
    Notice.TOO_MUCH: "Please send its parts or its pages one by one.",
    Notice.DAMAGED: "please save it as a PDF and send that",
    Notice.DELAYED: "You can wait, or send another copy.",
    Notice.REMOVED: "Documents are kept only as long as we need them.",
}
FOUND = ("infected", "malware", "macro", "danger", "threat", "suspicious", "quarantine", "script", "eicar", "encrypted")
"""Words for what was found, which its sender is not told: whoever tries out what gets past us must learn nothing."""


@pytest.mark.feature("FI5")
@pytest.mark.parametrize("told", SAID)
def test_every_state_says_what_to_do_and_nothing_of_what_was_found(told: Notice) -> None:
    words = read(document(told))
    assert SAID[told] in words
    assert not re.search("|".join(FOUND), words.lower())
    assert ("We could not accept this file" in words) == (told in REFUSED)
    assert ("Send another copy" in words or "Start again" in words) == (told in {*REFUSED, Notice.TOO_LATE})


def test_no_state_is_without_words() -> None:
    assert {*SAID, Notice.AWAITED} == set(Notice)


def test_the_form_of_a_file_sends_what_the_policy_names_and_then_the_file_and_nothing_of_ours() -> None:
    form = main(send(PAYSLIP)).find("form")
    assert isinstance(form, Tag)
    assert (form["action"], form["enctype"]) == (FORM.url, "multipart/form-data")
    fields = [(str(field["name"]), field.get("value")) for field in form.select("[name]")]
    assert fields == [*FORM.fields.items(), ("file", None)]
    assert not form.has_attr("novalidate")
    [file] = form.select("input[type=file]")
    assert file.has_attr("required")
    assert "image/jpeg" in str(file["accept"])


def test_the_limits_are_said_before_a_file_is_chosen() -> None:
    words = read(send(PAYSLIP))
    assert "up to 25 MB" in words
    assert "Remove a password first" in words
    assert "A photo from your phone is fine" in words
    assert "Send it by 12 noon" in words


def test_somebody_who_has_just_sent_it_is_not_asked_for_it_again() -> None:
    page = document(Notice.AWAITED, on_its_way=True)
    assert "Nothing is lost if you leave this page." in read(page)
    assert [link["href"] for link in main(page).select(".choices a")] == [f"{PAYSLIP.path}/sent", PAYSLIP.path]


def test_one_who_may_send_no_more_today_reads_whom_to_reach() -> None:
    words = read(STATES["documents-enough"]())
    assert "We cannot take more documents here today. Send the others tomorrow, or get in touch with us" in words
    assert ORGANISATION.phone in words


def test_one_account_or_none_is_not_asked_about() -> None:
    assert "Which account is it about?" not in read(documents(accounts=()))
    assert "Which account is it about?" in read(documents())


def test_the_list_says_how_each_stands_and_leads_on_where_there_is_something_to_do() -> None:
    page = main(STATES["documents-every-state"]())
    said = [" ".join(article.get_text(" ").split()) for article in page.select("article")]
    leads = [[str(link.contents[0]) for link in article.select("a")] for article in page.select("article")]
    assert [bool("We could not accept this file." in words) for words in said] == [told in REFUSED for told in LISTED]
    assert dict(zip(LISTED, leads, strict=True)) == {
        Notice.AWAITED: ["Send the file"],
        Notice.CHECKING: ["Check again"],
        Notice.RECEIVED: [],
        Notice.NOT_ACCEPTED: ["Send it again"],
        Notice.LOCKED: ["Send it again"],
        Notice.WRONG_KIND: ["Send it again"],
        Notice.MISNAMED: ["Send it again"],
        Notice.BAD_NAME: ["Send it again"],
        Notice.EMPTY: ["Send it again"],
        Notice.TOO_LARGE: ["Send it again"],
        Notice.TOO_MUCH: ["Send it again"],
        Notice.DAMAGED: ["Send it again"],
        Notice.DELAYED: ["Check again"],
    }
