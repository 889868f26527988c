"""What a view may know of an HTTP request, without Chalice's types."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, unquote

from chalicelib.core.errors import Code, Refused

LARGEST_FORM_BYTES = 16 * 1024
LARGEST_JSON_BYTES = 64 * 1024
FIELDS_LIMIT = 50


@dataclass(frozen=True)
class Request:
    """One request. `headers` are lower-cased, `path` holds the decoded parts of the address named in the route."""

    method: str
    resource: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    claims: Mapping[str, Any] | None
    source_address: str

    @cached_property
    def cookies(self) -> Mapping[str, str]:
        try:
            parsed = SimpleCookie(self.headers.get("cookie", ""))
        except CookieError:
            return {}
        return {name: morsel.value for name, morsel in parsed.items()}

    @cached_property
    def form(self) -> Mapping[str, str]:
        """The fields of a posted form; of a repeated field the first counts. Raises Refused(TOO_LARGE) or (INVALID)."""
        if len(self.body) > LARGEST_FORM_BYTES:
            raise Refused(Code.TOO_LARGE)
        try:
            pairs = parse_qsl(self.body.decode(), keep_blank_values=True, max_num_fields=FIELDS_LIMIT, errors="strict")
        except ValueError:
            raise Refused(Code.INVALID) from None
        return dict(reversed(pairs))

    @property
    def network(self) -> str:
        """The caller's /24 (IPv4) or /64 (IPv6) network: what one household or one attacker has."""
        try:
            address = ipaddress.ip_address(self.source_address)
        except ValueError:
            return "unknown"
        return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 64}", strict=False))


def read(current: Any) -> Request:
    """A `Request` from Chalice's. Path parameters arrive encoded (aws/chalice issue 511)."""
    headers = {name.lower(): value for name, value in current.headers.items()}
    authorizer = (current.context or {}).get("authorizer") or {}
    return Request(
        method=current.method,
        resource=current.context.get("resourcePath", ""),
        path={name: unquote(value) for name, value in (current.uri_params or {}).items()},
        query={name: values[0] for name, values in _multi(current.query_params).items() if values},
        headers=headers,
        body=current.raw_body or b"",
        claims=authorizer.get("claims"),
        source_address=_source_address(headers, current.context),
    )


def _multi(params: Any) -> Mapping[str, list[str]]:
    return {} if params is None else {name: params.getlist(name) for name in params}


def _source_address(headers: Mapping[str, str], context: Mapping[str, Any]) -> str:
    """The visitor's address. The edge in front of API Gateway appends it to X-Forwarded-For and API Gateway appends the
    edge's own: the last but one is the visitor's, whatever a visitor wrote before it."""
    forwarded = [part.strip() for part in headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if len(forwarded) >= 2:
        return forwarded[-2]
    return str((context.get("identity") or {}).get("sourceIp", ""))
