"""What everything is built upon: the clock, the stage's environment, storage, queues, keys and settings."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.core.clock import Clock, MovedClock, SystemClock

if TYPE_CHECKING:
    from chalicelib.aws.objects import S3Objects
    from chalicelib.aws.queues import SqsQueues
    from chalicelib.aws.secrets import SecretKeys
    from chalicelib.aws.store import DynamoStore
    from chalicelib.environment import Environment
    from chalicelib.settings.model import Settings
    from chalicelib.settings.service import SettingsService


class StageClock:
    """The machine's clock; on a developer's machine it can be moved, which costs a read every few seconds."""

    def now(self) -> datetime:
        return _clock().now()


clock = StageClock()


@cache
def _clock() -> Clock:
    stage = environment().stage
    return MovedClock(SystemClock(), _offset, stage=stage) if stage == "local" else SystemClock()


def _offset() -> timedelta:
    from chalicelib.settings.offset import offset

    return offset(store())


@cache
def environment() -> Environment:
    from chalicelib.environment import Environment

    return Environment.load()


@cache
def store() -> DynamoStore:
    from chalicelib.aws.store import DynamoStore

    return DynamoStore(environment().tables, environment().region)


@cache
def objects() -> S3Objects:
    from chalicelib.aws.objects import S3Objects

    return S3Objects(environment().buckets, environment().region)


@cache
def queues() -> SqsQueues:
    from chalicelib.aws.queues import SqsQueues

    return SqsQueues(environment().queues, environment().region)


@cache
def keys() -> SecretKeys:
    from chalicelib.aws.secrets import SecretKeys

    here = environment()
    return SecretKeys(here.identity_secret, here.link_secret, here.provider_secret, here.journal_secret, here.region)


@cache
def settings() -> SettingsService:
    from chalicelib.settings.service import SettingsService

    return SettingsService(store(), clock, environment().organisation)


def load_settings() -> Settings:
    return settings().load()


def organisation() -> str:
    return load_settings().display_name


def public_url() -> str:
    return environment().public_url
