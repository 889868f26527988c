"""What a customer agreed to can be read later, word by word: the words of a version are never changed, others are another one."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from chalicelib.mandates.model import ConsentText
from chalicelib.payments.ports import Method
from chalicelib.portal import pages
from chalicelib.portal.ways_pages import Agree
from tests.pages.cast import INSIDE, PAYMENT_ID
from tests.support.paying import CUSTOMER
from tests.support.saving import SavingWorld

AGREED = {
    (ConsentText.PORTAL_1, Method.CARD): [
        "We may take payments from your card, for Northway.",
        "We do that only when you ask us to, or on the days of a payment plan that you agree to.",
        "No payment is more than £50.00, unless you agree to that first.",
        "It goes on until you end it. You can end it here or by phone at any time, and from then on we ask for nothing more.",
    ],
    (ConsentText.PORTAL_1, Method.BACS): [
        "We may take payments from your bank account by Direct Debit, for Northway.",
        "We do that only when you ask us to, or on the days of a payment plan that you agree to.",
        "No payment is more than £50.00, unless you agree to that first.",
        "We tell you at least 3 working days before each payment.",
        "The Direct Debit Guarantee protects you. If a payment is taken by mistake, your bank gives it back at once.",
        "It goes on until you end it. You can end it here or by phone at any time, and from then on we ask for nothing more.",
    ],
}
"""Never edited: whoever changes the words adds a version to `ConsentText`, and its words here."""


@pytest.mark.feature("DM1")
@pytest.mark.parametrize("method", Method)
def test_the_words_on_the_page_are_those_of_the_version_that_is_kept(method: Method) -> None:
    world = SavingWorld()
    mandate_id, _ = world.at_the_bank(method)
    kept = world.mandates.get(CUSTOMER, mandate_id).consent
    page = BeautifulSoup(pages.agree_way(Agree(INSIDE, PAYMENT_ID, method, kept.most_pence, 3)), "html.parser")
    shown = [" ".join(item.get_text().split()) for item in page.select("section ul li")]
    assert shown == AGREED[kept.text, method]
