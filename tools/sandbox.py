"""One Lambda sandbox on this machine: the real zip under AWS's own runtime client, fed by a small Runtime API on loopback.

Nothing of this machine's Python packages is visible inside, so what is missing from the zip is missed here first.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
import time
import uuid
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tools.places import REGION, SANDBOX_PYTHON

START_SECONDS = 30.0
ANSWER_SECONDS = 60.0


class FunctionFailed(Exception):
    """The function could not start, or ended its invocation with an error; the message is Lambda's own JSON."""


class QuietServer(ThreadingHTTPServer):
    """A server that does not complain when its client was ended while it asked for work."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a sandbox is always ended while it asks."""


class Sandbox:
    """Runs `handler` (`app.app`) from the unpacked zip at `root`, with the Python of a layer when there is one. A context
    manager; leaving it ends the process."""

    def __init__(self, root: Path, handler: str, environment: Mapping[str, str], layer: Path | None = None) -> None:
        self._events: queue.Queue[bytes] = queue.Queue()
        self._answers: queue.Queue[tuple[bool, bytes]] = queue.Queue()
        self._ready = threading.Event()
        self._failure = b""
        self._api = QuietServer(("127.0.0.1", 0), self._routes())
        self._root, self._handler, self._environment, self._layer = root, handler, environment, layer

    def __enter__(self) -> Self:
        threading.Thread(target=self._api.serve_forever, daemon=True).start()
        started = time.perf_counter()
        self._process = subprocess.Popen(
            [str(SANDBOX_PYTHON), "-m", "awslambdaric", self._handler],
            cwd=self._root,
            env=self._lambda_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if not self._ready.wait(START_SECONDS) or self._failure:
            self.__exit__(None, None, None)
            raise FunctionFailed(self._failure.decode() or "the function did not ask for work in time")
        self.init_seconds = time.perf_counter() - started
        """From the start of the process until it asked for its first event."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()
        self._api.shutdown()
        self._api.server_close()

    def invoke(self, event: object) -> Any:
        """The function's answer to one event. Raises `FunctionFailed`."""
        self._events.put(json.dumps(event).encode())
        try:
            succeeded, body = self._answers.get(timeout=ANSWER_SECONDS)
        except queue.Empty:
            raise FunctionFailed("the function did not answer in time") from None
        if not succeeded:
            raise FunctionFailed(body.decode())
        return json.loads(body)

    def _lambda_environment(self) -> dict[str, str]:
        return {
            "PATH": "/usr/bin:/bin",
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "PYTHONPATH": os.pathsep.join(map(str, filter(None, [self._root, self._layer]))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LAMBDA_TASK_ROOT": str(self._root),
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._api.server_address[1]}",
            "AWS_LAMBDA_FUNCTION_NAME": "sandbox",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "sandbox",
            "AWS_SECRET_ACCESS_KEY": "sandbox",
            "_HANDLER": self._handler,
            **self._environment,
        }

    def _routes(self) -> type[BaseHTTPRequestHandler]:
        sandbox = self

        class RuntimeApi(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def log_message(self, *_: object) -> None:
                """Say nothing: the function's own output is what matters."""

            def do_GET(self) -> None:
                sandbox._ready.set()
                event = sandbox._events.get()
                deadline = int((time.time() + ANSWER_SECONDS) * 1000)
                invocation = {
                    "Content-Type": "application/json",
                    "Lambda-Runtime-Aws-Request-Id": str(uuid.uuid4()),
                    "Lambda-Runtime-Deadline-Ms": str(deadline),
                    "Lambda-Runtime-Invoked-Function-Arn": f"arn:aws:lambda:{REGION}:000000000000:function:sandbox",
                    "Lambda-Runtime-Trace-Id": "Root=1-0-0;Parent=0;Sampled=0",
                }
                self._reply(200, event, invocation)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.path.endswith("/init/error"):
                    sandbox._failure = body
                    sandbox._ready.set()
                else:
                    sandbox._answers.put((self.path.endswith("/response"), body))
                self._reply(202, b"", {})

            def _reply(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
                self.wfile.flush()

        return RuntimeApi
