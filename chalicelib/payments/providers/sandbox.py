"""The sandbox provider: a bank of its own with a hosted page, for every stage but production.

It keeps its own books, forgets nothing we would like it to forget, and refuses what a real provider refuses.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from chalicelib.core.changes import Changes, Conflict, Insert, Replace
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.keys import Keys
from chalicelib.core.money import LARGEST_PENCE
from chalicelib.core.store import Store
from chalicelib.payments.model import SESSION_LIFE, Outcome, SandboxPayment, sandbox_place
from chalicelib.payments.ports import Answer, Declined, Event, HostedSession, Invalid, Snapshot, Untrusted
from chalicelib.payments.signing import is_signed, sign

SIGNATURE_HEADER = "Sandbox-Signature"
LATER = timedelta(seconds=30)
DECISION_TRIES = 3

_ANSWERS = {
    Outcome.PAY: Answer.SUCCEEDED,
    Outcome.LATER: Answer.SUCCEEDED,
    Outcome.DECLINE: Answer.FAILED,
    Outcome.LATER_FAIL: Answer.FAILED,
    Outcome.CANCEL: Answer.CANCELLED,
}

_log = logging.getLogger(__name__)


class SandboxSession(BaseModel):
    """What the address of a hosted page says, sealed: one payment, its amount in pence, and the way back."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    payment_id: str
    customer_key: str
    amount: int
    description: str
    return_url: str
    expires_at: AwareDatetime


class _Ring(BaseModel):
    """The body of a webhook."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    type: str
    customer_key: str
    payment_id: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the bank holds after a decision, and where the debtor goes next."""

    outcome: Outcome
    return_url: str


