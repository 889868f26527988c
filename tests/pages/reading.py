"""Pages as a person reads them."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def main(html: str) -> Tag:
    """What is on a page beside what is on every page."""
    found = soup(html).find("main")
    assert isinstance(found, Tag)
    return found


def read(html: str) -> str:
    """The words of a page as a person reads them."""
    return " ".join(main(html).get_text(" ").split())


def values(html: str) -> dict[str, str]:
    """The named inputs of a page and what they hold."""
    fields = soup(html).select("main input:not([type=radio]), main input[type=radio][checked]")
    return {str(field["name"]): str(field.get("value", "")) for field in fields}
