"""Build what is deployed: one zip for all functions, the layer with which one of them scans files, and one template.

python -m tools.package --stage local
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from chalicelib.portal import templating
from tools import environments, imports, slim, template
from tools.places import BUILD, INFRA, REGION, ROOT

STAGES = ("local", "production")
SOURCES = [ROOT / name for name in ("app.py", "chalicelib", "requirements.txt", ".chalice", "infra")]
SOURCES += [ROOT / "tools" / name for name in ("package.py", "slim.py", "template.py")]
"""What a package is made from."""

MAX_ZIP_BYTES = 20_000_000
"""Every cold start of every function fetches this; past it somebody should look at what came in."""

MAX_UNPACKED_BYTES = 250 * 1024 * 1024
"""Lambda's limit for a function with its layers."""


@dataclass(frozen=True, slots=True)
class Package:
    """What `package` made: the functions' code, the scanner's layer, and the template that names them by file."""

    code: Path
    layer: Path
    template: Path


def built(out: Path = BUILD) -> Package:
    """Where a package lies once it is made."""
    return Package(out / "deployment.zip", out / "scanner.zip", out / "template.yaml")


def current(stage: str = "local") -> Package:
    """The package of what stands in the repository now, made only when something changed since it was made last."""
    environments.unless_current(BUILD / ".made-from", SOURCES, lambda: package(stage), also=stage)
    return built()


def package(stage: str, *, project: Path = ROOT, out: Path = BUILD) -> Package:
    """Merge, package, slim and verify. Raises `template.Faulty` when the result could not be deployed."""
    print("Packaging ...", flush=True)
    result = built(out)
    staged = stage_sources(project, out / "sources")
    overlay = out / "infra.yaml"
    overlay.write_text(template.dump(template.merged(INFRA)))
    run_chalice(staged, stage, overlay, out / "chalice")
    slim.slim(out / "chalice" / "deployment.zip", result.code, result.layer)
    result.template.write_text(template.dump(template.load(out / "chalice" / "sam.yaml")))
    template.assert_sound(result.template)
    if result.code.stat().st_size > MAX_ZIP_BYTES:
        raise template.Faulty(f"{result.code.name} has {result.code.stat().st_size:,} bytes: more than {MAX_ZIP_BYTES:,}")
    if (size := unpacked_bytes(result.code, result.layer)) > MAX_UNPACKED_BYTES:
        raise template.Faulty(f"unpacked, code and layer have {size:,} bytes: more than {MAX_UNPACKED_BYTES:,}")
    return result


def stage_sources(project: Path, staged: Path) -> Path:
    """Copy what chalice packages, and nothing else, to a folder of its own; its cache of wheels stays there between runs."""
    staged.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(staged / "chalicelib", ignore_errors=True)
    shutil.copytree(project / "chalicelib", staged / "chalicelib", ignore=shutil.ignore_patterns("__pycache__", "*.po", "*.pot"))
    templating.compile_templates(staged / templating.COMPILED.relative_to(ROOT))
    shutil.copy(project / "app.py", staged / "app.py")
    (staged / "requirements.txt").write_text(runtime_requirements((project / "requirements.txt").read_text()))
    settings = staged / ".chalice"
    settings.mkdir(exist_ok=True)
    for path in (ROOT / ".chalice").glob("*.json"):
        shutil.copy(path, settings / path.name)
    return staged


def runtime_requirements(text: str) -> str:
    """The requirements without chalice: its packager puts in its own runtime, two files, and the rest is its command line."""
    return "".join(f"{line}\n" for line in text.splitlines() if not line.startswith("chalice"))


def unpacked_bytes(*zips: Path) -> int:
    """How much Lambda unpacks."""
    total = 0
    for path in zips:
        with zipfile.ZipFile(path) as packed:
            total += sum(entry.file_size for entry in packed.infolist())
    return total


def run_chalice(staged: Path, stage: str, overlay: Path, out: Path) -> None:
    """Let chalice resolve wheels for Lambda and generate its template with ours laid over it."""
    shutil.rmtree(out, ignore_errors=True)
    environment = {name: value for name, value in os.environ.items() if name != "AWS_ENDPOINT_URL"}
    command = [str(Path(sys.executable).with_name("chalice")), "--project-dir", str(staged), "package", "--stage", stage]
    command += ["--template-format", "yaml", "--merge-template", str(overlay), str(out)]
    subprocess.run(command, check=True, env=environment | {"AWS_DEFAULT_REGION": REGION}, stdout=subprocess.DEVNULL)


def main() -> None:
    """Package, import everything from the result as Lambda would, and say how large it became."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", choices=STAGES, default="local")
    asked = parser.parse_args()
    try:
        made = current(asked.stage)
        count = imports.assert_importable(made)
    except (template.Faulty, imports.Missing) as fault:
        sys.exit(str(fault))
    for part in (made.code, made.layer):
        print(f"{part.relative_to(ROOT)}: {part.stat().st_size / 1e6:.1f} MB")
    print(f"{count} modules imported as Lambda does")


if __name__ == "__main__":
    main()
