"""The words that people agree to when they ask for a plan. A request keeps the version, so that anybody can read later what
was agreed: a text is never changed, another version is added."""

from __future__ import annotations

from collections.abc import Mapping

CURRENT = "2026-11"

TEXTS: Mapping[str, tuple[str, ...]] = {
    "2026-11": (
        "I have read the payments and their dates above, and I agree to pay them.",
        "While I keep to this plan, you do not chase me for what it covers.",
        "If I cannot pay one of them, I tell you. You may end the plan when payments are missed. You add no fee for that.",
    ),
}
"""By version, each a list of sentences."""
