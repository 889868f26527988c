"""The built-in texts about what was agreed: payment plans, how they are paid and collected, and more time for an invoice."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.messaging.model import Text
from chalicelib.messaging.wordings import ALWAYS, FOOT, Wording

ALLOWED: Mapping[Text, frozenset[str]] = {
    Text.PLAN_ASKED: ALWAYS | {"reference"},
    Text.PLAN_AGREED: ALWAYS | {"reference", "count", "amount", "day", "final_amount", "final_day"},
    Text.PLAN_DECLINED: ALWAYS | {"reference"},
    Text.PLAN_CHANGED: ALWAYS | {"reference", "count", "amount", "day", "final_amount", "final_day"},
    Text.PLAN_PAID_OTHERWISE: ALWAYS | {"reference", "count", "amount", "day", "final_amount", "final_day", "way"},
    Text.COLLECTION_NOTICE: ALWAYS | {"reference", "amount", "day", "number"},
    Text.COLLECTION_FAILED: ALWAYS | {"reference", "amount", "day", "number"},
    Text.COLLECTION_ENDED: ALWAYS | {"reference", "amount", "day", "number"},
    Text.MORE_TIME: ALWAYS | {"account", "invoice", "day"},
    Text.MORE_TIME_FOR_A_FEE: ALWAYS | {"account", "invoice", "day", "fee", "fee_invoice"},
    Text.MORE_TIME_UNDONE: ALWAYS | {"account", "invoice", "day"},
}
_MORE_TIME = """Hello,

you have more time for this invoice.

Account: {{ account }}
Invoice: {{ invoice }}
New date: {{ day }}"""

WORDINGS: Mapping[Text, Wording] = {
    Text.PLAN_ASKED: Wording(
        sms="{{ sender }}: we have your request {{ reference }} and will answer in a few days. Questions? Call {{ phone }}",
        subject="We have your request",
        email=f"""Hello,

thank you. We have your request and will answer within a few days.

Reference: {{{{ reference }}}}

You do not need to do anything until then.

{FOOT}""",
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

{FOOT}""",
    ),
    Text.PLAN_DECLINED: Wording(
        sms="{{ sender }}: we could not set up what you asked for, reference {{ reference }}. Please call {{ phone }}: "
        "we look for another way with you",
        subject="About your request",
        email=f"""Hello,

we could not set up what you asked for. Please call us on {{{{ phone }}}}, or write to us: we look for another way with you.

Reference: {{{{ reference }}}}

{FOOT}""",
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

{FOOT}""",
    ),
    Text.PLAN_PAID_OTHERWISE: Wording(
        sms="{{ sender }}: how you pay has changed: {{ way }}. The next one is on {{ day }}. Reference {{ reference }}. "
        "Not right? Call {{ phone }}",
        subject="How you pay has changed",
        email=f"""Hello,

how you pay has changed. The dates and the amounts are as before.

From now on: {{{{ way }}}}
Reference: {{{{ reference }}}}
Payments still to come: {{{{ count }}}}
Next payment: {{{{ amount }}}} on {{{{ day }}}}
Last payment: {{{{ final_amount }}}} on {{{{ final_day }}}}

If this is not what you want, please call us on {{{{ phone }}}} before the next payment.

{FOOT}""",
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

{FOOT}""",
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

{FOOT}""",
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

{FOOT}""",
    ),
    Text.MORE_TIME: Wording(
        sms="{{ sender }}: your date has changed to {{ day }}. You find it behind your personal link. "
        "Questions? Call {{ phone }}",
        subject="Your date has changed",
        email=f"""{_MORE_TIME}

There is no fee. If you cannot pay by then, please tell us as early as you can: we will find another way together.

{FOOT}""",
    ),
    Text.MORE_TIME_FOR_A_FEE: Wording(
        sms="{{ sender }}: your date has changed to {{ day }}, for a fee. You find both behind your personal link. "
        "Not right? Call {{ phone }}",
        subject="Your date has changed",
        email=f"""{_MORE_TIME}

There is a fee for the time. It is a new invoice, for the same day.

Fee: {{{{ fee }}}}
Invoice of the fee: {{{{ fee_invoice }}}}

If this is not what you want, please call us on {{{{ phone }}}}, today if you can: on the same day we can take it back.

{FOOT}""",
    ),
    Text.MORE_TIME_UNDONE: Wording(
        sms="{{ sender }}: your date is {{ day }} again, as it was before today's change. There is no fee. "
        "Questions? Call {{ phone }}",
        subject="Your date is as before",
        email=f"""Hello,

we have taken back what we told you of today. The date of this invoice is as it was before, and there is no fee.

Account: {{{{ account }}}}
Invoice: {{{{ invoice }}}}
Date: {{{{ day }}}}

{FOOT}""",
    ),
}
