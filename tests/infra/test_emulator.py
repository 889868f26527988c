"""The stack on the emulator: what the template names is there, and the front before it answers as CloudFront would."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib.core.roles import Role
from tools import deploy, people
from tools.console_api import ConsoleApi, Refused
from tools.local import STACK, LocalStack
from tools.package import Package
from tools.places import REGION

pytestmark = pytest.mark.xdist_group("emulator")


def client(service: str) -> Any:
    return boto3.client(service, region_name=REGION)


def physical(kind: str) -> set[str]:
    """What CloudFormation made of one type."""
    pages = client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=STACK)
    found = [resource for page in pages for resource in page["StackResourceSummaries"]]
    return {resource["PhysicalResourceId"] for resource in found if resource["ResourceType"] == kind}


def test_cloudformation_shows_the_stack_complete(stack: LocalStack) -> None:
    [shown] = client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
    assert shown["StackStatus"].endswith("_COMPLETE")
    assert shown["StackStatus"] != "ROLLBACK_COMPLETE"


def test_the_tables_that_the_template_names_exist_with_their_indexes(stack: LocalStack) -> None:
    names = {f"{STACK}-{table}" for table in ("records", "activities", "journal", "lookups", "operations")}
    assert set(client("dynamodb").list_tables()["TableNames"]) == names == physical("AWS::DynamoDB::Table")
    table = client("dynamodb").describe_table(TableName=f"{STACK}-records")["Table"]
    assert {index["IndexName"] for index in table["GlobalSecondaryIndexes"]} == {"names", "feed", "due"}


def test_the_queues_that_the_template_names_exist_with_their_dead_letter_queues(stack: LocalStack) -> None:
    work = ("inbox", "plan", "apply", "campaigns", "exports", "messages", "message-events", "files", "file-verdicts")
    urls = set(client("sqs").list_queues()["QueueUrls"])
    names = {f"{STACK}-{name}{end}" for name in work for end in ("", "-dead-letters")}
    assert {url.rsplit("/", 1)[-1] for url in urls} == names | {f"{STACK}-sms-receipts-dead-letters"}
    assert urls == physical("AWS::SQS::Queue")


def test_the_functions_that_the_template_names_exist_and_are_fed(stack: LocalStack) -> None:
    functions = {found["FunctionName"] for found in client("lambda").list_functions()["Functions"]}
    assert functions == physical("AWS::Lambda::Function")
    fed = client("lambda").list_event_source_mappings()["EventSourceMappings"]
    assert {mapping["FunctionArn"].rsplit(":", 1)[-1] for mapping in fed} == {
        f"{STACK}-{name}"
        for name in (
            "import-check",
            "import-plan",
            "import-apply",
            "campaign-build",
            "export-build",
            "message-send",
            "message-events",
            "file-scan",
            "file-verdicts",
            "file-failures",
        )
    }


def test_email_may_be_sent_from_the_address_that_the_template_names(stack: LocalStack) -> None:
    assert client("sesv2").get_email_identity(EmailIdentity="example.com")["VerifiedForSendingStatus"]


def test_deploying_what_is_deployed_changes_nothing(stack: LocalStack, package: Package) -> None:
    assert deploy.deploy(package, STACK, {"Platform": "emulator"}) == stack.outputs


def ask(stack: LocalStack, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    request = urllib.request.Request(stack.public_url + path, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_the_neutral_page_answers_with_security_headers(stack: LocalStack) -> None:
    status, headers, _ = ask(stack, "/")
    assert status == 200
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_an_unknown_address_is_not_found_rather_than_forbidden(stack: LocalStack) -> None:
    status, headers, body = ask(stack, "/no/such/page")
    assert status == 404
    assert json.loads(body)["error"]["code"] == "NOT_FOUND"
    assert headers["Cache-Control"] == "no-store"


def test_every_screen_of_the_console_is_its_one_page_and_a_missing_file_is_missing(stack: LocalStack) -> None:
    page = ask(stack, "/console/")
    assert page[0] == 200
    assert ask(stack, "/console/customers/abc")[2] == page[2]
    assert page[1]["Cache-Control"] == "no-cache"
    assert ask(stack, "/console/assets/missing.js")[0] == 404
    config = json.loads(ask(stack, "/console/config.json")[2])
    assert config["userPoolId"] == stack.outputs["UserPoolId"]


@pytest.mark.parametrize("token", ["", "nonsense", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."])
def test_the_console_api_is_closed_to_whoever_is_not_signed_in(stack: LocalStack, token: str) -> None:
    status, _, body = ask(stack, "/api/me", **({"Authorization": token} if token else {}))
    assert status == 401
    assert json.loads(body)["error"]["code"] == "UNAUTHENTICATED"


@pytest.fixture(scope="module")
def staff(stack: LocalStack, tmp_path_factory: pytest.TempPathFactory) -> dict[str, people.Person]:
    return people.present(stack.outputs, tmp_path_factory.mktemp("people") / "people.json")


@pytest.mark.parametrize("role", ["admin", "agent", "security"])
def test_people_sign_in_without_their_password_leaving_and_have_their_role(
    stack: LocalStack, staff: dict[str, people.Person], role: str
) -> None:
    assert ConsoleApi(stack.public_url, stack.outputs, staff[role]).get("/api/me")["role"] == role


def test_a_refusal_of_the_api_is_told_with_its_words(stack: LocalStack, staff: dict[str, people.Person]) -> None:
    with pytest.raises(Refused, match="404"):
        ConsoleApi(stack.public_url, stack.outputs, staff["agent"]).get("/api/uploads/unknown")


def test_passwords_are_made_once_and_only_their_owner_may_read_them(stack: LocalStack, tmp_path: Path) -> None:
    kept = tmp_path / "people.json"
    first = people.present(stack.outputs, kept)
    assert set(first) == set(Role)
    assert people.present(stack.outputs, kept) == first
    assert kept.stat().st_mode & 0o077 == 0
