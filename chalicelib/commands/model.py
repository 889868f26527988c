"""What is remembered of a command, so that it is done once however often it is sent."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from chalicelib.core.changes import Key, Table


class RequestMark(BaseModel):
    """What a command made under an idempotency key, put if absent beside it: whoever repeats the command gets the same."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    actor_id: str
    request_key: str
    digest: str
    made: str

    @property
    def key(self) -> Key:
        return request_place(self.actor_id, self.request_key)


def request_place(actor_id: str, request_key: str) -> Key:
    return Key(Table.OPERATIONS, f"idem#{actor_id}#{request_key}", "-")
