"""Every scenario there is, whichever file of this folder it is in."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from tests.faults.scenarios import SCENARIOS

for file in sorted(Path(__file__).parent.glob("*_scenarios.py")):
    import_module(f"tests.faults.{file.stem}")

__all__ = ["SCENARIOS"]
