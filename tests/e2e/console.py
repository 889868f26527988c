"""What somebody at work does on the console's screens, step by step."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect

from tools.people import Person

CHECK_MS = 60_000


def heading(page: Page, words: str) -> None:
    """The screen has this main heading."""
    expect(page.get_by_role("heading", level=1, name=words, exact=True)).to_be_visible()


def give_password(page: Page, url: str, person: Person, password: str = "") -> None:
    """At the door, from whatever address one came to."""
    page.goto(f"{url}/console/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(password or person.password)
    page.get_by_role("button", name="Sign in").click()


def sign_in(page: Page, url: str, person: Person) -> None:
    give_password(page, url, person)
    heading(page, "Customers")


def sign_out(page: Page, person: Person) -> None:
    page.get_by_role("button", name=person.name).click()
    page.get_by_role("menuitem", name="Sign out").click()
    heading(page, "Sign in")


def room(page: Page, name: str) -> None:
    """Go to one of the rooms of the menu."""
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name=name, exact=True).click()
    heading(page, name)


def search(page: Page, by: str, text: str) -> None:
    """Search the list of customers; names are what it looks for unless told otherwise."""
    kind = page.get_by_role("button", name="Search by")
    if by not in kind.inner_text():
        kind.click()
        page.get_by_role("option", name=by, exact=True).click()
    page.get_by_role("searchbox", name="Search customers").fill(text)
    page.get_by_role("button", name="Search", exact=True).click()


def rows(page: Page, name: str) -> Locator:
    """The rows of a table without its header. By its label, because what can be walked through by key is a grid."""
    return page.locator(f"table[aria-label='{name}'] > tbody > tr")


def open_customer(page: Page, customer_id: str, name: str) -> None:
    """From anywhere to one customer's page, by their id."""
    room(page, "Customers")
    search(page, "Customer ID", customer_id)
    expect(rows(page, "Customers")).to_have_count(1)
    page.get_by_role("link", name=name, exact=True).click()
    heading(page, name)


def tab(page: Page, name: str) -> None:
    """Turn to one of the tabs of a customer's page."""
    page.get_by_role("tablist", name="About this customer").get_by_role("tab", name=name).click()


def send_file(page: Page, file: Path) -> None:
    """Choose a file to import and be on its own screen."""
    room(page, "Import records")
    page.locator("input[type=file]").set_input_files(file)
    heading(page, file.name)


def state(page: Page, words: str) -> None:
    """The upload on this screen has come this far."""
    expect(page.get_by_role("main").get_by_text(words, exact=True).first).to_be_visible(timeout=CHECK_MS)


def counts(page: Page) -> dict[str, str]:
    """What the screen of an upload says of its rows."""
    shown = page.locator("dl.counts > div")
    return dict(zip(shown.locator("dt").all_inner_texts(), shown.locator("dd:first-of-type").all_inner_texts(), strict=True))


def downloaded(page: Page, button: str) -> tuple[str, str]:
    """Press a button that downloads; the file's name and text."""
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    file: Download = started.value
    return file.suggested_filename, file.path().read_text(encoding="utf-8-sig")
