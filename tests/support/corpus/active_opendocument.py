"""OpenDocument files that run, fetch or hold something."""

from __future__ import annotations

from tests.support.corpus.active_office import PACKAGE
from tests.support.corpus.office import XML, opendocument
from tests.support.corpus.sample import RISKY, samples

SCRIPT = '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"/></office:event-listeners></office:scripts>'
BASIC = '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="M" script:language="StarBasic">Sub Main\nShell("calc")\nEnd Sub</script:module>'


def odt_listening() -> bytes:
    body = f'{XML}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" xmlns:xlink="http://www.w3.org/1999/xlink">{SCRIPT}<office:body><office:text/></office:body></office:document-content>'
    return opendocument("text", "", {"content.xml": body})


ACTIVE_OPEN_DOCUMENTS = samples(
    RISKY,
    [
        (
            "odt-basic",
            "letter.odt",
            lambda: opendocument("text", "<text:p/>", {"Basic/Standard/M.xml": BASIC, "Basic/script-lc.xml": "<a/>"}),
        ),
        ("ods-basic", "budget.ods", lambda: opendocument("spreadsheet", "<table:table/>", {"Basic/Standard/M.xml": BASIC})),
        ("odt-python", "letter.odt", lambda: opendocument("text", "<text:p/>", {"Scripts/python/a.py": "import os"})),
        ("odt-listener", "letter.odt", odt_listening),
        (
            "odt-object",
            "letter.odt",
            lambda: opendocument(
                "text",
                '<text:p><draw:frame><draw:object-ole xlink:href="./Object 1"/></draw:frame></text:p>',
                {"Object 1": PACKAGE},
            ),
        ),
        (
            "ods-dde",
            "budget.ods",
            lambda: opendocument(
                "spreadsheet",
                '<table:table><table:dde-link><office:dde-source xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:dde-application="cmd" office:dde-topic="/c calc" office:dde-item="x"/></table:dde-link></table:table>',
            ),
        ),
        (
            "odt-entity",
            "letter.odt",
            lambda: opendocument(
                "text",
                "",
                {"content.xml": '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'},
            ),
        ),
        ("odp-basic", "slides.odp", lambda: opendocument("presentation", "", {"Basic/Standard/M.xml": BASIC})),
    ],
)
