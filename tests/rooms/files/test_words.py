"""What is said of a file that was not taken: to an agent and to its sender what to do, and nothing of what could harm."""

from __future__ import annotations

import pytest

from chalicelib.core.actor import Channel
from chalicelib.files.model import CustomerFile, DocumentType, State
from chalicelib.files.words import CAUSES, NOTICES, REASONS, Notice, notice, reason
from chalicelib.scanning.codes import Code
from chalicelib.scanning.model import Finding, Outcome, Verdict
from tests.support.paying import CUSTOMER, NOON


def judged(state: State, *codes: Code, outcome: Outcome | None = None) -> CustomerFile:
    found = tuple(Finding(outcome=outcome or Outcome(state), code=code) for code in codes)
    return CustomerFile(
        id="01JD0000000000000000000000",
        customer_key=CUSTOMER,
        document_type=DocumentType.INCOME,
        channel=Channel.PORTAL,
        uploader_id=CUSTOMER,
        uploaded_by="",
        created_at=NOON,
        expires_at=NOON,
        moved_at=NOON,
        state=state,
        verdicts=(Verdict(scanner="embedded", version="1", outcome=Outcome(state), findings=found),),
    )


@pytest.mark.feature("FI5")
@pytest.mark.parametrize("state", [State.REJECTED, State.UNSCANNABLE])
@pytest.mark.parametrize(
    ("code", "to_sender", "to_agent"),
    [
        (Code.ENCRYPTED, Notice.LOCKED, "Ask for a copy without one."),
        (Code.EMPTY, Notice.EMPTY, "Ask for it once more."),
        (Code.TOO_LARGE, Notice.TOO_LARGE, "Ask for a smaller copy"),
        (Code.LIMIT_MEMBERS, Notice.TOO_MUCH, "Ask for its parts one by one."),
        (Code.MALFORMED, Notice.DAMAGED, "saved anew as a PDF"),
        (Code.TYPE_NOT_TAKEN, Notice.WRONG_KIND, "Ask for a PDF, a photo"),
        (Code.TYPE_MISMATCH, Notice.MISNAMED, "not what the ending of its name says"),
        (Code.NAME_PATH, Notice.BAD_NAME, "under a short, plain name"),
    ],
)
def test_what_can_be_done_about_a_file_that_was_not_taken_is_said(
    state: State, code: Code, to_sender: Notice, to_agent: str
) -> None:
    file = judged(state, code)
    assert notice(file, NOON) is to_sender
    assert to_agent in reason(file)


@pytest.mark.feature("FI5")
@pytest.mark.parametrize("code", [Code.MALFORMED, Code.TYPE_MISMATCH, Code.NAME_DOUBLE_EXTENSION, Code.OFFICE_MACRO])
@pytest.mark.parametrize("state", [State.INFECTED, State.RISKY])
def test_of_what_could_harm_its_sender_learns_nothing(state: State, code: Code) -> None:
    for file in (judged(state, code), judged(state, code, outcome=Outcome.REJECTED)):
        assert (notice(file, NOON), reason(file)) == (Notice.NOT_ACCEPTED, REASONS[state])


def test_what_matters_most_is_said_first() -> None:
    assert notice(judged(State.REJECTED, Code.NAME_PATH, Code.TYPE_MISMATCH, Code.TYPE_NOT_TAKEN), NOON) is Notice.WRONG_KIND
    assert notice(judged(State.UNSCANNABLE, Code.MALFORMED, Code.ENCRYPTED), NOON) is Notice.LOCKED


def test_what_nothing_is_known_to_do_about_is_said_in_general() -> None:
    file = judged(State.REJECTED, Code.TEXT_LINE_LENGTH)
    assert (notice(file, NOON), reason(file)) == (NOTICES[State.REJECTED], REASONS[State.REJECTED])


def test_a_code_has_one_cause() -> None:
    codes = [code for cause in CAUSES for code in cause.codes]
    assert len(codes) == len(set(codes))
