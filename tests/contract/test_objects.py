"""What every store of objects behind the port does, in memory and on S3 (moto)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.aws.objects import S3Objects
from chalicelib.core.objects import Bucket, MemoryObjects, ObjectMissingError, Objects, Stored, Terms
from tests.support import aws

KEY = "customer/file"
TERMS = Terms("application/pdf", least_bytes=10, largest_bytes=10, seconds=300)


@pytest.fixture(params=["memory", "moto"])
def objects(request: pytest.FixtureRequest) -> Iterator[Objects]:
    if request.param == "memory":
        yield MemoryObjects()
    else:
        with aws.account():
            yield S3Objects({bucket: f"quittance-{bucket}" for bucket in Bucket}, aws.REGION)


def _versions(objects: Objects, prefix: str = KEY) -> list[Stored]:
    return list(objects.versions(Bucket.QUARANTINE, prefix))


def test_every_version_is_kept_and_read_by_its_id(objects: Objects) -> None:
    objects.write(Bucket.QUARANTINE, KEY, b"first", "text/plain")
    objects.write(Bucket.QUARANTINE, KEY, b"second", "text/plain")
    second, first = _versions(objects)
    assert (first.key, first.size_bytes, second.size_bytes) == (KEY, 5, 6)
    assert objects.fetch(Bucket.QUARANTINE, KEY, first.version, 3).content == b"fir"
    assert objects.fetch(Bucket.QUARANTINE, KEY, first.version, 3).size_bytes == 5
    assert objects.read(Bucket.QUARANTINE, KEY).read() == b"second"


def test_a_copy_is_of_one_version_whatever_stands_in_front_of_it(objects: Objects) -> None:
    objects.write(Bucket.QUARANTINE, KEY, b"judged", "text/plain")
    [judged] = _versions(objects)
    objects.write(Bucket.QUARANTINE, KEY, b"other", "text/plain")
    objects.remove(Bucket.QUARANTINE, KEY)
    for _ in range(2):
        objects.copy((Bucket.QUARANTINE, KEY, judged.version), (Bucket.FILES, "clean/it"))
    assert objects.read(Bucket.FILES, "clean/it").read() == b"judged"


def test_what_is_removed_by_version_is_gone_and_the_rest_stays(objects: Objects) -> None:
    objects.write(Bucket.QUARANTINE, KEY, b"first", "text/plain")
    objects.write(Bucket.QUARANTINE, KEY, b"second", "text/plain")
    second, first = _versions(objects)
    for _ in range(2):
        objects.remove(Bucket.QUARANTINE, KEY, second.version)
    assert objects.read(Bucket.QUARANTINE, KEY).read() == b"first"
    objects.remove(Bucket.QUARANTINE, KEY)
    assert {stored.version for stored in _versions(objects)} > {first.version}
    for stored in _versions(objects):
        objects.remove(Bucket.QUARANTINE, KEY, stored.version)
    assert _versions(objects) == []


@pytest.mark.parametrize("version", ["", "00000000000000000000000000000000"])
def test_what_is_not_there_is_missing(objects: Objects, version: str) -> None:
    if version:
        objects.write(Bucket.QUARANTINE, KEY, b"first", "text/plain")
    for act in (
        lambda: objects.read(Bucket.QUARANTINE, KEY, version),
        lambda: objects.fetch(Bucket.QUARANTINE, KEY, version, 10),
        lambda: objects.copy((Bucket.QUARANTINE, KEY, version), (Bucket.FILES, KEY)),
    ):
        with pytest.raises(ObjectMissingError):
            act()


def test_a_form_names_its_place_and_its_type_and_no_more(objects: Objects) -> None:
    fields = dict(objects.upload_form(Bucket.QUARANTINE, KEY, TERMS).fields)
    signed = {name for name in fields if name.lower().startswith(("x-amz-", "aws")) or name in ("policy", "signature")}
    assert {name: value for name, value in fields.items() if name not in signed} == {
        "key": KEY,
        "Content-Type": "application/pdf",
    }


def test_a_form_for_any_browser_takes_the_files_name_and_says_where_to_go_on(objects: Objects) -> None:
    anybody = Terms("application/octet-stream", 0, 50, 300, named=True, then="https://pay.example.com/documents/1")
    fields = objects.upload_form(Bucket.QUARANTINE, KEY, anybody).fields
    assert fields["x-amz-meta-filename"] == "${filename}"
    assert fields["success_action_redirect"] == "https://pay.example.com/documents/1"


def test_addresses_are_of_one_object(objects: Objects) -> None:
    download = objects.download_url(Bucket.FILES, "clean/it", filename='Lohnäb"zug\\.pdf', seconds=60)
    picture = objects.picture_url(Bucket.FILES, "previews/it", media_type="image/png", seconds=60)
    assert "clean/it" in download
    assert "previews/it" in picture
    if isinstance(objects, S3Objects):
        assert "attachment" in download
        assert "octet-stream" in download
        assert "UTF-8" in download
        assert "image%2Fpng" in picture
        assert "X-Amz-Expires=60" in download or "Expires=" in download
