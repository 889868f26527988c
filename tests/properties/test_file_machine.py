"""Files that anybody sends, overwrites, checks, vouches for and deletes in any order, against a plain model of what must come
of them: whatever happens, only what every scanner called clean, or two people let out, can be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, precondition, rule

from chalicelib.core.actor import Actor
from chalicelib.core.errors import Refused
from chalicelib.core.objects import Bucket
from chalicelib.files import rules
from chalicelib.files.desk import GUARDDUTY
from chalicelib.files.looking_again import WATCHED
from chalicelib.files.model import READABLE, CustomerFile, State
from chalicelib.files.sweeping import Step
from chalicelib.scanning.model import Outcome, worst
from chalicelib.scanning.ports import ScannerUnavailableError
from tests.support.file_invariants import ALWAYS, AT_REST
from tests.support.filing import ADA, BEN, CAL, Filing, event, told
from tests.support.invariants import World
from tests.support.paying import CUSTOMER

LETTERS = (b"Dear Sir", b"Dear Madam", b"MACRO", b"LOCKED", b"MALWARE", b"STRANGE", b"BROKEN")
RESULTS = {"NO_THREATS_FOUND": Outcome.CLEAN, "THREATS_FOUND": Outcome.INFECTED, "SOMETHING_NEW": Outcome.ERROR}
MOST_FILES = 3
TELLABLE = frozenset({State.PENDING, State.EXPIRED})


@dataclass
class Expected:
    """One file as a plain reader of the rules would have it. `judged` is the version that is looked at."""

    uploader: Actor
    expires_at: datetime
    scanners: int
    posted: dict[str, bytes] = field(default_factory=dict)
    judged: str = ""
    said: dict[str, Outcome] = field(default_factory=dict)
    state: State = State.PENDING
    held_until: datetime | None = None
    rules: str = ""
    found_clean_at: datetime | None = None
    asker: Actor | None = None
    released_by: Actor | None = None

    def taken_up(self, version: str) -> None:
        if self.state in TELLABLE:
            self.judged, self.state = version, State.SCANNING

    def hear(self, scanner: str, outcome: Outcome, now: datetime) -> None:
        self.said.setdefault(scanner, outcome)
        if "embedded" in self.said:
            self.held_until = None  # whoever holds it does so to look, and has
        if len(self.said) == self.scanners:
            self.state = rules.STATES[worst(self.said.values())]
            self.found_clean_at = now

    def looked_at_again(self, outcome: Outcome, version: str, now: datetime) -> None:
        """By newer rules, if it is clean and found to be not long ago."""
        assert self.found_clean_at is not None
        if self.state is State.CLEAN and self.rules != version and now < self.found_clean_at + WATCHED:
            self.rules, self.said["embedded"] = version, outcome
            self.state = rules.STATES[outcome]


class FileMachine(RuleBasedStateMachine):
    files = Bundle("files")
    arrivals = Bundle("arrivals")

    @initialize(required=st.sampled_from([("embedded",), ("embedded", GUARDDUTY)]))
    def begin(self, required: tuple[str, ...]) -> None:
        self.here, self.required = Filing(required), required
        self.here.files.sweep()
        self.expected: dict[str, Expected] = {}

    @property
    def now(self) -> datetime:
        return self.here.clock.now()

    def of(self, file: CustomerFile) -> CustomerFile:
        return self.here.now(file)

    # Sending

    @precondition(lambda self: len(self.expected) < MOST_FILES)
    @rule(target=files, actor=st.sampled_from([ADA, BEN, Actor.customer(CUSTOMER)]))
    def expect(self, actor: Actor) -> CustomerFile:
        made = self.here.expected(actor=actor) if actor in (ADA, BEN) else self.here.expected_by_customer()
        self.expected[made.id] = Expected(actor, made.expires_at, len(self.required))
        return made

    @rule(target=arrivals, file=files, content=st.sampled_from(LETTERS))
    def post_and_tell(self, file: CustomerFile, content: bytes) -> tuple[CustomerFile, str]:
        """What happens to most files."""
        arrived = self.post(file, content)
        self.s3_tells(arrived, away=False)
        return arrived

    @rule(file=files, content=st.sampled_from(LETTERS), over=st.sampled_from(LETTERS), first=st.booleans())
    def overwritten_before_guardduty_tells(self, file: CustomerFile, content: bytes, over: bytes, first: bool) -> None:
        arrived = self.post(file, content)
        if not first:
            self.guardduty_tells(arrived, "NO_THREATS_FOUND")
        self.s3_tells(arrived, away=False)
        self.post(file, over)
        self.guardduty_tells(arrived, "NO_THREATS_FOUND")

    @rule(target=arrivals, file=files, content=st.sampled_from(LETTERS))
    def post(self, file: CustomerFile, content: bytes) -> tuple[CustomerFile, str]:
        """Who has a form may post with it until it runs out, as often as they like."""
        known = self.expected[file.id]
        if self.now >= known.expires_at:
            return file, next(iter(known.posted), "v0")
        message = self.here.post(file, content)
        version = str(message["Records"][0]["s3"]["object"]["versionId"])
        known.posted[version] = content
        return file, version

    # What services tell, once, twice, late, out of order or never

    @rule(arrived=st.one_of(arrivals, consumes(arrivals)), away=st.booleans())
    def s3_tells(self, arrived: tuple[CustomerFile, str], away: bool) -> None:
        file, version = arrived
        known = self.expected[file.id]
        if version not in known.posted:
            return
        free = known.held_until is None or known.held_until <= self.now
        known.taken_up(version)
        looks = known.state is State.SCANNING and known.judged == version and free
        self.here.embedded.away = away
        if looks:
            known.held_until = self.now + rules.LEASE
        unanswered = looks and "embedded" not in known.said
        try:
            self.here.files.check(event(file, version))
        except ScannerUnavailableError:
            assert away
            assert unanswered
            return
        if looks:
            known.held_until = None
        if unanswered:
            known.hear("embedded", self.outcome_of(known.posted[version]), self.now)
            known.rules = self.here.embedded.version

    @rule(arrived=arrivals, result=st.sampled_from(["NO_THREATS_FOUND", *RESULTS]))
    def guardduty_tells(self, arrived: tuple[CustomerFile, str], result: str) -> None:
        file, version = arrived
        known = self.expected[file.id]
        if version not in known.posted:
            return
        if GUARDDUTY not in self.required:
            return
        known.taken_up(version)
        self.here.files.hear(told(file, version, result))
        if known.state is State.SCANNING and known.judged == version and GUARDDUTY not in known.said:
            known.hear(GUARDDUTY, RESULTS[result], self.now)

    def outcome_of(self, content: bytes) -> Outcome:
        said = self.here.embedded.says.items()
        return next((outcome for word, (outcome, _) in said if content.startswith(word)), Outcome.CLEAN)

    # What people do

    @rule(file=files, actor=st.sampled_from([ADA, BEN, CAL]))
    def ask_release(self, file: CustomerFile, actor: Actor) -> None:
        known = self.expected[file.id]
        allowed = known.state in rules.RELEASABLE and known.asker is None
        try:
            self.here.files.ask_release(CUSTOMER, file.id, "known", self.of(file).version, actor, self.here.key())
        except Refused:
            assert not allowed
            return
        assert allowed
        known.asker = actor

    @rule(file=files, actor=st.sampled_from([ADA, BEN, CAL]))
    def release(self, file: CustomerFile, actor: Actor) -> None:
        known = self.expected[file.id]
        second = known.asker is not None and actor not in (known.asker, known.uploader)
        allowed = known.state in rules.RELEASABLE and second
        try:
            self.here.files.release(CUSTOMER, file.id, "looked", self.of(file).version, actor, self.here.key())
        except Refused:
            assert not allowed
            return
        assert allowed
        known.released_by, known.state = actor, State.RELEASED
        self.here.deliver()

    @precondition(lambda self: len(self.expected) == MOST_FILES)
    @rule(file=consumes(files))
    def delete(self, file: CustomerFile) -> None:
        known = self.expected[file.id]
        allowed = known.state is not State.DELETED
        try:
            self.here.files.delete(CUSTOMER, file.id, "wrong customer", self.of(file).version, CAL, self.here.key())
        except Refused:
            assert not allowed
            return
        assert allowed
        known.state = State.DELETED

    # What time does

    @rule(minutes=st.sampled_from([1, 1, 1, 2, 6, 70, 60 * 26]))
    def time_goes_by(self, minutes: int) -> None:
        """What nobody told of is found; what nobody can judge any more is given up."""
        self.here.wait(minutes=minutes)
        self.sweep()

    @rule(
        file=files, outcome=st.sampled_from([Outcome.INFECTED, Outcome.RISKY, Outcome.CLEAN]), days=st.sampled_from([0, 1, 1, 20])
    )
    def newer_rules_meet_a_clean_file(self, file: CustomerFile, outcome: Outcome, days: int) -> None:
        content = f"Note {self.here.key()}".encode()
        arrived = self.post(file, content)
        self.s3_tells(arrived, away=False)
        self.guardduty_tells(arrived, "NO_THREATS_FOUND")
        self.here.embedded.learn({content: outcome})
        if days:
            self.clean_files_are_looked_at_again(days)

    @rule(days=st.sampled_from([1, 2]))
    def clean_files_are_looked_at_again(self, days: int) -> None:
        """On the next day at the latest; while the scanner is away, later."""
        self.here.wait(days=days)
        self.sweep(looks_again=True)

    def sweep(self, looks_again: bool = False) -> None:
        self.here.files.sweep()
        while self.here.queues.sent:
            message = self.here.queues.sent.pop(0)[1]
            self.here.embedded.away = not (looks_again and message["step"] == Step.LOOK_AGAIN)
            with suppress(ScannerUnavailableError):
                self.here.files.check(message)
        for file_id, known in self.expected.items():
            if looks_again and known.state is State.CLEAN:
                outcome = self.outcome_of(known.posted[known.judged])
                known.looked_at_again(outcome, self.here.embedded.version, self.now)
            found = self.here.files.get(CUSTOMER, file_id)
            if found.state is not known.state:
                assert found.state in self.swept(known)
                known.state = found.state
            known.judged = known.judged or found.version_id
            known.held_until = found.leased_until

    def swept(self, known: Expected) -> Iterator[State]:
        """What a sweep may make of a file."""
        if known.state is State.PENDING:
            yield from (State.SCANNING, State.FAILED) if known.posted else (State.EXPIRED,)
        elif known.state is State.SCANNING:
            yield State.FAILED
        elif known.state not in READABLE:
            yield State.DELETED

    # What must be true

    @invariant()
    def every_file_is_what_the_model_says(self) -> None:
        for file_id, known in self.expected.items():
            assert self.here.files.get(CUSTOMER, file_id).state is known.state

    @invariant()
    def what_is_read_is_what_was_judged(self) -> None:
        for file_id, known in self.expected.items():
            if known.state in READABLE:
                found = self.here.files.get(CUSTOMER, file_id)
                assert self.here.objects.contents[Bucket.FILES, found.clean_key] == known.posted[known.judged]
                assert known.state is State.RELEASED or set(known.said.values()) == {Outcome.CLEAN}

    @invariant()
    def nothing_dangerous_is_readable_and_everything_is_told(self) -> None:
        for truth in ALWAYS:
            truth(World(self.here.store.items.values()), self.kept)

    def teardown(self) -> None:
        """Nobody does anything any more, and the sweeper comes by for six weeks."""
        for _ in range(8):
            for hours in (1, 1, 26, 24 * 5):
                self.here.wait(hours=hours)
                self.sweep()
        for truth in AT_REST:
            truth(World(self.here.store.items.values()), self.kept)

    def kept(self, bucket: Bucket) -> list[tuple[str, bytes]]:
        return [
            (key, each.content)
            for (place, key), versions in self.here.objects.kept.items()
            for each in versions
            if place is bucket and each.content is not None
        ]


@pytest.mark.feature("FI4", "FI5")
class TestFiles(FileMachine.TestCase):  # type: ignore[misc]
    settings = settings(max_examples=250, stateful_step_count=30, deadline=None)
