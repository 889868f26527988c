"""What is in the zip: everything it needs, nothing it does not, and the same bytes for the same sources."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from chalicelib.scanning.samples import TEST_MALWARE
from tests.support.corpus import active_pdf, clean_documents, compound
from tools import imports, slim
from tools.package import MAX_UNPACKED_BYTES, Package, unpacked_bytes
from tools.sandbox import FunctionFailed, Sandbox

DRAWN = {"png": "image/png", "gif": "image/png", "jpeg": "image/jpeg", "tiff": "image/jpeg", "webp": "image/jpeg"}


def names(part: Path) -> list[str]:
    with zipfile.ZipFile(part) as code:
        return code.namelist()


def test_every_dependency_and_module_imports_as_it_would_on_lambda(package: Package) -> None:
    assert imports.assert_importable(package) > len(names(package.code)) // 100


def test_a_dependency_missing_from_the_zip_is_noticed(package: Package, tmp_path: Path) -> None:
    lacking = tmp_path / "deployment.zip"
    with zipfile.ZipFile(package.code) as whole, zipfile.ZipFile(lacking, "w") as less:
        for name in whole.namelist():
            if not name.startswith("urllib3/"):
                less.writestr(name, whole.read(name))
    with pytest.raises(imports.Missing, match="urllib3"):
        imports.assert_importable(Package(lacking, package.layer, package.template))


def test_bytecode_is_shipped_for_every_source(package: Package) -> None:
    packed = {*names(package.code), *names(package.layer)}
    sources = [Path(name) for name in packed if name.endswith(".py")]
    assert all(str(source.parent / "__pycache__" / f"{source.stem}.cpython-313.pyc") in packed for source in sources)


def test_the_zip_is_small_and_holds_no_tests_and_no_descriptions_of_services_we_do_not_use(package: Package) -> None:
    assert package.code.stat().st_size < 17_000_000
    services = {name.split("/")[2] for name in names(package.code) if name.startswith("botocore/data/") and name.count("/") > 2}
    assert services <= slim.SERVICES
    packed = [*names(package.code), *names(package.layer)]
    assert not [name for name in packed if "/tests/" in name or name.startswith("tests/")]
    assert not [name for name in packed if name.startswith(("pip/", "setuptools/", "inquirer/", "moto/"))]


def test_only_who_scans_files_has_the_libraries_that_look_into_them(
    package: Package, resources: dict[str, dict[str, Any]]
) -> None:
    scanners = {"PIL", "lxml", "olefile", "pikepdf", "yara_x"}
    assert scanners <= {Path(name).parts[1] for name in names(package.layer)}
    assert not scanners & {Path(name).parts[0] for name in names(package.code)}
    holders = {name for name, found in resources.items() if found.get("Properties", {}).get("Layers")}
    assert holders == {"FileScan", "FileVerdicts", "ImportCheck", "ImportPlan"}
    assert unpacked_bytes(package.code, package.layer) < MAX_UNPACKED_BYTES // 1.5


def test_the_sdk_of_stripe_still_calls_and_reads_with_all_that_was_left_out_of_it(package: Package) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with zipfile.ZipFile(package.code) as code:
            code.extractall(root)
        shutil.copy(Path(__file__).parent / "ask_stripe.py", root)
        with Sandbox(root, "ask_stripe.handler", imports.placeholders(package.template)) as sandbox:
            assert sandbox.invoke({}) == {"session": "cs_1", "refunds": 1, "declined": "NEVER"}


@pytest.mark.feature("FI4")
def test_the_scanner_finds_lets_pass_and_draws_with_all_that_was_left_out_of_its_libraries(package: Package) -> None:
    """One file for each library: yara-x, pikepdf, olefile, and Pillow once for each kind of picture."""
    files = {
        "malware.txt": (TEST_MALWARE, "INFECTED", ""),
        "statement.pdf": (clean_documents.owner_locked(), "CLEAN", ""),
        "script.pdf": (active_pdf.owner_locked(), "RISKY", ""),
        "letter.doc": (compound.word(), "CLEAN", ""),
        **{f"{kind}.{kind}": (picture(kind), "CLEAN", drawn) for kind, drawn in DRAWN.items()},
    }
    with tempfile.TemporaryDirectory() as folder:
        root, layer = imports.unpacked(package, Path(folder))
        shutil.copy(Path(__file__).parent / "scan_files.py", root)
        with Sandbox(root, "scan_files.handler", imports.placeholders(package.template), layer) as sandbox:
            answers = sandbox.invoke({name: b64encode(content).decode() for name, (content, *_) in files.items()})
    assert answers == {name: [outcome, drawn] for name, (_, outcome, drawn) in files.items()}


def picture(kind: str) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(drawn, kind)
    return drawn.getvalue()


def test_slimming_the_same_zip_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    source = tmp_path / "source.zip"
    with zipfile.ZipFile(source, "w") as code:
        code.writestr("room/__init__.py", "ANSWER = 42\n")
        code.writestr("botocore/data/ec2/service.json", "{}")
        code.writestr("botocore/data/s3/service.json", "{}")
        code.writestr("yara_x/__init__.py", "RULES = 22\n")
    made = [(tmp_path / f"code-{turn}.zip", tmp_path / f"layer-{turn}.zip") for turn in (1, 2)]
    for code_zip, layer in made:
        slim.slim(source, code_zip, layer)
    first, second = ([part.read_bytes() for part in pair] for pair in made)
    assert first == second
    code_zip, layer = made[0]
    assert "botocore/data/s3/service.json" in names(code_zip)
    assert "botocore/data/ec2/service.json" not in names(code_zip)
    assert names(layer) == ["python/yara_x/__init__.py", "python/yara_x/__pycache__/__init__.cpython-313.pyc"]


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
