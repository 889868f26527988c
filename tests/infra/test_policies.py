"""Least privilege: each function may do what it does, where it does it, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.places import ROOT

POLICIES = sorted((ROOT / ".chalice").glob("policy-*.json"))


def statements(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text())["Statement"]
    return found


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def actions(path: Path) -> set[str]:
    return {action for statement in statements(path) for action in listed(statement["Action"])}


def test_every_function_has_a_policy_of_its_own() -> None:
    config = json.loads((ROOT / ".chalice" / "config.json").read_text())
    named = {function: settings["iam_policy_file"] for function, settings in config["lambda_functions"].items()}
    assert named == {function: f"policy-{function}.json" for function in named}
    assert {path.name for path in POLICIES} == set(named.values())
    assert config["autogen_policy"] is False


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_no_action_is_a_wildcard_and_no_resource_is_everything(path: Path) -> None:
    for statement in statements(path):
        assert statement["Effect"] == "Allow"
        assert not [action for action in listed(statement["Action"]) if "*" in action]
        if statement["Action"] == "sns:Publish":
            # A phone is no resource of any account: the way to say "to phones only" is "to nothing that has a name".
            assert statement["NotResource"] == {"Fn::Sub": "arn:${AWS::Partition}:sns:*:*:*"}
            continue
        for resource in listed(statement["Resource"]):
            assert resource != "*"
            assert isinstance(resource, dict), f"{resource} is not a resource of the stack"


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_a_resource_is_never_a_whole_bucket_of_datasets_or_a_whole_service(path: Path) -> None:
    patterns = [
        resource["Fn::Sub"]
        for found in statements(path)
        for resource in listed(found.get("Resource", []))
        if "Fn::Sub" in resource
    ]
    assert "${DatasetsBucket.Arn}/*" not in patterns
    assert all(pattern.startswith(("${", "arn:${AWS::Partition}:logs:")) for pattern in patterns)


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_functions_write_logs_but_never_make_log_groups_that_would_be_kept_for_ever(path: Path) -> None:
    assert {"logs:CreateLogStream", "logs:PutLogEvents"} <= actions(path)
    assert "logs:CreateLogGroup" not in actions(path)


def test_only_jobs_that_go_through_everybody_may_read_a_whole_index() -> None:
    readers = [path.stem for path in POLICIES if "dynamodb:Scan" in actions(path)]
    assert readers == ["policy-campaign_build", "policy-export_build", "policy-import_plan", "policy-journal_check"]


def test_only_the_functions_that_make_links_or_check_them_hold_the_key_of_links() -> None:
    holders = {path.stem for path in POLICIES if {"Fn::GetAtt": ["LinkSecret", "Id"]} in secrets(path)}
    assert holders == {
        "policy-api_handler",
        "policy-campaign_build",
        "policy-import_plan",
        "policy-import_apply",
        "policy-message_send",
    }


@pytest.mark.feature("FI5")
def test_only_functions_that_scan_may_read_what_is_in_quarantine_or_write_what_is_clean() -> None:
    """Above all not the API: what it can read, a fault in a page of it could show."""
    for path in POLICIES:
        reads = {action for action, place in given(path) if place.startswith("${QuarantineBucket.Arn}") and ":Get" in action}
        writes = [(a, place) for a, place in given(path) if "/clean/" in place or "/previews/" in place if ":Put" in a]
        if path.stem in ("policy-file_scan", "policy-file_verdicts"):
            assert reads == {"s3:GetObjectVersion"}
        else:
            assert (reads, writes) == (set(), [])


def given(path: Path) -> set[tuple[str, str]]:
    """Each action of a policy with each of its places that is a pattern."""
    return {
        (action, resource["Fn::Sub"])
        for found in statements(path)
        for action in listed(found["Action"])
        for resource in listed(found.get("Resource", []))
        if "Fn::Sub" in resource
    }


def secrets(path: Path) -> list[Any]:
    found = [listed(one["Resource"]) for one in statements(path) if one["Action"] == "secretsmanager:GetSecretValue"]
    return [resource for resources in found for resource in resources]


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_the_packaged_role_of_a_function_is_given_its_own_policy(path: Path, resources: dict[str, dict[str, Any]]) -> None:
    function = path.stem.removeprefix("policy-")
    role = "".join(part.title() for part in function.split("_")) + "Role"
    [given] = resources[role]["Properties"]["Policies"]
    assert given["PolicyDocument"]["Statement"] == statements(path)
