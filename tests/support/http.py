"""What stands in front of the app: API Gateway as far as the app can tell, and a browser without JavaScript."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag
from chalice.app import Chalice
from chalice.local import LambdaContext, LambdaEventConverter, RouteMatcher

from tests.support import page_lint
from tests.support.rights import RIGHTS

HOME_ADDRESS = "203.0.113.7"
EDGE_ADDRESS = "198.51.100.1"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back. Header names are lower-cased."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The error code of a refused request of the console."""
        return str(self.json["error"]["code"])


class Gateway:
    """API Gateway behind CloudFront: matches the route, and hands over the claims that the authorizer has verified."""

    def __init__(self, app: Chalice) -> None:
        self._app = app
        self._converter = LambdaEventConverter(RouteMatcher(list(app.routes)), app.api.binary_types)

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: str = "",
        claims: Mapping[str, Any] | None = None,
        address: str = HOME_ADDRESS,
    ) -> Answer:
        """One request. An address that no route has is API Gateway's own 403."""
        sent = {"x-forwarded-for": f"{address}, {EDGE_ADDRESS}", "host": "pay.example.com", **(headers or {})}
        try:
            event = self._converter.create_lambda_event(method, path, sent, body.encode() or None)
        except ValueError:
            return Answer(403, {}, '{"message":"Missing Authentication Token"}')
        event["requestContext"]["authorizer"] = {"claims": dict(claims)} if claims is not None else {}
        event["body"] = body or None
        with RIGHTS.acting("api_handler"):
            response = self._app(event, LambdaContext("api_handler", 1024))
        merged = response["headers"] | {name: ", ".join(v) for name, v in (response.get("multiValueHeaders") or {}).items()}
        return Answer(response["statusCode"], {name.lower(): value for name, value in merged.items()}, response["body"] or "")


@dataclass
class Browser:
    """Keeps cookies, fills in the forms of the page it is on, follows redirects unless told not to, and lints every page
    it is shown."""

    gateway: Gateway
    origin: str
    address: str = HOME_ADDRESS
    cookies: dict[str, str] = field(default_factory=dict)
    page: Answer = field(default_factory=lambda: Answer(0, {}, ""))
    path: str = "/"
    follows: bool = True

    def get(self, path: str) -> Answer:
        return self._open("GET", path, {})

    def submit(self, action: str = "", /, **typed: str) -> Answer:
        """Send the form with this action, or the first one with these fields. Names are spelled with `_` for `-`."""
        form = self._form(action, typed)
        fields = {str(tag["name"]): str(tag.get("value", "")) for tag in form.select("input[type=hidden]")}
        named = {str(tag["name"]) for tag in form.select("[name]")}
        for name, value in typed.items():
            spelled = name if name in named else name.replace("_", "-")
            assert spelled in named, f"the form has no field {spelled}"
            fields[spelled] = value
        return self.post(str(form.get("action") or self.path), fields)

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        headers = {"content-type": FORM, "origin": self.origin, "sec-fetch-site": "same-origin"}
        return self._open("POST", path, headers, urlencode(fields))

    @property
    def text(self) -> str:
        """The words on the page, in one line."""
        return " ".join(BeautifulSoup(self.page.body, "html.parser").get_text(" ").split())

    def hidden(self, name: str) -> str:
        """The value of a hidden field on the page."""
        found = BeautifulSoup(self.page.body, "html.parser").select_one(f'input[type=hidden][name="{name}"]')
        assert found is not None
        return str(found["value"])

    def _form(self, action: str, typed: Iterable[str]) -> Tag:
        """The form with this action, or else the first with these fields that does not sign out."""
        forms = BeautifulSoup(self.page.body, "html.parser").find_all("form")
        if action:
            fitting = [form for form in forms if action in str(form.get("action") or self.path)]
            assert len(fitting) == 1, f"{len(fitting)} forms fit"
            return fitting[0]
        wanted = {name.replace("_", "-") for name in typed}
        staying = [form for form in forms if form.get("action") != "/sign-out"]
        return next(form for form in staying if wanted <= {str(tag["name"]).replace("_", "-") for tag in form.select("[name]")})

    def _open(self, method: str, path: str, headers: dict[str, str], body: str = "") -> Answer:
        for _ in range(5):
            answer = self._send(method, path, headers, body)
            if answer.status != 303 or not self.follows:
                return answer
            target = urlsplit(urljoin(f"{self.origin}{path}", answer.headers["location"]))
            assert f"{target.scheme}://{target.netloc}" == self.origin, "led away from our address"
            method, path, headers, body = "GET", target.path, {}, ""
        raise AssertionError("redirected without end")

    def _send(self, method: str, path: str, headers: dict[str, str], body: str) -> Answer:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = headers | ({"cookie": kept} if kept else {})
        answer = self.gateway.send(method, path, headers=sent, body=body, address=self.address)
        for name, morsel in SimpleCookie(answer.headers.get("set-cookie", "")).items():
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value
        self.page, self.path = answer, path
        if answer.headers.get("content-type", "").startswith("text/html") and answer.status != 303:
            assert page_lint.problems(answer.body) == [], f"{method} {re.sub('[0-9a-z]{26}', '…', path)}"
        return answer
