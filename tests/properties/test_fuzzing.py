"""A short run of every fuzzing target, the same each time. `make fuzz` looks for longer."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tools.places import ROOT

FILES = {"csv": 1_500, "package": 750, "sheet": 750}
CELLS = dict.fromkeys(("phone", "postcode", "money", "date", "email"), 5_000)
RUNS = FILES | CELLS


@pytest.mark.parametrize("target", RUNS)
def test_no_input_is_too_strange(target: str) -> None:
    command = [sys.executable, "-m", "tests.support.fuzz", target, f"-runs={RUNS[target]}", "-seed=1", "-artifact_prefix=build/"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert f"Done {RUNS[target]}" in done.stderr
