"""What the customer hears of an invoice that was put off, and put back."""

from __future__ import annotations

import pytest

from chalicelib.messaging.model import Message, Text
from chalicelib.prolongation.model import Place
from tests.support.paying import account, claim, debtor
from tests.support.prolonging import ProlongingWorld


def reachable(**contacts: object) -> ProlongingWorld:
    """Somebody with one invoice, and these ways to reach them."""
    owing = debtor(account("ACC-1", claim("ACC-1-1", "2026-03-01", 7_000)))
    return ProlongingWorld(owing.model_copy(update=contacts))


def heard(world: ProlongingWorld) -> list[Message]:
    found = [entity for entity in world.store.items.values() if isinstance(entity, Message)]
    return sorted(found, key=lambda message: message.id)


@pytest.mark.feature("PR3", "PR4")
def test_who_gets_more_time_is_told_the_invoice_its_new_date_and_the_invoice_of_the_fee_once() -> None:
    world = reachable(email="sian@example.com")
    token = world.offer(14).token
    world.prolong(14, token=token, command="one-command")
    world.prolong(14, token=token, command="one-command")
    [message] = heard(world)
    assert (message.text, message.to) == (Text.MORE_TIME_FOR_A_FEE, "sian@example.com")
    assert message.values == {
        "account": "ACC-1",
        "invoice": "ACC-1-1",
        "day": "4 December 2026",
        "fee": "£2.50",
        "fee_invoice": "ACC-1-1-F1",
    }


@pytest.mark.feature("PR4")
def test_without_a_fee_none_is_spoken_of_and_who_is_put_back_is_told_the_date_before() -> None:
    world = reachable(email="sian@example.com")
    done = world.prolong(7)
    world.wait(hours=1)
    world.undo(done)
    world.undo(done)
    free, undone = heard(world)
    assert (free.text, free.values["day"], "fee" in free.values) == (Text.MORE_TIME, "27 November 2026", False)
    assert undone.text is Text.MORE_TIME_UNDONE
    assert undone.values == {"account": "ACC-1", "invoice": "ACC-1-1", "day": "1 March 2026"}


@pytest.mark.feature("PR4")
def test_who_wants_no_messages_gets_none_and_the_time_all_the_same() -> None:
    world = reachable(email="sian@example.com", email_opt_out=True)
    world.prolong(14, Place("ACC-1", "ACC-1-1"))
    assert heard(world) == []
    assert world.claim().prolonged_days == 14
