"""What the console's API takes and gives."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class View(BaseModel):
    """A body, a query or an answer. Its validator is built when it is first needed: every function of the stack imports
    every view, and few need any."""

    model_config = ConfigDict(defer_build=True)
