"""The one template: `infra/*.yaml` merged, chalice's own laid under it, and what must be true of the result."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from chalice.package import TemplateDeepMerger, YAMLTemplateSerializer

type Template = dict[str, Any]

INTRINSIC = re.compile(r"^(Ref|Condition|Fn::\w+)$")
PLACEHOLDER = "placeholder"


class Faulty(Exception):
    """The template cannot be deployed as it stands; the message says why, a fault a line."""


def merged(folder: Path) -> Template:
    """Every `*.yaml` of the folder as one template. Raises `Faulty` when two files say different things of one place."""
    whole: Template = {}
    for path in sorted(folder.glob("*.yaml")):
        part = load(path)
        disputes = [place for place, value in leaves(part) if value != at(whole, place, default=value)]
        if disputes:
            raise Faulty(f"{path.name} contradicts another file at {' '.join(map(str, disputes[0]))}")
        whole = TemplateDeepMerger().merge(part, whole)
    return whole


def load(path: Path) -> Template:
    """A template from YAML, short intrinsics (`!Ref`) read as long ones."""
    template: Template = YAMLTemplateSerializer().load_template(path.read_text(), str(path))
    return template


def dump(template: Template) -> str:
    """YAML without anchors, which CloudFormation refuses."""

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    return yaml.dump(template, Dumper=Plain, sort_keys=True, width=120)


def leaves(node: object, place: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Every value that is no mapping or list, with the keys that lead to it."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from leaves(value, (*place, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from leaves(value, (*place, index))
    else:
        yield place, node


def at(node: Any, place: tuple[str | int, ...], *, default: object) -> object:
    """The value at the place, or the default where the place does not exist."""
    for key in place:
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            return default
    return node


def mappings(node: object, place: str = "") -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every mapping within, with the path to it."""
    if isinstance(node, Mapping):
        yield place, node
        for key, value in node.items():
            yield from mappings(value, f"{place}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from mappings(value, f"{place}/{index}")


def faults(template: Template) -> list[str]:
    """What no deployment may hold: leftovers of placeholders, empty values, intrinsics that a merge made two of."""
    found = [
        f"{'/'.join(map(str, place))}: a placeholder is left"
        for place, value in leaves(template)
        if isinstance(value, str) and PLACEHOLDER in value
    ]
    found += [f"{'/'.join(map(str, place))}: null" for place, value in leaves(template) if value is None]
    found += [
        f"{place}: an intrinsic beside other keys: {', '.join(sorted(node))}"
        for place, node in mappings(template)
        if len(node) > 1 and any(INTRINSIC.match(key) for key in node if key != "Condition")
    ]
    return found


def assert_sound(template: Path) -> None:
    """Raise `Faulty` unless the file passes our own rules and cfn-lint."""
    ours = faults(load(template))
    if ours:
        raise Faulty("\n".join(ours))
    lint = subprocess.run(
        [str(Path(sys.executable).with_name("cfn-lint")), "--non-zero-exit-code", "warning", "--", str(template)],
        capture_output=True,
        text=True,
        check=False,
    )
    if lint.returncode:
        raise Faulty(lint.stdout + lint.stderr)
