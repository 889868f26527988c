"""Where a link in a document leads, and whether following it could do more than show a page."""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import unquote

_LONGEST = 2000
_BLANKS = dict.fromkeys([*range(33), 0xAD, 0x200B, 0xFEFF])
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+\-]{1,30}+):(?!\d{1,5}(?:[/?#]|$))")
"""Not the port in `localhost:8080/help`. One letter and a colon is a drive."""
_PAGES = frozenset({"http", "https", "ftp", "ftps", "about", "urn", "cid", "mid", "webcal", "geo"})
_PEOPLE = frozenset({"mailto", "tel", "sms", "fax", "callto", "sip", "sips", "skype", "whatsapp", "news", "nntp"})
_LOCAL_OR_REMOTE = frozenset({"file", "smb", "cifs", "dav", "davs", "webdav", "nfs", "afp"})
_NETWORK = re.compile(r"[\\/]{2}[^\\/]|(?:smb|cifs|dav|davs|webdav|nfs|afp):", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z][:|]")
_FETCHED = re.compile(r"\s*(?:https?|ftps?|mhtml|mk|ms-its|script|javascript|vbscript|res):", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|dotx?|xlsx?|pptx?|od[tsp]|rtf|txt|csv|html?|jpe?g|png|gif|tiff?|bmp|eml|msg|zip)(?:[?#].*)?$|^[^.]*$",
    re.IGNORECASE,
)


class Danger(StrEnum):
    NETWORK = "network"
    """Opens a file on another computer, to which Windows hands the person's credentials."""
    SCHEME = "scheme"
    """Starts a program, runs a script, or opens what is no document."""


def link_danger(link: str) -> Danger | None:
    """What is dangerous about a link that is followed by a click. Links to the web, letters and telephones are not."""
    plain = link[:_LONGEST].translate(_BLANKS)
    if plain.startswith(("\\\\", "/\\", "\\/")):
        return Danger.NETWORK
    scheme = _SCHEME.match(plain)
    if scheme is None or scheme[1].lower() in _PAGES | _PEOPLE:
        return None
    return file_danger(plain) if scheme[1].lower() in _LOCAL_OR_REMOTE else Danger.SCHEME


def file_danger(path: str) -> Danger | None:
    """What is dangerous about a file that a document names: one on another computer, or a local one that is no document."""
    plain = unquote(path[:_LONGEST].translate(_BLANKS))
    if _NETWORK.match(plain):
        return Danger.NETWORK
    if plain[:5].lower() != "file:":
        return None
    slashes, local = _parted(plain[5:])
    if not _DRIVE.match(local) and _names_a_host(slashes, local):
        return Danger.NETWORK
    return None if _DOCUMENT.search(re.split(r"[\\/]", local)[-1]) else Danger.SCHEME


def is_fetched(path: str) -> bool:
    """Whether Office goes elsewhere for what it reads when it opens a document: to the web, or into a script or a program."""
    return _FETCHED.match(path) is not None


def is_remote_template(path: str) -> bool:
    """Whether a template is taken, with the macros that are in it, from another computer. One of this computer is everyday."""
    return is_fetched(path) or file_danger(path) is Danger.NETWORK


def _parted(path: str) -> tuple[str, str]:
    local = path.lstrip("\\/")
    return path[: len(path) - len(local)], local


def _names_a_host(slashes: str, local: str) -> bool:
    """`file://host/share`, `file:////host/share`, `file:///\\\\host\\share`; but `file:///home/me` is local."""
    if len(slashes) == 2:
        return not local.lower().startswith("localhost/")
    return len(slashes) > 3 or (len(slashes) == 3 and "\\" in slashes)
