"""The secrets, read from Secrets Manager once per cold start and only when first used."""

from __future__ import annotations

from functools import cached_property

from chalicelib.aws.clients import client


class SecretKeys:
    """The stack's keys. The ids are names or ARNs of secrets, never their values."""

    current_link_key_id = "1"

    def __init__(self, identity: str, link: str, provider: str, journal: str, region: str) -> None:
        self._ids = {"identity": identity, "link": link, "provider": provider, "journal": journal}
        self._region = region

    @cached_property
    def identity(self) -> bytes:
        return self._read("identity")

    @cached_property
    def provider(self) -> bytes:
        return self._read("provider")

    @cached_property
    def journal(self) -> bytes:
        return self._read("journal")

    def link(self, key_id: str) -> bytes:
        return {self.current_link_key_id: self._link}[key_id]

    @cached_property
    def _link(self) -> bytes:
        return self._read("link")

    def _read(self, which: str) -> bytes:
        answer = client("secretsmanager", self._region).get_secret_value(SecretId=self._ids[which])
        return str(answer["SecretString"]).encode()
