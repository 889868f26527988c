"""The numbers of the day, in one file: each measurement puts its own in place of those it wrote before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")


def record(figures: Mapping[str, float]) -> None:
    """Add these figures to the file, sorted by name, so that a change of one is one line."""
    held = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps(held | dict(figures), indent=2, sort_keys=True) + "\n")
