"""The scanner that is always there: signatures and structure, in this process, with no daemon and no network."""

from __future__ import annotations

from functools import cache

from chalicelib.scanning import signatures, version
from chalicelib.scanning.archives import check_archive
from chalicelib.scanning.codes import Code
from chalicelib.scanning.examination import Examination, LimitReached
from chalicelib.scanning.images import check_image
from chalicelib.scanning.kinds import IMAGES, TAKEN, Kind, fits_declared, fits_extension, kind_of
from chalicelib.scanning.limits import Limits
from chalicelib.scanning.model import Outcome, Verdict
from chalicelib.scanning.names import extension_of, faults_of
from chalicelib.scanning.ole import check_ole
from chalicelib.scanning.pdf import check_pdf
from chalicelib.scanning.polyglots import check_polyglot
from chalicelib.scanning.ports import ScannerUnavailableError
from chalicelib.scanning.samples import TEST_MALWARE, sound_pdf
from chalicelib.scanning.text import check_text


class Embedded:
    """Nothing comes out of `scan` as CLEAN that was not looked through to its end."""

    name = "embedded"

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()

    @property
    def version(self) -> str:
        return version.current()

    def scan(self, content: bytes, filename: str, declared_type: str) -> Verdict:
        """The verdict on a whole file. Raises ScannerUnavailableError when the scanner cannot tell bad from good here."""
        _prove()
        return _verdict(self._limits, content, filename, declared_type)


def _verdict(limits: Limits, content: bytes, filename: str, declared_type: str) -> Verdict:
    examination = Examination(limits, _look, _match)
    detected = ""
    try:
        detected = _judge(examination, content, filename, declared_type)
    except LimitReached as limit:
        examination.found(Outcome.UNSCANNABLE, limit.code)
    except ScannerUnavailableError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a hostile file breaks, it must not come out as clean
        examination.found(Outcome.ERROR, Code.SCANNER_FAILED, type(error).__name__)
    return Verdict(
        scanner=Embedded.name,
        version=version.current(),
        outcome=examination.outcome,
        findings=examination.findings,
        detected=detected,
    )


def _judge(examination: Examination, content: bytes, filename: str, declared_type: str) -> str:
    """Answers the kind. Raises LimitReached."""
    if not content or len(content) > examination.limits.largest_bytes:
        examination.found(Outcome.REJECTED, Code.TOO_LARGE if content else Code.EMPTY)
        return ""
    kind = _look(examination, content, "")
    if kind is Kind.UNKNOWN:
        examination.found(Outcome.REJECTED, Code.TYPE_NOT_TAKEN)
    if filename:
        _judge_name(examination, filename, kind)
    if not fits_declared(kind, declared_type):
        examination.found(Outcome.REJECTED, Code.DECLARED_MISMATCH)
    return kind


def _judge_name(examination: Examination, filename: str, kind: Kind) -> None:
    for code in faults_of(filename):
        examination.found(Outcome.REJECTED, code)
    if not fits_extension(kind, extension_of(filename)):
        examination.found(Outcome.REJECTED, Code.TYPE_MISMATCH)


def _look(examination: Examination, content: bytes, where: str) -> Kind:
    """Examines one file, the upload or one within it. Raises LimitReached."""
    _match(examination, content, where)
    kind = kind_of(content)
    if kind is Kind.ZIP:
        kind = check_archive(examination, content, where)
    elif kind is Kind.PDF:
        check_pdf(examination, content, where)
    elif kind is Kind.OLE:
        kind = check_ole(examination, content, where)
    elif kind in IMAGES:
        check_image(examination, content, kind, where)
    elif kind is Kind.TEXT:
        check_text(examination, content, where)
    if kind is Kind.PDF or kind in IMAGES:
        check_polyglot(examination, content, kind, where)
    if kind not in TAKEN and kind not in (Kind.UNKNOWN, Kind.APPLE_DOUBLE):
        examination.found(Outcome.REJECTED, Code.TYPE_NOT_TAKEN, where)
    return kind


def _match(examination: Examination, content: bytes, where: str) -> None:
    """Raises LimitReached."""
    try:
        found = signatures.matches(content, examination.seconds_left)
    except signatures.MatchingTimeoutError as error:
        raise LimitReached(Code.LIMIT_TIME) from error
    for outcome, code in found:
        examination.found(outcome, code, where)


@cache
def _prove() -> None:
    """Once in each process: signatures that were not packaged, or a check that refuses everything, must not go unseen."""
    found = _verdict(Limits(), TEST_MALWARE, "test.txt", "text/plain").outcome
    passed = _verdict(Limits(), sound_pdf(), "sound.pdf", "application/pdf").outcome
    if found is not Outcome.INFECTED or passed is not Outcome.CLEAN:
        raise ScannerUnavailableError(f"The scanner's test of itself failed: malware is {found}, a sound file is {passed}")
