"""What customers change of themselves: the same rules as for agents, told as theirs."""

from __future__ import annotations

import pytest

from chalicelib.activities.model import Diary, Event
from chalicelib.care.model import ContactChannel, ContactPolicy
from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.changes import Changes, Insert
from chalicelib.core.errors import Code, Refused
from chalicelib.messaging.model import Message
from chalicelib.messaging.rules import warned
from chalicelib.records.own_details import NewAddress, NewEmail, NewMobile, OwnDetail, changed_by_owner
from tests.support.paying import CUSTOMER
from tests.support.records import ALEX, HOME, Records

OWNER = Actor.customer(CUSTOMER)
MOVED = NewAddress((" 2  Example Road", "York", ""), "yo17hh")


def change(records: Records, detail: OwnDetail, command: str = "01JD0000000000000000000000") -> None:
    records.customers.change_own(CUSTOMER, records.customer.version, detail, OWNER, command)


@pytest.mark.feature("O15")
@pytest.mark.parametrize(
    ("detail", "event", "before", "after"),
    [
        (NewEmail("new@EXAMPLE.com"), Event.CONTACT_UPDATED, {"Email": "si***com"}, {"Email": "ne***com"}),
        (NewMobile("+44 7700 900999"), Event.CONTACT_UPDATED, {"Mobile": "07***123"}, {"Mobile": "07***999"}),
        (MOVED, Event.ADDRESS_CHANGED, {"Address": "1 ***eet, ***, ***"}, {"Address": "2 ***oad, ***, ***"}),
    ],
)
def test_a_change_is_told_masked_as_the_customer_s_own(
    detail: OwnDetail, event: Event, before: dict[str, str], after: dict[str, str]
) -> None:
    records = Records()
    change(records, detail)
    [told] = records.told
    assert (told.event, told.before, told.after) == (event, before, after)
    assert (told.actor_type, told.channel) == (ActorType.CUSTOMER, Channel.PORTAL)


@pytest.mark.feature("O15")
def test_a_new_address_keeps_the_one_before_and_where_nobody_has_gone_away() -> None:
    records = Records()
    change(records, MOVED)
    [past] = records.customer.past_addresses
    assert (past.address, past.postcode, past.replaced_by) == (HOME, "LS1 4DY", ActorType.CUSTOMER)
    assert (records.customer.address, records.customer.postcode) == (("2 Example Road", "York"), "YO1 7HH")
    assert "o:YO1" in records.found_by


def test_something_odd_in_what_is_not_touched_stands_in_nobody_s_way() -> None:
    records = Records()
    odd = records.customer.model_copy(update={"mobile_phone": None, "email": None, "work_phone": "12"})
    changes = changed_by_owner(odd, MOVED, OWNER, records.clock.now())
    assert len(changes)


def test_the_same_again_is_no_change_and_costs_nothing() -> None:
    records = Records()
    version = records.customer.version

    def toll(now: object) -> Changes:
        raise AssertionError("asked for")

    records.customers.change_own(CUSTOMER, version, NewEmail("sian@example.com"), OWNER, "01JD0000000000000000000000", toll)
    assert (records.customer.version, records.told) == (version, [])


@pytest.mark.parametrize(
    ("detail", "field"),
    [
        (NewEmail(""), "email"),
        (NewEmail("sian@"), "email"),
        (NewMobile(""), "mobile_phone"),
        (NewMobile("0113 496 0000"), "mobile_phone"),
        (NewAddress((), "LS1 4DY"), "address"),
        (NewAddress(("x" * 81,), "LS1 4DY"), "address"),
        (NewAddress(("1 Road",), ""), "postcode"),
    ],
)
def test_what_is_no_contact_is_refused_by_name(detail: OwnDetail, field: str) -> None:
    records = Records()
    with pytest.raises(Refused) as refusal:
        change(records, detail)
    assert (refusal.value.code, refusal.value.field) == (Code.INVALID, field)


@pytest.mark.feature("O15")
@pytest.mark.parametrize(
    ("detail", "told"),
    [
        (NewEmail("new@example.com"), {(ContactChannel.EMAIL, "sian@example.com")}),
        (NewMobile("07700 900999"), {(ContactChannel.SMS, "+447700900123")}),
        (MOVED, {(ContactChannel.SMS, "+447700900123"), (ContactChannel.EMAIL, "sian@example.com")}),
    ],
)
def test_a_word_goes_to_the_contacts_held_before(detail: OwnDetail, told: set[tuple[ContactChannel, str]]) -> None:
    records = Records()
    before = records.customer
    change(records, detail)
    changes = warned(before, records.customer, Diary(OWNER, records.clock.now()), ContactPolicy())
    messages = [each.entity for each in changes if isinstance(each, Insert) and isinstance(each.entity, Message)]
    assert {(message.channel, message.to) for message in messages} == told


def test_a_new_address_that_an_agent_writes_down_is_told_to_nobody() -> None:
    records = Records()
    before = records.customer
    change(records, MOVED)
    assert len(warned(before, records.customer, Diary(ALEX, records.clock.now()), ContactPolicy())) == 0
