"""Tokens that nobody gave out do not open the console's API, on the deployed stack (security checklist 10)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tools import people, sign_in
from tools.local import LocalStack
from tools.people import Person
from tools.places import REGION

pytestmark = pytest.mark.xdist_group("emulator")
REFUSED = frozenset({400, 401, 403, 413, 431, 494})
ELSEWHERE = "https://evil.example/jwks.json"

Json = dict[str, Any]


def encoded(value: bytes | Json) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decoded(part: str) -> Json:
    found: Json = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


class Genuine:
    """A token that the pool gave to an administrator, and what a forger makes of its parts."""

    def __init__(self, token: str, access_token: str) -> None:
        self.token, self.access_token = token, access_token
        self.head, self.body, self.signature = token.split(".")
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def with_claims(self, **claims: object) -> str:
        """Other claims under the old signature."""
        return f"{self.head}.{encoded(decoded(self.body) | claims)}.{self.signature}"

    def with_header(self, **header: object) -> str:
        return f"{encoded(decoded(self.head) | header)}.{self.body}.{self.signature}"

    def unsigned(self, algorithm: str, signature: str = "") -> str:
        return f"{encoded(decoded(self.head) | {'alg': algorithm})}.{self.body}.{signature}"

    def by_secret(self, secret: bytes) -> str:
        """Signed with a shared secret that the forger knows, such as the public key."""
        signing = f"{encoded(decoded(self.head) | {'alg': 'HS256'})}.{self.body}"
        return f"{signing}.{encoded(hmac.new(secret, signing.encode(), hashlib.sha256).digest())}"

    def by_own_key(self, claims: Json | None = None, **header: object) -> str:
        """Signed properly, with a key of the forger's own."""
        signing = f"{encoded(decoded(self.head) | header)}.{encoded(decoded(self.body) | (claims or {}))}"
        return f"{signing}.{encoded(self.key.sign(signing.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    @property
    def jwk(self) -> Json:
        numbers = self.key.public_key().public_numbers()
        return {"kty": "RSA", "alg": "RS256", "use": "sig", "e": "AQAB", "n": encoded(numbers.n.to_bytes(256))}


def now() -> int:
    return int(time.time())


FORGERIES: dict[str, Callable[[Genuine], str]] = {
    "empty": lambda _: "",
    "a word": lambda _: "token",
    "dots alone": lambda _: "..",
    "no algorithm": lambda t: t.unsigned("none"),
    "no algorithm, in capitals": lambda t: t.unsigned("NONE"),
    "no algorithm, in mixed case": lambda t: t.unsigned("nOnE", t.signature),
    "no algorithm, old signature": lambda t: t.unsigned("none", t.signature),
    "secret algorithm, empty secret": lambda t: t.by_secret(b""),
    "secret algorithm, key id as secret": lambda t: t.by_secret(decoded(t.head)["kid"].encode()),
    "another algorithm under the old signature": lambda t: t.unsigned("RS512", t.signature),
    "own key, same key id": lambda t: t.by_own_key(),
    "own key, unknown key id": lambda t: t.by_own_key(kid="mine"),
    "own key, key id that climbs": lambda t: t.by_own_key(kid="../../../../dev/null"),
    "own key in the header": lambda t: t.by_own_key(jwk=t.jwk),
    "own key at an address": lambda t: t.by_own_key(jku=ELSEWHERE),
    "own certificate at an address": lambda t: t.by_own_key(x5u=ELSEWHERE),
    "own key, never over": lambda t: t.by_own_key({"exp": now() + 10**9}),
    "own key, already over": lambda t: t.by_own_key({"exp": now() - 10}),
    "own key, not yet": lambda t: t.by_own_key({"nbf": now() + 10**6}),
    "critical extension": lambda t: t.with_header(crit=["b64"], b64=False),
    "later end": lambda t: t.with_claims(exp=now() + 10**9),
    "other person": lambda t: t.with_claims(sub="00000000-0000-0000-0000-000000000000"),
    "other role": lambda t: t.with_claims(**{"cognito:groups": ["admin", "root"]}),
    "other client": lambda t: t.with_claims(aud="other"),
    "other pool": lambda t: t.with_claims(iss=f"https://cognito-idp.{REGION}.amazonaws.com/{REGION}_Other0000"),
    "signature cut off": lambda t: f"{t.head}.{t.body}.",
    "signature cut short": lambda t: f"{t.head}.{t.body}.{t.signature[:-8]}",
    "signature of something else": lambda t: f"{t.head}.{t.body}.{encoded(b'x' * 256)}",
    "body cut short": lambda t: f"{t.head}.{t.body[:-8]}.{t.signature}",
    "a part too many": lambda t: f"{t.token}.{t.signature}",
    "a part too few": lambda t: f"{t.head}.{t.body}",
    "access token": lambda t: t.access_token,
    "a megabyte": lambda t: f"{t.head}.{'A' * 1_000_000}.{t.signature}",
}


@pytest.fixture(scope="module")
def admin(stack: LocalStack, tmp_path_factory: pytest.TempPathFactory) -> Person:
    return people.present(stack.outputs, tmp_path_factory.mktemp("people") / "people.json")["admin"]


def signed_in(client: str, pool: str, person: Person) -> dict[str, str]:
    return sign_in.tokens(client, pool, person.email, person.password)


@pytest.fixture(scope="module")
def genuine(stack: LocalStack, admin: Person) -> Genuine:
    given = signed_in(stack.outputs["UserPoolClientId"], stack.outputs["UserPoolId"], admin)
    return Genuine(given["IdToken"], given["AccessToken"])


def asked(stack: LocalStack, token: str) -> int:
    """The status of the console's API for this token; 400 when the line was cut over a header no server takes."""
    address = urlsplit(stack.public_url)
    line = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    try:
        line.request("GET", "/api/me", headers={"Authorization": token} if token else {})
        return line.getresponse().status
    except (ConnectionError, http.client.HTTPException):
        return 400
    finally:
        line.close()


def test_a_genuine_token_opens_the_api(stack: LocalStack, genuine: Genuine) -> None:
    assert asked(stack, genuine.token) == 200


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_token_does_not(stack: LocalStack, genuine: Genuine, forgery: str) -> None:
    assert asked(stack, FORGERIES[forgery](genuine)) in REFUSED


def test_a_token_of_another_pool_does_not(stack: LocalStack, admin: Person) -> None:
    cognito = boto3.client("cognito-idp", region_name=REGION)
    pool = cognito.create_user_pool(
        PoolName="somebody-elses", Policies={"PasswordPolicy": {"MinimumLength": 8, "RequireSymbols": False}}
    )["UserPool"]["Id"]
    try:
        flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        made = cognito.create_user_pool_client(UserPoolId=pool, ClientName="console", ExplicitAuthFlows=flows)
        cognito.create_group(UserPoolId=pool, GroupName="admin")
        people.create(pool, admin)
        given = signed_in(made["UserPoolClient"]["ClientId"], pool, admin)
        assert asked(stack, given["IdToken"]) in REFUSED
    finally:
        cognito.delete_user_pool(UserPoolId=pool)
