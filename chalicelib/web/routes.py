"""How rooms register views: pages for debtors, JSON for the console, and nothing escapes as a stack trace."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from chalice.app import Response as ChaliceResponse
from pydantic import BaseModel, ValidationError

from chalicelib.core.changes import Conflict
from chalicelib.core.errors import WORDS, Code, Refused
from chalicelib.web import security
from chalicelib.web.people import EVERYONE, Admit, Person, Role, person
from chalicelib.web.request import LARGEST_JSON_BYTES, Request, read
from chalicelib.web.view import View

STATUSES: Mapping[Code, int] = {
    Code.INVALID: 400,
    Code.BAD_CURSOR: 400,
    Code.AMOUNT_TOO_SMALL: 400,
    Code.MORE_THAN_OWED: 409,
    Code.NOTHING_OWED: 409,
    Code.UNAUTHENTICATED: 401,
    Code.FORBIDDEN: 403,
    Code.NOT_FOUND: 404,
    Code.STALE: 409,
    Code.WRONG_STATE: 409,
    Code.NOT_ALLOWED_NOW: 409,
    Code.BUSY: 409,
    Code.TOO_LARGE: 413,
    Code.WRONG_TYPE: 415,
    Code.KEY_REUSED: 422,
    Code.PROVIDER_UNAVAILABLE: 503,
}
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
HTML = "text/html; charset=utf-8"


class Nothing(View):
    """A request without a query or without a body."""


@dataclass(frozen=True, slots=True)
class Call[Q: BaseModel, B: BaseModel]:
    """One request of the console, parsed and authorised. `key` is the caller's Idempotency-Key, empty on reads."""

    person: Person
    path: Mapping[str, str]
    query: Q
    body: B
    key: str


@dataclass(frozen=True, slots=True)
class Page:
    """An answer to a browser. `forms_lead_to` is the origin its own forms post to, where that is another than ours."""

    body: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = HTML
    cacheable: bool = False
    forms_lead_to: str = ""


@dataclass(frozen=True, slots=True)
class ApiRoute:
    """What the OpenAPI document says of one route of the console."""

    method: str
    path: str
    name: str
    summary: str
    query: type[BaseModel]
    body: type[BaseModel]
    answer: type[BaseModel]
    status: int
    roles: frozenset[Role]
    asks: bool

    @property
    def commands(self) -> bool:
        """Whether the route changes anything, and so wants an Idempotency-Key."""
        return self.method not in security.SAFE_METHODS and not self.asks


class Log(Protocol):
    """Where the one line per request goes, and an error that nobody foresaw."""

    def __call__(self, message: str, **fields: Any) -> None: ...


class LogError(Protocol):
    def __call__(self, message: str, error: BaseException, **fields: Any) -> None: ...


def redirect(location: str, headers: Mapping[str, str] | None = None) -> Page:
    """Send the browser on with a GET."""
    return Page("", 303, {"Location": location, **(headers or {})})


