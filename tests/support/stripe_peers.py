"""Stand-ins for Stripe that others wrote, served on this machine: localstripe (PyPI) and stripe-stateful-mock (npm).

What a peer refuses although Stripe takes it is left out on the line to the peer, here and in the open; the adapter sends the
same to everybody. Every request is held against the SDK's types before anything is left out.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

import stripe

from tests.support.stripe_wire import asked, assert_understood
from tools.places import ROOT

PEERS = ROOT / "tests" / "peers"

UNKNOWN_TO_LOCALSTRIPE = {
    ("POST", "/v1/payment_intents"): {"description"},
    ("GET", "/v1/payment_intents"): {"customer"},
}
"""localstripe 1.15.10 answers 400 to these parameters."""


class ToLocalstripe(stripe.RequestsClient):
    """The SDK's own client on the way to localstripe, which has no Checkout and tells no `amount_received`."""

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        method = method.upper()
        path, given = asked(method, url, post_data)
        assert_understood(method, path, given, dict(headers or {}))
        if path == "/v1/checkout/sessions":
            return b'{"object": "list", "data": [], "has_more": false, "url": "/v1/checkout/sessions"}', 200, {}
        left = {name: value for name, value in given.items() if name not in UNKNOWN_TO_LOCALSTRIPE.get((method, path), ())}
        left = {name: value.split(".")[0] if name.startswith("expand") else value for name, value in left.items()}
        if method == "GET":
            url = f"{urlsplit(url)._replace(query=urlencode(left)).geturl()}"
        body, status, answered = super().request(method, url, headers, urlencode(left) if method == "POST" else post_data)
        return _with_received(body), status, answered


def _with_received(body: bytes | str) -> bytes:
    """Each intent of the answer with the `amount_received` that Stripe gives it."""
    answer = json.loads(body)
    for thing in [answer, *answer.get("data", [])] if isinstance(answer.get("data", []), list) else [answer]:
        if thing.get("object") == "payment_intent":
            thing["amount_received"] = thing["amount"] if thing["status"] == "succeeded" else 0
    return json.dumps(answer).encode()


@contextmanager
def localstripe() -> Iterator[str]:
    """Its address. It would listen on every interface and keep a pickle of all it holds; here it does neither."""
    from aiohttp import web
    from localstripe import resources, server

    resources.Store.dump_to_disk = lambda _: None
    loop, address = asyncio.new_event_loop(), threading.Event()
    runner = web.AppRunner(server.app)
    found: list[str] = []

    async def serve() -> None:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        found.append(f"http://{host}:{port}")
        address.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert address.wait(20), "localstripe did not start"
    try:
        yield found[0]
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)
        loop.close()


@contextmanager
def stateful_mock() -> Iterator[str]:
    """Its address."""
    command = ["node", "stateful-mock.js"]
    with subprocess.Popen(command, cwd=PEERS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as peer:
        assert peer.stdout is not None
        assert peer.stdin is not None
        port = next(line.strip() for line in peer.stdout if line.strip().isdigit())
        yield f"http://127.0.0.1:{port}"
        peer.stdin.close()
