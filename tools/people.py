"""The people of a local stack: an admin, an agent, somebody who judges files that were held back, and a viewer who must choose
a password at the first sign-in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import boto3

from chalicelib.core.passwords import new_password
from tools.places import REGION


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in. `chosen` is false while the password is one to be replaced at the first sign-in."""

    email: str
    name: str
    role: str
    password: str
    chosen: bool


def present(outputs: Mapping[str, str], kept: Path) -> dict[str, Person]:
    """The stack's people by role, each made once; their passwords are kept in that file, which only its owner may read."""
    known = [Person(**fields) for fields in json.loads(kept.read_text())] if kept.is_file() else []
    staff = {person.role: person for person in known}
    made = [person for person in newcomers() if person.role not in staff]
    for person in made:
        create(outputs["UserPoolId"], person)
    if made:
        kept.touch(mode=0o600)
        kept.write_text(json.dumps([asdict(person) for person in [*known, *made]], indent=2))
    return staff | {person.role: person for person in made}


def newcomers() -> list[Person]:
    """One of each role, with a new password."""
    return [
        Person("admin@example.com", "Ada Admin", "admin", new_password(), chosen=True),
        Person("agent@example.com", "Aled Agent", "agent", new_password(), chosen=True),
        Person("security@example.com", "Saira Security", "security", new_password(), chosen=True),
        Person("viewer@example.com", "Vera Viewer", "viewer", new_password(), chosen=False),
    ]


def create(pool: str, person: Person) -> None:
    """Put the person into the pool and into the group of their role. Somebody already there gets this password."""
    cognito = boto3.client("cognito-idp", region_name=REGION)
    attributes = {"email": person.email, "email_verified": "true", "name": person.name}
    try:
        cognito.admin_create_user(
            UserPoolId=pool,
            Username=person.email,
            UserAttributes=[{"Name": name, "Value": value} for name, value in attributes.items()],
            TemporaryPassword=person.password,
            MessageAction="SUPPRESS",
        )
    except cognito.exceptions.UsernameExistsException:
        cognito.admin_set_user_password(UserPoolId=pool, Username=person.email, Password=person.password, Permanent=False)
    if person.chosen:
        cognito.admin_set_user_password(UserPoolId=pool, Username=person.email, Password=person.password, Permanent=True)
    cognito.admin_add_user_to_group(UserPoolId=pool, Username=person.email, GroupName=person.role)
