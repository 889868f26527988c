"""Messages of the campaign queue to calls of the service. Every one of them may come twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.campaigns.service import Campaigns


def build(message: Mapping[str, Any], campaigns: Campaigns) -> None:
    """`{campaign_id}` writes the files of a campaign."""
    campaigns.build(str(message["campaign_id"]))


def sweep(campaigns: Campaigns) -> None:
    """Every few minutes."""
    campaigns.sweep()
