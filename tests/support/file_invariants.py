"""What is always true of customers' files, whatever went wrong, and what is true once everything has come to rest.

`kept` is every version of everything that lies in a bucket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.core.objects import Bucket
from chalicelib.files.model import CLEAN, PICTURES, READABLE, CustomerFile, State
from chalicelib.scanning.model import Outcome
from tests.support import snapshots
from tests.support.invariants import World

type Kept = Callable[[Bucket], Sequence[tuple[str, bytes]]]

DANGEROUS = (b"MALWARE", b"MACRO", b"LOCKED", b"STRANGE", b"BROKEN", b"STANDARD-ANTIVIRUS-TEST-FILE", b"/JavaScript")
"""What the dangerous files of the tests hold, and no other."""
UNDER_WAY = frozenset({State.PENDING, State.SCANNING})
LOOKING = (Event.FILE_DOWNLOADED, Event.FILE_VIEWED)
ONCE = (
    Event.FILE_ADDED,
    Event.FILE_RECEIVED,
    Event.FILE_RELEASED,
    Event.FILE_WITHDRAWN,
    Event.FILE_COPY_REMOVED,
    Event.FILE_DELETED,
    Event.FILE_ERASED,
    Event.FILE_EXPIRED,
)


def no_dangerous_byte_is_readable(world: World, kept: Kept) -> None:
    """Only what every scanner called clean, or two people let out, ever lies among the clean files."""
    released = {file.clean_key for file in world.all(CustomerFile) if file.releaser_id}
    dangerous = [key for key, content in _readable(kept) if _dangerous(content) and key not in released]
    assert not dangerous, f"dangerous bytes among the clean files: {dangerous}"


def what_is_shown_is_there(world: World, kept: Kept) -> None:
    """A file that may be read has its copy, of the very version that was judged, and its picture if it is one."""
    there = dict(_readable(kept))
    for file in world.all(CustomerFile):
        if file.state in READABLE:
            assert file.clean_key in there, f"{file.id} is {file.state} and not there"
            assert not file.picture_type or file.picture_key in there


def every_change_of_a_file_is_told(world: World, kept: Kept) -> None:
    """As many lines in the diary as the file was changed, downloads and looks aside."""
    lines = Counter(a.entity for a in world.all(Activity) if a.event not in LOOKING)
    for file in world.all(CustomerFile):
        assert lines[file.ref] == file.version, f"{file.id}: {lines[file.ref]} lines for {file.version} changes"


def what_happens_once_is_told_once(world: World, kept: Kept) -> None:
    lines = Counter((a.entity, a.event) for a in world.all(Activity) if a.event in ONCE and a.entity.startswith("file:"))
    assert all(count == 1 for count in lines.values()), lines


def only_two_people_release(world: World, kept: Kept) -> None:
    """Never malware, and never by who sent it or asked for it."""
    for file in world.all(CustomerFile):
        if file.releaser_id:
            assert file.releaser_id not in (file.uploader_id, file.release_asker_id)
            assert "INFECTED" not in {verdict.outcome for verdict in file.verdicts}


def what_is_clean_was_called_clean(world: World, kept: Kept) -> None:
    """By everybody who has ever answered, as they last did; and what was withdrawn is not readable as it was before."""
    for file in world.all(CustomerFile):
        assert file.state is not State.CLEAN or {verdict.outcome for verdict in file.verdicts} == {Outcome.CLEAN}
        assert file.state is not State.CLEAN or file.found_clean_at is None


def a_deleted_file_is_nowhere(world: World, kept: Kept) -> None:
    """Once its tombstone is no longer looked after, no byte of it is anywhere."""
    everywhere = [key for bucket in (Bucket.QUARANTINE, Bucket.FILES) for key, _ in kept(bucket)]
    for file in world.all(CustomerFile):
        if file.state is State.DELETED and file.next_check is None:
            assert not [key for key in everywhere if file.object_key in key], f"{file.id} was deleted and is still there"


def no_file_is_stuck(world: World, kept: Kept) -> None:
    stuck = [(file.id, file.state) for file in world.all(CustomerFile) if file.state in UNDER_WAY]
    assert not stuck, f"stuck: {stuck}"


def nothing_readable_is_nobodys(world: World, kept: Kept) -> None:
    """What lies among the clean files belongs to a file that may be read."""
    shown = [file for file in world.all(CustomerFile) if file.state in READABLE]
    owned = {file.clean_key for file in shown} | {file.picture_key for file in shown if file.picture_type}
    stray = [key for key, _ in _readable(kept) if key not in owned]
    assert not stray, f"nobody's: {stray}"


def _dangerous(content: bytes) -> bool:
    return any(word in content for word in DANGEROUS)


def in_moto(bucket: Bucket) -> Sequence[tuple[str, bytes]]:
    return snapshots.versions(bucket)


def _readable(kept: Kept) -> list[tuple[str, bytes]]:
    """Everything that an address could be signed for: every version, not the newest alone."""
    return [(key, content) for key, content in kept(Bucket.FILES) if key.startswith((CLEAN, PICTURES))]


ALWAYS = (
    no_dangerous_byte_is_readable,
    what_is_shown_is_there,
    every_change_of_a_file_is_told,
    what_happens_once_is_told_once,
    only_two_people_release,
    what_is_clean_was_called_clean,
    a_deleted_file_is_nowhere,
)
AT_REST = (no_file_is_stuck, nothing_readable_is_nobodys)


def always(world: World) -> None:
    for truth in ALWAYS:
        truth(world, in_moto)


def at_rest(world: World) -> None:
    for truth in AT_REST:
        truth(world, in_moto)
