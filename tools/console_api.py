"""The console's API as a script calls it: signed in as a person, through the same front as a browser."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from tools import sign_in
from tools.people import Person

POLL_SECONDS = 0.5
TOKEN_SECONDS = 10 * 60.0


class Refused(Exception):
    """The API answered with an error; the message holds its status and words."""


class ConsoleApi:
    """`public_url` as people see it; signs in again before the token is over."""

    def __init__(self, public_url: str, outputs: Mapping[str, str], person: Person) -> None:
        self._public_url, self._outputs, self._person = public_url, outputs, person
        self._token, self._signed_in_at = "", float("-inf")

    def get(self, path: str) -> Any:
        """What `GET` answers, read from JSON. Raises `Refused`."""
        return self._ask(urllib.request.Request(self._public_url + path))

    def post(self, path: str, body: Mapping[str, object]) -> Any:
        """What `POST` answers, as a new intention. Raises `Refused`."""
        request = urllib.request.Request(self._public_url + path, json.dumps(body).encode(), method="POST")
        request.add_header("Content-Type", "application/json")
        request.add_header("Idempotency-Key", str(uuid.uuid4()))
        return self._ask(request)

    def until(self, path: str, reached: Callable[[Any], bool], *, seconds: float) -> Any:
        """Ask again and again until the answer is what was waited for. Raises `Refused` when it never is."""
        deadline = time.monotonic() + seconds
        while not reached(answer := self.get(path)):
            if time.monotonic() > deadline:
                raise Refused(f"{path} did not come to what was waited for in {seconds:.0f} seconds")
            time.sleep(POLL_SECONDS)
        return answer

    def _ask(self, request: urllib.request.Request) -> Any:
        request.add_header("Authorization", self._current_token())
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Refused(f"{request.get_method()} {request.selector}: {error.code} {error.read().decode()}") from error

    def _current_token(self) -> str:
        if time.monotonic() - self._signed_in_at > TOKEN_SECONDS:
            outputs, person = self._outputs, self._person
            self._token = sign_in.id_token(outputs["UserPoolClientId"], outputs["UserPoolId"], person.email, person.password)
            self._signed_in_at = time.monotonic()
        return self._token
