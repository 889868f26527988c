"""The addresses of the sandbox bank's pages, and its webhooks: sealed and signed, so that nobody else can make them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.keys import Keys
from chalicelib.payments.ports import Event, Method, Untrusted
from chalicelib.payments.signing import is_signed, sign

SIGNATURE_HEADER = "Sandbox-Signature"


class SandboxSession(BaseModel):
    """What the address of a payment's page says: one payment, its amount in pence, and the way back."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    payment_id: str
    customer_key: str
    amount: int
    description: str
    return_url: str
    expires_at: AwareDatetime


class MandateSession(BaseModel):
    """What the address of a mandate's page says."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    mandate_id: str
    customer_key: str
    method: Method
    return_url: str
    expires_at: AwareDatetime


class Ring(BaseModel):
    """The body of a webhook."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    type: str
    customer_key: str
    payment_id: str = ""
    mandate_id: str = ""


class Seals:
    """Seals and signatures by the provider's secret. `retired` secrets still open what was sealed before they were replaced;
    a seal of one purpose never passes for another."""

    def __init__(self, keys: Keys, retired: Sequence[bytes]) -> None:
        self._keys = keys
        self._retired = tuple(retired)

    def seal(self, session: SandboxSession | MandateSession) -> str:
        body = _encode(session.model_dump_json().encode())
        return f"{body}.{_mac(self._secrets(_purpose(type(session)))[0], body)}"

    def unseal[S: (SandboxSession, MandateSession)](self, kind: type[S], sealed: str) -> S:
        """Raises `Refused` with NOT_FOUND when we did not seal it."""
        body, _, mac = sealed.partition(".")
        secrets = self._secrets(_purpose(kind))
        refuse_if(not any(hmac.compare_digest(_mac(s, body).encode(), mac.encode()) for s in secrets), Code.NOT_FOUND)
        try:
            return kind.model_validate(json.loads(_decode(body)))
        except (ValueError, binascii.Error) as error:
            raise Refused(Code.NOT_FOUND) from error

    def signed(self, ring: Ring, now: datetime) -> tuple[bytes, dict[str, str]]:
        """The body and the headers of a webhook."""
        body = ring.model_dump_json().encode()
        return body, {"Content-Type": "application/json", SIGNATURE_HEADER: sign(self._secrets(b"webhook")[0], body, now)}

    def event(self, body: bytes, headers: Mapping[str, str], now: datetime) -> Event:
        """The event in a webhook. Raises `Untrusted`."""
        signature = next((value for name, value in headers.items() if name.lower() == SIGNATURE_HEADER.lower()), "")
        if not is_signed(signature, body, self._secrets(b"webhook"), now):
            raise Untrusted
        try:
            ring = Ring.model_validate_json(body)
        except ValidationError as error:
            raise Untrusted from error
        return Event(ring.id, ring.type, ring.customer_key, ring.payment_id, ring.mandate_id)

    def _secrets(self, purpose: bytes) -> list[bytes]:
        """The secrets for one purpose, the one in use first."""
        return [hmac.digest(secret, purpose, hashlib.sha256) for secret in (self._keys.provider, *self._retired)]


def _purpose(kind: type[SandboxSession] | type[MandateSession]) -> bytes:
    return b"session" if kind is SandboxSession else b"mandate"


def _mac(secret: bytes, body: str) -> str:
    return _encode(hmac.digest(secret, body.encode(), hashlib.sha256))


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
