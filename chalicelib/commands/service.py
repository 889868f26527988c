"""Was this command done before?"""

from __future__ import annotations

import hashlib

from chalicelib.commands.model import RequestMark, request_place
from chalicelib.core.actor import Actor
from chalicelib.core.errors import Code, Refused
from chalicelib.core.store import Store


def made_before(store: Store, actor: Actor, request_key: str, digest: str) -> str | None:
    """The id of what this very request made when it was first sent. Raises Refused(KEY_REUSED) for another request."""
    mark = store.get(RequestMark, request_place(actor.id, request_key))
    if mark is None:
        return None
    if mark.digest != digest:
        raise Refused(Code.KEY_REUSED)
    return mark.made


def digest_of(*request: object) -> str:
    """What tells one request from another under the same key."""
    return hashlib.sha256("\x1f".join(str(part) for part in request).encode()).hexdigest()


def named(actor: Actor, request_key: str, *request: object) -> str:
    """A command as the entity it changes remembers it, to know it again."""
    return f"{actor.id}#{request_key}#{digest_of(*request)}"


def is_repeated(command: str, last: str) -> bool:
    """Whether the last command that changed an entity was this very one. Raises Refused(KEY_REUSED) when it was another
    one under the same key."""
    if command != last and command.rpartition("#")[0] == last.rpartition("#")[0]:
        raise Refused(Code.KEY_REUSED)
    return command == last
