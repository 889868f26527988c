"""The emulator enforces the policies, so a journey fails when a right is taken away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest

from tools import people
from tools.console_api import ConsoleApi, Refused
from tools.local import STACK, LocalStack
from tools.places import REGION

pytestmark = pytest.mark.xdist_group("emulator")


def without(document: dict[str, Any], action: str) -> dict[str, Any]:
    """The policy with this action allowed nowhere."""
    kept = []
    for statement in document["Statement"]:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        if rest := [allowed for allowed in actions if allowed != action]:
            kept.append(statement | {"Action": rest})
    return document | {"Statement": kept}


@contextmanager
def deprived(logical_id: str, action: str) -> Iterator[None]:
    """While the block runs, the role lacks the action."""
    cloudformation, iam = boto3.client("cloudformation", region_name=REGION), boto3.client("iam", region_name=REGION)
    found = cloudformation.describe_stack_resource(StackName=STACK, LogicalResourceId=logical_id)
    role = found["StackResourceDetail"]["PhysicalResourceId"]
    [name] = iam.list_role_policies(RoleName=role)["PolicyNames"]
    document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(without(document, action)))
    try:
        yield
    finally:
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document))


@pytest.fixture
def agent(stack: LocalStack, tmp_path_factory: pytest.TempPathFactory) -> ConsoleApi:
    staff = people.present(stack.outputs, tmp_path_factory.mktemp("people") / "people.json")
    return ConsoleApi(stack.public_url, stack.outputs, staff["agent"])


def test_the_list_of_customers_fails_while_the_api_may_not_query(agent: ConsoleApi) -> None:
    path, everybody = "/api/customers/search", {"by": "name"}
    assert "items" in agent.post(path, everybody)
    with deprived("ApiHandlerRole", "dynamodb:Query"), pytest.raises(Refused, match="500"):
        agent.post(path, everybody)
    assert "items" in agent.post(path, everybody)
