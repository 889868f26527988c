"""A clamd that says what a test tells it to: a socket, a thread, and whatever was streamed to it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from chalicelib.scanning.samples import TEST_MALWARE, sound_pdf

PROOFS = {len(TEST_MALWARE): b"stream: Eicar-Test-Signature FOUND\0", len(sound_pdf()): b"stream: OK\0"}
VERSION = b"ClamAV 1.4.6/27800/Sat Nov 22 08:00:00 2025\0"


@dataclass
class Script:
    """What the daemon does: read so much of a stream (all of it unless told), say these bytes, and hang up, or not."""

    answer: bytes
    version: bytes = VERSION
    reads_bytes: int | None = None
    hangs_up: bool = True
    knows: bool = True
    """Whether it finds the test file, and nothing in a sound one."""
    heard: list[bytes] = field(default_factory=list)


@contextmanager
def scripted(script: Script) -> Iterator[str]:
    """The address of a daemon that plays the script to everyone who calls."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        thread = threading.Thread(target=_serve, args=(listening, script, ended))
        thread.start()
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}"
        finally:
            ended.set()
            thread.join()


def _serve(listening: socket.socket, script: Script, ended: threading.Event) -> None:
    while not ended.is_set():
        try:
            end, _ = listening.accept()
        except TimeoutError:
            continue
        with end:
            _play(end, script, ended)


def _play(end: socket.socket, script: Script, ended: threading.Event) -> None:
    command = _until_nul(end)
    if command == b"zVERSION\0":
        end.sendall(script.version)
        return
    if script.knows and (answer := _proof(end)):
        end.sendall(answer)
        return
    if script.reads_bytes is None:
        script.heard.append(_stream(end))
    elif script.reads_bytes:
        end.recv(script.reads_bytes, socket.MSG_WAITALL)
    end.sendall(script.answer)
    if not script.hangs_up:
        ended.wait()


def _proof(end: socket.socket) -> bytes:
    """The right answer to what the scanner proves its daemon with; nothing when it is told something else."""
    size = int.from_bytes(end.recv(4, socket.MSG_PEEK | socket.MSG_WAITALL), "big")
    if size not in PROOFS:
        return b""
    said = end.recv(4 + size, socket.MSG_PEEK | socket.MSG_WAITALL)[4:]
    return PROOFS[size] if said in (TEST_MALWARE, sound_pdf()) and _stream(end) else b""


def _until_nul(end: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0"):
        said += end.recv(1)
    return said


def _stream(end: socket.socket) -> bytes:
    """What was streamed, its chunks put together again."""
    content = b""
    while size := int.from_bytes(end.recv(4, socket.MSG_WAITALL), "big"):
        content += end.recv(size, socket.MSG_WAITALL)
    return content
