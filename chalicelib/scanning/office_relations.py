"""What the parts of an Open XML document are to one another, and what they take from outside (ECMA-376, part 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from chalicelib.scanning.codes import Code
from chalicelib.scanning.links import Danger, file_danger, is_fetched, is_remote_template, link_danger
from chalicelib.scanning.xml_parts import elements

_ALWAYS: Mapping[str, Code] = {
    "vbaproject": Code.OFFICE_MACRO,
    "wordvbadata": Code.OFFICE_MACRO,
    "attachedtoolbars": Code.OFFICE_MACRO,
    "xlmacrosheet": Code.OFFICE_EXCEL4_MACRO,
    "xlintlmacrosheet": Code.OFFICE_EXCEL4_MACRO,
    "control": Code.OFFICE_ACTIVEX,
    "activexcontrolbinary": Code.OFFICE_ACTIVEX,
    "activexcontrol": Code.OFFICE_ACTIVEX,
    "afchunk": Code.OFFICE_FOREIGN_PART,
}
"""By the last word of the relationship's type."""

_FETCHED: Mapping[str, Code] = {
    "attachedtemplate": Code.OFFICE_REMOTE_TEMPLATE,
    **dict.fromkeys(
        ("frame", "subdocument", "package", "oleobject", "mhtml", "afchunk", "customxml"), Code.OFFICE_REMOTE_CONTENT
    ),
}
"""What Office reads when the document is opened."""

_LINKS = {Danger.NETWORK: Code.OFFICE_NETWORK_PATH, Danger.SCHEME: Code.OFFICE_LINK_SCHEME}
_ACTIVE_TYPES: Mapping[re.Pattern[bytes], Code] = {
    re.compile(rb"macroEnabled|vbaProject|vbaData|keyMapCustomizations", re.IGNORECASE): Code.OFFICE_MACRO,
    re.compile(rb"macrosheet", re.IGNORECASE): Code.OFFICE_EXCEL4_MACRO,
    re.compile(rb"activeX", re.IGNORECASE): Code.OFFICE_ACTIVEX,
}


def relation_codes(text: bytes) -> Iterator[Code]:
    """What a .rels part says."""
    for relation in elements(text, b"Relationship"):
        kind = relation.get("Type", "").rpartition("/")[2].lower()
        target = relation.get("Target", "")
        if kind in _ALWAYS:
            yield _ALWAYS[kind]
        if relation.get("TargetMode", "").lower() == "external":
            yield from _external(kind, target)
        elif kind == "oleobject":
            yield Code.OFFICE_OLE_OBJECT


def _external(kind: str, target: str) -> Iterator[Code]:
    danger = link_danger(target) or file_danger(target)
    if kind == "attachedtemplate":
        if is_remote_template(target):
            yield Code.OFFICE_REMOTE_TEMPLATE
        return
    if danger is not None:
        yield _LINKS[danger]
    if kind in _FETCHED and is_fetched(target):
        yield _FETCHED[kind]


def content_type_codes(text: bytes) -> Iterator[Code]:
    """What [Content_Types].xml says of the parts."""
    for pattern, code in _ACTIVE_TYPES.items():
        if pattern.search(text):
            yield code
