"""The auditor finds every way in which stored money can be wrong, and nothing where it is right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.auditing.replaying import Books, Fault, findings, sums
from chalicelib.auditing.sealing import ForgedError, Sealed, chain, opened, seal, tampered

KEY = b"a key of a test"


def posting(debit: str, credit: str, amount: int, claim: str | None = "A-1") -> dict[str, Any]:
    return {"debit": debit, "credit": credit, "amount": amount} | ({"claim": claim} if claim else {})


def entry(sequence: int, kind: str, balance: int, *postings: dict[str, Any], **more: str) -> dict[str, Any]:
    named = {"sequence": sequence, "ref": f"entry:{sequence}", "type": kind, "balance_after": balance}
    return named | {"postings": list(postings)} | more


def books() -> Any:
    """100.00 and a fee of 5.00 are owed; 30.00 are paid twice, once by mistake, with 1.00 too much; 20.00 are on their way."""
    entries = [
        entry(1, "OPENING", 10_500, posting("1100", "3000", 10_000), posting("1120", "3000", 500)),
        entry(2, "PAYMENT", 7_500, posting("1200", "1100", 3_000), posting("1200", "2100", 100, None)),
        entry(3, "PAYMENT", 4_500, posting("1200", "1100", 3_000)),
        entry(4, "REVERSAL", 7_500, posting("1100", "1200", 3_000), related_entry="entry:3"),
    ]
    claim = {"outstanding": {"principal": 7_000, "interest": 0, "fees": 500, "costs": 0}, "reserved": {"P3": 2_000}}
    customer = {"customer_key": "k", "journal_sequence": 4, "credit": 100, "accounts": {"A": {"claims": {"A-1": claim}}}}
    payment = {"id": "P3", "reserved": True, "plan": [{"account_number": "A", "claim": "A-1", "amount": 2_000}]}
    return {"customer": customer, "entries": entries, "markers": {f"entry:{n}": n for n in range(1, 5)}, "payments": [payment]}


def test_books_that_are_right_have_no_fault() -> None:
    assert findings(Books(**books())) == []
    assert sums(books()["entries"]) == {"1100": 7_000, "1120": 500, "1200": 3_100, "3000": -10_500, "2100": -100}


def came_back(*postings: dict[str, Any]) -> Books:
    """10.00 of a payment were refunded, the creditor then corrected the claim down to 5.00, and the refund failed."""
    entries = [
        entry(1, "OPENING", 10_000, posting("1100", "3000", 10_000)),
        entry(2, "PAYMENT", 7_000, posting("1200", "1100", 3_000)),
        entry(3, "REFUND", 8_000, posting("1100", "1200", 1_000)),
        entry(4, "ADJUSTMENT_DOWN", 500, posting("3000", "1100", 7_500)),
        entry(5, "REVERSAL", 0, *postings, related_entry="entry:3"),
    ]
    claim = {"outstanding": {"principal": 0, "interest": 0, "fees": 0, "costs": 0}, "reserved": {}}
    customer = {"customer_key": "k", "journal_sequence": 5, "credit": 500, "accounts": {"A": {"claims": {"A-1": claim}}}}
    return Books(customer, entries, {f"entry:{n}": n for n in range(1, 6)})


def test_money_that_comes_back_is_credit_where_its_claim_owes_less_by_now() -> None:
    assert findings(came_back(posting("1200", "1100", 500), posting("1200", "2100", 500, None))) == []


@pytest.mark.parametrize(
    "postings",
    [
        (posting("1200", "1100", 500), posting("1200", "2100", 501, None)),
        (posting("1200", "1100", 500), posting("1200", "2100", 499, None)),
        (posting("1200", "1100", 500), posting("1210", "2100", 500, None)),
        (posting("1200", "1100", 500, "A-2"), posting("1200", "2100", 500, None)),
        (posting("1200", "1100", 1_001),),
        (posting("1200", "1100", 500), posting("1200", "5400", 500, None)),
    ],
)
def test_other_money_than_went_does_not_come_back(postings: tuple[dict[str, Any], ...]) -> None:
    assert Fault.REVERSAL in {finding.fault for finding in findings(came_back(*postings))}


WRONG: dict[str, tuple[Callable[[Any], object], set[Fault]]] = {
    "an entry is missing": (
        lambda b: b["entries"].pop(1),
        {Fault.GAP, Fault.MARKER, Fault.RUNNING_BALANCE, Fault.CLAIM, Fault.CREDIT},
    ),
    "the last entry is missing": (lambda b: b["entries"].pop(), {Fault.GAP, Fault.MARKER, Fault.CLAIM}),
    "an entry has no marker": (lambda b: b["markers"].pop("entry:2"), {Fault.MARKER}),
    "a marker has no entry": (lambda b: b["markers"].update({"entry:9": 9}), {Fault.MARKER}),
    "an entry was posted twice": (lambda b: b["entries"][2].update(ref="entry:2"), {Fault.TWICE, Fault.MARKER, Fault.REVERSAL}),
    "an amount was changed": (
        lambda b: b["entries"][1]["postings"][0].update(amount=2_999),
        {Fault.RUNNING_BALANCE, Fault.CLAIM},
    ),
    "a posting moves nothing": (lambda b: b["entries"][0]["postings"].append(posting("1100", "1100", 0)), {Fault.POSTING}),
    "a running balance was changed": (lambda b: b["entries"][2].update(balance_after=1), {Fault.RUNNING_BALANCE}),
    "a reversal undoes something else": (
        lambda b: b["entries"][3]["postings"][0].update(amount=3_001),
        {Fault.REVERSAL, Fault.RUNNING_BALANCE, Fault.CLAIM},
    ),
    "a reversal names nothing": (lambda b: b["entries"][3].pop("related_entry"), {Fault.REVERSAL}),
    "a balance was changed": (
        lambda b: b["customer"]["accounts"]["A"]["claims"]["A-1"]["outstanding"].update(principal=6_999),
        {Fault.CLAIM},
    ),
    "pence moved between two parts": (
        lambda b: b["customer"]["accounts"]["A"]["claims"]["A-1"]["outstanding"].update(principal=7_500, fees=0),
        {Fault.CLAIM},
    ),
    "a claim is gone": (lambda b: b["customer"]["accounts"]["A"]["claims"].clear(), {Fault.CLAIM, Fault.RESERVATION}),
    "a balance is below nothing": (
        lambda b: b["customer"]["accounts"]["A"]["claims"]["A-1"]["outstanding"].update(costs=-1),
        {Fault.CLAIM, Fault.NEGATIVE},
    ),
    "the credit was changed": (lambda b: b["customer"].update(credit=99), {Fault.CREDIT}),
    "a reservation was left behind": (lambda b: b["payments"].clear(), {Fault.RESERVATION}),
    "a reservation is missing": (
        lambda b: b["customer"]["accounts"]["A"]["claims"]["A-1"]["reserved"].clear(),
        {Fault.RESERVATION},
    ),
    "more is reserved than is planned": (
        lambda b: b["customer"]["accounts"]["A"]["claims"]["A-1"]["reserved"].update(P3=2_001),
        {Fault.RESERVATION},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_every_fault_is_found_and_named(what: str) -> None:
    wrong, faults = WRONG[what]
    changed = books()
    wrong(changed)
    assert {finding.fault for finding in findings(Books(**changed))} == faults


def sealed_after(*sequences: int) -> list[Sealed]:
    links = chain(books()["entries"])
    return [Sealed("2026-11-20", "k", sequence, links[sequence - 1]) for sequence in sequences]


CHANGES: dict[str, Callable[[list[Any]], object]] = {
    "changed": lambda entries: entries[2]["postings"][0].update(amount=1),
    "told otherwise": lambda entries: entries[2].update(reason="It was somebody else"),
    "removed": lambda entries: entries.pop(2),
    "put before it": lambda entries: entries.insert(2, entry(3, "FEE", 1)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_digest_shows_which_entry_was_tampered_with(what: str) -> None:
    """Consistently: whoever can change an entry can change the balances with it, and then only the digests know."""
    entries = books()["entries"]
    assert tampered("k", entries, sealed_after(1, 2, 3, 4)) == []
    CHANGES[what](entries)
    [found] = tampered("k", entries, sealed_after(4, 3, 1, 2))
    assert (found.fault, found.expected, found.sequence) == (Fault.TAMPERED, 2, 3)
    [found] = tampered("k", entries, sealed_after(1, 4))
    assert (found.expected, found.sequence) == (1, 4)


def test_what_is_posted_after_a_digest_is_no_tampering_and_what_is_removed_from_the_end_is() -> None:
    entries = books()["entries"]
    assert tampered("k", entries, sealed_after(2)) == []
    assert tampered("k", entries[:1], sealed_after(2))


def test_a_field_that_entries_get_later_changes_no_digest() -> None:
    entries = books()["entries"]
    assert chain([each | {"memos": [], "new": None} for each in entries]) == chain(entries)


@pytest.mark.parametrize("forge", [
    lambda file: file.replace(b'"k", 4', b'"k", 3'),
    lambda file: file.replace(b"2026-11-20", b"2026-11-21"),
    lambda file: seal("2026-11-20", 1, sealed_after(4), b"another key"),
    lambda file: b"{}",
    lambda file: b"not a digest",
])  # fmt: skip
def test_a_digest_that_we_did_not_sign_is_not_believed(forge: Callable[[bytes], bytes]) -> None:
    file = seal("2026-11-20", 1, sealed_after(4), KEY)
    assert opened(file, KEY) == sealed_after(4)
    with pytest.raises(ForgedError):
        opened(forge(file), KEY)
