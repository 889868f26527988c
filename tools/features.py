"""Write docs/features.md: every feature with the tests that prove it, from the `feature` marks of the tests.

    python -m tools.features docs/features.md

Tests are only collected, not run: `make test` runs them all, and `make check` fails while the page differs from the marks.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tools.feature_list import FEATURES, Part
from tools.places import ROOT

FOLDERS = sorted(
    str(path) for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name not in ("support", "__pycache__")
)


class Marks:
    """A pytest plugin that notes, for each feature, the test functions that are marked with it."""

    def __init__(self) -> None:
        self.proofs: dict[str, set[str]] = defaultdict(set)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            test = item.nodeid.split("[", 1)[0]
            for mark in item.iter_markers("feature"):
                for feature in mark.args:
                    self.proofs[feature].add(test)


def proofs() -> dict[str, set[str]]:
    """The tests of each feature. Exits when a test cannot be collected."""
    marks = Marks()
    quietly = ["-p", "no:terminal", "-o", "addopts=--strict-markers --import-mode=importlib -p no:schemathesis"]
    outcome = pytest.main(["--collect-only", *quietly, *FOLDERS], plugins=[marks])
    if outcome != pytest.ExitCode.OK:
        sys.exit(f"the tests could not be collected: {outcome!r}")
    unknown = set(marks.proofs) - {feature for part in FEATURES for feature in part.features}
    if unknown:
        sys.exit(f"tests are marked with features that are not on the list: {', '.join(sorted(unknown))}")
    return marks.proofs


def page(found: dict[str, set[str]]) -> str:
    """The page in Markdown."""
    lines = [
        "# Features and their proofs",
        "",
        "Made by `python -m tools.features docs/features.md` from the marks of the tests; `make test` runs every one of them.",
    ]
    for part in FEATURES:
        lines += ["", *section(part, found)]
    return "\n".join(lines) + "\n"


def section(part: Part, found: dict[str, set[str]]) -> list[str]:
    proven = sum(feature in found for feature in part.features)
    rows = [f"| {'✓' if feature in found else ' '} | {feature} | {words} | {cited(found.get(feature, set()))} |"
            for feature, words in part.features.items()]  # fmt: skip
    head = [f"## {part.title}: {proven} of {len(part.features)}", "", "| | row | feature | proof |", "| --- | --- | --- | --- |"]
    return [*head, *rows]


def cited(tests: set[str]) -> str:
    """The first tests of a feature by name, and how many more there are."""
    shown = [f"`{test.removeprefix('tests/')}`" for test in sorted(tests)[:3]]
    more = len(tests) - len(shown)
    return "<br>".join([*shown, f"and {more} more"] if more else shown)


def main() -> None:
    [path] = sys.argv[1:]
    Path(path).write_text(page(proofs()))


if __name__ == "__main__":
    main()
