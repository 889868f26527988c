"""Who did it and through which door: on every activity and journal entry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorType(StrEnum):
    CUSTOMER = "CUSTOMER"
    AGENT = "AGENT"
    SYSTEM = "SYSTEM"
    API = "API"
    IMPORT = "IMPORT"
    PROVIDER = "PROVIDER"


class Channel(StrEnum):
    PORTAL = "PORTAL"
    CONSOLE = "CONSOLE"
    FILE = "FILE"
    JOB = "JOB"
    WEBHOOK = "WEBHOOK"


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is the customer key, the agent's user id, the upload id or the job's name; `name` is what a person reads."""

    type: ActorType
    id: str
    name: str
    channel: Channel

    @classmethod
    def system(cls, job: str) -> Actor:
        return cls(ActorType.SYSTEM, job, "Quittance", Channel.JOB)

    @classmethod
    def customer(cls, customer_key: str) -> Actor:
        return cls(ActorType.CUSTOMER, customer_key, "Customer", Channel.PORTAL)

    @classmethod
    def importer(cls, upload_id: str, filename: str) -> Actor:
        return cls(ActorType.IMPORT, upload_id, filename, Channel.FILE)

    @classmethod
    def provider(cls, name: str) -> Actor:
        return cls(ActorType.PROVIDER, name, name, Channel.WEBHOOK)
