"""Messages of the import queues to calls of the service. Every one of them may come twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.imports.service import Imports


def check(message: Mapping[str, Any], imports: Imports) -> None:
    """An S3 event: every dataset in it gets in line, and is checked when it is its turn. S3's test event has no records."""
    for record in message.get("Records", ()):
        upload = imports.receive(record)
        if upload is not None:
            imports.check_arrived(upload)


def plan(message: Mapping[str, Any], imports: Imports) -> None:
    """`{upload_id, part}` compares a partition; `{step: check, upload_id}` checks a file whose turn has come."""
    if message.get("step") == "check":
        imports.check(str(message["upload_id"]))
    else:
        imports.plan(str(message["upload_id"]), int(message["part"]))


def apply(message: Mapping[str, Any], imports: Imports) -> None:
    """`{upload_id, part}` imports a partition."""
    imports.apply(str(message["upload_id"]), int(message["part"]))


def export(message: Mapping[str, Any], imports: Imports) -> None:
    """`{export_id}` writes an export's file."""
    imports.build_export(str(message["export_id"]))


def sweep(imports: Imports) -> None:
    """Every few minutes."""
    imports.sweep()


def watch(imports: Imports) -> None:
    """After everything else a sweep does: raises ImportStuck."""
    imports.watch()
