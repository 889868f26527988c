"""Where things stand in the repository."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INFRA = ROOT / "infra"
BUILD = ROOT / "build"
"""What `make package` leaves behind; ignored by git."""
CONSOLE = ROOT / "console"
SAMPLE_DATASET = ROOT / "samples" / "customers.csv"

EMULATOR_PYTHON = ROOT / ".emulator" / "venv" / "bin" / "python"
SANDBOX_PYTHON = ROOT / ".emulator" / "sandbox" / "bin" / "python"
EMULATOR_STATE = ROOT / ".emulator" / "state"

REGION = "eu-west-2"
