"""The secrets that derive what must be unguessable. `aws/secrets.py` reads them once per cold start, on first use."""

from __future__ import annotations

from typing import Protocol


class Keys(Protocol):
    @property
    def identity(self) -> bytes:
        """Derives customer keys. Never rotated: every key in every table hangs on it."""
        ...

    def link(self, key_id: str) -> bytes:
        """Derives link tokens; rotates by key id. Raises KeyError for an unknown id."""
        ...

    @property
    def current_link_key_id(self) -> str:
        """The id new links are made with."""
        ...

    @property
    def provider(self) -> bytes:
        """Signs what the payment provider and we say to each other."""
        ...

    @property
    def journal(self) -> bytes:
        """Signs the digests of the journal."""
        ...


class FixedKeys:
    """Keys for tests: any text makes a world of its own."""

    def __init__(self, seed: str = "test") -> None:
        self.identity = f"identity:{seed}".encode()
        self.provider = f"provider:{seed}".encode()
        self.journal = f"journal:{seed}".encode()
        self.current_link_key_id = "1"
        self._seed = seed

    def link(self, key_id: str) -> bytes:
        return {"1": f"link:{self._seed}".encode()}[key_id]
