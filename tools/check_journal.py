"""Check the money of a stack from outside: read its tables, replay every journal, and hold it against the signed digests.

    python -m tools.check_journal STACK

It reads the tables as they are stored and uses none of the application's rules, models or storage: what it finds does not
depend on the code that wrote it. It writes nothing, and what it prints holds nothing of a person. Ends with 1 on any fault.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import boto3

from chalicelib.auditing.replaying import Books, Document, Fault, Finding, findings, sums
from chalicelib.auditing.sealing import ForgedError, Sealed, opened, tampered
from tools.places import REGION


@dataclass(frozen=True, slots=True)
class Places:
    """Where a stack keeps what is checked; the key signs its digests."""

    records: str
    journal: str
    digests: str
    key: bytes


@dataclass(slots=True)
class Report:
    """What was read, and everything that is wrong. A forged digest is named by its key and version."""

    customers: int = 0
    entries: int = 0
    pieces: int = 0
    sums: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    forged: list[str] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        return not self.findings and not self.forged


def check(places: Places) -> Report:
    """The report on everything that a stack holds. Who pays meanwhile is read again before anything is said of them."""
    report = Report()
    dynamodb = boto3.client("dynamodb", region_name=REGION)
    sealed = _sealed(places, report)
    for customer in _customers(dynamodb, places.records):
        books = _books(dynamodb, places, customer)
        if findings(books):
            books = _books(dynamodb, places, _customer(dynamodb, places.records, books.key))
        report.customers += 1
        report.entries += len(books.entries)
        report.sums.update(sums(books.entries))
        report.findings += findings(books)
        since = str(customer["registered_at"])[:10]
        lines = [line for line in sealed.pop(books.key, []) if line.day >= since]
        report.findings += tampered(books.key, books.entries, lines)
    report.findings += [Finding(Fault.GONE, key) for key in sealed if not _was_deleted(dynamodb, places.records, key)]
    return report


def _sealed(places: Places, report: Report) -> dict[str, list[Sealed]]:
    """What every version of every digest says, by customer: a digest that was replaced must hold as well as the new one."""
    s3, said = boto3.client("s3", region_name=REGION), defaultdict(list)
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=places.digests):
        for version in page.get("Versions", ()):
            file = s3.get_object(Bucket=places.digests, Key=version["Key"], VersionId=version["VersionId"])["Body"].read()
            report.pieces += 1
            try:
                for line in opened(file, places.key):
                    said[line.customer_key].append(line)
            except ForgedError:
                report.forged.append(f"{version['Key']} {version['VersionId']}")
    return said


def _customers(dynamodb: Any, table: str) -> Iterator[Document]:
    pages = dynamodb.get_paginator("scan").paginate(
        TableName=table,
        FilterExpression="sk = :root AND kind = :kind",
        ExpressionAttributeValues={":root": {"S": "#"}, ":kind": {"S": "customer"}},
        ConsistentRead=True,
    )
    yield from (_plain(item["doc"]) for page in pages for item in page["Items"])


def _was_deleted(dynamodb: Any, table: str, key: str) -> bool:
    """Whether a customer of whom a digest tells was deleted as it should be: that leaves a sign behind."""
    sign = dynamodb.get_item(TableName=table, Key={"pk": {"S": key}, "sk": {"S": "#deleted"}}, ConsistentRead=True)
    return "Item" in sign


def _customer(dynamodb: Any, table: str, key: str) -> Document:
    found = dynamodb.get_item(TableName=table, Key={"pk": {"S": key}, "sk": {"S": "#"}}, ConsistentRead=True)
    return _plain(found["Item"]["doc"])  # type: ignore[no-any-return]


def _books(dynamodb: Any, places: Places, customer: Document) -> Books:
    """Everything about one customer's money, up to the entry that the record knows of."""
    last = int(customer.get("journal_sequence", 0))
    items = list(_partition(dynamodb, places.journal, str(customer["customer_key"])))
    entries = [_plain(item["doc"]) for item in items if item["kind"]["S"] == "entry"]
    markers = {m["entry_ref"]: m["sequence"] for m in (_plain(i["doc"]) for i in items if i["kind"]["S"] == "entry-marker")}
    payments = [
        _plain(item["doc"])
        for item in _partition(dynamodb, places.records, str(customer["customer_key"]), "P#")
        if item["kind"]["S"] == "payment"
    ]
    known = {ref: sequence for ref, sequence in markers.items() if sequence <= last}
    return Books(customer, [entry for entry in entries if entry["sequence"] <= last], known, payments)


def _partition(dynamodb: Any, table: str, key: str, prefix: str = "") -> Iterator[dict[str, Any]]:
    condition, values = "pk = :pk", {":pk": {"S": key}}
    if prefix:
        condition, values = f"{condition} AND begins_with(sk, :prefix)", values | {":prefix": {"S": prefix}}
    pages = dynamodb.get_paginator("query").paginate(
        TableName=table, KeyConditionExpression=condition, ExpressionAttributeValues=values, ConsistentRead=True
    )
    for page in pages:
        yield from page["Items"]


def _plain(value: dict[str, Any]) -> Any:
    """A stored value as Python has it. Numbers are whole: there are no others."""
    [(kind, held)] = value.items()
    match kind:
        case "M":
            return {name: _plain(each) for name, each in held.items()}
        case "L":
            return [_plain(each) for each in held]
        case "N":
            return int(held)
        case _:
            return held


def told(finding: Finding) -> str:
    """One line about a fault."""
    said = f"{finding.fault}: customer {finding.customer_key}"
    if finding.fault is Fault.TAMPERED:
        first = finding.expected + 1
        which = f"entry {first}" if first == finding.sequence else f"an entry from {first} to {finding.sequence}"
        return f"{said}, {which} is not what the digests say"
    if finding.fault is Fault.GONE:
        return f"{said} is in a digest, and was neither kept nor deleted"
    at = f", entry {finding.sequence}" if finding.sequence else ""
    return f"{said}{at}, expected {finding.expected}, found {finding.found}"


def of_stack(name: str) -> Places:
    """Where a deployed stack keeps its money, and the key of its digests."""
    described = boto3.client("cloudformation", region_name=REGION).describe_stacks(StackName=name)["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in described["Outputs"]}
    secrets = boto3.client("secretsmanager", region_name=REGION)
    key = secrets.get_secret_value(SecretId=outputs["JournalSecret"])["SecretString"].encode()
    return Places(outputs["RecordsTable"], outputs["JournalTable"], outputs["DigestsBucket"], key)


def main() -> None:
    [name] = sys.argv[1:]
    report = check(of_stack(name))
    for line in (*map(told, report.findings), *(f"FORGED: digest {name}" for name in report.forged)):
        print(line)
    counted = asdict(report) | {"findings": len(report.findings), "forged": len(report.forged), "sums": dict(report.sums)}
    print(json.dumps(counted, sort_keys=True))
    sys.exit(0 if report.agrees else 1)


if __name__ == "__main__":
    main()
