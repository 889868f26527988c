"""What the deployed front says of itself, read from the packaged template, so that the local front says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tools.template import Template

GATEWAY_ERRORS = {"MissingAuthenticationTokenException": "MISSING_AUTHENTICATION_TOKEN", "UnauthorizedException": "UNAUTHORIZED"}
"""The emulator's name of an answer the gateway made itself, and the template's name for it."""


@dataclass(frozen=True, slots=True)
class HeaderPolicy:
    """Headers a CloudFront behaviour adds: `always` replaces what the origin said, `otherwise` only fills a gap."""

    always: Mapping[str, str]
    otherwise: Mapping[str, str]

    def applied(self, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The origin's headers as the viewer gets them."""
        replaced = {name.lower() for name in self.always}
        kept = [(name, value) for name, value in headers if name.lower() not in replaced]
        present = {name.lower() for name, _ in kept}
        gaps = [(name, value) for name, value in self.otherwise.items() if name.lower() not in present]
        return [*kept, *self.always.items(), *gaps]


@dataclass(frozen=True, slots=True)
class GatewayAnswer:
    """What API Gateway answers without asking our code."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def header_policy(template: Template, logical_id: str, names: Mapping[str, str]) -> HeaderPolicy:
    """The response-headers policy of that name. `names` fills the `${...}` of its content security policy."""
    config = template["Resources"][logical_id]["Properties"]["ResponseHeadersPolicyConfig"]
    security = config["SecurityHeadersConfig"]
    transport = security["StrictTransportSecurity"]
    age = f"max-age={transport['AccessControlMaxAgeSec']}; includeSubDomains"
    csp = security["ContentSecurityPolicy"]
    entries = [
        ("Content-Security-Policy", filled(csp["ContentSecurityPolicy"], names), csp["Override"]),
        ("X-Content-Type-Options", "nosniff", security["ContentTypeOptions"]["Override"]),
        ("Referrer-Policy", security["ReferrerPolicy"]["ReferrerPolicy"], security["ReferrerPolicy"]["Override"]),
        ("Strict-Transport-Security", age, transport["Override"]),
        *((item["Header"], item["Value"], item["Override"]) for item in config["CustomHeadersConfig"]["Items"]),
    ]
    if "FrameOptions" in security:
        entries.append(("X-Frame-Options", security["FrameOptions"]["FrameOption"], security["FrameOptions"]["Override"]))
    return HeaderPolicy(
        always={name: value for name, value, override in entries if override},
        otherwise={name: value for name, value, override in entries if not override},
    )


def filled(text: str | Mapping[str, list[object]], names: Mapping[str, str]) -> str:
    """A text, or the text of a `Fn::Sub` with its variables replaced."""
    if isinstance(text, str):
        return text
    whole = str(text["Fn::Sub"][0])
    for name, value in names.items():
        whole = whole.replace(f"${{{name}}}", value)
    return whole


def gateway_answers(template: Template) -> dict[str, GatewayAnswer]:
    """The answers of the gateway itself, by the emulator's name for each."""
    described = template["Resources"]["RestAPI"]["Properties"]["GatewayResponses"]
    return {
        error: GatewayAnswer(
            status=described[name]["StatusCode"],
            headers={header: value.strip("'") for header, value in described[name]["ResponseParameters"]["Headers"].items()},
            body=described[name]["ResponseTemplates"]["application/json"].encode(),
        )
        for error, name in GATEWAY_ERRORS.items()
    }
