"""Whether a mandate may be charged, and why not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.mandates.model import Mandate
from chalicelib.mandates.states import MandateStatus


class Why(StrEnum):
    """Why a mandate cannot be charged, the most final reason first."""

    OVER = "OVER"
    EXPIRED = "EXPIRED"
    PENDING = "PENDING"
    DISABLED = "DISABLED"
    CONSENT_ENDED = "CONSENT_ENDED"
    MORE_THAN_CONSENTED = "MORE_THAN_CONSENTED"


WORDS: Mapping[Why, str] = {
    Why.OVER: "This way to pay has been ended.",
    Why.EXPIRED: "This card has expired by then.",
    Why.PENDING: "This way to pay is not set up yet.",
    Why.DISABLED: "This way to pay is disabled.",
    Why.CONSENT_ENDED: "What the customer agreed to has ended by then.",
    Why.MORE_THAN_CONSENTED: "The amount is more than the customer agreed to.",
}
CURED_BY_CONSENT = frozenset({Why.CONSENT_ENDED, Why.MORE_THAN_CONSENTED})
"""What a fresh consent of the customer makes good."""


@dataclass(frozen=True, slots=True)
class Usability:
    """Whether a mandate may be charged, and why not."""

    why: Why | None = None

    @property
    def allowed(self) -> bool:
        return self.why is None

    @property
    def words(self) -> str:
        return WORDS[self.why] if self.why else ""


def usable(mandate: Mandate, pence: int, day: date) -> Usability:
    """Whether so much may be charged under the mandate on a London day, today or later."""
    status, consent = mandate.status_on(day), mandate.consent
    against = {
        Why.OVER: status in (MandateStatus.CANCELLED, MandateStatus.FAILED) or mandate.to_revoke,
        Why.EXPIRED: status is MandateStatus.EXPIRED,
        Why.PENDING: status is MandateStatus.PENDING,
        Why.DISABLED: status in (MandateStatus.DISABLED, MandateStatus.DISABLED_UNTIL),
        Why.CONSENT_ENDED: consent.ends is not None and consent.ends < day,
        Why.MORE_THAN_CONSENTED: pence > consent.most_pence,
    }
    return Usability(next((why for why, holds in against.items() if holds), None))
