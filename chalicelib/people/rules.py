"""Who may become what, and what has to follow. The last admin stays one, and nobody takes their own rights away."""

from __future__ import annotations

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.changes import Append, Change, Changes, Insert, Remove, Replace
from chalicelib.core.clock import epoch_seconds
from chalicelib.core.errors import Code, refuse_if
from chalicelib.core.ids import fingerprint
from chalicelib.core.roles import Role
from chalicelib.people.model import Admins, Chore, Errand, Invitation, User, UserEmail, UserStatus
from chalicelib.people.teams import GENERAL, Team


def invited(invitation: Invitation, user_id: str, admins: Admins, diary: Diary, command: str) -> Changes:
    """The user whom the directory has made for an invitation, which is over with it."""
    user = User(
        id=user_id,
        email=invitation.email,
        name=invitation.name,
        role=invitation.role,
        status=UserStatus.INVITED,
        invited_at=diary.now,
        invited_by=invitation.actor_name,
        changed_by=command,
    )
    return Changes(
        Insert(user),
        Insert(UserEmail(email=user.email, user_id=user.id)),
        Remove(invitation.key),
        *counted(admins, user),
        Append(diary.tell(Event.USER_INVITED, user.ref, after={"role": user.role})),
    )


def arrived(user: User, diary: Diary) -> Changes:
    """An invited person who signs in for the first time."""
    here = user.model_copy(update={"status": UserStatus.ACTIVE, "first_signed_in_at": diary.now})
    return Changes(Replace(here), Append(diary.tell(Event.USER_REGISTERED, user.ref, after={"role": user.role})))


def registered(user: User, admins: Admins, diary: Diary) -> Changes:
    """Somebody whom the directory let in and whom Quittance did not know: the first admin, as a rule."""
    return Changes(
        Insert(user),
        Insert(UserEmail(email=user.email, user_id=user.id)),
        *counted(admins, user),
        Append(diary.tell(Event.USER_REGISTERED, user.ref, after={"role": user.role})),
    )


def role_changed(user: User, role: Role, admins: Admins, diary: Diary, command: str) -> Changes:
    """The user in another role, at once. Raises Refused(WRONG_STATE) for oneself, the last admin and the disabled."""
    _not_oneself(user, diary, "You cannot change your own role. Ask another administrator.")
    refuse_if(not user.is_enabled, Code.WRONG_STATE, "Enable them first.")
    refuse_if(user.role is role, Code.WRONG_STATE, "They have this role already.")
    after = user.model_copy(update={"role": role, "changed_by": command})
    told = diary.tell(Event.USER_ROLE_CHANGED, user.ref, before={"role": user.role}, after={"role": role})
    follow = Insert(errand(Chore.DIRECTORY, user.id, command, diary))
    return Changes(Replace(after), *counted(admins, after), follow, Append(told))


def disabled(user: User, admins: Admins, diary: Diary, command: str) -> Changes:
    """The user without access from the next request on; their tasks go back. Raises Refused(WRONG_STATE) for oneself, the
    last admin and the disabled."""
    _not_oneself(user, diary, "You cannot disable yourself. Ask another administrator.")
    refuse_if(not user.is_enabled, Code.WRONG_STATE, "They are disabled already.")
    gone = {"status": UserStatus.DISABLED, "sessions_from": epoch_seconds(diary.now) + 1, "changed_by": command}
    after = user.model_copy(update=gone)
    told = diary.tell(Event.USER_DISABLED, user.ref, before={"status": user.status}, after={"status": after.status})
    return Changes(
        Replace(after),
        *counted(admins, after),
        Insert(errand(Chore.DIRECTORY, user.id, command, diary)),
        Insert(errand(Chore.TASKS_OF_USER, user.id, command, diary)),
        Append(told),
    )


def enabled(user: User, admins: Admins, diary: Diary, command: str) -> Changes:
    """The user with access again, once they have signed in anew. Raises Refused(WRONG_STATE) for the enabled."""
    refuse_if(user.is_enabled, Code.WRONG_STATE, "They are enabled already.")
    status = UserStatus.ACTIVE if user.first_signed_in_at else UserStatus.INVITED
    after = user.model_copy(update={"status": status, "changed_by": command})
    told = diary.tell(Event.USER_ENABLED, user.ref, before={"status": user.status}, after={"status": status})
    follow = Insert(errand(Chore.DIRECTORY, user.id, command, diary))
    return Changes(Replace(after), *counted(admins, after), follow, Append(told))


def counted(admins: Admins, user: User) -> list[Change]:
    """What the user's new state changes about who is an admin. Raises Refused(WRONG_STATE) when nobody would be left."""
    others = tuple(known for known in admins.ids if known != user.id)
    now = (*others, user.id) if user.role is Role.ADMIN and user.is_enabled else others
    if set(now) == set(admins.ids):
        return []
    refuse_if(not now, Code.WRONG_STATE, "This is the last administrator. Make somebody else one first.")
    after = admins.model_copy(update={"ids": now})
    return [Replace(after) if admins.version else Insert(after)]


def may_hold(team: Team, user: User | None) -> bool:
    """Whether somebody may have a task of this queue or group. The general queue is everybody's until it is given members."""
    if user is None or not user.is_enabled:
        return False
    return user.id in team.members or (team.id == GENERAL and not team.members)


def errand(chore: Chore, subject: str, command: str, diary: Diary) -> Errand:
    """What follows a command; the same command names the same errand."""
    return Errand(id=fingerprint(f"{subject}\x1f{command}")[:32], chore=chore, subject=subject, since=diary.now)


def _not_oneself(user: User, diary: Diary, words: str) -> None:
    refuse_if(user.id == diary.actor.id, Code.WRONG_STATE, words)