class Routes:
    """All views by method and path. `refusal_page` renders a refusal for a debtor; `admit` is asked about every agent;
    `forms_lead_to` is the origin of the payment provider's pages, where it is not ours."""

    def __init__(
        self,
        *,
        public_url: Callable[[], str],
        log: Log,
        log_error: LogError,
        refusal_page: Callable[[Code], Page],
        admit: Admit,
        forms_lead_to: Callable[[], str] = str,
    ) -> None:
        self._admit = admit
        self._forms_lead_to = forms_lead_to
        self._public_url = public_url
        self._log = log
        self._log_error = log_error
        self._refusal_page = refusal_page
        self.api_routes: list[ApiRoute] = []
        self.page_routes: list[tuple[str, str]] = []
        self._answers: dict[tuple[str, str], Callable[[Any], ChaliceResponse]] = {}

    def answer(self, method: str, path: str, current_request: Any) -> ChaliceResponse:
        """The answer of the view at this method and path to Chalice's current request. Raises nothing but what kills."""
        return self._answers[method, path](current_request)

    def api[Q: BaseModel, B: BaseModel, A: BaseModel](
        self,
        method: str,
        path: str,
        *,
        answer: type[A],
        query: type[Q] = Nothing,  # type: ignore[assignment]  # the default stands for "takes none"
        body: type[B] = Nothing,  # type: ignore[assignment]
        status: int = 200,
        roles: frozenset[Role] = EVERYONE,
        asks: bool = False,
    ) -> Callable[[Callable[[Call[Q, B]], A]], Callable[[Call[Q, B]], A]]:
        """Put a view of the console at `/api` + path. One that only `asks` changes nothing though it is posted, and takes
        no Idempotency-Key."""

        def register(view: Callable[[Call[Q, B]], A]) -> Callable[[Call[Q, B]], A]:
            summary = (view.__doc__ or view.__name__).strip().splitlines()[0]
            route = ApiRoute(method, f"/api{path}", view.__name__, summary, query, body, answer, status, roles, asks)
            self.api_routes.append(route)

            def answered(request: Request) -> ChaliceResponse:
                who = person(request, roles)
                _demand_type(request, JSON)
                asked = _parsed(query, request.query), _body(body, request), _key(request) if route.commands else ""
                admitted = self._admit(who)
                if admitted.role not in roles:
                    raise Refused(Code.FORBIDDEN)
                return _json(view(Call(admitted, request.path, *asked)).model_dump_json(), status)

            self._add(method, f"/api{path}", answered, self._json_refusal)
            return view

        return register

    def page(
        self, method: str, path: str, *, content_type: str = FORM, from_anywhere: bool = False
    ) -> Callable[[Callable[[Request], Page]], Callable[[Request], Page]]:
        """Put a debtor's page at a path. An unsafe request must come from our own pages, unless it is a provider's."""

        def register(view: Callable[[Request], Page]) -> Callable[[Request], Page]:
            self.page_routes.append((method, path))

            def answered(request: Request) -> ChaliceResponse:
                safe = method in security.SAFE_METHODS or from_anywhere
                if not safe and not security.is_same_origin(request, self._public_url()):
                    raise Refused(Code.FORBIDDEN)
                _demand_type(request, content_type)
                return self._html(view(request))

            self._add(method, path, answered, lambda code, _: self._html(self._refusal_page(code)))
            return view

        return register

    def _html(self, page: Page) -> ChaliceResponse:
        lead_to = " ".join(filter(None, (self._forms_lead_to(), page.forms_lead_to)))
        always = security.headers(content_type=page.content_type, cacheable=page.cacheable, forms_lead_to=lead_to)
        return ChaliceResponse(page.body, headers={**always, **page.headers}, status_code=page.status)

    def _add(
        self,
        method: str,
        path: str,
        answered: Callable[[Request], ChaliceResponse],
        refused: Callable[[Code, Refused | None], ChaliceResponse],
    ) -> None:
        def handle(current_request: Any) -> ChaliceResponse:
            started = time.perf_counter()
            response = self._guarded(current_request, answered, refused)
            self._log(
                "request",
                route=path,
                method=method,
                status=response.status_code,
                duration_ms=round((time.perf_counter() - started) * 1000),
            )
            return response

        self._answers[method, path] = handle

    def _guarded(
        self,
        current_request: Any,
        answered: Callable[[Request], ChaliceResponse],
        refused: Callable[[Code, Refused | None], ChaliceResponse],
    ) -> ChaliceResponse:
        """The answer, or words for whatever went wrong. Chalice would log the path, which may hold a link's token."""
        try:
            return answered(read(current_request))
        except Refused as refusal:
            return refused(refusal.code, refusal)
        except Conflict:
            return refused(Code.STALE, None)
        except Exception as error:  # noqa: BLE001  # the edge: nothing may escape it
            self._log_error("unforeseen", error)
            return refused(Code.INTERNAL, None)

    def _json_refusal(self, code: Code, refusal: Refused | None) -> ChaliceResponse:
        words, at = (refusal.words, refusal.field) if refusal else (WORDS[code], "")
        return _json(json.dumps({"error": {"code": code, "message": words, "field": at}}), STATUSES.get(code, 500))


def _demand_type(request: Request, content_type: str) -> None:
    """Raises Refused(WRONG_TYPE) for a body of another type: a form cannot pass for JSON, nor JSON for a form."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method not in security.SAFE_METHODS and given != content_type:
        raise Refused(Code.WRONG_TYPE)


def _parsed[M: BaseModel](model: type[M], values: object) -> M:
    """The values as the model. Raises Refused(INVALID) naming the first field at fault and what is wrong with it."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        at = ".".join(str(part) for part in first["loc"])
        raise Refused(Code.INVALID, f"{at}: {first['msg'].removeprefix('Value error, ')}", field=at) from None


def _body[B: BaseModel](model: type[B], request: Request) -> B:
    if request.method in security.SAFE_METHODS:
        return model.model_construct()
    if len(request.body) > LARGEST_JSON_BYTES:
        raise Refused(Code.TOO_LARGE)
    try:
        return _parsed(model, json.loads(request.body or b"{}"))
    except ValueError:
        raise Refused(Code.INVALID, "The body is not JSON.") from None


def _key(request: Request) -> str:
    """The Idempotency-Key of a command. Raises Refused(INVALID) when there is none."""
    key = request.headers.get("idempotency-key", "")
    if not 16 <= len(key) <= 64:
        raise Refused(Code.INVALID, "Send an Idempotency-Key header of 16 to 64 characters.", field="Idempotency-Key")
    return key


def _json(body: str, status: int) -> ChaliceResponse:
    return ChaliceResponse(body, headers={**security.headers(content_type=JSON)}, status_code=status)
