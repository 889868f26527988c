"""What is in the zip: everything it needs, nothing it does not, and the same bytes for the same sources."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest

from tools import imports, slim
from tools.package import Package
from tools.sandbox import FunctionFailed, Sandbox


def names(package: Package) -> list[str]:
    with zipfile.ZipFile(package.code) as code:
        return code.namelist()


def test_every_dependency_and_module_imports_as_it_would_on_lambda(package: Package) -> None:
    assert imports.assert_importable(package) > len(names(package)) // 100


def test_a_dependency_missing_from_the_zip_is_noticed(package: Package, tmp_path: Path) -> None:
    lacking = tmp_path / "deployment.zip"
    with zipfile.ZipFile(package.code) as whole, zipfile.ZipFile(lacking, "w") as less:
        for name in whole.namelist():
            if not name.startswith("urllib3/"):
                less.writestr(name, whole.read(name))
    with pytest.raises(imports.Missing, match="urllib3"):
        imports.assert_importable(Package(lacking, package.template))


def test_bytecode_is_shipped_for_every_source(package: Package) -> None:
    packed = set(names(package))
    sources = [Path(name) for name in packed if name.endswith(".py")]
    assert all(str(source.parent / "__pycache__" / f"{source.stem}.cpython-313.pyc") in packed for source in sources)


def test_the_zip_is_small_and_holds_no_tests_and_no_descriptions_of_services_we_do_not_use(package: Package) -> None:
    assert package.code.stat().st_size < 45_000_000
    services = {name.split("/")[2] for name in names(package) if name.startswith("botocore/data/") and name.count("/") > 2}
    assert services <= slim.SERVICES
    assert not [name for name in names(package) if "/tests/" in name or name.startswith("tests/")]
    assert not [name for name in names(package) if name.startswith(("pip/", "setuptools/", "inquirer/", "moto/"))]


def test_the_sdk_of_stripe_still_calls_and_reads_with_all_that_was_left_out_of_it(package: Package) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with zipfile.ZipFile(package.code) as code:
            code.extractall(root)
        shutil.copy(Path(__file__).parent / "ask_stripe.py", root)
        with Sandbox(root, "ask_stripe.handler", imports.placeholders(package.template)) as sandbox:
            assert sandbox.invoke({}) == {"session": "cs_1", "refunds": 1, "declined": "NEVER"}


def test_slimming_the_same_zip_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    source = tmp_path / "source.zip"
    with zipfile.ZipFile(source, "w") as code:
        code.writestr("room/__init__.py", "ANSWER = 42\n")
        code.writestr("botocore/data/ec2/service.json", "{}")
        code.writestr("botocore/data/s3/service.json", "{}")
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    slim.slim(source, first)
    slim.slim(source, second)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as code:
        assert "botocore/data/s3/service.json" in code.namelist()
        assert "botocore/data/ec2/service.json" not in code.namelist()


def test_errors_are_never_shown_to_callers_as_stack_traces(package: Package) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with zipfile.ZipFile(package.code) as code:
            code.extractall(root)
        (root / "ask.py").write_text("import app\ndef handler(event, context):\n    return app.app.debug\n")
        with Sandbox(root, "ask.handler", imports.placeholders(package.template)) as sandbox:
            assert sandbox.invoke({}) is False


def test_a_function_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("import nowhere\n")
    with pytest.raises(FunctionFailed, match="nowhere"), Sandbox(tmp_path, "broken.handler", {}):
        pass
