"""The states of a mandate and what moves it from one to another (`reference/model.md` C.3.8): one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class MandateStatus(StrEnum):
    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"
    DISABLED_UNTIL = "DISABLED_UNTIL"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    FAILED = "FAILED"


class Step(StrEnum):
    """What happens to a mandate. REFUSED is a setting-up that came to nothing, whoever ended it; CANCELLED is for good,
    asked for by the customer, by an agent, or told by the provider."""

    ACTIVATED = "activated"
    REFUSED = "refused"
    DISABLED = "disabled"
    DISABLED_UNTIL = "disabledUntil"
    ENABLED = "enabled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


STANDING = frozenset({MandateStatus.ACTIVE, MandateStatus.DISABLED, MandateStatus.DISABLED_UNTIL})
"""Set up at the provider, whether or not it is used at the moment."""
OVER = frozenset({MandateStatus.CANCELLED, MandateStatus.EXPIRED, MandateStatus.FAILED})

MOVES: Mapping[tuple[MandateStatus, Step], MandateStatus] = {
    (MandateStatus.PENDING, Step.ACTIVATED): MandateStatus.ACTIVE,
    (MandateStatus.PENDING, Step.REFUSED): MandateStatus.FAILED,
    (MandateStatus.PENDING, Step.CANCELLED): MandateStatus.CANCELLED,
    (MandateStatus.FAILED, Step.ACTIVATED): MandateStatus.ACTIVE,
    (MandateStatus.ACTIVE, Step.DISABLED): MandateStatus.DISABLED,
    (MandateStatus.ACTIVE, Step.DISABLED_UNTIL): MandateStatus.DISABLED_UNTIL,
    (MandateStatus.DISABLED, Step.DISABLED_UNTIL): MandateStatus.DISABLED_UNTIL,
    (MandateStatus.DISABLED, Step.ENABLED): MandateStatus.ACTIVE,
    (MandateStatus.DISABLED_UNTIL, Step.DISABLED): MandateStatus.DISABLED,
    (MandateStatus.DISABLED_UNTIL, Step.DISABLED_UNTIL): MandateStatus.DISABLED_UNTIL,
    (MandateStatus.DISABLED_UNTIL, Step.ENABLED): MandateStatus.ACTIVE,
} | {
    (standing, step): over
    for standing in STANDING
    for step, over in ((Step.CANCELLED, MandateStatus.CANCELLED), (Step.EXPIRED, MandateStatus.EXPIRED))
}
"""The legal moves; what is not here changes nothing. A customer who finishes on the provider's page after we had given them up
has consented all the same, so what FAILED may still become active. Nothing leads back from what was cancelled: a mandate that
its customer ended is never charged again, whatever the provider says later."""
