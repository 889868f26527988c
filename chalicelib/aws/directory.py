"""The port to the directory on a Cognito user pool, whose groups are the roles."""

from __future__ import annotations

from typing import Any

from chalicelib.aws.clients import client
from chalicelib.core.errors import Code, refuse_if
from chalicelib.core.passwords import new_password
from chalicelib.core.roles import Role
from chalicelib.people.ports import HAS_PASSWORD

NO_OWN_PASSWORD = "FORCE_CHANGE_PASSWORD"  # noqa: S105  # a state of Cognito's, not a password


class CognitoDirectory:
    """The stack's user pool. Its user names are Cognito's own ids; an address is another name for the same person."""

    def __init__(self, pool: str, region: str) -> None:
        self._pool = pool
        self._region = region

    @property
    def _cognito(self) -> Any:
        return client("cognito-idp", self._region)

    def invite(self, email: str, name: str, role: Role) -> str:
        attributes = {"email": email, "email_verified": "true", "name": name}
        try:
            made = self._cognito.admin_create_user(
                UserPoolId=self._pool,
                Username=email,
                UserAttributes=[{"Name": key, "Value": value} for key, value in attributes.items()],
                TemporaryPassword=new_password(),
                DesiredDeliveryMediums=["EMAIL"],
            )
            user_id = _subject(made["User"]["Attributes"])
        except self._cognito.exceptions.UsernameExistsException:
            known = self._cognito.admin_get_user(UserPoolId=self._pool, Username=email)
            user_id = _subject(known["UserAttributes"])
        self._give(user_id, role)
        return user_id

    def remind(self, email: str) -> None:
        known = self._cognito.admin_get_user(UserPoolId=self._pool, Username=email)
        refuse_if(known["UserStatus"] != NO_OWN_PASSWORD, Code.WRONG_STATE, HAS_PASSWORD)
        self._cognito.admin_create_user(
            UserPoolId=self._pool,
            Username=email,
            MessageAction="RESEND",
            TemporaryPassword=new_password(),
            DesiredDeliveryMediums=["EMAIL"],
        )

    def bring(self, user_id: str, role: Role, *, enabled: bool) -> None:
        who = {"UserPoolId": self._pool, "Username": user_id}
        try:
            if enabled:
                self._give(user_id, role)
                self._cognito.admin_enable_user(**who)
            else:
                self._cognito.admin_disable_user(**who)
                self._cognito.admin_user_global_sign_out(**who)
                self._give(user_id, role)
        except self._cognito.exceptions.UserNotFoundException:
            return

    def _give(self, user_id: str, role: Role) -> None:
        """Exactly this role. The new one comes first, so that nobody is without any in between."""
        who = {"UserPoolId": self._pool, "Username": user_id}
        groups = {group["GroupName"] for group in self._cognito.admin_list_groups_for_user(**who)["Groups"]}
        if role not in groups:
            self._cognito.admin_add_user_to_group(**who, GroupName=role)
        for other in sorted(groups & set(Role) - {role}):
            self._cognito.admin_remove_user_from_group(**who, GroupName=other)


def _subject(attributes: list[dict[str, str]]) -> str:
    return next(attribute["Value"] for attribute in attributes if attribute["Name"] == "sub")
