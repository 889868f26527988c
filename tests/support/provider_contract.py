"""What every payment provider must do, whoever is behind the port: the same tests on the sandbox and on Stripe's stand-ins.

What a stand-in does not play is named with its reason, and skipped there alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar, Protocol

import pytest

from chalicelib.core.ids import ulid
from chalicelib.payments.ports import (
    Answer,
    CollectingProvider,
    Declined,
    HostedSession,
    Invalid,
    MandateAnswer,
    Method,
    RefundAnswer,
    Snapshot,
    Untrusted,
)
from tests.support.paying import CUSTOMER, PUBLIC_URL

PENCE = 12_345


class Line(Protocol):
    """A provider, and what a test does behind its back."""

    provider: CollectingProvider

    def now(self) -> datetime: ...

    def card(self, *, declines: bool = False) -> str:
        """The reference of a card that may be charged."""
        ...

    def taken(self) -> int:
        """How many charges the provider made."""
        ...

    def forgets(self) -> None:
        """Our function died before it wrote down what the provider answered."""
        ...

    def rings(self, payment_id: str) -> tuple[bytes, Mapping[str, str]]:
        """The webhook about the charge that was made for this payment."""
        ...


class ProviderContract:
    """Subclasses have a fixture `line`. `PAYMENT` is the id of the one payment of a test."""

    NOT_PLAYED: ClassVar[Mapping[str, str]] = {}

    @pytest.fixture(autouse=True)
    def _played(self, request: pytest.FixtureRequest) -> None:
        why = self.NOT_PLAYED.get(request.node.originalname)
        if why is not None:
            pytest.skip(why)

    @pytest.fixture
    def payment_id(self, line: Line) -> str:
        return ulid(line.now(), b"payment")

    def charge(self, line: Line, payment_id: str, mandate_ref: str, amount: int = PENCE) -> Snapshot:
        return line.provider.charge(
            customer_key=CUSTOMER,
            payment_id=payment_id,
            amount=amount,
            mandate_ref=mandate_ref,
            method=Method.CARD,
            collect_on=None,
            description="Example Services",
        )

    def find(self, line: Line, payment_id: str) -> Snapshot | None:
        return line.provider.find(customer_key=CUSTOMER, payment_id=payment_id)

    def page(self, line: Line, payment_id: str, expires_at: datetime) -> HostedSession:
        return line.provider.hosted_payment(
            customer_key=CUSTOMER,
            payment_id=payment_id,
            amount=PENCE,
            description="Example Services",
            return_url=f"{PUBLIC_URL}/payments/{payment_id}",
            expires_at=expires_at,
        )

    def test_nothing_is_there_before_anything_was_asked(self, line: Line, payment_id: str) -> None:
        line.card()
        assert self.find(line, payment_id) is None

    @pytest.mark.feature("CH4")
    def test_a_charge_is_taken_once_however_often_it_is_asked_for(self, line: Line, payment_id: str) -> None:
        card = line.card()
        first, again = self.charge(line, payment_id, card), self.charge(line, payment_id, card)
        line.forgets()
        late, found = self.charge(line, payment_id, card), self.find(line, payment_id)
        assert found is not None
        assert {(seen.answer, seen.captured, seen.provider_ref) for seen in (first, again, late, found)} == {
            (Answer.SUCCEEDED, PENCE, first.provider_ref)
        }
        assert line.taken() == 1

    def test_a_declined_charge_is_final_and_is_found_so(self, line: Line, payment_id: str) -> None:
        with pytest.raises(Declined):
            self.charge(line, payment_id, line.card(declines=True))
        seen = self.find(line, payment_id)
        assert seen is not None
        assert (seen.answer, seen.captured) == (Answer.FAILED, 0)

    def test_what_was_never_saved_is_not_charged(self, line: Line, payment_id: str) -> None:
        line.card()
        with pytest.raises((Invalid, Declined)):
            self.charge(line, payment_id, "pm_never_saved")
        assert line.taken() == 0

    def test_nothing_is_no_amount(self, line: Line, payment_id: str) -> None:
        with pytest.raises(Invalid):
            self.charge(line, payment_id, line.card(), amount=0)

    def test_what_was_taken_is_not_stopped_any_more(self, line: Line, payment_id: str) -> None:
        self.charge(line, payment_id, line.card())
        seen = line.provider.cancel(customer_key=CUSTOMER, payment_id=payment_id)
        assert (seen.answer, seen.captured) == (Answer.SUCCEEDED, PENCE)

    def test_a_part_is_given_back_once_under_our_id(self, line: Line, payment_id: str) -> None:
        self.charge(line, payment_id, line.card())
        for _ in range(2):
            seen = line.provider.refund(customer_key=CUSTOMER, payment_id=payment_id, refund_id="refund-1", amount=345)
        assert [(r.refund_id, r.amount, r.answer) for r in seen.refunds] == [("refund-1", 345, RefundAnswer.SUCCEEDED)]

    def test_no_more_is_given_back_than_remains(self, line: Line, payment_id: str) -> None:
        self.charge(line, payment_id, line.card())
        line.provider.refund(customer_key=CUSTOMER, payment_id=payment_id, refund_id="refund-1", amount=345)
        with pytest.raises(Invalid):
            line.provider.refund(customer_key=CUSTOMER, payment_id=payment_id, refund_id="refund-2", amount=PENCE)

    def test_what_was_never_taken_is_not_given_back(self, line: Line, payment_id: str) -> None:
        line.card()
        with pytest.raises(Invalid):
            line.provider.refund(customer_key=CUSTOMER, payment_id=payment_id, refund_id="refund-1", amount=1)

    def test_a_webhook_says_which_payment_to_look_at(self, line: Line, payment_id: str) -> None:
        self.charge(line, payment_id, line.card())
        body, headers = line.rings(payment_id)
        [event] = line.provider.parse_webhook(body, headers)
        assert (event.customer_key, event.payment_id) == (CUSTOMER, payment_id)

    def test_a_webhook_that_somebody_else_wrote_is_refused(self, line: Line, payment_id: str) -> None:
        self.charge(line, payment_id, line.card())
        body, headers = line.rings(payment_id)
        for forged in ((body + b" ", headers), (body, {})):
            with pytest.raises(Untrusted):
                line.provider.parse_webhook(*forged)

    def test_the_same_payment_has_the_same_page(self, line: Line, payment_id: str) -> None:
        expires_at = line.now() + timedelta(minutes=45)
        assert self.page(line, payment_id, expires_at) == self.page(line, payment_id, expires_at)
        assert self.find(line, payment_id) is None or line.taken() == 0

    def test_a_page_does_not_stay_open_for_days(self, line: Line, payment_id: str) -> None:
        with pytest.raises(Invalid):
            self.page(line, payment_id, line.now() + timedelta(hours=25))

    def test_a_way_to_pay_that_was_ended_is_charged_no_more(self, line: Line, payment_id: str) -> None:
        card = line.card()
        for _ in range(2):
            line.provider.revoke_mandate(customer_key=CUSTOMER, mandate_id=card, provider_ref=card)
        seen = line.provider.mandate(customer_key=CUSTOMER, mandate_id=card)
        assert seen is not None
        assert seen.answer is MandateAnswer.INACTIVE
        with pytest.raises(Declined):
            self.charge(line, payment_id, card)

    def test_its_books_say_what_came_and_went(self, line: Line, payment_id: str) -> None:
        began = line.now()
        self.charge(line, payment_id, line.card())
        line.provider.refund(customer_key=CUSTOMER, payment_id=payment_id, refund_id="refund-1", amount=345)
        moved = line.provider.movements(since=began, until=line.now() + timedelta(seconds=1))
        assert sorted((each.kind, each.amount) for each in moved if each.payment_id == payment_id) == [
            ("capture", PENCE),
            ("refund", -345),
        ]
