"""File names: what in one deceives or attacks, and how one is shown. The name is a claim; no path is ever built from it."""

from __future__ import annotations

import re
import unicodedata

from chalicelib.scanning.codes import Code

_LONGEST_BYTES = 255
_LONGEST_SHOWN = 120

_BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
"""They have no shape, though Unicode calls them letters, marks or symbols."""
_CONTROLS = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
_NEVER_SHOWN = frozenset({*_CONTROLS, "Cf", "Cn"})

_PATH_CHARACTERS = frozenset('/\\:*?"<>|')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE | re.DOTALL)

_RUNS = re.compile(
    "exe|dll|scr|bat|cmd|ps1|psm1|vbs|vbe|js|jse|mjs|wsf|wsh|hta|lnk|jar|msi|msp|msix|appx|cpl|reg|iso|img|vhd|vhdx|chm|xll|xlam"
    "|docm|xlsm|xlsb|pptm|dotm|xltm|potm|ppam|ade|scf|pif|swf|apk|dmg|pkg|deb|rpm|sh|bash|php|phtml|asp|jsp|iqy|slk|sct"
    "|settingcontent-ms|library-ms|search-ms|gadget"
)
"""Extensions of what runs when opened. Not those that are words or web addresses too: letter.com.pdf, statement.aspx.pdf."""


def faults_of(name: str) -> tuple[Code, ...]:
    """What is wrong with the name of an uploaded file, in the order in which it is checked."""
    return (*((Code.NAME_PATH,) if any(c in _PATH_CHARACTERS for c in name) else ()), *member_faults_of(name))


def member_faults_of(path: str) -> tuple[Code, ...]:
    """The same of a member of an archive, whose name may be a path. Where the path leads is the archive's check."""
    name = path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    checks = (
        (Code.NAME_LENGTH, not name or len(name.encode("utf-8", "replace")) > _LONGEST_BYTES),
        (Code.NAME_BIDIRECTIONAL, any(c in _BIDIRECTIONAL for c in path)),
        (Code.NAME_INVISIBLE, _hides_characters(path)),
        (Code.NAME_CONTROL, any(unicodedata.category(c) in _CONTROLS for c in path)),
        (Code.NAME_RESERVED, name != name.rstrip(" .").lstrip() or _DEVICE.fullmatch(name) is not None),
        (Code.NAME_DOUBLE_EXTENSION, any(_RUNS.fullmatch(part) for part in _extensions(name)[:-1])),
    )
    return tuple(code for code, wrong in checks if wrong)


def extension_of(name: str) -> str:
    """Folded, so that full-width letters and capitals are no other extension; empty when there is none."""
    extensions = _extensions(name.replace("\\", "/").rpartition("/")[2])
    return extensions[-1] if extensions else ""


def shown(name: str) -> str:
    """The name as it can be printed, stored and logged: what is invisible or steers a terminal is replaced, the rest cut."""
    plain = "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in _NEVER_SHOWN else c for c in name[:_LONGEST_SHOWN])
    return plain.strip()


def _extensions(name: str) -> list[str]:
    return [unicodedata.normalize("NFKC", part).strip().lower() for part in name.split(".")[1:]]


def _hides_characters(name: str) -> bool:
    return any(
        c in _BLANK_LETTERS or (unicodedata.category(c) == "Cf" and c not in _BIDIRECTIONAL and not _joins(name, at))
        for at, c in enumerate(name)
    )


def _joins(name: str, at: int) -> bool:
    """Persian words and compound emoji need joiners between their characters; between Latin letters they only hide."""
    around = name[at - 1 : at] + name[at + 1 : at + 2]
    return name[at] in _JOINERS and len(around) == 2 and not around.isascii() and all(ord(c) > 0x24F for c in around)
