"""Forms to post files with: for whom, for what, how many, and the same one for the same request."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.core.actor import Actor
from chalicelib.core.errors import Code, Refused
from chalicelib.files.model import LARGEST_BYTES, DocumentType, State
from chalicelib.files.rules import LATE
from chalicelib.files.tickets import BYTES_A_DAY, TICKETS_A_DAY, Ask, terms
from chalicelib.files.types import MEDIA_TYPES, media_type
from chalicelib.scanning.kinds import TAKEN, fits_declared
from tests.support.filing import ADA, BEN, Filing
from tests.support.paying import CUSTOMER, NOON

PAYSLIP = Ask(DocumentType.INCOME, "ACC-1", "payslip.pdf", 1_000)
KEY = "key-of-the-first-request"


@pytest.mark.feature("FI1", "FI3")
def test_a_form_is_for_one_place_one_type_and_a_few_minutes() -> None:
    world = Filing()
    file = world.files.expect(CUSTOMER, PAYSLIP, ADA, KEY)
    assert world.files.form(file).fields == {"key": f"{CUSTOMER}/{file.id}", "Content-Type": "application/pdf"}
    assert (file.state, file.uploaded_by, file.account_number) == (State.PENDING, "Ada", "ACC-1")
    assert file.expires_at - file.created_at == timedelta(minutes=5)


def test_the_same_request_gets_the_same_file() -> None:
    world = Filing()
    first = world.files.expect(CUSTOMER, PAYSLIP, ADA, KEY)
    world.wait(minutes=1)
    assert world.files.expect(CUSTOMER, PAYSLIP, ADA, KEY) == first
    assert world.files.expect(CUSTOMER, PAYSLIP, BEN, KEY).id != first.id
    with pytest.raises(Refused) as refusal:
        world.files.expect(CUSTOMER, Ask(DocumentType.INCOME, "ACC-2", "payslip.pdf", 1_000), ADA, KEY)
    assert refusal.value.code is Code.KEY_REUSED


@pytest.mark.parametrize("late", [False, True])
def test_a_form_is_not_given_out_again_when_it_is_over(late: bool) -> None:
    world = Filing()
    file = world.files.expect(CUSTOMER, PAYSLIP, ADA, KEY)
    if late:
        world.wait(minutes=5)
    else:
        world.files.check(world.post(file, b"hello"))
    with pytest.raises(Refused) as refusal:
        world.files.form(world.files.expect(CUSTOMER, PAYSLIP, ADA, KEY))
    assert refusal.value.code is Code.WRONG_STATE


@pytest.mark.feature("FI1")
@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (Ask(DocumentType.INCOME, name="payslip.exe", size_bytes=10), Code.INVALID),
        (Ask(DocumentType.INCOME, name="payslip", size_bytes=10), Code.INVALID),
        (Ask(DocumentType.INCOME, name="payslip.pdf.html", size_bytes=10), Code.INVALID),
        (Ask(DocumentType.INCOME, name="payslip.pdf", size_bytes=0), Code.INVALID),
        (Ask(DocumentType.INCOME, name="payslip.pdf", size_bytes=-1), Code.INVALID),
        (Ask(DocumentType.INCOME, name="payslip.pdf", size_bytes=LARGEST_BYTES + 1), Code.TOO_LARGE),
        (Ask(DocumentType.INCOME, "ACC-404", "payslip.pdf", 10), Code.NOT_FOUND),
    ],
)
def test_what_is_not_taken_is_refused_before_it_is_sent(ask: Ask, code: Code) -> None:
    world = Filing()
    with pytest.raises(Refused) as refusal:
        world.files.expect(CUSTOMER, ask, ADA, KEY)
    assert refusal.value.code is code
    assert not world.files.page(CUSTOMER).items


@pytest.mark.parametrize("key", ["nobody", "0" * 26, "../../etc/passwd"])
def test_nobody_gets_no_file(key: str) -> None:
    with pytest.raises(Refused) as refusal:
        Filing().files.expect(key, PAYSLIP, ADA, KEY)
    assert refusal.value.code is Code.NOT_FOUND


def test_the_customers_browser_may_send_anything_and_go_on_to_our_page() -> None:
    world = Filing()
    file = world.files.expect(CUSTOMER, Ask(DocumentType.SUPPORT_NEED), Actor.customer(CUSTOMER), KEY)
    form = world.files.form(file, "https://pay.example.com/x")
    assert form.fields["Content-Type"] == "application/octet-stream"
    assert form.fields["x-amz-meta-filename"] == "${filename}"
    assert form.fields["success_action_redirect"] == "https://pay.example.com/x"
    assert file.expires_at - NOON == timedelta(minutes=30)
    assert (file.name, file.declared_type, file.uploader_id) == ("", "", CUSTOMER)


@pytest.mark.feature("FI1")
def test_a_customer_who_is_a_little_late_or_sends_far_too_much_is_answered_by_us_and_not_by_s3() -> None:
    world = Filing()
    file = world.expected_by_customer()
    world.wait(minutes=29)
    allowed = terms(file, world.clock.now())
    over = world.clock.now() + timedelta(seconds=allowed.seconds)
    assert file.expires_at < over < file.expires_at + LATE
    assert (allowed.least_bytes, allowed.largest_bytes) == (0, BYTES_A_DAY)


def test_an_agents_form_takes_exactly_the_file_that_was_chosen_and_not_a_second_longer() -> None:
    world = Filing()
    file = world.expected(size=1_000)
    allowed = terms(file, world.clock.now())
    assert (allowed.least_bytes, allowed.largest_bytes, allowed.seconds) == (1_000, 1_000, 300)


def test_one_file_that_is_far_too_large_does_not_use_up_the_day() -> None:
    world = Filing()
    file = world.expected_by_customer()
    world.files.check(world.post(file, bytes(2 * LARGEST_BYTES)))
    for _ in range(BYTES_A_DAY // LARGEST_BYTES - 1):
        world.files.check(world.post(world.expected_by_customer(), bytes(LARGEST_BYTES)))
    with pytest.raises(Refused):
        world.expected_by_customer()


def test_a_customer_sends_so_many_files_a_day_and_the_next_day_more() -> None:
    world = Filing()
    for _ in range(TICKETS_A_DAY):
        world.expected_by_customer()
    with pytest.raises(Refused) as refusal:
        world.expected_by_customer()
    assert refusal.value.code is Code.NOT_ALLOWED_NOW
    assert world.expected().state is State.PENDING
    world.wait(hours=12)
    assert world.expected_by_customer().state is State.PENDING


def test_a_customer_sends_so_much_a_day() -> None:
    world = Filing()
    for _ in range(BYTES_A_DAY // LARGEST_BYTES):
        file = world.expected_by_customer()
        world.files.check(world.post(file, bytes(LARGEST_BYTES)))
    with pytest.raises(Refused) as refusal:
        world.expected_by_customer()
    assert refusal.value.code is Code.NOT_ALLOWED_NOW


def test_the_sender_sees_what_they_sent_themselves() -> None:
    world = Filing()
    world.sent(b"hello")
    own = world.expected_by_customer()
    assert [sent.file for sent in world.files.of_customer(CUSTOMER)] == [own]
    assert Actor.customer(CUSTOMER).id == own.uploader_id


@pytest.mark.parametrize("extension", MEDIA_TYPES)
def test_what_is_offered_is_what_the_scanner_takes(extension: str) -> None:
    """An ending that a form is given out for is one that some taken kind of file has."""
    declared = media_type(f"file.{extension.upper()}")
    assert any(fits_declared(kind, declared) for kind in TAKEN)
