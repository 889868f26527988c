"""Least privilege in every test: what a function asks of AWS is refused when its policy file does not allow it.

Moto allows everything, so the policies are judged here, on the line to AWS. Which rights were used is noted, so that a test can
ask for rights that nothing needs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import botocore.handlers
import yaml
from botocore.exceptions import ClientError

from tests.support.aws import VARIABLES
from tools.places import ROOT

TRANSACTED = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}
S3_ACTIONS = {
    "HeadObject": ("GetObject",),
    "ListObjectsV2": ("ListBucket",),
    "ListObjectVersions": ("ListBucketVersions",),
    "CreateMultipartUpload": ("PutObject",),
    "UploadPart": ("PutObject",),
    "CompleteMultipartUpload": ("PutObject",),
    "DeleteObjects": ("DeleteObject",),
    "CopyObject": ("PutObject",),
}
PREFIXES = {"sesv2": "ses", "cognito-idp": "cognito-idp"}
ANYTHING = "*"


class Use(NamedTuple):
    """One action on one resource, named as the template names it: `RecordsTable/index/due`, `ExportsBucket/x.csv`."""

    action: str
    resource: str


class Grant(NamedTuple):
    """One action that a policy allows on resources of this pattern."""

    action: str
    pattern: str


@cache
def grants(function: str) -> tuple[Grant, ...]:
    """What the policy file of a function allows."""
    statements = json.loads((ROOT / ".chalice" / f"policy-{function}.json").read_text())["Statement"]
    return tuple(
        Grant(action, _pattern(resource))
        for statement in statements
        for action in _listed(statement["Action"])
        for resource in _listed(statement.get("Resource", ANYTHING))
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _pattern(resource: Any) -> str:
    """`{"Fn::GetAtt": ["RecordsTable", "Arn"]}` and `{"Fn::Sub": "${RecordsTable.Arn}/index/due"}` by logical names."""
    if isinstance(resource, str):
        return resource
    if "Fn::Sub" in resource:
        return re.sub(r"\$\{(\w+)(?:\.\w+)?\}", r"\1", str(resource["Fn::Sub"]))
    [value] = resource.values()
    return str(value[0] if isinstance(value, list) else value)


class _Template(yaml.SafeLoader):
    """Reads a template's short tags as the names they point at."""


def _name(loader: yaml.SafeLoader, _: str, node: yaml.Node) -> object:
    return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None


_Template.add_multi_constructor("!", _name)


@cache
def logical_names() -> dict[tuple[str, str], str]:
    """The kind and the name of each table, bucket, queue and secret of these tests, to its name in the template."""
    functions = yaml.load((ROOT / "infra" / "functions.yaml").read_text(), _Template)  # safe underneath
    variables = functions["Globals"]["Function"]["Environment"]["Variables"]
    return {
        (name.removesuffix("_URL").rsplit("_", 1)[-1], VARIABLES[name].rsplit("/", 1)[-1]): str(logical)
        for name, logical in variables.items()
        if name in VARIABLES
    }


def uses(service: str, operation: str, params: dict[str, Any]) -> list[Use]:
    """What an AWS request asks for, in the words of IAM."""
    body = params.get("body")
    asked = json.loads(body) if isinstance(body, bytes) and body[:1] == b"{" else {}
    match service:
        case "dynamodb":
            return _dynamodb(operation, asked)
        case "s3":
            source = params["headers"].get("x-amz-copy-source", "")
            copied = _s3("GetObject", *_copied(source), versioned="versionId=" in source) if source else []
            return copied + _s3(operation, *_place(params["url"]), versioned="versionId" in params["query_string"])
        case "sqs":
            # The emulator asks for the name of the request where AWS asks for that of the single one.
            actions = {operation, operation.removesuffix("Batch")}
            return [Use(f"sqs:{action}", _logical("QUEUE", asked["QueueUrl"].rsplit("/", 1)[-1])) for action in sorted(actions)]
        case "secretsmanager":
            return [Use(f"secretsmanager:{operation}", _logical("SECRET", asked["SecretId"]))]
        case _:
            return [Use(f"{PREFIXES.get(service, service)}:{operation}", ANYTHING)]


