"""The pages of the sandbox provider: how a payment ends, what becomes of it later, and how a mandate is set up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.payments.ports import Method
from chalicelib.payments.providers.books import Happening, MandateOutcome, Outcome
from chalicelib.portal.theme import Brand
from chalicelib.portal.words import DEFAULT_LOCALE, N_

PAYING = N_("This stands where a payment provider’s card page will be. Choose how the payment ends.")
TAKEN = N_("This payment was taken. Choose what the bank does next, or close the page.")
NO_CREDIT_CARD = N_("Credit cards are not taken for debts. Choose another way.")
SETTING_UP = N_("This stands where a payment provider’s page will be. Choose what is set up.")

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.PAY: N_("Pay"),
    Outcome.DECLINE: N_("Decline"),
    Outcome.LATER: N_("Answer later"),
    Outcome.LATER_FAIL: N_("Answer later, and fail"),
    Outcome.RETURN: N_("Pay from a bank account, and come back unpaid after two days"),
    Outcome.REFUND_FAILS: N_("Pay, and let refunds fail"),
    Outcome.CREDIT_CARD: N_("Pay by credit card"),
    Outcome.CANCEL: N_("Cancel"),
}
HAPPENINGS: Mapping[Happening, str] = {
    Happening.DISPUTE: N_("Dispute the payment"),
    Happening.WIN: N_("Decide the dispute for the organisation"),
    Happening.LOSE: N_("Decide the dispute for the payer"),
    Happening.RETURN: N_("Return it unpaid"),
    Happening.INDEMNITY: N_("Claim it back under the Direct Debit Guarantee"),
    Happening.FAIL_REFUND: N_("Let the refunds fail"),
}
MANDATES: Mapping[MandateOutcome, str] = {
    MandateOutcome.CARD: N_("Debit card"),
    MandateOutcome.CARD_DECLINES: N_("Debit card that is declined when it is charged"),
    MandateOutcome.CARD_STOLEN: N_("Debit card that is reported stolen once it is saved"),
    MandateOutcome.CREDIT_CARD: N_("Credit card"),
    MandateOutcome.BACS: N_("Bank account"),
    MandateOutcome.BACS_FAILS: N_("Bank account that does not pay on the day"),
    MandateOutcome.BACS_RETURNS: N_("Bank account whose payments come back unpaid after two days"),
    MandateOutcome.PENDING: N_("Answer later"),
    MandateOutcome.REFUSED: N_("Refuse"),
}


@dataclass(frozen=True, slots=True)
class BankPage:
    """It posts one of `choices`, shown by their words, as `outcome` to `action`. `refusal` says why the last one was not taken.

    `brand` only says which stylesheet this stack serves: the page has its own colours.
    """

    action: str
    lead: str
    choices: Mapping[str, str]
    amount_pence: int | None = None
    description: str = ""
    refusal: str = ""
    brand: Brand = field(default_factory=Brand)
    locale: str = DEFAULT_LOCALE


def payment_page(action: str, amount_pence: int, description: str, *, taken: bool, brand: Brand, refusal: str = "") -> BankPage:
    """How a payment ends, or what becomes of one that was taken."""
    choices: Mapping[str, str] = {k.value: v for k, v in (HAPPENINGS if taken else OUTCOMES).items()}
    return BankPage(action, TAKEN if taken else PAYING, choices, amount_pence, description, refusal, brand)


def mandate_page(action: str, method: Method, *, brand: Brand, refusal: str = "") -> BankPage:
    """What is set up, of what suits the method."""
    choices = {o.value: words for o, words in MANDATES.items() if o.suits(method)}
    return BankPage(action, SETTING_UP, choices, refusal=refusal, brand=brand)
