"""Customers send documents from the portal: straight into quarantine, told how each stands, and nothing of what was found."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from chalicelib.files.model import CustomerFile, DocumentType, State
from chalicelib.files.tickets import PORTAL_FORM, TICKETS_A_DAY
from tests.support.debtors import SIAN
from tests.support.http import Browser
from tests.support.posting import post_file
from tests.support.world import World

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LETTER = b"Dear Sir or Madam,\nthis is what I have each month.\n"


def files(here: World) -> list[CustomerFile]:
    return list(here.entities().all(CustomerFile))


def shown(here: World, browser: Browser) -> CustomerFile:
    """The file that the page is about."""
    return next(file for file in files(here) if browser.path == f"/documents/{file.id}")


def begun(here: World, browser: Browser, shows: str = "INCOME", account: str = "") -> CustomerFile:
    """A document that was begun on the page of documents; the browser is on the form for its file."""
    browser.get("/documents")
    browser.submit("/documents", shows=shows, account=account)
    return shown(here, browser)


@pytest.mark.feature("FI1", "FI4")
def test_a_customer_sends_a_document_and_reads_that_it_was_received(here: World) -> None:
    browser = here.signed_in(SIAN)
    assert 'href="/documents"' in browser.page.body
    file = begun(here, browser, "INCOME", "ACC-1")
    assert (browser.path, file.state, file.document_type) == (f"/documents/{file.id}", State.PENDING, DocumentType.INCOME)
    back = post_file(here, browser, "wages.txt", LETTER)
    browser.get(back)
    assert browser.path == f"/documents/{file.id}"
    assert "We have your document" in browser.text
    browser.get("/documents")
    assert "Received" in browser.text
    assert "wages.txt" in browser.text
    assert "Example Energy ACC-1" in browser.text


@pytest.mark.feature("FI5")
def test_who_sent_malware_reads_that_it_was_not_accepted_and_nothing_else(here: World) -> None:
    browser = here.signed_in(SIAN)
    file = begun(here, browser)
    browser.get(post_file(here, browser, "letter.pdf", EICAR))
    assert [held.state for held in files(here)] == [State.INFECTED]
    assert "We could not accept this file Please send another copy." in browser.text
    assert not re.search(r"malware|virus|infect|eicar", browser.text.lower())
    browser.submit(shows="INCOME")
    again = shown(here, browser)
    assert "Choose the file" in browser.text
    assert (again.id == file.id, again.document_type, again.state) == (False, DocumentType.INCOME, State.PENDING)


@pytest.mark.feature("FI4")
def test_a_file_that_has_not_reached_us_yet_is_not_asked_for_again(here: World) -> None:
    browser = here.signed_in(SIAN)
    file = begun(here, browser)
    browser.get(f"/documents/{file.id}/sent?bucket=b&key=k&etag=e")
    assert browser.path == f"/documents/{file.id}/sent"
    assert "Your file is on its way" in browser.text
    assert "bucket" not in browser.page.body
    browser.get(f"/documents/{file.id}")
    assert "Choose the file" in browser.text


def test_only_the_page_with_the_form_lets_forms_lead_to_the_bucket(here: World) -> None:
    browser = here.signed_in(SIAN)
    file = begun(here, browser)
    policies = {path: browser.get(path).headers["content-security-policy"] for path in ("/documents", f"/documents/{file.id}")}
    led_to = {path: re.findall(r"form-action ([^;]+);", policy)[0].split() for path, policy in policies.items()}
    assert led_to["/documents"] == ["'self'"]
    [ours, bucket] = led_to[f"/documents/{file.id}"]
    action = BeautifulSoup(browser.page.body, "html.parser").select_one("form[enctype]")
    assert action is not None
    assert (ours, f"{bucket}/") == ("'self'", str(action["action"]))


def test_what_was_chosen_is_kept_when_something_is_missing(here: World) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/documents")
    browser.submit("/documents", account="ACC-2")
    assert "Select what the document shows" in browser.text
    assert files(here) == []
    browser.submit("/documents", shows="PASSPORT")
    assert "Select what the document shows" in browser.text


def test_a_double_click_is_one_document(here: World) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/documents")
    fields = {"csrf": browser.hidden("csrf"), "command": browser.hidden("command"), "shows": "DISPUTE", "account": "ACC-2"}
    for _ in range(2):
        browser.post("/documents", fields)
    assert [browser.path] == [f"/documents/{file.id}" for file in files(here)]


def test_a_form_that_ran_out_is_begun_again_with_the_same_answers(here: World) -> None:
    browser = here.signed_in(SIAN)
    file = begun(here, browser, "DISPUTE", "ACC-2")
    for _ in range(3):
        here.wait(minutes=PORTAL_FORM.total_seconds() / 60 / 3)
        browser.get(f"/documents/{file.id}")
    assert "No file has reached us" in browser.text
    browser.submit(shows="DISPUTE")
    again = shown(here, browser)
    assert (again.id != file.id, again.account_number) == (True, "ACC-2")
    browser.get("/documents")
    assert browser.text.count("Not sent yet") == 1


def test_there_is_a_limit_a_day_and_words_for_what_to_do_then(here: World) -> None:
    browser = here.signed_in(SIAN)
    for _ in range(TICKETS_A_DAY):
        begun(here, browser)
    browser.get("/documents")
    browser.submit("/documents", shows="OTHER")
    assert "We cannot take more documents here today" in browser.text
    assert len(files(here)) == TICKETS_A_DAY


def test_whose_session_is_over_when_the_bucket_sends_them_back_is_told_how_to_come_in(here: World) -> None:
    answer = here.browser().get("/documents/01JD0000000000000000000000/sent?bucket=b&key=k&etag=e")
    assert answer.status == 401
    assert "open the link in our message again" in answer.body


@pytest.mark.parametrize("number", ["ACC-3", "ACC-404"])
def test_a_document_cannot_be_about_somebody_else_s_account(here: World, number: str) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/documents")
    fields = {"csrf": browser.hidden("csrf"), "command": browser.hidden("command"), "shows": "INCOME", "account": number}
    assert browser.post("/documents", fields).status == 404
    assert files(here) == []


def test_what_an_agent_filed_about_somebody_is_not_among_the_documents_they_sent(here: World) -> None:
    body = {"filename": "note.pdf", "size_bytes": 10, "document_type": "OTHER"}
    filed = here.agent().post(f"/customers/{here.key('C-1001')}/files", body).json["file"]["id"]
    browser = here.signed_in(SIAN)
    assert browser.get(f"/documents/{filed}").status == 404
    browser.get("/documents")
    assert filed not in browser.page.body


def test_what_was_not_taken_can_be_removed_and_what_was_cannot(here: World) -> None:
    browser = here.signed_in(SIAN)
    refused = begun(here, browser)
    browser.get(post_file(here, browser, "letter.pdf", EICAR))
    browser.submit(f"/documents/{refused.id}", version=browser.hidden("version"))
    assert (browser.path, "Not accepted" in browser.text) == ("/documents", False)
    begun(here, browser)
    browser.submit(f"/documents/{browser.path.rpartition('/')[2]}")
    assert (browser.path, "Not sent yet" in browser.text) == ("/documents", False)
    taken = begun(here, browser)
    form = {name: browser.hidden(name) for name in ("csrf", "command")} | {"version": "1"}
    browser.get(post_file(here, browser, "wages.txt", LETTER))
    assert "Remove" not in browser.text
    browser.post(f"/documents/{taken.id}", form)
    assert browser.path == f"/documents/{taken.id}"
    states = sorted(file.state for file in files(here))
    assert states == [State.CLEAN, State.DELETED, State.DELETED]
