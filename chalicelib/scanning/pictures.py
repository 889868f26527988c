"""A picture for people to look at: drawn anew from the pixels of one found clean, so that nothing but pixels goes on."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE_PIXELS = 4096
_MOST_DECODED_PIXELS = 50_000_000
"""150 MB of colours. A JPEG is read at a fraction of its size, so that it may be larger."""

_FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "WEBP")
_JPEG_QUALITY = 88


class Picture(NamedTuple):
    content: bytes
    media_type: str


def drawn_anew(content: bytes) -> Picture | None:
    """Upright, at most 4096 pixels a side, without metadata; of an animation the first frame. JPEG, or PNG where it was drawn.

    None when it cannot be done: another format, too large, damaged, or several pages, of which one would say too little.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            image.draft("RGB", (LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS))
            pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
            if pages > 1 or image.width * image.height > _MOST_DECODED_PIXELS:
                return None
            return _encoded(_upright(image), as_png=image.format in ("PNG", "GIF"))
    except (Image.DecompressionBombError, OSError, ValueError, SyntaxError, ArithmeticError, LookupError, MemoryError):
        return None


def _upright(image: Image) -> Image:
    from PIL import ImageOps

    image.thumbnail((LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS))
    return _in_eight_bits(ImageOps.exif_transpose(image))


def _in_eight_bits(image: Image) -> Image:
    """In the colours of a screen: grey, RGB, or RGB with transparency."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode == "L":
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _encoded(image: Image, *, as_png: bool) -> Picture:
    image.info.clear()
    drawn = io.BytesIO()
    if as_png or image.mode == "RGBA":
        image.save(drawn, "PNG")
        return Picture(drawn.getvalue(), "image/png")
    image.save(drawn, "JPEG", quality=_JPEG_QUALITY)
    return Picture(drawn.getvalue(), "image/jpeg")