def _dynamodb(operation: str, asked: dict[str, Any]) -> list[Use]:
    match operation:
        case "BatchGetItem" | "BatchWriteItem":
            return [Use(f"dynamodb:{operation}", _logical("TABLE", table)) for table in asked["RequestItems"]]
        case "TransactWriteItems":
            items = [(kind, item["TableName"]) for each in asked["TransactItems"] for kind, item in each.items()]
            return [Use(f"dynamodb:{TRANSACTED[kind]}", _logical("TABLE", table)) for kind, table in items]
        case "TransactGetItems":
            return [Use("dynamodb:GetItem", _logical("TABLE", each["Get"]["TableName"])) for each in asked["TransactItems"]]
        case "DescribeTable":
            return []
        case _:
            index = f"/index/{asked['IndexName']}" if "IndexName" in asked else ""
            return [Use(f"dynamodb:{operation}", _logical("TABLE", asked["TableName"]) + index)]


def _s3(operation: str, bucket: str, key: str, *, versioned: bool = False) -> list[Use]:
    actions = S3_ACTIONS.get(operation, (operation,))
    if operation in ("GetObject", "DeleteObject") and versioned:
        actions = (f"{operation}Version",)
    place = _logical("BUCKET", bucket) if operation.startswith("List") else f"{_logical('BUCKET', bucket)}/{key}"
    return [Use(f"s3:{action}", place) for action in actions]


def _copied(source: str) -> tuple[str, str]:
    """The bucket and the key of what is copied."""
    bucket, _, key = unquote(source.partition("?")[0]).lstrip("/").partition("/")
    return bucket, key


def _place(url: str) -> tuple[str, str]:
    """The bucket and the key in an object's address, whichever of the two ways it is written."""
    address = urlsplit(url)
    host, path = address.netloc.split(".")[0], unquote(address.path).lstrip("/")
    if host == "s3":
        bucket, _, key = path.partition("/")
        return bucket, key
    return host, path


def _logical(kind: str, name: str) -> str:
    return logical_names().get((kind, name), name)


class Rights:
    """Who is at work, what they used, and what they were refused."""

    def __init__(self) -> None:
        self._acting: list[str] = []
        self.used: set[tuple[str, Grant]] = set()
        self.refused: list[str] = []

    @contextmanager
    def acting(self, function: str) -> Iterator[None]:
        """In the block, AWS is asked by this function."""
        self._acting.append(function)
        try:
            yield
        finally:
            self._acting.pop()

    def before_call(self, model: Any, params: Any, **_: Any) -> None:
        if self._acting:
            for use in uses(model.service_model.service_name, model.name, params):
                self.ask(self._acting[-1], use)

    def before_sign(self, request: Any, signature_version: Any, operation_name: str, **_: Any) -> None:
        """An address that lets its bearer do something lets them do what its maker may do."""
        if not self._acting:
            return
        if str(signature_version).endswith("presign-post"):
            bucket, _ = _place(request.url)
            for use in _s3(operation_name, bucket, request.context["s3-presign-post-fields"]["key"]):
                self.ask(self._acting[-1], use)
        if str(signature_version).endswith("-query"):
            for use in _s3(operation_name, *_place(request.url)):
                self.ask(self._acting[-1], use)

    def ask(self, function: str, use: Use) -> None:
        """Note which grants cover this use. Raises ClientError as AWS does when none does."""
        covering = _covering(function, use)
        self.used |= {(function, grant) for grant in covering}
        if not covering:
            self.refused.append(f"{function} may not {use.action} on {use.resource}")
            raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": self.refused[-1]}}, use.action)


@cache
def _covering(function: str, use: Use) -> frozenset[Grant]:
    return frozenset(
        grant
        for grant in grants(function)
        if grant.action == use.action and (use.resource == ANYTHING or fnmatchcase(use.resource, grant.pattern))
    )


RIGHTS = Rights()
botocore.handlers.BUILTIN_HANDLERS[:0] = [("before-call", RIGHTS.before_call), ("before-sign.s3", RIGHTS.before_sign)]
