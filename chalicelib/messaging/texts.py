"""The built-in texts in British English, by locale so that others can join, and the placeholders each may hold.

Nobody but the customer may learn from a message that something is owed (FCA CONC 7.9.7R): no text, subject or sender tells
of a debt, and no text message names an amount. The same words serve both parts of an email: paragraphs stand apart by an
empty line, and one that is nothing but an address becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.messaging.model import Text

DEFAULT_LOCALE = "en-GB"
PLACEHOLDER = re.compile(r"\{\{ ([a-z_]+) \}\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """One text as SMS and as email."""

    sms: str
    subject: str
    email: str


_ALWAYS = frozenset({"sender", "organisation", "phone", "email"})
ALLOWED: Mapping[Text, frozenset[str]] = {
    Text.LINK: _ALWAYS | {"link"},
    Text.NEW_LINK: _ALWAYS | {"link"},
    Text.RECEIPT: _ALWAYS | {"amount", "day", "reference"},
    Text.PROMISE: _ALWAYS | {"amount", "day"},
    Text.CONTACT_CHANGED: _ALWAYS,
    Text.STOPPED: _ALWAYS,
    Text.WAY_TO_PAY_LINK: _ALWAYS | {"link"},
    Text.WAY_TO_PAY_CHANGED: _ALWAYS,
    Text.PLAN_ASKED: _ALWAYS | {"reference"},
    Text.PLAN_AGREED: _ALWAYS | {"reference", "count", "amount", "day", "final_amount", "final_day"},
    Text.PLAN_DECLINED: _ALWAYS | {"reference"},
    Text.PLAN_CHANGED: _ALWAYS | {"reference", "count", "amount", "day", "final_amount", "final_day"},
    Text.COLLECTION_NOTICE: _ALWAYS | {"reference", "amount", "day", "number"},
    Text.COLLECTION_FAILED: _ALWAYS | {"reference", "amount", "day", "number"},
    Text.COLLECTION_ENDED: _ALWAYS | {"reference", "amount", "day", "number"},
}
"""The only names that are filled in, text by text."""

_FOOT = """Not sure this message is real? You do not have to use it: find our phone number on our website or on a letter you \
have from us, and ask. We never ask for a password or a PIN.

{{ organisation }}, {{ phone }}, {{ email }}"""

WORDINGS: Mapping[str, Mapping[Text, Wording]] = {
    DEFAULT_LOCALE: {
        Text.LINK: Wording(
            sms="{{ sender }}: your personal link, for you only: {{ link }} Questions? Call {{ phone }}",
            subject="Your personal link",
            email=f"""Hello,

here is your personal link. It is for you only, so please do not pass it on.

{{{{ link }}}}

Before we show you anything, we ask you to confirm who you are.

{_FOOT}""",
        ),
        Text.NEW_LINK: Wording(
            sms="{{ sender }}: the link you asked for, for you only: {{ link }} Did not ask? Call {{ phone }}",
            subject="The link you asked for",
            email=f"""Hello,

you asked us for a new personal link. Here it is. It is for you only, so please do not pass it on.

{{{{ link }}}}

If you did not ask for it, there is nothing you need to do.

{_FOOT}""",
        ),
        Text.RECEIPT: Wording(
            sms="{{ sender }}: thank you, your payment of {{ day }} has reached us. Reference {{ reference }}. "
            "Questions? Call {{ phone }}",
            subject="Your receipt",
            email=f"""Hello,

thank you. Your payment has reached us.

Amount: {{{{ amount }}}}
Date: {{{{ day }}}}
Reference: {{{{ reference }}}}

Please keep this message as your receipt.

{_FOOT}""",
        ),
        Text.PROMISE: Wording(
            sms="{{ sender }}: thank you, we have noted what you told us for {{ day }}. Has something changed? Call {{ phone }}",
            subject="What you told us",
            email=f"""Hello,

thank you. This is what we have noted:

Amount: {{{{ amount }}}}
Until: {{{{ day }}}}

You do not need to do anything before then. If something changes, please tell us as early as you can: we will find \
another way together.

{_FOOT}""",
        ),
        Text.CONTACT_CHANGED: Wording(
            sms="{{ sender }}: the contact details we hold for you were changed. If that was not you, call {{ phone }}",
            subject="Your contact details were changed",
            email=f"""Hello,

the contact details we hold for you were changed. This message goes to the details we held before.

If you asked for the change, there is nothing you need to do. If you did not, please call us on {{{{ phone }}}}.

{_FOOT}""",
        ),
        Text.STOPPED: Wording(
            sms="{{ sender }}: you will get no more text messages from us. To change this, call {{ phone }}",
            subject="You have unsubscribed",
            email=f"""Hello,

you will get no more email from us. To change this, call us on {{{{ phone }}}}.

{_FOOT}""",
        ),
        Text.WAY_TO_PAY_LINK: Wording(
            sms="{{ sender }}: save your card or Direct Debit here, for you only: {{ link }} Questions? Call {{ phone }}",
            subject="Save your card or Direct Debit",
            email=f"""Hello,

