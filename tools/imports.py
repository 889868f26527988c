"""Proof that the zip holds everything it imports."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from tools import template
from tools.sandbox import FunctionFailed, Sandbox

if TYPE_CHECKING:
    from tools.package import Package

PROBE = """
import importlib

def handler(event, context):
    missing = {}
    for name in event["modules"]:
        try:
            importlib.import_module(name)
        except Exception as error:
            missing[name] = f"{type(error).__name__}: {error}"
    return missing
"""


class Missing(Exception):
    """The zip lacks something it imports; the message names the modules."""


def assert_importable(package: Package) -> int:
    """Import every dependency and every module of ours from the built zip, as Lambda would: what scans with its layer, all else
    without it.

    Returns how many were imported. Raises `Missing`.
    """
    with tempfile.TemporaryDirectory() as folder:
        root, layer = unpacked(package, Path(folder))
        (root / "probe.py").write_text(PROBE)
        plain = sorted(set(modules_of(paths_under(root))))
        with_layer = [name for name in plain if name.startswith("chalicelib.scanning")]
        with_layer += sorted(set(modules_of(paths_under(layer))))
        environment = placeholders(package.template)
        missing = failing(Sandbox(root, "probe.handler", environment), [name for name in plain if name not in with_layer])
        missing |= failing(Sandbox(root, "probe.handler", environment, layer), with_layer)
    if missing:
        raise Missing("\n".join(f"{name}: {error}" for name, error in missing.items()))
    return len({*plain, *with_layer})


def unpacked(package: Package, folder: Path) -> tuple[Path, Path]:
    """Where the code and what the layer holds of Python lie in the folder, as Lambda unpacks them."""
    for part, name in ((package.code, "task"), (package.layer, "opt")):
        with zipfile.ZipFile(part) as packed:
            packed.extractall(folder / name)
    return folder / "task", folder / "opt" / "python"


def paths_under(root: Path) -> list[str]:
    """Every file, as seen from the root."""
    return [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]


def failing(sandbox: Sandbox, modules: list[str]) -> dict[str, str]:
    """Which of the modules cannot be imported there, and why. Raises `Missing` when nothing can."""
    try:
        with sandbox:
            found: dict[str, str] = sandbox.invoke({"modules": modules})
    except FunctionFailed as failure:
        raise Missing(str(failure)) from failure
    return found


def modules_of(names: Iterable[str]) -> Iterable[str]:
    """The zip's top-level packages and modules, and every module of ours."""
    for path in (PurePosixPath(name) for name in names):
        ours = path.parts[0] in {"app.py", "chalicelib"}
        if path.suffix == ".py" and (ours or len(path.parts) == 1):
            yield ".".join(part for part in path.with_suffix("").parts if part != "__init__")
        elif len(path.parts) == 2 and path.name == "__init__.py":
            yield path.parts[0]


def placeholders(path: Path) -> dict[str, str]:
    """A value for each environment variable that the template gives to functions: enough to import, not to work."""
    described = template.load(path)
    common = described["Globals"]["Function"]["Environment"]["Variables"]
    own = described["Resources"]["APIHandler"]["Properties"]["Environment"]["Variables"]
    return {name: value if isinstance(value, str) else "https://example.com" for name, value in (common | own).items()}
