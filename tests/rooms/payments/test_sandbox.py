"""The sandbox bank: it must be no easier to live with than a real one."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.clock import FixedClock
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import ulid
from chalicelib.core.keys import FixedKeys
from chalicelib.core.memory import MemoryStore
from chalicelib.payments.ports import Answer, Declined, HostedSession, Invalid, Untrusted
from chalicelib.payments.providers.books import Outcome
from chalicelib.payments.providers.sandbox import SIGNATURE_HEADER, Sandbox
from chalicelib.payments.signing import is_signed, sign
from tests.support.paying import CUSTOMER, NOON, PUBLIC_URL

PAYMENT = ulid(NOON)
RETURN_URL = f"{PUBLIC_URL}/payments/{PAYMENT}"


class Bank:
    """A sandbox on its own, with what it sent."""

    def __init__(self, seed: str = "test", **options: Any) -> None:
        self.clock = FixedClock(NOON)
        self.sent: list[tuple[bytes, dict[str, str]]] = []
        options = {"stage": "local", "public_url": PUBLIC_URL} | options
        self.sandbox = Sandbox(MemoryStore(), FixedKeys(seed), self.clock, lambda *sent: self.sent.append(sent), **options)

    def session(self, **changed: Any) -> HostedSession:
        asked = {
            "customer_key": CUSTOMER,
            "payment_id": PAYMENT,
            "amount": 5_000,
            "description": "Example Collections",
            "return_url": RETURN_URL,
            "expires_at": NOON + timedelta(minutes=60),
        }
        return self.sandbox.hosted_payment(**asked | changed)

    def sealed(self, **changed: Any) -> str:
        return self.session(**changed).url.removeprefix(f"{PUBLIC_URL}/sandbox/pay/")

    def answer(self) -> tuple[Answer, int] | None:
        snapshot = self.sandbox.find(customer_key=CUSTOMER, payment_id=PAYMENT)
        return (snapshot.answer, snapshot.captured) if snapshot else None


def refusal(action: Callable[[], object]) -> Code:
    with pytest.raises(Refused) as refused:
        action()
    return refused.value.code


class TestItsPage:
    def test_knows_the_payment_from_its_address_alone(self) -> None:
        bank = Bank()
        session = bank.sandbox.open(bank.sealed())
        assert (session.payment_id, session.amount, session.return_url) == (PAYMENT, 5_000, RETURN_URL)
        assert session.description == "Example Collections"

    def test_is_the_same_page_when_it_is_asked_for_again(self) -> None:
        bank = Bank()
        first = bank.session()
        bank.clock.instant += timedelta(minutes=10)
        assert bank.session() == first

    def test_closes_after_its_life(self) -> None:
        bank = Bank()
        sealed = bank.sealed()
        bank.clock.instant += timedelta(minutes=60)
        assert refusal(lambda: bank.sandbox.open(sealed)) is Code.WRONG_STATE
        assert refusal(lambda: bank.sandbox.decide(sealed, Outcome.PAY)) is Code.WRONG_STATE
        assert bank.answer() is None
        with pytest.raises(Declined):
            bank.session()

    def test_every_single_changed_character_is_refused(self) -> None:
        bank = Bank()
        sealed = bank.sealed()
        for index, character in enumerate(sealed):
            forged = sealed[:index] + ("A" if character != "A" else "B") + sealed[index + 1 :]
            assert refusal(lambda forged=forged: bank.sandbox.open(forged)) is Code.NOT_FOUND

    @pytest.mark.parametrize("forged", ["", ".", "a", "a.b.c", "é.ü", "e30." + "A" * 43])
    def test_nonsense_is_refused(self, forged: str) -> None:
        assert refusal(lambda: Bank().sandbox.open(forged)) is Code.NOT_FOUND

    def test_a_raised_amount_is_refused(self) -> None:
        bank = Bank()
        body, mac = bank.sealed().split(".")
        session = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))) | {"amount": 1}
        forged = base64.urlsafe_b64encode(json.dumps(session).encode()).decode().rstrip("=")
        assert refusal(lambda: bank.sandbox.open(f"{forged}.{mac}")) is Code.NOT_FOUND

    def test_a_page_made_before_the_secret_was_replaced_stays_open(self) -> None:
        sealed = Bank("old").sealed()
        assert Bank("new", retired_secrets=[FixedKeys("old").provider]).sandbox.open(sealed).amount == 5_000
        assert refusal(lambda: Bank("new").sandbox.open(sealed)) is Code.NOT_FOUND

    @pytest.mark.parametrize(
        "wrong", [{"amount": 0}, {"amount": -1}, {"amount": 10**9}, {"expires_at": NOON + timedelta(days=1)}]
    )
    def test_is_not_made_for_what_cannot_be(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(Invalid):
            Bank().session(**wrong)


class TestItsDecisions:
    @pytest.mark.parametrize(
        ("outcome", "at_once", "in_the_end"),
        [
            (Outcome.PAY, (Answer.SUCCEEDED, 5_000), (Answer.SUCCEEDED, 5_000)),
            (Outcome.DECLINE, (Answer.FAILED, 0), (Answer.FAILED, 0)),
            (Outcome.CANCEL, (Answer.CANCELLED, 0), (Answer.CANCELLED, 0)),
            (Outcome.LATER, (Answer.PROCESSING, 0), (Answer.SUCCEEDED, 5_000)),
            (Outcome.LATER_FAIL, (Answer.PROCESSING, 0), (Answer.FAILED, 0)),
        ],
    )
    def test_are_what_was_picked(self, outcome: Outcome, at_once: tuple[Answer, int], in_the_end: tuple[Answer, int]) -> None:
        bank = Bank()
        assert bank.answer() is None
        assert bank.sandbox.decide(bank.sealed(), outcome).return_url == RETURN_URL
        assert bank.answer() == at_once
        bank.clock.instant += timedelta(seconds=30)
        assert bank.answer() == in_the_end

    @pytest.mark.parametrize("first", [Outcome.PAY, Outcome.CANCEL, Outcome.LATER, Outcome.LATER_FAIL])
    @pytest.mark.parametrize("second", Outcome)
    def test_stand_once_made(self, first: Outcome, second: Outcome) -> None:
        bank = Bank()
        sealed = bank.sealed()
        bank.sandbox.decide(sealed, first)
        before = bank.answer()
        assert bank.sandbox.decide(sealed, second).outcome is first
        assert bank.answer() == before
        assert len(bank.sent) == 1

    @pytest.mark.parametrize("second", [Outcome.PAY, Outcome.LATER, Outcome.LATER_FAIL, Outcome.DECLINE])
    def test_let_another_card_follow_a_declined_one(self, second: Outcome) -> None:
        bank = Bank()
        bank.sandbox.decide(bank.sealed(), Outcome.DECLINE)
        assert bank.sandbox.decide(bank.sealed(), second).outcome is second

    def test_refuse_the_same_payment_with_another_amount(self) -> None:
        bank = Bank()
        bank.sandbox.decide(bank.sealed(), Outcome.DECLINE)
        assert refusal(lambda: bank.sandbox.decide(bank.sealed(amount=31), Outcome.PAY)) is Code.KEY_REUSED

    def test_keep_two_customers_apart_who_use_the_same_id(self) -> None:
        bank = Bank()
        bank.sandbox.decide(bank.sealed(customer_key="somebodyelse"), Outcome.PAY)
        assert bank.answer() is None

    def test_stand_when_the_webhook_is_lost(self) -> None:
        def fail(body: bytes, headers: dict[str, str]) -> None:
            raise ConnectionError

        bank = Bank()
        sandbox = Sandbox(MemoryStore(), FixedKeys(), bank.clock, fail, stage="local", public_url=PUBLIC_URL)
        assert sandbox.decide(bank.sealed(), Outcome.PAY).outcome is Outcome.PAY
        assert sandbox.find(customer_key=CUSTOMER, payment_id=PAYMENT) is not None


class TestItsWebhooks:
    def sent(self, bank: Bank) -> tuple[bytes, dict[str, str]]:
        bank.sandbox.decide(bank.sealed(), Outcome.PAY)
        return bank.sent[-1]

    def test_name_the_payment(self) -> None:
        bank = Bank()
        [event] = bank.sandbox.parse_webhook(*self.sent(bank))
        assert (event.customer_key, event.payment_id, event.type) == (CUSTOMER, PAYMENT, "payment.succeeded")

    def test_have_an_id_of_their_own_for_every_card(self) -> None:
        bank = Bank()
        bank.sandbox.decide(bank.sealed(), Outcome.DECLINE)
        bank.sandbox.decide(bank.sealed(), Outcome.PAY)
        assert len({event.id for sent in bank.sent for event in bank.sandbox.parse_webhook(*sent)}) == 2

    def test_are_read_whatever_the_case_of_the_header(self) -> None:
        bank = Bank()
        body, headers = self.sent(bank)
        assert bank.sandbox.parse_webhook(body, {name.lower(): value for name, value in headers.items()})

    @pytest.mark.parametrize("seconds", [-301, 301])
    def test_are_refused_when_the_clock_says_otherwise(self, seconds: int) -> None:
        bank = Bank()
        sent = self.sent(bank)
        bank.clock.instant += timedelta(seconds=seconds)
        with pytest.raises(Untrusted):
            bank.sandbox.parse_webhook(*sent)

    def test_are_refused_without_a_signature_or_with_another_body(self) -> None:
        bank = Bank()
        body, headers = self.sent(bank)
        for forged in ((body, {}), (body + b" ", headers), (b"", headers), (body[:-1], headers)):
            with pytest.raises(Untrusted):
                bank.sandbox.parse_webhook(*forged)

    def test_are_refused_when_signed_bytes_make_no_sense(self) -> None:
        bank = Bank()
        secret = bank.sandbox._seals._secrets(b"webhook")[0]
        for body in (b"", b"{}", b"[]", b"\xff", b'{"id": 1}'):
            with pytest.raises(Untrusted):
                bank.sandbox.parse_webhook(body, {SIGNATURE_HEADER: sign(secret, body, NOON)})

    def test_cannot_be_made_from_the_seal_of_a_page(self) -> None:
        bank = Bank()
        sealing = bank.sandbox._seals._secrets(b"session")[0]
        body, _ = self.sent(bank)
        with pytest.raises(Untrusted):
            bank.sandbox.parse_webhook(body, {SIGNATURE_HEADER: sign(sealing, body, NOON)})


class TestSignatures:
    BODY = b'{"id": "evt_1"}'

    def test_two_secrets_are_live_while_one_is_replaced(self) -> None:
        header = sign(b"old", self.BODY, NOON)
        assert is_signed(header, self.BODY, [b"new", b"old"], NOON)
        assert not is_signed(header, self.BODY, [b"new"], NOON)

    def test_the_sender_may_sign_with_both(self) -> None:
        both = f"{sign(b'new', self.BODY, NOON)},{sign(b'old', self.BODY, NOON).partition(',')[2]}"
        assert is_signed(both, self.BODY, [b"old"], NOON)

    @pytest.mark.parametrize("seconds", [-300, 0, 300])
    def test_hold_for_five_minutes_either_way(self, seconds: int) -> None:
        assert is_signed(sign(b"s", self.BODY, NOON), self.BODY, [b"s"], NOON + timedelta(seconds=seconds))

    @pytest.mark.parametrize(
        "header", ["", "t=", "v1=", "t=1,v1=", "t=x,v1=00", "t=²,v1=00", "t=" + "9" * 400 + ",v1=00", "t=-1,v1=0", "t=1,t=1,v1=é"]
    )
    def test_nonsense_is_no_signature(self, header: str) -> None:
        assert not is_signed(header, self.BODY, [b"s"], NOON)

    def test_a_second_time_stamp_is_refused(self) -> None:
        header = sign(b"s", self.BODY, NOON)
        assert not is_signed(f"t=1,{header}", self.BODY, [b"s"], NOON)


def test_it_refuses_to_load_in_production() -> None:
    with pytest.raises(RuntimeError, match="production"):
        Bank(stage="production")