here you can save your debit card or set up a Direct Debit. The link is for you only, so please do not pass it on.

{{{{ link }}}}

Before we show you anything, we ask you to confirm who you are. You can take what you have saved back at any time.

{_FOOT}""",
        ),
        Text.WAY_TO_PAY_CHANGED: Wording(
            sms="{{ sender }}: a card or Direct Debit that you saved with us was paused, resumed or ended. "
            "Was that not you? Call {{ phone }}",
            subject="Your saved card or Direct Debit was changed",
            email=f"""Hello,

a card or Direct Debit that you saved with us was paused, resumed or ended. You can see it when you open your personal link.

If you asked for the change, there is nothing you need to do. If you did not, please call us on {{{{ phone }}}}.

{_FOOT}""",
        ),
        Text.PLAN_ASKED: Wording(
            sms="{{ sender }}: we have your request {{ reference }} and will answer in a few days. Questions? Call {{ phone }}",
            subject="We have your request",
            email=f"""Hello,

thank you. We have your request and will answer within a few days.

Reference: {{{{ reference }}}}

You do not need to do anything until then.

{_FOOT}""",
        ),
        Text.PLAN_AGREED: Wording(
            sms="{{ sender }}: what you asked for is set up. It begins on {{ day }}. Reference {{ reference }}. "
            "Questions? Call {{ phone }}",
            subject="What you asked for is set up",
            email=f"""Hello,

thank you. What you asked for is set up.

Reference: {{{{ reference }}}}
Number of payments: {{{{ count }}}}
First payment: {{{{ amount }}}} on {{{{ day }}}}
Last payment: {{{{ final_amount }}}} on {{{{ final_day }}}}

You find all dates behind your personal link. If something changes for you, tell us before the next payment: we can help.

Please keep this message.

{_FOOT}""",
        ),
        Text.PLAN_DECLINED: Wording(
            sms="{{ sender }}: we could not set up what you asked for, reference {{ reference }}. Please call {{ phone }}: "
            "we look for another way with you",
            subject="About your request",
            email=f"""Hello,

we could not set up what you asked for. Please call us on {{{{ phone }}}}, or write to us: we look for another way with you.

Reference: {{{{ reference }}}}

{_FOOT}""",
        ),
        Text.PLAN_CHANGED: Wording(
            sms="{{ sender }}: your dates have changed. The next one is {{ day }}. Reference {{ reference }}. "
            "Questions? Call {{ phone }}",
            subject="Your dates have changed",
            email=f"""Hello,

what we agreed has changed. This is how it goes on.

Reference: {{{{ reference }}}}
Payments still to come: {{{{ count }}}}
Next payment: {{{{ amount }}}} on {{{{ day }}}}
Last payment: {{{{ final_amount }}}} on {{{{ final_day }}}}

You find all dates behind your personal link.

{_FOOT}""",
        ),
        Text.COLLECTION_NOTICE: Wording(
            sms="{{ sender }}: as agreed, your next payment is taken from your account on or after {{ day }}. "
            "Reference {{ reference }}. Not right? Call {{ phone }}",
            subject="Your next payment",
            email=f"""Hello,

as agreed, we take your next payment from your account.

Amount: {{{{ amount }}}}
On or after: {{{{ day }}}}
Payment: {{{{ number }}}}
Reference: {{{{ reference }}}}

If this is not right, or you cannot pay it, please call us on {{{{ phone }}}} before that day.

{_FOOT}""",
        ),
        Text.COLLECTION_FAILED: Wording(
            sms="{{ sender }}: your payment of {{ day }} did not go through. Reference {{ reference }}. "
            "Please use your personal link or call {{ phone }}",
            subject="A payment did not go through",
            email=f"""Hello,

we could not take this payment.

Amount: {{{{ amount }}}}
Date: {{{{ day }}}}
Payment: {{{{ number }}}}
Reference: {{{{ reference }}}}

There is no fee. You can pay it with your personal link, or call us on {{{{ phone }}}} if you cannot: we can help.

{_FOOT}""",
        ),
        Text.COLLECTION_ENDED: Wording(
            sms="{{ sender }}: we cannot take your payments as agreed any more. Reference {{ reference }}. "
            "Please choose another way with your personal link or call {{ phone }}",
            subject="Please choose another way to pay",
            email=f"""Hello,

your bank tells us not to take payments this way any more, so we have stopped. This payment did not go through.

Amount: {{{{ amount }}}}
Date: {{{{ day }}}}
Payment: {{{{ number }}}}
Reference: {{{{ reference }}}}

Your plan goes on. There is no fee. Please choose another way to pay with your personal link, or call us on {{{{ phone }}}} if \
you cannot pay: we can help.

{_FOOT}""",
        ),
    }
}


def wording(text: Text, locale: str) -> Wording:
    """The text in this locale, in English where nobody has translated it."""
    return WORDINGS.get(locale, WORDINGS[DEFAULT_LOCALE])[text]
