"""A document from a phone that runs no scripts: past our API straight into quarantine, and back to how it stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import portal
from tests.e2e.browser import barriers, complaints, sideways
from tests.e2e.records import NEIGHBOURS
from tests.e2e.stage import Stage

pytestmark = pytest.mark.xdist_group("e2e")

SENDER = NEIGHBOURS[7]
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCAN_SECONDS = 60.0
AT_REST = {"CLEAN", "INFECTED", "RISKY", "UNSCANNABLE", "REJECTED", "FAILED"}


def pdf() -> bytes:
    """The smallest PDF there is: one empty page."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    ]
    written, places = b"%PDF-1.4\n", list[int]()
    for number, part in enumerate(parts, 1):
        places.append(len(written))
        written += b"%d 0 obj%sendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + b"xref\n0 4\n0000000000 65535 f \n%strailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(written),
    )


def send(page: Page, stage: Stage, name: str, content: bytes) -> None:
    """From the page of documents to how the file stands once it was scanned."""
    page.get_by_role("radio", name="My income").check()
    portal.press(page, "Continue")
    portal.heading(page, "Choose the file")
    page.get_by_label("Choose a file, or take a photo").set_input_files({"name": name, "mimeType": "", "buffer": content})
    portal.press(page, "Send this file")
    [row] = stage.found(SENDER.customer_id)
    kept = f"/api/customers/{row['customer_key']}/files"
    stage.api("agent").until(kept, lambda found: {file["state"] for file in found["items"]} <= AT_REST, seconds=SCAN_SECONDS)
    page.goto(page.url)


@pytest.mark.feature("FI1", "FI4", "FI5")
def test_a_document_is_received_and_malware_is_not_and_neither_says_why(phone: Page, links: dict[str, str], stage: Stage) -> None:
    heard = complaints(phone)
    portal.enter(phone, links[SENDER.customer_id], SENDER)
    phone.get_by_role("link", name="Send or see documents").click()
    portal.heading(phone, "Your documents")
    send(phone, stage, "Payslip é.pdf", pdf())
    portal.heading(phone, "We have your document")
    expect(phone.get_by_role("main")).to_contain_text("Payslip é.pdf")
    phone.get_by_role("link", name="Send another document").click()
    send(phone, stage, "letter.pdf", EICAR)
    portal.heading(phone, "We could not accept this file")
    assert "?" not in phone.url
    phone.get_by_role("link", name="Your documents").click()
    expect(phone.get_by_role("article")).to_contain_text(["Not accepted", "Received"])
    assert heard == []


def test_the_pages_of_documents_have_no_barrier(modern_phone: Page, links: dict[str, str], stage: Stage) -> None:
    portal.enter(modern_phone, links[SENDER.customer_id], SENDER)
    modern_phone.goto(f"{stage.url}/documents")
    found = barriers(modern_phone)
    modern_phone.get_by_role("radio", name="A letter").check()
    portal.press(modern_phone, "Continue")
    portal.heading(modern_phone, "Choose the file")
    found += barriers(modern_phone)
    assert not sideways(modern_phone)
    modern_phone.goto(f"{modern_phone.url}/sent")
    portal.heading(modern_phone, "Your file is on its way")
    assert found + barriers(modern_phone) == []
