"""Sign in as a person does: the password never leaves this process (Secure Remote Password, as Cognito defines it)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import UTC, datetime

import boto3

from tools.places import REGION

# RFC 5054's 3072-bit group, which Cognito uses.
PRIME = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
    "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05"
    "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33"
    "A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864"
    "D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
GENERATOR = 2
INFO = b"Caldera Derived Key"


def padded(number: int) -> bytes:
    """The shortest big-endian bytes that read as a positive number."""
    return number.to_bytes(number.bit_length() // 8 + 1)


def hashed(*parts: bytes) -> int:
    """A SHA-256 as a number."""
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest())


def id_token(client_id: str, user_pool_id: str, email: str, password: str) -> str:
    """The id token of this person, good for 15 minutes. Raises botocore's ClientError when the pool refuses."""
    return tokens(client_id, user_pool_id, email, password)["IdToken"]


def tokens(client_id: str, user_pool_id: str, email: str, password: str) -> dict[str, str]:
    """The `IdToken`, `AccessToken` and `RefreshToken` of this person. Raises ClientError when the pool refuses."""
    cognito = boto3.client("cognito-idp", region_name=REGION)
    secret = secrets.randbelow(PRIME)
    public = pow(GENERATOR, secret, PRIME)
    challenge = cognito.initiate_auth(
        ClientId=client_id, AuthFlow="USER_SRP_AUTH", AuthParameters={"USERNAME": email, "SRP_A": f"{public:x}"}
    )["ChallengeParameters"]
    user, theirs = challenge["USER_ID_FOR_SRP"], int(challenge["SRP_B"], 16)
    key = session_key(secret, public, theirs, challenge["SALT"], f"{user_pool_id.split('_')[1]}{user}:{password}")
    now = datetime.now(UTC)
    stamp = f"{now:%a %b} {now.day} {now:%H:%M:%S UTC %Y}"
    signed = user_pool_id.split("_")[1].encode() + user.encode() + base64.b64decode(challenge["SECRET_BLOCK"]) + stamp.encode()
    answer = cognito.respond_to_auth_challenge(
        ClientId=client_id,
        ChallengeName="PASSWORD_VERIFIER",
        ChallengeResponses={
            "USERNAME": user,
            "TIMESTAMP": stamp,
            "PASSWORD_CLAIM_SECRET_BLOCK": challenge["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(hmac.digest(key, signed, "sha256")).decode(),
        },
    )
    given: dict[str, str] = answer["AuthenticationResult"]
    return given


def session_key(secret: int, public: int, theirs: int, salt: str, identity: str) -> bytes:
    """The 16 bytes that both sides arrive at when the password is right."""
    scramble = hashed(padded(public), padded(theirs))
    multiplier = hashed(padded(PRIME), padded(GENERATOR))
    private = hashed(padded(int(salt, 16)), hashlib.sha256(identity.encode()).digest())
    shared = pow(theirs - multiplier * pow(GENERATOR, private, PRIME), secret + scramble * private, PRIME)
    derived = hmac.digest(padded(scramble), padded(shared), "sha256")
    return hmac.digest(derived, INFO + b"\x01", "sha256")[:16]
