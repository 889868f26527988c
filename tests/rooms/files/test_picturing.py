"""Pictures: people are given the one that was drawn anew, and the original is kept beside it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from chalicelib.core.objects import Bucket
from chalicelib.files.model import State
from tests.support.filing import ADA, Filing
from tests.support.paying import CUSTOMER

PLACE = b"Leeds, 53.8N"
DESCRIPTION = 0x010E


def photo() -> bytes:
    """A picture that says where it was taken."""
    exif, buffer = Image.Exif(), io.BytesIO()
    exif[DESCRIPTION] = PLACE.decode()
    Image.new("RGB", (40, 20), (200, 30, 30)).save(buffer, "PNG", exif=exif)
    return buffer.getvalue()


@pytest.mark.feature("FI1", "FI4")
def test_people_are_given_the_picture_and_the_original_is_kept() -> None:
    world = Filing()
    file = world.sent(photo(), "letter.png")
    assert (file.state, file.picture_type) == (State.CLEAN, "image/png")
    assert world.objects.contents[Bucket.FILES, file.clean_key] == photo()
    assert PLACE not in world.objects.contents[Bucket.FILES, file.picture_key]
    assert world.files.download(CUSTOMER, file.id, ADA).endswith(file.picture_key)
    assert world.files.preview(CUSTOMER, file.id, ADA).endswith(file.picture_key)


def test_a_picture_that_cannot_be_drawn_is_held() -> None:
    world = Filing()
    file = world.sent(photo()[:-40], "letter.png")
    assert file.state is State.UNSCANNABLE
    assert not world.clean()
