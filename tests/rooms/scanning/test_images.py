"""Pictures: cameras append what they like, but nothing else may hide in one."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image

from chalicelib.scanning.model import Outcome
from tests.support.scanned import JPG, codes, png, png_chunk, scanned, zipped


def drawn(form: str, **options: object) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, form, **options)  # type: ignore[arg-type]
    return content.getvalue()


def heic(width: int, height: int) -> bytes:
    size = struct.pack(">I4sIII", 20, b"ispe", 0, width, height)
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + struct.pack(">I4s", 8 + len(size), b"meta") + size


TWO_PAGES = drawn("TIFF", save_all=True, append_images=[Image.new("RGB", (10, 10))])


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (drawn("PNG"), "a.png"),
        (drawn("JPEG"), "a.jpg"),
        (drawn("JPEG", progressive=True), "a.jpg"),
        (drawn("GIF"), "a.gif"),
        (drawn("GIF", save_all=True, append_images=[Image.new("RGB", (40, 30), "red")]), "a.gif"),
        (drawn("TIFF"), "a.tif"),
        (TWO_PAGES, "a.tiff"),
        (drawn("WEBP"), "a.webp"),
        (drawn("WEBP", lossless=True), "a.webp"),
        (heic(4032, 3024), "a.heic"),
        (drawn("JPEG") + b"\0" * 40 + b"SEFHi\0\0\0SEFT", "samsung.jpg"),
        (drawn("JPEG") + drawn("JPEG"), "with-preview.jpg"),
        (drawn("JPEG") + b"\0\0\0\x18ftypmp42" + b"\0" * 90, "moving.jpg"),
    ],
)
def test_a_picture_is_clean_with_what_telephones_append(content: bytes, filename: str) -> None:
    verdict = scanned(content, filename)
    assert (verdict.outcome, verdict.findings) == (Outcome.CLEAN, ())


@pytest.mark.feature("FI5")
@pytest.mark.parametrize(
    ("content", "filename", "code", "outcome"),
    [
        (JPG + zipped([("a.txt", b"a")]), "a.jpg", "polyglot", Outcome.RISKY),
        (JPG + b"Rar!\x1a\x07\x00" + b"x" * 40, "a.jpg", "polyglot", Outcome.RISKY),
        (JPG + b"%PDF-1.7 and so on\n" * 3, "a.jpg", "polyglot", Outcome.RISKY),
        (JPG + b"MZ\x90\0" + b"\0" * 80, "a.jpg", "program", Outcome.INFECTED),
        (png(before_end=png_chunk(b"tEXt", b"Comment\0<?php system($_GET[0]);")), "a.png", "web-shell", Outcome.INFECTED),
        (png(before_end=png_chunk(b"tEXt", b"Comment\0<script >x()")), "a.png", "image-markup", Outcome.RISKY),
        (b"GIF89a\1\0\1\0\0\0\0\x21\xfe\x09<iframe >\0\x3b", "a.gif", "image-markup", Outcome.RISKY),
        (png(60_000, 60_000), "a.png", "limit-pixels", Outcome.UNSCANNABLE),
        (heic(60_000, 60_000), "a.heic", "limit-pixels", Outcome.UNSCANNABLE),
        (b"GIF89a\1\0\1\0\0\0\0\x2c\0\0\0\0\xff\xff\xff\xff\0\2\0\x3b", "a.gif", "limit-pixels", Outcome.UNSCANNABLE),
        (png()[:-12], "a.png", "malformed", Outcome.UNSCANNABLE),
        (b"\xff\xd8\xff\xe0 no picture", "a.jpg", "malformed", Outcome.UNSCANNABLE),
        (TWO_PAGES[:60], "a.tiff", "malformed", Outcome.UNSCANNABLE),
        (b"II*\0\x08\0\0\0\0\0\x08\0\0\0", "a.tiff", "malformed", Outcome.UNSCANNABLE),
    ],
)
def test_a_picture_that_is_more_or_less_than_one_is_held_back(content: bytes, filename: str, code: str, outcome: Outcome) -> None:
    verdict = scanned(content, filename)
    assert code in codes(verdict)
    assert verdict.outcome is outcome
