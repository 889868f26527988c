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
    """Import every dependency and every module of ours from the built zip, as Lambda would.

    Returns how many were imported. Raises `Missing`.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with zipfile.ZipFile(package.code) as whole:
            whole.extractall(root)
            modules = sorted(set(modules_of(whole.namelist())))
        (root / "probe.py").write_text(PROBE)
        try:
            with Sandbox(root, "probe.handler", placeholders(package.template)) as sandbox:
                missing = sandbox.invoke({"modules": modules})
        except FunctionFailed as failure:
            raise Missing(str(failure)) from failure
    if missing:
        raise Missing("\n".join(f"{name}: {error}" for name, error in missing.items()))
    return len(modules)


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
