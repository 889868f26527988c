"""A network that goes nowhere, and queries that run in order: what makes a world repeatable."""

from __future__ import annotations

import io
import urllib.request
import urllib.response
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

WebhookRequest = tuple[bytes, dict[str, str]]


@contextmanager
def network(webhooks: list[WebhookRequest]) -> Iterator[None]:
    urllib.request.install_opener(urllib.request.build_opener(_Post(webhooks)))
    try:
        yield
    finally:
        urllib.request.install_opener(urllib.request.build_opener())


class _Post(urllib.request.HTTPSHandler):
    """Where the sandbox bank's webhooks go: into a list. Nothing else may leave the process."""

    def __init__(self, webhooks: list[WebhookRequest]) -> None:
        super().__init__()
        self._webhooks = webhooks

    def https_open(self, request: urllib.request.Request) -> Any:
        assert urlsplit(request.full_url).path == "/webhooks/sandbox"
        assert isinstance(request.data, bytes)
        self._webhooks.append((request.data, dict(request.header_items())))
        answer = urllib.response.addinfourl(io.BytesIO(b"{}"), Message(), request.full_url, 200)
        answer.msg = "OK"
        return answer


class AtOnce(Executor):
    """Parallel queries one after another: the n-th call is then always the same call."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(work(*args, **options))
        return done
