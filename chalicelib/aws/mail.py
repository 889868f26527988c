"""The port to email on SES v2."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from functools import cached_property
from typing import Any

from chalicelib.aws.carriers import handed_over
from chalicelib.aws.clients import client
from chalicelib.messaging.ports import Letter

# SES passes eight-bit bodies on only where every server on the way takes them.
_SEVEN_BIT = SMTP.clone(cte_type="7bit")


class SesMail:
    """Letters from one address. The configuration set makes SES say what becomes of them."""

    def __init__(self, from_address: str, configuration_set: str, region: str) -> None:
        self._from = from_address
        self._configuration_set = configuration_set
        self._region = region

    @cached_property
    def _ses(self) -> Any:
        return client("sesv2", self._region)

    def send(self, letter: Letter) -> str:
        with handed_over():
            answer = self._ses.send_email(
                FromEmailAddress=self._from,
                Destination={"ToAddresses": [letter.to]},
                Content={"Raw": {"Data": mime(letter, self._from)}},
                EmailTags=[{"Name": name, "Value": value} for name, value in letter.tags.items()],
                ConfigurationSetName=self._configuration_set,
            )
        return str(answer["MessageId"])


def mime(letter: Letter, from_address: str) -> bytes:
    """The letter as RFC 5322 has it: text and HTML as alternatives, and one-click unsubscribing (RFC 8058). The standard
    library refuses a header value with a line break."""
    made = EmailMessage(policy=_SEVEN_BIT)
    made["From"] = formataddr((letter.sender_name, from_address))
    made["To"] = letter.to
    made["Subject"] = letter.subject
    if letter.unsubscribe_url:
        made["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.text)
    made.add_alternative(letter.html, subtype="html")
    return made.as_bytes()
