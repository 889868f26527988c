"""The picture that people see is drawn anew: the same to the eye, and nothing else."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from chalicelib.scanning.pictures import LONGEST_SIDE_PIXELS, UndrawableError, drawn_anew
from tests.support.scanned import JPG, png

ORIENTATION, GPS = 0x0112, 0x8825


def photo(size: tuple[int, int] = (40, 20), form: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    content = io.BytesIO()
    Image.new(mode, size).save(content, form, **options)  # type: ignore[arg-type]
    return content.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = drawn_anew(content)
    assert picture
    image = Image.open(io.BytesIO(picture.content))
    assert picture.media_type == Image.MIME[str(image.format)]
    return image


@pytest.mark.feature("FI1")
def test_where_and_how_it_was_taken_is_left_out_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "N"
    image = opened(photo(exif=exif, comment=b"<?php system(1);"))
    assert image.size == (20, 40)
    assert not image.getexif()
    assert "comment" not in image.info


def test_what_hides_behind_or_in_a_picture_is_not_drawn() -> None:
    hiding = photo(form="PNG") + b"PK\3\4 hidden"
    picture = drawn_anew(hiding)
    assert picture
    assert b"hidden" not in picture.content


@pytest.mark.parametrize(
    ("content", "form", "mode"),
    [
        (photo(), "JPEG", "RGB"),
        (photo(mode="CMYK"), "JPEG", "RGB"),
        (photo(form="PNG"), "PNG", "RGB"),
        (photo(form="PNG", mode="RGBA"), "PNG", "RGBA"),
        (photo(form="PNG", mode="I;16"), "PNG", "L"),
        (photo(form="PNG", mode="P"), "PNG", "RGB"),
        (photo(form="GIF", save_all=True, append_images=[Image.new("RGB", (40, 20), "red")]), "PNG", "RGB"),
        (photo(form="WEBP"), "JPEG", "RGB"),
        (photo(form="TIFF", mode="1"), "JPEG", "RGB"),
    ],
)
def test_it_is_a_jpeg_or_where_it_was_drawn_a_png(content: bytes, form: str, mode: str) -> None:
    image = opened(content)
    assert (image.format, image.mode, image.size, getattr(image, "n_frames", 1)) == (form, mode, (40, 20), 1)


def test_a_large_one_is_made_as_small_as_a_screen_needs() -> None:
    assert opened(photo((6000, 60))).size == (LONGEST_SIDE_PIXELS, 41)


@pytest.mark.parametrize("content", [JPG, png(60_000, 60_000), photo()[:200], photo(form="PNG")[:-30]])
def test_what_is_damaged_or_too_large_is_given_to_nobody(content: bytes) -> None:
    with pytest.raises(UndrawableError):
        drawn_anew(content)


@pytest.mark.parametrize(
    "content",
    [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", photo(form="TIFF", save_all=True, append_images=[Image.new("RGB", (9, 9))])],
    ids=["HEIC", "a fax of two pages"],
)
def test_one_picture_does_not_stand_for_what_it_cannot_show(content: bytes) -> None:
    assert drawn_anew(content) is None
