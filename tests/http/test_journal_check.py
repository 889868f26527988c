"""The daily check of everybody's money on the stack's tables, its signed digests, and the tool that reads both from outside."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from chalicelib import wiring
from chalicelib.auditing.replaying import Fault
from chalicelib.core.clock import london_day
from tests.support.debtors import SIAN
from tests.support.world import World
from tools import check_journal
from tools.check_journal import Places, Report
from tools.places import REGION


def checked() -> Report:
    key = boto3.client("secretsmanager", region_name=REGION).get_secret_value(SecretId="quittance-journal")["SecretString"]
    return check_journal.check(Places("quittance-records", "quittance-journal", "quittance-digests", key.encode()))


def paid(here: World, pounds: str) -> None:
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-1/pay")
    browser.submit(choice="other", amount=pounds)
    browser.submit(outcome="pay")
    here.deliver_webhooks()


def entry(here: World, sequence: int) -> dict[str, Any]:
    return {"pk": {"S": here.key("C-1001")}, "sk": {"S": f"{sequence:09d}"}}


def changed(here: World, sequence: int, path: str, value: dict[str, str]) -> None:
    """Somebody with a hand in the table changes a stored entry."""
    parts = path.split(".")
    names = {f"#{n}": part for n, part in enumerate(parts) if not part.isdigit()}
    where = "".join(f"[{part}]" if part.isdigit() else f".#{n}" for n, part in enumerate(parts)).lstrip(".")
    boto3.client("dynamodb", region_name=REGION).update_item(
        TableName="quittance-journal",
        Key=entry(here, sequence),
        UpdateExpression=f"SET {where} = :value",
        ExpressionAttributeNames=names,
        ExpressionAttributeValues={":value": value},
    )


def test_what_the_job_and_the_tool_find_right_agrees_and_is_read_alike(here: World) -> None:
    paid(here, "12.34")
    here.sweep("journal_check")
    report = wiring.auditor().report(london_day(here.clock.now()))
    assert report is not None
    tool = checked()
    assert tool.agrees
    assert (report.customers, report.entries, report.faults) == (tool.customers, tool.entries, 0) == (3, 4, 0)
    assert report.sums == dict(tool.sums)
    assert tool.pieces == 1


def test_a_wrong_entry_is_found_by_the_job_and_by_the_tool(here: World) -> None:
    changed(here, 1, "doc.postings.0.amount", {"N": "6501"})
    here.sweep("journal_check")
    report = wiring.auditor().report(london_day(here.clock.now()))
    assert report is not None
    found = {("RUNNING_BALANCE", here.key("C-1001")), ("CLAIM", here.key("C-1001"))}
    assert {(fault.fault, fault.customer_key) for fault in report.findings} == found
    assert {(fault.fault.value, fault.customer_key) for fault in checked().findings} == found
    shown = here.agent("admin").get("/journal-checks").json
    [told] = shown["items"]
    assert {(fault["fault"], fault["customer_key"]) for fault in told["findings"]} == found
    assert (shown["overdue"], told["faults"], told["digest_files"]) == (False, 2, 1)


@pytest.mark.parametrize("sequence", [1, 3])
def test_an_entry_that_is_changed_so_that_all_still_adds_up_shows_in_the_digests(here: World, sequence: int) -> None:
    for pounds in ("10.00", "20.00"):
        here.sweep("journal_check")
        here.wait(days=1)
        paid(here, pounds)
    here.sweep("journal_check")
    assert checked().agrees
    changed(here, sequence, "doc.actor_name", {"S": "Somebody Else"})
    [found] = checked().findings
    assert (found.fault, found.customer_key) == (Fault.TAMPERED, here.key("C-1001"))
    assert (found.expected, found.sequence) == (sequence - 1, sequence)
    assert f"entry {sequence} is not what the digests say" in check_journal.told(found)


def test_a_digest_written_by_somebody_else_is_named(here: World) -> None:
    here.sweep("journal_check")
    day = london_day(here.clock.now()).isoformat()
    s3 = boto3.client("s3", region_name=REGION)
    s3.put_object(Bucket="quittance-digests", Key=f"journal/{day}/000001.json", Body=b'{"lines": [], "signature": "x"}')
    report = checked()
    assert not report.agrees
    assert [name.split(" ")[0] for name in report.forged] == [f"journal/{day}/000001.json"]


def test_a_customer_who_vanished_with_all_entries_is_missed(here: World) -> None:
    here.sweep("journal_check")
    dynamodb, key = boto3.client("dynamodb", region_name=REGION), here.key("C-1002")
    dynamodb.delete_item(TableName="quittance-records", Key={"pk": {"S": key}, "sk": {"S": "#"}})
    dynamodb.delete_item(TableName="quittance-journal", Key={"pk": {"S": key}, "sk": {"S": "000000001"}})
    [found] = checked().findings
    assert (found.fault, found.customer_key) == (Fault.GONE, key)
    dynamodb.put_item(TableName="quittance-records", Item={"pk": {"S": key}, "sk": {"S": "#deleted"}, "kind": {"S": "tombstone"}})
    assert checked().agrees
