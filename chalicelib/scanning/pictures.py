"""A picture for people to look at: drawn anew from the pixels of one found clean, so that nothing but pixels goes on."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from chalicelib.scanning.limits import Limits

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE_PIXELS = 4096
_FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "WEBP")
_JPEG_QUALITY = 88


class UndrawableError(Exception):
    """It is damaged or too large, so that nobody should be given it as a picture."""


class Picture(NamedTuple):
    content: bytes
    media_type: str


def drawn_anew(content: bytes) -> Picture | None:
    """Upright, at most 4096 pixels a side, without metadata; of an animation the first frame. JPEG, or PNG where it was drawn.

    None for what one picture cannot stand for: HEIC, which nothing here reads, and several pages. Raises UndrawableError.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            if image.format == "TIFF" and getattr(image, "n_frames", 1) > 1:
                return None
            image.draft("RGB", (LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS))  # a large JPEG is read at a fraction of its size
            if image.width * image.height > Limits().pixels:
                raise UndrawableError
            return _encoded(_upright(image), as_png=image.format in ("PNG", "GIF"))
    except UnidentifiedImageError:
        return None
    except (Image.DecompressionBombError, OSError, ValueError, SyntaxError, ArithmeticError, LookupError) as error:
        raise UndrawableError from error


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
