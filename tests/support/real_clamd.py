"""Debian's clamd with our configuration and a signature of EICAR, which is all that it knows."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.corpus.programs import eicar
from tools.emulator import free_port
from tools.places import ROOT

CONFIGURATION = ROOT / "infra" / "clamd" / "clamd.conf"
INSTALLED = shutil.which("clamd")
LISTENS = "Self checking"
"""What it says last before it takes its first caller."""


@contextmanager
def clamd(folder: Path, **changed: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The daemon's process and its address. `changed` are settings that differ from ours."""
    signatures, port = folder / "signatures", free_port()
    signatures.mkdir(parents=True)
    (signatures / "test.ndb").write_text(f"Test.Eicar:0:0:{eicar().hex()}\n")
    settings = {"TCPSocket": str(port), "TCPAddr": "127.0.0.1"}
    settings |= {"DatabaseDirectory": str(signatures), "TemporaryDirectory": str(folder), **changed}
    written = folder / "clamd.conf"
    written.write_text(configured(CONFIGURATION.read_text(), settings))
    command = [INSTALLED or "clamd", "--config-file", str(written)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            _wait(process)
            yield process, f"127.0.0.1:{port}"
        finally:
            process.kill()


def configured(text: str, settings: dict[str, str]) -> str:
    """The configuration with these settings in place of its own."""
    kept = [line for line in text.splitlines() if re.split(r"\s", line, maxsplit=1)[0] not in settings]
    return "\n".join([*kept, *(f"{name} {value}" for name, value in settings.items()), ""])


def _wait(process: subprocess.Popen[Any]) -> None:
    said = []
    for line in process.stdout or ():
        said.append(line)
        if LISTENS in line:
            return
    raise AssertionError(f"clamd ended: {''.join(said)}")
