"""What a debtor does on the portal's pages, step by step."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Page, expect

from tests.e2e.records import Debtor


def heading(page: Page, words: str) -> None:
    """The page has this main heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def press(page: Page, button: str) -> None:
    """Send a form, and be on the page that answers it: the next step must not meet the old one."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def answer(page: Page, debtor: Debtor, *, born: str = "", postcode: str = "") -> None:
    """Fill in who one is; without other words, rightly."""
    if debtor.company:
        page.get_by_label("A business").check()
        page.get_by_label("Company number or account number").fill(debtor.company_number)
    else:
        year, month, day = (born or debtor.born).split("-")
        page.get_by_label("Myself").check()
        page.get_by_label("Day").fill(day)
        page.get_by_label("Month").fill(month)
        page.get_by_label("Year").fill(year)
    page.get_by_label("Postcode").fill(postcode or debtor.postcode)
    press(page, "Continue")


def enter(page: Page, link: str, debtor: Debtor) -> None:
    """From the link to the overview."""
    page.goto(link)
    answer(page, debtor)
    heading(page, "Your accounts")


def pay(page: Page, account: str, pounds: str = "") -> None:
    """From the overview to the provider's page, with everything owed or with another amount."""
    page.get_by_role("link", name="Pay – ").and_(page.locator(f"[href*='/{account}/']")).click()
    if pounds:
        page.get_by_label("Another amount").check()
        page.get_by_label("Amount in pounds").fill(pounds)
    else:
        page.get_by_role("radio", name="£").check()
    press(page, "Continue to payment")
    heading(page, "Test payment page")


def decide(page: Page, outcome: str) -> None:
    """Press one of the buttons of the provider's page, and come back. The provider's message to us may be slower than the
    way back, or be lost: then the page says so, and one asks again."""
    press(page, outcome)
    if page.get_by_role("heading", name="Your payment is not finished").count():
        press(page, "Check again")


def sign_out(page: Page) -> None:
    press(page, "Sign out")
    heading(page, "You have signed out")


def save_a_card(page: Page, most_pounds: str) -> None:
    """From the overview to a debit card on file, with a limit for each charge."""
    page.get_by_role("link", name="See your saved ways to pay").click()
    page.get_by_label("A debit card").check()
    page.get_by_label("What is the most we may take at one time?").fill(most_pounds)
    press(page, "Continue")
    press(page, "Agree and continue")
    press(page, "Debit card")
    heading(page, "Your way to pay is saved")


def fill_day(page: Page, question: str, day: date) -> None:
    """A day in its three fields."""
    asked = page.get_by_role("group", name=question)
    for label, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        asked.get_by_label(label, exact=True).fill(str(part))
