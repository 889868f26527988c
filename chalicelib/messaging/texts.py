"""The built-in texts in British English, by locale so that others can join, and the placeholders each may hold.

Nobody but the customer may learn from a message that something is owed (FCA CONC 7.9.7R): no text, subject or sender tells
of a debt, and no text message names an amount. The same words serve both parts of an email: paragraphs stand apart by an
empty line, and one that is nothing but an address becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from chalicelib.messaging import agreement_texts
from chalicelib.messaging.model import Text
from chalicelib.messaging.wordings import ALWAYS, FOOT, Wording

DEFAULT_LOCALE = "en-GB"
PLACEHOLDER = re.compile(r"\{\{ ([a-z_]+) \}\}")

ALLOWED: Mapping[Text, frozenset[str]] = {
    Text.LINK: ALWAYS | {"link"},
    Text.NEW_LINK: ALWAYS | {"link"},
    Text.RECEIPT: ALWAYS | {"amount", "day", "reference"},
    Text.PROMISE: ALWAYS | {"amount", "day"},
    Text.CONTACT_CHANGED: ALWAYS,
    Text.STOPPED: ALWAYS,
    Text.WAY_TO_PAY_LINK: ALWAYS | {"link"},
    Text.WAY_TO_PAY_CHANGED: ALWAYS,
    **agreement_texts.ALLOWED,
}
"""The only names that are filled in, text by text."""

WORDINGS: Mapping[str, Mapping[Text, Wording]] = {
    DEFAULT_LOCALE: {
        Text.LINK: Wording(
            sms="{{ sender }}: your personal link, for you only: {{ link }} Questions? Call {{ phone }}",
            subject="Your personal link",
            email=f"""Hello,

here is your personal link. It is for you only, so please do not pass it on.

{{{{ link }}}}

Before we show you anything, we ask you to confirm who you are.

{FOOT}""",
        ),
        Text.NEW_LINK: Wording(
            sms="{{ sender }}: the link you asked for, for you only: {{ link }} Did not ask? Call {{ phone }}",
            subject="The link you asked for",
            email=f"""Hello,

you asked us for a new personal link. Here it is. It is for you only, so please do not pass it on.

{{{{ link }}}}

If you did not ask for it, there is nothing you need to do.

{FOOT}""",
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

{FOOT}""",
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

{FOOT}""",
        ),
        Text.CONTACT_CHANGED: Wording(
            sms="{{ sender }}: the contact details we hold for you were changed. If that was not you, call {{ phone }}",
            subject="Your contact details were changed",
            email=f"""Hello,

the contact details we hold for you were changed. This message goes to the details we held before.

If you asked for the change, there is nothing you need to do. If you did not, please call us on {{{{ phone }}}}.

{FOOT}""",
        ),
        Text.STOPPED: Wording(
            sms="{{ sender }}: you will get no more text messages from us. To change this, call {{ phone }}",
            subject="You have unsubscribed",
            email=f"""Hello,

you will get no more email from us. To change this, call us on {{{{ phone }}}}.

{FOOT}""",
        ),
        Text.WAY_TO_PAY_LINK: Wording(
            sms="{{ sender }}: save your card or Direct Debit here, for you only: {{ link }} Questions? Call {{ phone }}",
            subject="Save your card or Direct Debit",
            email=f"""Hello,

here you can save your debit card or set up a Direct Debit. The link is for you only, so please do not pass it on.

{{{{ link }}}}

Before we show you anything, we ask you to confirm who you are. You can take what you have saved back at any time.

{FOOT}""",
        ),
        Text.WAY_TO_PAY_CHANGED: Wording(
            sms="{{ sender }}: a card or Direct Debit that you saved with us was paused, resumed or ended. "
            "Was that not you? Call {{ phone }}",
            subject="Your saved card or Direct Debit was changed",
            email=f"""Hello,

a card or Direct Debit that you saved with us was paused, resumed or ended. You can see it when you open your personal link.

If you asked for the change, there is nothing you need to do. If you did not, please call us on {{{{ phone }}}}.

{FOOT}""",
        ),
        **agreement_texts.WORDINGS,
    }
}


def wording(text: Text, locale: str) -> Wording:
    """The text in this locale, in English where nobody has translated it."""
    return WORDINGS.get(locale, WORDINGS[DEFAULT_LOCALE])[text]
