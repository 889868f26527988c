"""What an agent types meets what was imported."""

from __future__ import annotations

import pytest

from chalicelib.records.search import By, contact_terms, search_terms


@pytest.mark.parametrize(
    ("by", "typed"),
    [
        (By.EMAIL, "ada@example.com"),
        (By.EMAIL, " ADA@Example.COM "),
        (By.PHONE, "07700 900123"),
        (By.PHONE, "+44 7700 900 123"),
        (By.POSTCODE, "ls14dy"),
    ],
)
def test_contacts_are_found_however_they_are_written(by: By, typed: str) -> None:
    held = contact_terms("+447700900123", None, None, "Ada@example.com", "LS1 4DY")
    assert search_terms(by, typed) in held


def test_what_is_no_email_address_finds_nobody() -> None:
    assert search_terms(By.EMAIL, "ada at example").prefix == ""
