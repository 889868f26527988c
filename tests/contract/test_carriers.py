"""The carriers of messages: the same promises from memory and from SES and SNS in moto."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from chalicelib.aws.carriers import handed_over
from chalicelib.aws.mail import SesMail, mime
from chalicelib.aws.sms import SnsSms
from chalicelib.messaging.ports import Busy, Letter, Mail, MemoryMail, MemorySms, Refusal, Sms, Unclear
from tests.support import carried
from tests.support.aws import MAIL_FROM, REGION, account
from tests.support.harness import WIRE, Kind

LETTER = Letter(
    to="sian@example.com",
    sender_name="Northway – “Services”",
    subject="Your receipt",
    text="Siân, thank you.\n",
    html="<p>Siân, thank you.</p>",
    unsubscribe_url="https://pay.example.com/unsubscribe/abc",
    tags={"customer": "c" * 26, "message": "01JD0000000000000000000000"},
)
PHONE = "+447700900123"


@pytest.fixture(params=["memory", "moto"])
def mail(request: pytest.FixtureRequest) -> Iterator[Mail]:
    if request.param == "memory":
        yield MemoryMail()
        return
    with account():
        yield SesMail(MAIL_FROM, "quittance-messages", REGION)


@pytest.fixture(params=["memory", "moto"])
def sms(request: pytest.FixtureRequest) -> Iterator[Sms]:
    if request.param == "memory":
        yield MemorySms()
        return
    with account():
        yield SnsSms("Northway", REGION)


def test_each_letter_has_an_id_of_its_own(mail: Mail) -> None:
    assert len({mail.send(LETTER) for _ in range(3)}) == 3


def test_each_text_has_an_id_of_its_own(sms: Sms) -> None:
    assert len({sms.send(PHONE, "Northway: hello") for _ in range(3)}) == 3


def test_what_ses_gets_is_a_letter_that_mail_programs_understand() -> None:
    with account():
        SesMail(MAIL_FROM, "quittance-messages", REGION).send(LETTER)
        [got] = carried.letters()
    assert (got["To"], got["Subject"]) == (LETTER.to, LETTER.subject)
    assert LETTER.sender_name in got["From"].replace("\\", "")
    assert got["List-Unsubscribe"] == "<https://pay.example.com/unsubscribe/abc>"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = (cast(EmailMessage, got.get_body((kind,))) for kind in ("plain", "html"))
    assert text.get_content().strip() == LETTER.text.strip()
    assert html.get_content().strip() == LETTER.html


@pytest.mark.parametrize("field", ["subject", "sender_name", "to", "unsubscribe_url"])
def test_no_value_begins_another_header(field: str) -> None:
    hostile = replace(LETTER, **{field: "x\r\nBcc: all@example.com"})
    try:
        made = mime(hostile, MAIL_FROM)
    except ValueError:
        return
    assert email.message_from_bytes(made, policy=email.policy.default)["Bcc"] is None


def test_a_text_is_handed_over_once_with_its_sender() -> None:
    with account(), WIRE.counted() as calls:
        SnsSms("Northway", REGION).send(PHONE, "Northway: hello")
        assert carried.texts() == [(PHONE, "Northway: hello")]
    assert [call.operation for call in calls] == ["Publish"]


@pytest.mark.parametrize("kind", [Kind.TIMEOUT_LOST, Kind.TIMEOUT_APPLIED])
def test_what_was_not_answered_is_not_handed_over_again(kind: Kind) -> None:
    with account():
        WIRE.arm({1: kind})
        with pytest.raises(Unclear):
            SesMail(MAIL_FROM, "quittance-messages", REGION).send(LETTER)
        assert len(WIRE.calls) == 1
        WIRE.arm()


def refused(code: str, status: int = 400) -> ClientError:
    response: Any = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "SendEmail")


@pytest.mark.parametrize(
    ("error", "means"),
    [
        (refused("MessageRejected"), Refusal),
        (refused("InvalidParameter"), Refusal),
        (refused("OptedOut"), Refusal),
        (refused("TooManyRequestsException", 429), Busy),
        (refused("Throttling"), Busy),
        (refused("AuthorizationError", 403), Busy),
        (refused("InternalError", 500), Unclear),
        (refused("ServiceUnavailable", 503), Unclear),
        (ConnectTimeoutError(endpoint_url=""), Busy),
        (ReadTimeoutError(endpoint_url=""), Unclear),
    ],
)
def test_what_an_error_tells_about_the_message(error: Exception, means: type[Exception]) -> None:
    with pytest.raises(means), handed_over():
        raise error
