"""OpenDocument: what a part of a LibreOffice document runs, and what it takes from outside."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from chalicelib.scanning.codes import Code
from chalicelib.scanning.links import Danger, file_danger, link_danger
from chalicelib.scanning.xml_parts import elements

_MACROS = (b"script:module", b"vnd.sun.star.script:", b"vnd.sun.star.expand:", b"macro:", b"service:", b".uno:")
"""Where macros are and what calls them. Written otherwise they are still links that lead to no page."""
_CALL = re.compile(rb"<script:module[\s>]|=\s{0,5}[\"'](?:vnd\.sun\.star\.(?:script|expand)|macro|service|\.uno):")
_DDE = re.compile(rb"<(?:\w{1,20}:)?(?:dde-connection|dde-connection-decl|dde-link|dde-source)[\s/>]|\bDDE\s{0,5}\(")
_PROGRAM = re.compile(rb"<(?:\w{1,20}:)?(?:plugin|applet)[\s/>]")
_FETCHED = (b"section-source", b"floating-frame", b"table-source", b"cell-range-source", b"object-ole", b"object")
_HARMLESS = rb"(?!(?:(?:https?|mailto):[^\"'&%\\]{0,2000}+|[^\"':\\/&%][^\"':\\&%]{0,500}+)[\"'])"
"""Web pages, people and parts of the document itself: by far the most links, passed over by the expression."""
_LINK = re.compile(rb"href\s{0,5}=\s{0,5}(?:\"" + _HARMLESS + rb"([^\"]{1,2000})|'" + _HARMLESS + rb"([^']{1,2000}))")
_REMOTE = re.compile(r"\s*(?:https?|ftps?):", re.IGNORECASE)
_LINKS = {Danger.NETWORK: Code.OFFICE_NETWORK_PATH, Danger.SCHEME: Code.OFFICE_LINK_SCHEME}


def is_encrypted(manifest: bytes) -> bool:
    return b"encryption-data" in manifest


def opendocument_codes(text: bytes) -> Iterator[Code]:
    if any(word in text for word in _MACROS) and _CALL.search(text):
        yield Code.OFFICE_MACRO
    if (b"dde-" in text or b"DDE" in text) and _DDE.search(text):
        yield Code.OFFICE_DDE
    if (b"plugin" in text or b"applet" in text) and _PROGRAM.search(text):
        yield Code.OFFICE_FOREIGN_PART
    for link in _LINK.finditer(text):
        plain = html.unescape((link[1] or link[2]).decode("utf-8", "replace"))
        danger = link_danger(plain) or file_danger(plain)
        if danger is not None:
            yield _LINKS[danger]
    for name in _FETCHED:
        if name in text and any(_REMOTE.match(element.get("href", "")) for element in elements(text, name)):
            yield Code.OFFICE_REMOTE_CONTENT
