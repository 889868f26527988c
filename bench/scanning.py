"""What the scanner finds, what it holds back for nothing, and what a large file costs it.

python -m bench.scanning     fails when it misses a file, holds a clean one, or takes more than a function may

The files that the tests make show that the checks run; the figures with `foreign` are those of files that others made.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from bench.results import record

MOST_CPU_MS_PER_MB = 100
MOST_PEAK_MB = 300
MB = 1_000_000


def scanned(path: Path) -> dict[str, float]:
    """What it costs to scan this file in this process, after a first small one; the least disturbed of three times."""
    from chalicelib.scanning.embedded import Embedded

    scanner = Embedded()
    scanner.scan(b"Dear Aoife", "letter.txt", "")
    content, cpu_ms = path.read_bytes(), []
    for _ in range(3):
        begun = time.process_time()
        verdict = scanner.scan(content, path.name, "")
        cpu_ms.append((time.process_time() - begun) * 1000)
    size = len(content) / MB
    return {"mb": size, "cpu_ms_per_mb": min(cpu_ms) / size, "peak_mb": peak_mb(), "clean": verdict.outcome == "CLEAN"}


def peak_mb() -> float:
    """The most memory that this process has held. What getrusage says is the parent's, where that is more."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024 / MB


def held(files: Iterable[tuple[str, str, bytes]]) -> tuple[int, int]:
    """How many of these files, each with its name and declared type, are not called clean, and how many there are.

    A scanner that failed has found nothing.
    """
    from chalicelib.scanning.embedded import Embedded

    scanner = Embedded()
    outcomes = [scanner.scan(content, name, declared_type).outcome for name, declared_type, content in files]
    return sum(outcome not in ("CLEAN", "ERROR") for outcome in outcomes), len(outcomes)


def found_in_corpus() -> dict[str, float]:
    """On the files that the tests make."""
    from tests.support.clean_files import CLEAN_FILES
    from tests.support.corpus.sample import Sample
    from tests.support.dangerous_files import DANGEROUS

    def files(families: Iterable[tuple[Sample, ...]]) -> Iterable[tuple[str, str, bytes]]:
        return ((sample.filename, sample.declared_type, sample.make()) for family in families for sample in family)

    detected, dangerous = held(files(DANGEROUS.values()))
    false_positives, clean = held(files(CLEAN_FILES.values()))
    counts = {"detected": detected, "dangerous": dangerous, "false_positives": false_positives, "clean": clean}
    return {f"scan_{name}": count for name, count in counts.items()}


def found_in_foreign_files() -> dict[str, float]:
    """On those that others made."""
    from tests.support.foreign_files import CLAMAV, SOURCES, attacked

    sound, bad = [], []
    for source in SOURCES:
        for name, content in source.files():
            (sound if source.are_clean is not (name in source.exceptions) else bad).append(
                (PurePosixPath(name).name, "", content)
            )
    with tempfile.TemporaryDirectory() as folder:
        bad += [(name, "", content) for name, content in attacked(Path(folder))]
    bad += [(path.name, "", path.read_bytes()) for path in sorted(CLAMAV.glob("*"))]
    detected, dangerous = held(bad)
    false_positives, clean = held(sound)
    counts = {"detected": detected, "dangerous": dangerous, "false_positives": false_positives, "clean": clean}
    return {f"scan_foreign_{name}": count for name, count in counts.items()}


def costs() -> dict[str, float]:
    """The dearest of large files of every kind, each in a process of its own."""
    from tests.support.large_files import LARGE

    seen: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, make in LARGE.items():
            path = Path(folder) / name
            path.write_bytes(make())
            command = [sys.executable, "-m", "bench.scanning", str(path)]
            seen[name] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            line = "{name}: {mb:.1f} MB, {cpu_ms_per_mb:.0f} ms CPU per MB, {peak_mb:.0f} MB of memory at most"
            print(line.format(name=name, **seen[name]))
    if dirty := [name for name, figures in seen.items() if not figures["clean"]]:
        sys.exit(f"large files that are clean were held: {', '.join(dirty)}")
    return {f"scan_{figure}": round(max(each[figure] for each in seen.values()), 1) for figure in ("cpu_ms_per_mb", "peak_mb")}


def main() -> None:
    """Measure all of it, write it down, and fail when it is not good enough."""
    figures = found_in_corpus() | found_in_foreign_files() | costs()
    record(figures)
    print(json.dumps(figures, indent=2))
    for part in ("scan", "scan_foreign"):
        if figures[f"{part}_detected"] < figures[f"{part}_dangerous"] or figures[f"{part}_false_positives"]:
            sys.exit("the scanner is wrong about a file")
    if figures["scan_cpu_ms_per_mb"] > MOST_CPU_MS_PER_MB or figures["scan_peak_mb"] > MOST_PEAK_MB:
        sys.exit(f"more than {MOST_CPU_MS_PER_MB} ms CPU per MB, or {MOST_PEAK_MB} MB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(scanned(Path(sys.argv[1]))))
    else:
        main()
