"""The package as it would be deployed, and a stack of it on the emulator, each made once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tools import template
from tools.emulator import free_port
from tools.local import LocalStack, local_stack
from tools.package import Package, current


@pytest.fixture(scope="session")
def package() -> Package:
    return current()


@pytest.fixture(scope="session")
def described(package: Package) -> template.Template:
    """The packaged template."""
    return template.load(package.template)


@pytest.fixture(scope="session")
def resources(described: template.Template) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = described["Resources"]
    return found


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """The package deployed to an emulator of its own. Its tests belong to one worker: mark them `xdist_group("emulator")`."""
    with local_stack(free_port(), free_port(), tmp_path_factory.mktemp("emulator")) as made:
        yield made
