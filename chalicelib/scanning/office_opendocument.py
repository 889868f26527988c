"""OpenDocument: what a part of a LibreOffice document runs, and what it takes from outside."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from chalicelib.scanning.codes import Code
from chalicelib.scanning.links import Danger, file_danger, link_danger
from chalicelib.scanning.xml_parts import elements

_MACRO = re.compile(
    rb"<script:module[\s>]|vnd\.sun\.star\.(?:script|expand|job):|(?:href|macro-name)\s{0,5}=\s{0,5}[\"'](?:macro|service|\.uno):",
    re.IGNORECASE,
)
_DDE = re.compile(rb"<(?:\w{1,20}:)?(?:dde-connection|dde-connection-decl|dde-link|dde-source)[\s/>]|\bDDE\s{0,5}\(")
_PROGRAM = re.compile(rb"<(?:\w{1,20}:)?(?:plugin|applet)[\s/>]")
_FETCHED = (b"section-source", b"floating-frame", b"table-source", b"cell-range-source", b"object", b"object-ole")
_LINK = re.compile(rb"href\s{0,5}=\s{0,5}(?:\"([^\"]{1,2000})|'([^']{1,2000}))")
_REMOTE = re.compile(r"\s*(?:https?|ftps?):", re.IGNORECASE)
_LINKS = {Danger.NETWORK: Code.OFFICE_NETWORK_PATH, Danger.SCHEME: Code.OFFICE_LINK_SCHEME}


def is_encrypted(manifest: bytes) -> bool:
    return b"encryption-data" in manifest


def opendocument_codes(text: bytes) -> Iterator[Code]:
    if _MACRO.search(text):
        yield Code.OFFICE_MACRO
    if _DDE.search(text):
        yield Code.OFFICE_DDE
    if _PROGRAM.search(text):
        yield Code.OFFICE_FOREIGN_PART
    for link in {first or second for first, second in _LINK.findall(text)}:
        plain = html.unescape(link.decode("utf-8", "replace"))
        danger = link_danger(plain) or file_danger(plain)
        if danger is not None:
            yield _LINKS[danger]
    for name in _FETCHED:
        if any(_REMOTE.match(element.get("href", "")) for element in elements(text, name)):
            yield Code.OFFICE_REMOTE_CONTENT
