"""Which files may be uploaded, by the end of their names. What a file really is, the scanner says."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.scanning.kinds import TYPES
from chalicelib.scanning.names import extension_of

MEDIA_TYPES: Mapping[str, str] = {extension: media_type for extension, (_, media_type) in TYPES.items()}

UNDECLARED = "application/octet-stream"
"""What a form without JavaScript says of any file: nothing."""


def media_type(filename: str) -> str:
    """The media type that goes with the name, or nothing when such files are not taken."""
    return MEDIA_TYPES.get(extension_of(filename), "")
