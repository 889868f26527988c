"""Messages of the campaign queue to calls of the service. Every one of them may come twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.campaigns.service import Campaigns


def build(message: Mapping[str, Any], campaigns: Campaigns) -> None:
    """`{campaign_id}` makes the next stretch of a campaign's files, `{count_id}` counts the next stretch of a segment."""
    if "count_id" in message:
        campaigns.count_on(str(message["count_id"]))
    else:
        campaigns.build(str(message["campaign_id"]))


def sweep(campaigns: Campaigns) -> None:
    """Every few minutes."""
    campaigns.sweep()
