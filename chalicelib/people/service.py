"""People: invited, given a role, disabled and enabled; and whom the console lets in."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.activities.model import Diary
from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, is_repeated, made_before, named
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Conflict, Insert, Remove, Replace, Table
from chalicelib.core.clock import Clock
from chalicelib.core.email import parse_email
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.faults import BadCell
from chalicelib.core.roles import Role, lower_of
from chalicelib.core.store import Store
from chalicelib.people import rules
from chalicelib.people.model import (
    ADMINS_PLACE,
    ERRANDS,
    INVITATION_PREFIX,
    NAME_LONGEST,
    USERS_LIMIT,
    Admins,
    Chore,
    Errand,
    Invitation,
    User,
    UserEmail,
    UserStatus,
    email_place,
    errand_place,
    invitation_place,
    user_place,
)
from chalicelib.people.ports import Directory
from chalicelib.web.people import Person

CONFLICT_TRIES = 8
ERRANDS_AT_ONCE = 25
INVITATIONS_SHOWN = 100
SETTLED = timedelta(minutes=2)
"""An index shows a new task long before. An errand about tasks is over when nothing was found to do this long after."""

HandBack = Callable[[Errand], str]
"""Hands back some of the tasks an errand is about. How far it came, or nothing once it is through."""


class People:
    """Everybody who works here."""

    def __init__(self, store: Store, directory: Directory, clock: Clock) -> None:
        self._store = store
        self._directory = directory
        self._clock = clock

    def admit(self, person: Person) -> Person:
        """The person as what they are at this moment, in one read: the lower of the role in their token and the one they
        have now, so that losing one counts at once.

        Somebody whom only the directory knows is let in as what it says: it is the organisation's own, and how the first
        admin comes in (ADR 11). Raises Refused(UNAUTHENTICATED) for the disabled, and for sessions from before that."""
        user = self._store.get(User, user_place(person.id))
        if user is None:
            return person
        if not user.is_enabled or person.signed_in_at < user.sessions_from:
            raise Refused(Code.UNAUTHENTICATED, "Your access has ended. Ask an administrator.")
        return replace(person, role=lower_of(person.role, user.role))

    def now(self) -> datetime:
        return self._clock.now()

    def everybody(self) -> list[User]:
        """All people, by name."""
        page = self._store.query(Table.OPERATIONS, "user", limit=USERS_LIMIT)
        return sorted((u for u in page.items if isinstance(u, User)), key=lambda u: (u.name.casefold(), u.id))

    def being_invited(self) -> list[Invitation]:
        """Whom somebody has invited and the directory does not know yet, the oldest first; the first hundred of them."""
        page = self._store.query(Table.OPERATIONS, ERRANDS, prefix=INVITATION_PREFIX, limit=INVITATIONS_SHOWN)
        return sorted((i for i in page.items if isinstance(i, Invitation)), key=lambda i: (i.asked_at, i.email))

    def by_id(self, ids: Collection[str]) -> dict[str, User]:
        """Those of them who are known, at most a hundred, in one read."""
        found = self._store.get_many([user_place(user_id) for user_id in ids]) if ids else {}
        return {user.id: user for user in found.values() if isinstance(user, User)}

    def get(self, user_id: str) -> User:
        """The user. Raises Refused(NOT_FOUND)."""
        found = self._store.get(User, user_place(user_id))
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that person.")
        return found

    def register(self, person: Person) -> User:
        """Whoever signed in, as a user: known from now on, and no longer merely invited. Raises Refused(WRONG_STATE) when
        their address is another person's."""
        for _ in range(CONFLICT_TRIES):
            user = self._store.get(User, user_place(person.id))
            if user is not None and user.status is not UserStatus.INVITED:
                return user
            diary = Diary(person.actor, self._clock.now())
            self._commit(rules.arrived(user, diary) if user else self._first_seen(person, diary))
        raise Refused(Code.BUSY)

    def invite(self, email: str, name: str, role: Role, actor: Actor, key: str) -> User:
        """A new person, who is sent a temporary password. The same key invites once.

        Raises Refused: INVALID, KEY_REUSED, WRONG_STATE when the address is somebody's already."""
        address, called = _address(email), _name(name)
        digest = digest_of("invite", address, called, role)
        made = made_before(self._store, actor, key, digest)
        if made is not None:
            return self.get(made)
        refuse_if(self._store.get(UserEmail, email_place(address)) is not None, Code.WRONG_STATE, KNOWN, field="email")
        refuse_if(len(self.everybody()) >= USERS_LIMIT, Code.WRONG_STATE, f"At most {USERS_LIMIT} people can have access.")
        invitation = Invitation(
            email=address,
            name=called,
            role=role,
            actor_id=actor.id,
            actor_name=actor.name,
            request_key=key,
            digest=digest,
            asked_at=self._clock.now(),
        )
        return self._complete(self._begun(invitation))

    def remind(self, user_id: str) -> User:
        """Send the invitation again, with a new temporary password. Raises Refused: NOT_FOUND, WRONG_STATE."""
        user = self.get(user_id)
        refuse_if(user.status is not UserStatus.INVITED, Code.WRONG_STATE, "Only an open invitation can be sent again.")
        self._directory.remind(user.email)
        return user

    def change_role(self, user_id: str, role: Role, version: int, actor: Actor, key: str) -> User:
        """The user in another role. Raises Refused: NOT_FOUND, STALE, WRONG_STATE, KEY_REUSED."""
        command = named(actor, key, "role", user_id, role, version)
        return self._changed(
            user_id, version, actor, command, lambda user, admins, diary: rules.role_changed(user, role, admins, diary, command)
        )

    def disable(self, user_id: str, version: int, actor: Actor, key: str) -> User:
        """The user without access, at once. Raises Refused: NOT_FOUND, STALE, WRONG_STATE, KEY_REUSED."""
        command = named(actor, key, "disable", user_id, version)
        return self._changed(
            user_id, version, actor, command, lambda user, admins, diary: rules.disabled(user, admins, diary, command)
        )

    def enable(self, user_id: str, version: int, actor: Actor, key: str) -> User:
        """The user with access again. Raises Refused: NOT_FOUND, STALE, WRONG_STATE, KEY_REUSED."""
        command = named(actor, key, "enable", user_id, version)
        return self._changed(
            user_id, version, actor, command, lambda user, admins, diary: rules.enabled(user, admins, diary, command)
        )

    def sweep(self, hand_back: HandBack) -> None:
        """Do what changes have left to do, some of it at a time. One that fails never stops the others: their failures are
        raised together at the end, and the next sweep tries again."""
        failures: list[Exception] = []
        for item in self._store.query(Table.OPERATIONS, ERRANDS, limit=ERRANDS_AT_ONCE).items:
            try:
                self._follow_up(item, hand_back)
            except Exception as error:  # noqa: BLE001  # the next one is somebody else's
                failures.append(error)
        if failures:
            raise ExceptionGroup(f"{len(failures)} errands could not be done", failures)

    def _follow_up(self, item: object, hand_back: HandBack) -> None:
        match item:
            case Invitation():
                self._complete(item)
            case Errand(chore=Chore.DIRECTORY):
                self._bring(item.subject)
                self._store.commit(Changes(Remove(item.key)))
            case Errand():
                reached = hand_back(item)
                if reached or self._clock.now() - item.since < SETTLED:
                    self._commit(Changes(Replace(item.model_copy(update={"after": reached}))))
                else:
                    self._store.commit(Changes(Remove(item.key)))

    def _begun(self, invitation: Invitation) -> Invitation:
        """The invitation, written before the directory is asked. Raises Refused(WRONG_STATE) when another one for the same
        address is under way."""
        try:
            self._store.commit(Changes(Insert(invitation)))
        except Conflict:
            under_way = self._store.get(Invitation, invitation_place(invitation.email))
            same = under_way is not None and (under_way.actor_id, under_way.request_key) == (
                invitation.actor_id,
                invitation.request_key,
            )
            if under_way is None or not same:
                raise Refused(Code.WRONG_STATE, KNOWN, field="email") from None
            return under_way
        return invitation

    def _complete(self, invitation: Invitation) -> User:
        """The user for an invitation that is under way, whoever asks."""
        user_id = self._directory.invite(invitation.email, invitation.name, invitation.role)
        mark = RequestMark(
            actor_id=invitation.actor_id, request_key=invitation.request_key, digest=invitation.digest, made=user_id
        )
        command = f"{invitation.actor_id}#{invitation.request_key}#{invitation.digest}"
        for _ in range(CONFLICT_TRIES):
            known = self._store.get(User, user_place(user_id))
            if known is not None:
                self._store.commit(Changes(Remove(invitation.key)))
                return known
            diary = Diary(invitation.actor, self._clock.now())
            self._commit(rules.invited(invitation, user_id, self._admins(), diary, command) + Changes(Insert(mark)))
        raise Refused(Code.BUSY)

    def _first_seen(self, person: Person, diary: Diary) -> Changes:
        taken = self._store.get(UserEmail, email_place(person.email))
        refuse_if(taken is not None and taken.user_id != person.id, Code.WRONG_STATE, KNOWN)
        user = User(
            id=person.id,
            email=person.email,
            name=person.name,
            role=person.role,
            status=UserStatus.ACTIVE,
            first_signed_in_at=diary.now,
        )
        return rules.registered(user, self._admins(), diary)

    def _changed(
        self,
        user_id: str,
        version: int,
        actor: Actor,
        command: str,
        rule: Callable[[User, Admins, Diary], Changes],
    ) -> User:
        for _ in range(CONFLICT_TRIES):
            user = self.get(user_id)
            if not is_repeated(command, user.changed_by):
                refuse_if(user.version != version, Code.STALE)
                if not self._commit(rule(user, self._admins(), Diary(actor, self._clock.now()))):
                    continue
            self._bring(user_id)
            errand = rules.errand(Chore.DIRECTORY, user_id, command, Diary(actor, self._clock.now()))
            self._store.commit(Changes(Remove(errand_place(errand.chore, errand.id))))
            return self.get(user_id)
        raise Refused(Code.BUSY)

    def _bring(self, user_id: str) -> None:
        """Bring the directory in line with the user, also when they change meanwhile."""
        for _ in range(CONFLICT_TRIES):
            user = self.get(user_id)
            self._directory.bring(user.id, user.role, enabled=user.is_enabled)
            if self.get(user_id).version == user.version:
                return
        raise Refused(Code.BUSY)

    def _admins(self) -> Admins:
        return self._store.get(Admins, ADMINS_PLACE) or Admins()

    def _commit(self, changes: Changes) -> bool:
        """Whether it was written; a conflict says that the decision was about something that has moved."""
        try:
            self._store.commit(changes)
        except Conflict:
            return False
        return True


KNOWN = "Somebody with this address has access or is invited already."


def _address(email: str) -> str:
    try:
        return parse_email(email)
    except BadCell as bad:
        raise Refused(Code.INVALID, "Write an email address like name@example.com.", field="email") from bad


def _name(name: str) -> str:
    called = " ".join(name.split())
    refuse_if(not called, Code.INVALID, "Write their name.", field="name")
    refuse_if(len(called) > NAME_LONGEST, Code.INVALID, f"A name has at most {NAME_LONGEST} characters.", field="name")
    return called
