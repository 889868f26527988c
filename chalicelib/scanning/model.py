"""What a scanner says of a file."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

MOST_FINDINGS = 50


class Outcome(StrEnum):
    """From the best to the worst. Whatever is not CLEAN stays in quarantine."""

    CLEAN = "CLEAN"
    REJECTED = "REJECTED"
    """Not a kind of file we take, or not what its name says."""
    UNSCANNABLE = "UNSCANNABLE"
    """It cannot be looked into: encrypted, broken, or larger inside than it may be."""
    RISKY = "RISKY"
    """It holds active content: macros, scripts, things that open by themselves."""
    INFECTED = "INFECTED"
    """It is, or holds, known malware or a program."""
    ERROR = "ERROR"
    """The scanner itself failed on it."""


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of the outcomes; ERROR for none at all, because nobody has said that the file is clean."""
    return max(outcomes, key=list(Outcome).index, default=Outcome.ERROR)


class Finding(BaseModel):
    """One thing that was found. `code` is one of `scanning.words`; `where` names the part, never its content."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    outcome: Outcome
    code: str
    where: str = Field(default="", max_length=120)


class Verdict(BaseModel):
    """What one scanner says of one file. `version` is that of its rules, so that a file can be looked at again with new ones.

    `detected` is the kind the content has ("pdf", "docx"); empty when the scanner does not tell.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    scanner: str
    version: str
    outcome: Outcome
    findings: tuple[Finding, ...] = Field(default=(), max_length=MOST_FINDINGS)
    detected: str = ""
