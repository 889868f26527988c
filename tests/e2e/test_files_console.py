"""A customer's files at the console: sent, checked, and only then seen."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from playwright.sync_api import Locator, Page, expect

from chalicelib.scanning.samples import TEST_MALWARE, sound_pdf
from tests.e2e import console
from tests.e2e.browser import barriers, complaints
from tests.e2e.records import NEIGHBOURS
from tests.e2e.stage import STAFF, Stage
from tests.support.corpus.pictures import picture

pytestmark = pytest.mark.xdist_group("e2e")

SENDER = NEIGHBOURS[10]


def drop(page: Page, files: Mapping[str, bytes]) -> None:
    """These files let go over the place for them, as from a folder of the computer."""
    carried = page.evaluate_handle(
        """(files) => {
            const carried = new DataTransfer();
            for (const [name, bytes] of files) carried.items.add(new File([Uint8Array.from(bytes)], name));
            return carried;
        }""",
        [[name, list(content)] for name, content in files.items()],
    )
    page.get_by_text("or drag files and folders here").dispatch_event("drop", {"dataTransfer": carried})


def line(page: Page, side: str, name: str) -> Locator:
    return page.get_by_role("list", name=side, exact=True).get_by_role("listitem").filter(has_text=name)


@pytest.mark.feature("FI1", "FI2", "FI3", "FI4", "FI5")
def test_files_wait_in_quarantine_until_they_are_called_clean(desk: Page, stage: Stage, links: dict[str, str]) -> None:
    console.sign_in(desk, stage.url, STAFF["agent"])
    console.open_customer(desk, SENDER.customer_id, SENDER.name)
    console.tab(desk, "Files")
    heard = complaints(desk)

    drop(desk, {"payslip.pdf": sound_pdf(), "invoice.txt": TEST_MALWARE, "tool.exe": b"MZ"})
    expect(desk.get_by_role("alert").filter(has_text="tool.exe is not of a kind we take")).to_be_visible()
    expect(desk.get_by_text("Choose what the files show first.")).to_be_visible()
    desk.get_by_label("What they show").click()
    desk.get_by_role("option", name="Income and spending").click()
    desk.locator("input[type=file]").set_input_files({"name": "letter.png", "mimeType": "image/png", "buffer": picture("PNG")})

    expect(line(desk, "Files", "payslip.pdf")).to_be_visible(timeout=console.CHECK_MS)
    expect(line(desk, "Files", "letter.png")).to_be_visible(timeout=console.CHECK_MS)
    expect(line(desk, "Quarantine", "invoice.txt")).to_contain_text("malware", timeout=console.CHECK_MS)
    expect(desk.get_by_role("button", name="Download invoice.txt")).to_have_count(0)
    with desk.expect_download() as taken:
        desk.get_by_role("button", name="Download payslip.pdf").click()
    assert taken.value.path().read_bytes() == sound_pdf()
    desk.get_by_role("button", name="Preview letter.png").click()
    shown = desk.get_by_role("dialog", name="letter.png").get_by_role("img", name="letter.png")
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("picture => picture.naturalWidth") > 0
    assert heard == []

    desk.context.new_cdp_session(desk).send("Page.setBypassCSP", {"enabled": True})
    desk.reload()
    expect(line(desk, "Quarantine", "invoice.txt")).to_be_visible()
    assert barriers(desk) == []
