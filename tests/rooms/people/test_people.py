"""Inviting, changing and disabling people, with a directory and a store in memory."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.activities.model import Activity
from chalicelib.core.actor import Actor, ActorType, Channel
from chalicelib.core.clock import FixedClock
from chalicelib.core.errors import Code, Refused
from chalicelib.core.memory import MemoryStore
from chalicelib.core.roles import Role
from chalicelib.people.model import Admins, Errand, Invitation, User, UserStatus
from chalicelib.people.ports import MemoryDirectory
from chalicelib.people.service import People
from chalicelib.web.people import Person
from tests.support.paying import NOON

ADA = Person("sub-ada", "Ada Admin", "ada@example.com", Role.ADMIN, signed_in_at=int(NOON.timestamp()))
NEW = ("nell@example.com", "Nell New", Role.AGENT)


def a_key() -> str:
    return str(uuid.uuid4())


class Office:
    """One organisation whose first admin came in through the directory alone."""

    def __init__(self) -> None:
        self.store, self.directory, self.clock = MemoryStore(), MemoryDirectory(), FixedClock(NOON)
        self.people = People(self.store, self.directory, self.clock)
        self.people.register(ADA)
        self.actor = ADA.actor

    def invited(self, role: Role = Role.AGENT, email: str = NEW[0]) -> User:
        return self.people.invite(email, "Nell New", role, self.actor, a_key())

    def signed_in(self, user: User, role: Role | None = None) -> Person:
        return Person(user.id, user.name, user.email, role or user.role, int(self.clock.now().timestamp()))

    def acting(self, user: User) -> Actor:
        return Actor(ActorType.AGENT, user.id, user.name, Channel.CONSOLE)

    def all[E](self, kind: type[E]) -> list[E]:
        return [entity for entity in self.store.items.values() if isinstance(entity, kind)]

    def told(self) -> list[str]:
        return sorted(activity.event.value for activity in self.all(Activity))

    def sweep(self) -> None:
        self.people.sweep(lambda errand: "")


@pytest.fixture
def office() -> Office:
    return Office()


def refused(code: Code) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda refusal: refusal.code is code)


@pytest.mark.feature("O13")
def test_an_invitation_makes_one_person_and_is_told(office: Office) -> None:
    key = a_key()
    first = office.people.invite(*NEW, office.actor, key)
    again = office.people.invite(*NEW, office.actor, key)
    assert first == again
    assert (first.status, first.role, first.invited_by) == (UserStatus.INVITED, Role.AGENT, "Ada Admin")
    assert [entry.mails for entry in office.directory.entries.values()] == [1]
    assert office.told() == ["user.invited", "user.registered"]
    assert office.all(Invitation) == []


def test_a_key_is_good_for_one_invitation(office: Office) -> None:
    key = a_key()
    office.people.invite(*NEW, office.actor, key)
    with refused(Code.KEY_REUSED):
        office.people.invite("other@example.com", *NEW[1:], office.actor, key)


@pytest.mark.parametrize("again", ["nell@example.com", "NELL@EXAMPLE.COM", " nell@Example.com ", "ada@example.com"])
def test_an_address_is_one_person(office: Office, again: str) -> None:
    office.invited()
    with refused(Code.WRONG_STATE):
        office.people.invite(again, "Somebody Else", Role.ADMIN, office.actor, a_key())
    assert len(office.people.everybody()) == 2


@pytest.mark.parametrize(
    ("email", "name"), [("nell", "Nell"), ("", "Nell"), ("a@b@example.com", "Nell"), (NEW[0], "  "), (NEW[0], "x" * 101)]
)
def test_what_is_no_address_or_no_name_is_refused(office: Office, email: str, name: str) -> None:
    with refused(Code.INVALID):
        office.people.invite(email, name, Role.AGENT, office.actor, a_key())
    assert office.directory.entries == {}


def test_an_invitation_that_died_half_way_is_completed_by_the_sweep(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object) -> str:
        raise ConnectionError

    with monkeypatch.context() as dying:
        dying.setattr(office.directory, "invite", dies)
        with pytest.raises(ConnectionError):
            office.people.invite(*NEW, office.actor, a_key())
    with refused(Code.WRONG_STATE):
        office.invited()
    [waiting] = office.people.being_invited()
    asked = office.clock.now()
    assert (waiting.email, waiting.actor_name, waiting.is_overdue(asked)) == (NEW[0], "Ada Admin", False)
    assert waiting.is_overdue(asked + timedelta(minutes=11))
    office.sweep()
    assert office.people.being_invited() == []
    assert [user.name for user in office.people.everybody()] == ["Ada Admin", "Nell New"]
    assert office.all(Invitation) == []


def test_an_invited_person_becomes_active_by_signing_in(office: Office) -> None:
    user = office.invited()
    office.people.register(office.signed_in(user))
    known = office.people.get(user.id)
    assert (known.status, known.first_signed_in_at) == (UserStatus.ACTIVE, NOON)
    assert office.people.register(office.signed_in(user)) == known
    with refused(Code.WRONG_STATE):
        office.people.remind(user.id)


def test_an_open_invitation_can_be_sent_again(office: Office) -> None:
    user = office.invited()
    office.people.remind(user.id)
    assert office.directory.entries[user.id].mails == 2


@pytest.mark.feature("O13")
def test_a_disabled_person_is_out_at_once_and_stays_out_with_an_old_session(office: Office) -> None:
    user = office.invited()
    person = office.signed_in(user)
    assert office.people.admit(person) == person
    gone = office.people.disable(user.id, user.version, office.actor, a_key())
    with refused(Code.UNAUTHENTICATED):
        office.people.admit(person)
    entry = office.directory.entries[user.id]
    assert (entry.enabled, entry.sessions_ended) == (False, 1)
    back = office.people.enable(user.id, gone.version, office.actor, a_key())
    assert back.status is UserStatus.INVITED
    with refused(Code.UNAUTHENTICATED):
        office.people.admit(person)
    later = replace(person, signed_in_at=person.signed_in_at + 60)
    assert office.people.admit(later) == later


def test_losing_a_role_counts_at_once_and_gaining_one_with_the_next_token(office: Office) -> None:
    user = office.invited(Role.AGENT)
    lower = office.people.change_role(user.id, Role.VIEWER, user.version, office.actor, a_key())
    assert office.people.admit(office.signed_in(user, Role.AGENT)).role is Role.VIEWER
    office.people.change_role(user.id, Role.ADMIN, lower.version, office.actor, a_key())
    assert office.people.admit(office.signed_in(user, Role.VIEWER)).role is Role.VIEWER
    assert office.people.admit(office.signed_in(user, Role.ADMIN)).role is Role.ADMIN
    assert office.directory.entries[user.id].role is Role.ADMIN


def test_somebody_whom_only_the_directory_knows_is_let_in_as_what_it_says(office: Office) -> None:
    stranger = Person("sub-zoe", "Zoë", "zoe@example.com", Role.VIEWER)
    assert office.people.admit(stranger) == stranger
    office.people.register(stranger)
    assert [user.name for user in office.people.everybody()] == ["Ada Admin", "Zoë"]
    assert office.people.admit(replace(stranger, role=Role.ADMIN)).role is Role.VIEWER


def test_nobody_disables_or_demotes_themselves(office: Office) -> None:
    ada = office.people.get(ADA.id)
    with refused(Code.WRONG_STATE):
        office.people.disable(ada.id, ada.version, office.actor, a_key())
    with refused(Code.WRONG_STATE):
        office.people.change_role(ada.id, Role.VIEWER, ada.version, office.actor, a_key())


def test_the_last_admin_stays_one_whoever_asks(office: Office) -> None:
    other = office.acting(office.invited(Role.VIEWER))
    ada = office.people.get(ADA.id)
    with refused(Code.WRONG_STATE):
        office.people.disable(ada.id, ada.version, other, a_key())
    with refused(Code.WRONG_STATE):
        office.people.change_role(ada.id, Role.AGENT, ada.version, other, a_key())
    assert office.all(Admins)[0].ids == (ADA.id,)


def test_the_same_command_again_answers_the_same_and_another_is_stale_or_refused(office: Office) -> None:
    user, key = office.invited(), a_key()
    first = office.people.disable(user.id, user.version, office.actor, key)
    assert office.people.disable(user.id, user.version, office.actor, key) == first
    with refused(Code.KEY_REUSED):
        office.people.enable(user.id, first.version, office.actor, key)
    with refused(Code.STALE):
        office.people.enable(user.id, user.version, office.actor, a_key())
    assert office.told().count("user.disabled") == 1


def test_what_the_directory_did_not_hear_of_it_is_told_by_the_sweep(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    user = office.invited()

    def dies(*_: object, **__: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as dying:
        dying.setattr(office.directory, "bring", dies)
        with pytest.raises(ConnectionError):
            office.people.disable(user.id, user.version, office.actor, a_key())
    assert office.directory.entries[user.id].enabled
    with refused(Code.UNAUTHENTICATED):
        office.people.admit(office.signed_in(user))
    office.sweep()
    assert not office.directory.entries[user.id].enabled
    office.clock.instant = office.clock.instant.replace(hour=13)
    office.sweep()
    assert office.all(Errand) == []
