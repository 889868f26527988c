"""What is kept of the records before an import changes them: undo goes by it, and so does a part that is delivered again."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from chalicelib.imports.findings import Fault


class Before(BaseModel):
    """One customer of a partition as it was before the import, and what was decided about its rows. `writes` tells whether
    the import changes it; `image` is what it was, None for a new customer or one that stays as it is."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_id: str
    writes: bool
    counts: dict[str, int]
    faults: tuple[Fault, ...] = ()
    image: dict[str, Any] | None = None


class AlreadyBegun(Exception):
    """A customer of the partition carries this upload, so another delivery has kept the before-images."""


def before_key(upload_id: str, part: int) -> str:
    return f"partitions/{upload_id}/before/{part:02d}"
