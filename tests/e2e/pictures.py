"""The README's pictures, taken of the real thing: `python -m tests.e2e.pictures`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.e2e import console, portal
from tests.e2e.browser import DESKTOP, launched, visit
from tests.e2e.records import EVERYBODY, PAM, SIAN, dataset
from tests.e2e.stage import STAFF, Stage
from tools.places import ROOT

PICTURES = ROOT / "docs" / "pictures"
TALL_PHONE = {"width": 360, "height": 804}


def take(stage: Stage, browser: Browser) -> None:
    """A debtor's overview with all the ways to deal with a debt, and what an agent sees of somebody who has paid."""
    links = stage.links(stage.imported("customers.csv", dataset(EVERYBODY))["id"])
    phone = visit(browser.new_context(viewport=TALL_PHONE, device_scale_factor=2))  # type: ignore[arg-type]
    portal.enter(phone, links[PAM.customer_id], PAM)
    shoot(phone, "portal.png")
    portal.sign_out(phone)
    portal.enter(phone, links[SIAN.customer_id], SIAN)
    portal.pay(phone, "ACC-101-A", "34.56")
    portal.decide(phone, "Pay")
    portal.heading(phone, "Payment received")
    desk = visit(browser.new_context(viewport=DESKTOP, reduced_motion="reduce"))  # type: ignore[arg-type]
    console.sign_in(desk, stage.url, STAFF["agent"])
    console.open_customer(desk, SIAN.customer_id, SIAN.name)
    desk.locator("li.activity").filter(has_text="Payment settled").get_by_role("button").click()
    shoot(desk, "console.png")


def shoot(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / name)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        stage = Stage(Path(folder))
        stage.start()
        try:
            stage.furnish()
            take(stage, browser)
        finally:
            stage.stop()


if __name__ == "__main__":
    main()
