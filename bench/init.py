"""How long the packaged zip takes to start, beside a Chalice app that does nothing.

python -m bench.init     fails when ours takes more than 3.5 times as long.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import chalice

from tools import imports
from tools.package import current
from tools.sandbox import Sandbox

RUNS = 11
MOST = 3.5

BARE_APP = """
from chalice.app import Chalice

app = Chalice(app_name="bare")

@app.route("/")
def home():
    return {}
"""


def bare(folder: Path) -> Path:
    """The smallest Chalice app there can be, as `chalice package` ships it: sources only."""
    runtime = Path(chalice.__file__).parent
    (folder / "chalice").mkdir(parents=True)
    for name in ("__init__.py", "app.py"):
        (folder / "chalice" / name).write_bytes((runtime / name).read_bytes())
    (folder / "app.py").write_text(BARE_APP)
    return folder


def init_seconds(root: Path, environment: dict[str, str]) -> float:
    """From the start of the process until it asks for its first event."""
    with Sandbox(root, "app.app", environment) as sandbox:
        return sandbox.init_seconds


def main() -> None:
    """Measure both in turns, take the least disturbed of each, say what was seen, and fail when ours is too slow."""
    package = current()
    environment = imports.placeholders(package.template)
    with tempfile.TemporaryDirectory() as folder:
        ours, smallest = imports.unpacked(package, Path(folder) / "ours")[0], bare(Path(folder) / "bare")
        pairs = [(init_seconds(ours, environment), init_seconds(smallest, {})) for _ in range(RUNS)]
    mine, least = (min(column) for column in zip(*pairs, strict=True))
    print(f"INIT of the packaged zip {mine * 1000:.0f} ms, of a bare Chalice app {least * 1000:.0f} ms: {mine / least:.2f} times")
    if mine / least > MOST:
        sys.exit(f"more than {MOST} times")


if __name__ == "__main__":
    main()
