"""A deployment zip made smaller, quicker to start and the same every time."""

from __future__ import annotations

import compileall
import py_compile
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

SERVICES = frozenset({"cognito-idp", "dynamodb", "kms", "s3", "secretsmanager", "sesv2", "sns", "sqs", "sts"})
"""The AWS services whose descriptions stay in botocore."""

UNUSED = (
    "boto3/examples",
    "tests",
    "s3transfer/crt.py",
    "**/*.pyi",
    "**/*.dist-info/RECORD",
    "**/*.dist-info/licenses",
    "**/tests",
    "stripe/params",
    "stripe/events",
    *(f"stripe/{part}" for part in ("climate", "financial_connections", "identity", "issuing", "radar", "tax")),
    *(f"stripe/{part}" for part in ("terminal", "test_helpers", "treasury")),
    *("OleFileIO_PL.py", "olefile/olefile2.py"),
    *("lxml/*.p[xy][xi]", "lxml/*.h", "lxml/html", "lxml/includes", "lxml/isoschematron", "lxml/objectify*"),
    # Pillow's ways to write letters and to read AVIF, with the libraries that only these need.
    *(f"PIL/_{part}.*.so" for part in ("avif", "imagingft", "imagingtk")),
    *(f"pillow.libs/lib{part}-*" for part in ("avif", "brotlicommon", "brotlidec", "freetype", "harfbuzz")),
)
"""What no function reads, as patterns under the zip's root."""

SCANNER = ("lxml*", "olefile*", "packaging*", "pikepdf*", "PIL", "pillow*", "yara_x*")
"""What only looking into files needs, as patterns under the zip's root: more than all the rest together."""

EPOCH = (1980, 1, 1, 0, 0, 0)


def slim(source: Path, target: Path, layer: Path) -> None:
    """Write `target` and `layer`: `source` without what no function reads, what only scanning needs in a layer of its own, both
    with bytecode that Lambda trusts without looking at the sources.

    The same input gives the same bytes.
    """
    with tempfile.TemporaryDirectory() as folder:
        root, apart = Path(folder, "task"), Path(folder, "opt")
        with zipfile.ZipFile(source) as whole:
            whole.extractall(root)
        prune(root)
        set_apart(root, apart / "python")
        compile_all(root, "/var/task")
        compile_all(apart, "/opt")
        write_zip(root, target)
        write_zip(apart, layer)


def set_apart(root: Path, apart: Path) -> None:
    """Move what only scanning needs."""
    apart.mkdir(parents=True)
    for path in [path for pattern in SCANNER for path in root.glob(pattern)]:
        path.rename(apart / path.name)


def prune(root: Path) -> None:
    """Remove from the unpacked zip what no function reads."""
    services = root / "botocore" / "data"
    unwanted = [path for path in services.glob("*") if path.is_dir() and path.name not in SERVICES]
    unwanted += [path for pattern in UNUSED for path in root.glob(pattern)]
    for path in unwanted:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def compile_all(root: Path, place: str) -> None:
    """Bytecode beside every source, which Lambda will unpack at `place`. Its disk is read-only, so what is not shipped is
    compiled at every cold start."""
    compileall.compile_dir(
        root,
        quiet=2,
        stripdir=str(root),
        prependdir=place,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )


def write_zip(root: Path, target: Path) -> None:
    """Zip the folder in a fixed order with fixed times."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for path in files(root):
            entry = zipfile.ZipInfo(str(path.relative_to(root)), EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, path.read_bytes())


def files(root: Path) -> Iterator[Path]:
    """All files under the folder, sorted."""
    return (path for path in sorted(root.rglob("*")) if path.is_file())
