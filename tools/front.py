"""One local address in front of the stack: what CloudFront is in AWS.

`/console/` from the console's bucket, `/sign-in-service` to Cognito, everything else to the API; with the headers and the
gateway's own answers that the template describes, because the emulator serves no distribution and makes no such answers.
"""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import ClientError

from tools import front_rules
from tools.console_site import PREFIX
from tools.places import REGION
from tools.template import Template

SIGN_IN_PATH = "/sign-in-service"
"""Where the browser finds Cognito, so that it deals with one origin."""

MAX_BODY_BYTES = 10 * 1024 * 1024
"""API Gateway's limit."""

HOP_BY_HOP = frozenset({"connection", "content-length", "date", "host", "keep-alive", "server", "transfer-encoding", "upgrade"})


@dataclass(frozen=True)
class Origins:
    """What stands behind the front: the emulator's address, and what the stack says of itself."""

    endpoint: str
    outputs: Mapping[str, str]
    template: Template

    @cached_property
    def console_headers(self) -> front_rules.HeaderPolicy:
        """The console's headers; its uploads go to the emulator, its pictures come from there, its sign-in goes to this front."""
        pictures = f"{self.endpoint}/{self.outputs['FilesBucket']}/previews/"
        places = {"Uploads": self.endpoint, "Pictures": pictures, "SignIn": "'self'"}
        return front_rules.header_policy(self.template, "ConsoleHeaders", places)

    @cached_property
    def portal_headers(self) -> front_rules.HeaderPolicy:
        """What is added to the portal's and the API's answers."""
        return front_rules.header_policy(self.template, "PortalHeaders", {})

    @cached_property
    def gateway_answers(self) -> dict[str, front_rules.GatewayAnswer]:
        """Answers that API Gateway makes itself."""
        return front_rules.gateway_answers(self.template)

    @cached_property
    def api_path(self) -> str:
        """Where the emulator serves the API's stage, without a slash at the end."""
        return f"/_aws/execute-api/{self.outputs['RestAPIId']}/live"


class Front(ThreadingHTTPServer):
    """Listens on loopback only."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, origins: Origins) -> None:
        super().__init__(("127.0.0.1", port), Visit)
        self.origins = origins
        self.bucket = boto3.client("s3", region_name=REGION)


class Visit(BaseHTTPRequestHandler):
    """One connection of a browser."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Front

    def log_message(self, *_: object) -> None:
        """Say nothing: addresses hold the tokens of personal links."""

    def answer(self) -> None:
        """Answer one request."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BODY_BYTES:
            self.close_connection = True
            self.say(413, [("Cache-Control", "no-store")], b"", self.server.origins.portal_headers)
            return
        body = self.rfile.read(length)
        path = urlsplit(self.path).path
        if path == "/console":
            self.say(301, [("Location", "/console/")], b"", self.server.origins.console_headers)
        elif path.startswith("/console/"):
            self.serve_console(path)
        elif path == SIGN_IN_PATH or path == f"{SIGN_IN_PATH}/":
            self.pass_on("/", body, front_rules.HeaderPolicy({}, {}))
        else:
            self.pass_on(self.server.origins.api_path + self.path, body, self.server.origins.portal_headers)

    # The server looks for methods of these names.
    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer  # noqa: N815

    def serve_console(self, path: str) -> None:
        """A file of the console; any other address of its is a screen, and every screen is one page."""
        is_file = "." in path.rsplit("/", 1)[-1]
        key = PREFIX + (path.removeprefix("/console/") if is_file else "index.html")
        try:
            found = self.server.bucket.get_object(Bucket=self.server.origins.outputs["ConsoleBucket"], Key=key)
        except ClientError:
            self.say(404, [("Content-Type", "text/plain")], b"Not found", self.server.origins.console_headers)
            return
        headers = [("Content-Type", found["ContentType"]), ("Cache-Control", found.get("CacheControl", "no-cache"))]
        self.say(200, headers, found["Body"].read(), self.server.origins.console_headers)

    def pass_on(self, path: str, body: bytes, policy: front_rules.HeaderPolicy) -> None:
        """Ask the emulator and hand on its answer."""
        origin = http.client.HTTPConnection(urlsplit(self.server.origins.endpoint).netloc, timeout=60)
        try:
            origin.request(self.command, path, body, self.headers_for_origin())
            answer = origin.getresponse()
            content = answer.read()
        except OSError:
            self.say(502, [("Cache-Control", "no-store")], b"", policy)
            return
        finally:
            origin.close()
        own = self.server.origins.gateway_answers.get(answer.headers.get("x-amzn-ErrorType", ""))
        if own and path != "/":
            self.say(own.status, [("Content-Type", "application/json"), *own.headers.items()], own.body, policy)
        else:
            self.say(answer.status, [pair for pair in answer.getheaders() if pair[0].lower() not in HOP_BY_HOP], content, policy)

    def headers_for_origin(self) -> dict[str, str]:
        """The viewer's headers, and its address where CloudFront and API Gateway put it: the last but one of a list whose
        end is CloudFront's own, so that what a viewer claims of itself is never taken for it."""
        passed = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP | {"x-forwarded-for"}}
        hops = [*filter(None, [self.headers.get("X-Forwarded-For")]), self.client_address[0], "127.0.0.1"]
        return passed | {"X-Forwarded-For": ", ".join(hops)}

    def say(self, status: int, headers: list[tuple[str, str]], body: bytes, policy: front_rules.HeaderPolicy) -> None:
        """Send an answer with the headers that the policy adds."""
        self.send_response_only(status)
        for name, value in policy.applied(headers):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        with suppress(BrokenPipeError):
            self.wfile.flush()


@contextmanager
def serving(port: int, origins: Origins) -> Iterator[None]:
    """The front for as long as the block runs."""
    with Front(port, origins) as front:
        Thread(target=front.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            front.shutdown()
