"""Pictures as phones, scanners and cameras make them."""

from __future__ import annotations

import struct

from PIL import Image

from tests.support.corpus.pictures import chunk, jpeg_with_comment, picture, png_with
from tests.support.corpus.sample import CLEAN, samples


def exif() -> bytes:
    """A phone's: which camera, which way up, and where."""
    made = Image.Exif()
    made[0x010F], made[0x0110], made[0x0112] = "Example", "Phone 7", 6
    made.get_ifd(0x8825).update({1: "N", 2: (53.0, 48.0, 0.0), 3: "W", 4: (1.0, 33.0, 0.0)})
    return made.tobytes()


def samsung() -> bytes:
    """A Samsung phone writes its own directory after the picture's end (SEFH ... SEFT)."""
    entry = struct.pack("<HHIIII", 0, 0x0A01, 14, 0, 0, 0)
    directory = b"SEFH" + struct.pack("<II", 106, 1) + entry
    return picture("JPEG") + b"Image_UTC_Data1757600000000" + directory + struct.pack("<I", len(directory)) + b"SEFT"


def two_pictures() -> bytes:
    """Two pictures in one file, the second after the first's end (CIPA DC-007)."""
    return picture("MPO", save_all=True, append_images=[Image.new("RGB", (32, 24), "navy")])


def moving(kind: str) -> bytes:
    return picture(kind, save_all=True, append_images=[Image.new("RGB", (64, 48), colour) for colour in ("navy", "teal")])


CLEAN_PICTURES = samples(
    CLEAN,
    [
        ("jpeg", "photo.jpg", lambda: picture("JPEG")),
        ("jpeg-other-extension", "photo.jpeg", lambda: picture("JPEG")),
        ("jpeg-capitals", "IMG_0001.JPG", lambda: picture("JPEG")),
        ("jpeg-progressive", "photo.jpg", lambda: picture("JPEG", progressive=True)),
        ("jpeg-grey", "photo.jpg", lambda: picture("JPEG", mode="L")),
        ("jpeg-cmyk", "photo.jpg", lambda: picture("JPEG", mode="CMYK")),
        ("jpeg-exif", "photo.jpg", lambda: picture("JPEG", exif=exif())),
        ("jpeg-comment", "photo.jpg", lambda: jpeg_with_comment(b"Scanned by Example 3000")),
        ("jpeg-samsung", "photo.jpg", samsung),
        ("jpeg-two-pictures", "photo.jpg", two_pictures),
        ("jpeg-zeros-at-end", "photo.jpg", lambda: picture("JPEG") + bytes(500)),
        ("jpeg-large", "photo.jpg", lambda: picture("JPEG", (2400, 1800))),
        ("png", "photo.png", lambda: picture("PNG")),
        ("png-palette", "photo.png", lambda: picture("PNG", mode="P")),
        ("png-transparent", "photo.png", lambda: picture("PNG", mode="RGBA")),
        ("png-grey", "photo.png", lambda: picture("PNG", mode="L")),
        ("png-one-bit", "photo.png", lambda: picture("PNG", mode="1")),
        ("png-text", "photo.png", lambda: png_with(b"tEXt", b"Software\0Example Viewer")),
        ("png-private-chunk", "photo.png", lambda: png_with(b"prVt", b"anything")),
        ("png-exif", "photo.png", lambda: picture("PNG", exif=exif())),
        ("png-moving", "photo.png", lambda: moving("PNG")),
        ("png-screen", "Screenshot 2025-09-11 at 09.41.00.png", lambda: picture("PNG", (390, 844))),
        ("gif", "photo.gif", lambda: picture("GIF")),
        ("gif-moving", "photo.gif", lambda: moving("GIF")),
        ("gif-comment", "photo.gif", lambda: picture("GIF", comment=b"made by Example")),
        ("tiff", "scan.tiff", lambda: picture("TIFF")),
        ("tiff-short-extension", "scan.tif", lambda: picture("TIFF")),
        ("tiff-lzw", "scan.tiff", lambda: picture("TIFF", compression="tiff_lzw")),
        ("tiff-fax", "scan.tiff", lambda: picture("TIFF", mode="1", compression="group4")),
        ("tiff-pages", "scan.tiff", lambda: moving("TIFF")),
        ("webp", "photo.webp", lambda: picture("WEBP")),
        ("webp-lossless", "photo.webp", lambda: picture("WEBP", lossless=True)),
        ("webp-moving", "photo.webp", lambda: moving("WEBP")),
        ("png-with-time", "photo.png", lambda: picture("PNG")[:33] + chunk(b"tIME", b"\x07\xe9\x09\x0b\x09\x29\x00") + picture("PNG")[33:]),
    ],
)  # fmt: skip
