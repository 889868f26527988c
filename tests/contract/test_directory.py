"""What every directory of people keeps: in memory, and in Cognito as moto knows it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from chalicelib.aws.directory import CognitoDirectory
from chalicelib.core.errors import Code, Refused
from chalicelib.core.roles import Role
from chalicelib.people.ports import Directory, MemoryDirectory
from tests.support.aws import REGION, account

ADA = ("ada@example.com", "Ada Admin")


class Probe:
    """A directory, and a look at what it holds."""

    directory: Directory

    def role_and_access(self, user_id: str) -> tuple[str, bool]:
        raise NotImplementedError

    def choose_password(self, user_id: str) -> None:
        raise NotImplementedError


class InMemory(Probe):
    def __init__(self) -> None:
        self.directory = self.memory = MemoryDirectory()

    def role_and_access(self, user_id: str) -> tuple[str, bool]:
        entry = self.memory.entries[user_id]
        return entry.role, entry.enabled

    def choose_password(self, user_id: str) -> None:
        self.memory.choose_password(user_id)


class InCognito(Probe):
    def __init__(self) -> None:
        self._pool = os.environ["USER_POOL_ID"]
        self._cognito: Any = boto3.client("cognito-idp", region_name=REGION)
        self.directory = CognitoDirectory(self._pool, REGION)

    def role_and_access(self, user_id: str) -> tuple[str, bool]:
        who = {"UserPoolId": self._pool, "Username": user_id}
        (group,) = self._cognito.admin_list_groups_for_user(**who)["Groups"]
        return group["GroupName"], self._cognito.admin_get_user(**who)["Enabled"]

    def choose_password(self, user_id: str) -> None:
        self._cognito.admin_set_user_password(
            UserPoolId=self._pool, Username=user_id, Password="Chosen-by-oneself-1", Permanent=True
        )


@pytest.fixture(params=[InMemory, InCognito], ids=["memory", "cognito"])
def probe(request: pytest.FixtureRequest) -> Iterator[Probe]:
    with account():
        yield request.param()


def test_a_person_is_invited_once_however_often_it_is_asked(probe: Probe) -> None:
    first = probe.directory.invite(*ADA, Role.ADMIN)
    assert probe.directory.invite(*ADA, Role.ADMIN) == first
    assert probe.role_and_access(first) == ("admin", True)
    assert probe.directory.invite("bea@example.com", "Bea", Role.AGENT) != first


def test_a_person_the_directory_knew_gets_exactly_the_role_they_are_invited_to(probe: Probe) -> None:
    known = probe.directory.invite(*ADA, Role.ADMIN)
    assert probe.directory.invite(*ADA, Role.VIEWER) == known
    assert probe.role_and_access(known) == ("viewer", True)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("enabled", [True, False])
def test_it_is_brought_in_line_and_again(probe: Probe, role: Role, enabled: bool) -> None:
    person = probe.directory.invite(*ADA, Role.AGENT)
    for _ in range(2):
        probe.directory.bring(person, role, enabled=enabled)
        assert probe.role_and_access(person) == (role, enabled)
    probe.directory.bring(person, role, enabled=True)
    assert probe.role_and_access(person) == (role, True)


def test_somebody_whom_the_directory_has_lost_is_passed_over(probe: Probe) -> None:
    probe.directory.bring("00000000-0000-4000-8000-000000000000", Role.AGENT, enabled=False)


def test_an_invitation_is_repeated_until_a_password_was_chosen(probe: Probe) -> None:
    person = probe.directory.invite(*ADA, Role.AGENT)
    probe.directory.remind(ADA[0])
    probe.choose_password(person)
    with pytest.raises(Refused) as refused:
        probe.directory.remind(ADA[0])
    assert refused.value.code is Code.WRONG_STATE
