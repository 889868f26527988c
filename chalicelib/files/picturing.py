"""Drawing a picture anew from its pixels: what the camera wrote beside them, above all where it was taken, stays behind."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 120_000_000
LONGEST_SIDE = 4096
QUALITY = 88
KINDS = frozenset({"png", "jpg", "gif", "tiff", "webp"})
"""What can be drawn anew. HEIC cannot: the library that reads it is no part of this."""


class PictureError(Exception):
    """It cannot be drawn, so it is not shown."""


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    media_type: str


def drawn(content: bytes) -> Picture:
    """The first frame, turned the right way up, at most 4,096 pixels wide and high. Raises PictureError."""
    from PIL import Image as Images
    from PIL import ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Images.DecompressionBombWarning)
            with Images.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF", "TIFF", "WEBP")) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise PictureError("too many pixels")
                # A large JPEG is decoded smaller at once: the whole would not fit into the function's memory.
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _saved(ImageOps.exif_transpose(opened))
    except PictureError:
        raise
    except Exception as error:
        # Whatever a decoder stumbles over: a picture that cannot be read is one that is not shown.
        raise PictureError(type(error).__name__) from error


def _saved(image: Image) -> Picture:
    """PNG where something shines through or the picture is a drawing of few colours, JPEG otherwise."""
    lossless = image.mode in ("1", "P", "LA", "RGBA", "PA") or image.has_transparency_data
    plain = image.convert("RGBA" if lossless else "RGB")
    plain.info = {}
    buffer = io.BytesIO()
    if lossless:
        plain.save(buffer, "PNG", optimize=False)
        return Picture(buffer.getvalue(), "image/png")
    plain.save(buffer, "JPEG", quality=QUALITY)
    return Picture(buffer.getvalue(), "image/jpeg")