class Sandbox:
    """The provider port, and the two things its hosted page does: `open` and `decide`.

    `deliver` sends a webhook's body and headers to us; when it fails the webhook is lost, as webhooks are.
    `retired_secrets` still open sessions and verify webhooks made before the secret was replaced.
    """

    name = "sandbox"

    def __init__(
        self,
        store: Store,
        keys: Keys,
        clock: Clock,
        deliver: Callable[[bytes, dict[str, str]], None],
        *,
        stage: str,
        public_url: str,
        retired_secrets: Sequence[bytes] = (),
    ) -> None:
        if stage == "production":
            raise RuntimeError("the sandbox takes no money: production needs a real payment provider")
        self._store = store
        self._keys = keys
        self._clock = clock
        self._deliver = deliver
        self._public_url = public_url
        self._retired = tuple(retired_secrets)

    def hosted_payment(
        self,
        *,
        customer_key: str,
        payment_id: str,
        amount: int,
        description: str,
        return_url: str,
        expires_at: datetime,
    ) -> HostedSession:
        now = self._clock.now()
        if not 0 < amount <= LARGEST_PENCE or expires_at > now + SESSION_LIFE:
            raise Invalid("the amount or the life of the session is out of range")
        if expires_at <= now:
            raise Declined("the session is over")
        session = SandboxSession(
            payment_id=payment_id,
            customer_key=customer_key,
            amount=amount,
            description=description,
            return_url=return_url,
            expires_at=expires_at,
        )
        url = f"{self._public_url}/sandbox/pay/{self._seal(session)}"
        return HostedSession(provider_ref=payment_id, url=url, expires_at=expires_at)

    def find(self, *, customer_key: str, payment_id: str) -> Snapshot | None:
        payment = self._store.get(SandboxPayment, sandbox_place(customer_key, payment_id))
        if payment is None:
            return None
        answer = self._answer(payment)
        captured = payment.amount if answer is Answer.SUCCEEDED else 0
        return Snapshot(answer, captured, payment.ready_at, provider_ref=payment_id)

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Event]:
        signature = next((value for name, value in headers.items() if name.lower() == SIGNATURE_HEADER.lower()), "")
        if not is_signed(signature, body, self._secrets(b"webhook"), self._clock.now()):
            raise Untrusted
        try:
            ring = _Ring.model_validate_json(body)
        except ValidationError as error:
            raise Untrusted from error
        return [Event(ring.id, ring.type, ring.customer_key, ring.payment_id)]

    def open(self, sealed: str) -> SandboxSession:
        """The session behind an address. Raises `Refused`: NOT_FOUND when we did not seal it, WRONG_STATE once it is over."""
        session = self._unseal(sealed)
        refuse_if(self._clock.now() >= session.expires_at, Code.WRONG_STATE, "This payment page is no longer open.")
        return session

    def decide(self, sealed: str, outcome: Outcome) -> Decision:
        """Do what was picked on the hosted page, and ring. The first decision stands, except that after a declined card
        another may be tried. Raises `Refused` as `open` does, KEY_REUSED when the id was used with another amount, and
        BUSY."""
        session = self.open(sealed)
        for _ in range(DECISION_TRIES):
            payment = self._store.get(SandboxPayment, sandbox_place(session.customer_key, session.payment_id))
            refuse_if(payment is not None and payment.amount != session.amount, Code.KEY_REUSED)
            if payment is not None and not _takes_another_card(payment, outcome):
                return Decision(payment.outcome, session.return_url)
            try:
                self._decide(session, payment, outcome)
            except Conflict:
                continue
            return Decision(outcome, session.return_url)
        raise Refused(Code.BUSY)

    def _decide(self, session: SandboxSession, before: SandboxPayment | None, outcome: Outcome) -> None:
        late = outcome in (Outcome.LATER, Outcome.LATER_FAIL)
        after = SandboxPayment(
            payment_id=session.payment_id,
            customer_key=session.customer_key,
            amount=session.amount,
            outcome=outcome,
            ready_at=self._clock.now() + (LATER if late else timedelta()),
            version=before.version if before else 0,
        )
        self._store.commit(Changes(Replace(after) if before else Insert(after)))
        self._ring(after)

    def _answer(self, payment: SandboxPayment) -> Answer:
        return _ANSWERS[payment.outcome] if self._clock.now() >= payment.ready_at else Answer.PROCESSING

    def _ring(self, payment: SandboxPayment) -> None:
        """Deliver a webhook, once. Whether it arrives decides nothing: the sweeper finds what it would have told."""
        ring = _Ring(
            id=f"{payment.payment_id}-{payment.version + 1}",
            type=f"payment.{self._answer(payment)}",
            customer_key=payment.customer_key,
            payment_id=payment.payment_id,
        )
        body = ring.model_dump_json().encode()
        headers = {
            "Content-Type": "application/json",
            SIGNATURE_HEADER: sign(self._secrets(b"webhook")[0], body, self._clock.now()),
        }
        try:
            self._deliver(body, headers)
        except Exception:  # noqa: BLE001 - the decision stands whatever became of the webhook
            _log.warning("a sandbox webhook was lost")

    def _seal(self, session: SandboxSession) -> str:
        body = _encode(session.model_dump_json().encode())
        return f"{body}.{_mac(self._secrets(b'session')[0], body)}"

    def _unseal(self, sealed: str) -> SandboxSession:
        body, _, mac = sealed.partition(".")
        genuine = any(hmac.compare_digest(_mac(s, body).encode(), mac.encode()) for s in self._secrets(b"session"))
        refuse_if(not genuine, Code.NOT_FOUND)
        try:
            return SandboxSession.model_validate(json.loads(_decode(body)))
        except (ValueError, binascii.Error) as error:
            raise Refused(Code.NOT_FOUND) from error

    def _secrets(self, purpose: bytes) -> list[bytes]:
        """The secrets for one purpose, the one in use first: a seal can never pass for a signature."""
        return [hmac.digest(secret, purpose, hashlib.sha256) for secret in (self._keys.provider, *self._retired)]


def _takes_another_card(payment: SandboxPayment, outcome: Outcome) -> bool:
    return payment.outcome is Outcome.DECLINE and outcome is not Outcome.CANCEL


def _mac(secret: bytes, body: str) -> str:
    return _encode(hmac.digest(secret, body.encode(), hashlib.sha256))


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
