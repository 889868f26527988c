"""Correcting how a customer is reached, and what is known of numbers and addresses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.activities.events import Event
from chalicelib.campaigns.rules import contact
from chalicelib.core.actor import ActorType
from chalicelib.core.errors import Code, Refused
from chalicelib.records.contact_points import PAST_ADDRESSES_KEPT, ContactPoint, Validity
from chalicelib.records.contacts import CHECK_REASONS, Check, CheckReason
from tests.support.paying import CUSTOMER
from tests.support.records import ALEX, HOME, Records, details_of

MOBILE, EMAIL, WORK = ContactPoint.MOBILE_PHONE, ContactPoint.EMAIL, ContactPoint.WORK_PHONE
DEAD = Check(MOBILE, Validity.INVALID, CheckReason.NOT_IN_SERVICE, "No tone")
GOOD = Check(MOBILE, Validity.VALID, CheckReason.AGENT_CONFIRMED)


def correct(records: Records, command: str = "a command of an agent", **changed: Any) -> None:
    records.customers.correct(CUSTOMER, records.customer.version, details_of(records.customer, **changed), ALEX, command)


def check(records: Records, found: Check, command: str = "a command of an agent") -> None:
    records.customers.check_contact(CUSTOMER, records.customer.version, found, ALEX, command)


@pytest.mark.feature("V7", "O5")
def test_a_correction_is_told_masked_and_found_by_at_once() -> None:
    records = Records()
    correct(records, mobile_phone="07700 900999", email=None)
    [told] = records.told
    assert records.customer.mobile_phone == "+447700900999"
    assert told.event is Event.CONTACT_UPDATED
    assert told.before == {"Mobile": "07***123", "Email": "si***com"}
    assert told.after == {"Mobile": "07***999", "Email": ""}
    assert records.found_by == {"p:+447700900999", "o:LS1"}


@pytest.mark.feature("O4")
def test_the_address_before_is_kept_with_its_end() -> None:
    records = Records()
    records.clock.instant += timedelta(days=3)
    correct(records, address=("  2 Example  Road ", "", "York"), postcode="yo1 7hh")
    [past] = records.customer.past_addresses
    assert (records.customer.address, records.customer.postcode) == (("2 Example Road", "York"), "YO1 7HH")
    assert (past.address, past.postcode, past.replaced_by) == (HOME, "LS1 4DY", ActorType.AGENT)
    assert past.until == records.clock.now()
    assert records.told[0].event is Event.ADDRESS_CHANGED
    assert "Example Road" not in records.told[0].model_dump_json()
    assert "o:YO1" in records.found_by


@pytest.mark.feature("O4")
def test_who_has_gone_away_is_not_gone_from_a_new_address() -> None:
    records = Records()
    correct(records, gone_away=True)
    assert records.customer.gone_away
    assert records.told[-1].after == {"Gone away": "Yes"}
    correct(records, "another command", address=("2 Example Road",))
    assert not records.customer.gone_away
    assert [past.gone_away for past in records.customer.past_addresses] == [True]


def test_only_the_newest_addresses_are_kept() -> None:
    records = Records()
    for number in range(PAST_ADDRESSES_KEPT + 3):
        correct(records, f"command number {number:02}", address=(f"{number} Example Street",))
    kept = [past.address[0].split()[0] for past in records.customer.past_addresses]
    assert kept == [str(number) for number in range(PAST_ADDRESSES_KEPT + 1, 1, -1)]


def test_what_is_as_it_was_is_not_written() -> None:
    records = Records()
    version = records.customer.version
    correct(records, mobile_phone="(07700) 900123", postcode="ls14dy")
    assert (records.customer.version, records.told) == (version, [])


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"mobile_phone": "0113 496 0000"}, "mobile_phone"),
        ({"work_phone": "12"}, "work_phone"),
        ({"email": "sian@"}, "email"),
        ({"postcode": ""}, "postcode"),
        ({"postcode": "12345"}, "postcode"),
        ({"address": ("x",) * 6}, "address"),
        ({"address": ("x" * 81,)}, "address"),
        ({"address": ("a\x00b",)}, "address"),
        ({"mobile_phone": None, "email": None}, "mobile_phone"),
    ],
)
def test_what_is_no_contact_is_refused_by_name(changed: dict[str, Any], field: str) -> None:
    records = Records()
    with pytest.raises(Refused) as refusal:
        correct(records, **changed)
    assert (refusal.value.code, refusal.value.field) == (Code.INVALID, field)
    assert records.told == []


@pytest.mark.feature("V7")
def test_a_number_that_leads_nowhere_is_not_used_until_it_changes() -> None:
    records = Records()
    check(records, DEAD)
    assert records.customer.reachable(MOBILE) is None
    assert contact(records.customer).phone is None, "an invalid number never appears in a campaign file (C.4.9)"
    assert records.customer.mobile_phone == "+447700900123", "it is still held, and shown"
    [told] = records.told
    assert (told.event, told.reason) == (Event.PHONE_INVALIDATED, "NOT_IN_SERVICE")
    assert (told.before, told.after) == ({"Mobile": "07***123, unknown"}, {"Mobile": "07***123, invalid"})
    correct(records, "another command", mobile_phone="07700 900999")
    assert records.customer.reachable(MOBILE) == "+447700900999"
    assert records.customer.check_of(MOBILE) is None


@pytest.mark.feature("V7")
def test_a_number_can_be_found_valid_again() -> None:
    records = Records()
    check(records, DEAD)
    check(records, GOOD, "another command")
    known = records.customer.check_of(MOBILE)
    assert known is not None
    assert (known.validity, known.checked_by) == (Validity.VALID, "Alex Example")
    assert records.customer.reachable(MOBILE) == "+447700900123"


def test_an_email_that_bounces_is_told_as_an_email() -> None:
    records = Records()
    check(records, Check(EMAIL, Validity.INVALID, CheckReason.HARD_BOUNCE, "Came back"))
    assert records.told[0].event is Event.EMAIL_INVALIDATED
    assert contact(records.customer).email is None


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (Check(WORK, Validity.VALID, CheckReason.AGENT_CONFIRMED), Code.NOT_FOUND),
        (Check(MOBILE, Validity.VALID, CheckReason.NOT_IN_SERVICE), Code.INVALID),
        (Check(MOBILE, Validity.INVALID, CheckReason.AGENT_CONFIRMED), Code.INVALID),
        (Check(MOBILE, Validity.INVALID, CheckReason.NOT_IN_SERVICE), Code.INVALID),
        (Check(MOBILE, Validity.UNKNOWN, CheckReason.AGENT_CONFIRMED), Code.INVALID),
    ],
)
def test_a_check_that_says_nothing_is_refused(found: Check, code: Code) -> None:
    records = Records()
    with pytest.raises(Refused) as refusal:
        check(records, found)
    assert refusal.value.code is code


def test_what_is_known_already_is_refused() -> None:
    records = Records()
    check(records, DEAD)
    with pytest.raises(Refused) as refusal:
        check(records, DEAD, "another command")
    assert refusal.value.code is Code.WRONG_STATE


def test_every_reason_is_given_for_one_validity() -> None:
    assert sorted(CheckReason) == sorted(reason for reasons in CHECK_REASONS.values() for reason in reasons)
