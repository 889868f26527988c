"""Headers of every answer, and who may send an unsafe request (security checklist 7, 8, 9)."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.web.request import Request

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


_POLICY = (
    "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'{forms}; frame-ancestors 'none'; base-uri 'none'"
)


def headers(*, content_type: str, cacheable: bool = False, forms_lead_to: str = "") -> dict[str, str]:
    """The headers of one answer. Chrome applies `form-action` to the redirect after a form post as well, so the origin of
    the payment provider's pages stands there as `forms_lead_to`; the sandbox's pages are on our own."""
    policy = _POLICY.format(forms=f" {forms_lead_to}" if forms_lead_to else "")
    cache = "public, max-age=31536000, immutable" if cacheable else "no-store"
    return {**_ALWAYS, "Content-Type": content_type, "Content-Security-Policy": policy, "Cache-Control": cache}


def is_same_origin(request: Request, public_url: str) -> bool:
    """Whether the browser says that one of our own pages sent this (security checklist 8).

    `no-referrer` makes browsers send `Origin: null` with our own forms, so Sec-Fetch-Site decides where it exists. A
    phone from before it (Safari until 16.4) is let through with `null`; there the form token still guards the session.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("origin") in (public_url, "null")


def cookie(name: str, value: str, *, seconds: int) -> str:
    """A `__Host-` cookie: this host only, TLS only, out of reach of scripts. Lax, because Strict would lose the
    session on the way back from the payment provider."""
    return f"__Host-{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={seconds}"
