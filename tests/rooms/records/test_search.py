"""What an agent types meets what was imported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.records.search import REFERENCES, By, contact_terms, kinds, reference_terms, search_terms


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


@pytest.mark.feature("V1")
@pytest.mark.parametrize(
    ("text", "kinds_tried"),
    [
        ("", (By.NAME,)),
        ("ada@example.com", (By.EMAIL,)),
        ("07700 900123", (*REFERENCES, By.PHONE)),
        ("+44 7700 900123", (*REFERENCES, By.PHONE)),
        ("ls1 4dy", (*REFERENCES, By.POSTCODE)),
        ("LS1", (*REFERENCES, By.POSTCODE)),
        ("C-1001", REFERENCES),
        ("0012345", REFERENCES),
        ("Lovelace", (*REFERENCES, By.NAME)),
        ("o'neill ad", (*REFERENCES, By.NAME)),
    ],
)
def test_a_text_is_taken_for_what_its_shape_allows(text: str, kinds_tried: tuple[By, ...]) -> None:
    assert kinds(text) == kinds_tried


@given(st.text(max_size=254))
def test_any_text_has_terms_for_whatever_it_is_taken_for(text: str) -> None:
    tried = kinds(text)
    assert tried[:-1] in ((), REFERENCES[:-1], REFERENCES)
    assert all(search_terms(by, text) is not None for by in tried)


@pytest.mark.parametrize("typed", ["ABCDE FGHJK", "abcdefghjk", "AbCdE-FgHjK"])
def test_a_payment_reference_is_found_however_it_is_written(typed: str) -> None:
    assert {search_terms(By.REFERENCE, typed)} == reference_terms(["ABCDE FGHJK", None, ""])
