"""Customers' files on the deployed stack: S3 takes exactly what a form was made for, and only scanning sees what arrives.

The emulator checks policies, signatures and rights as S3 does (moto checks none of them), so these are the same refusals.
"""

from __future__ import annotations

import base64
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib.aws import clients
from chalicelib.aws.objects import S3Objects
from chalicelib.aws.store import DynamoStore
from chalicelib.core.changes import Table
from chalicelib.core.objects import Bucket, Terms, UploadForm
from chalicelib.files.checking import posted_name
from chalicelib.scanning.samples import TEST_MALWARE, sound_pdf
from tests.support.debtors import SIAN
from tools import people
from tools.console_api import ConsoleApi, Refused
from tools.local import STACK, LocalStack
from tools.places import REGION

pytestmark = pytest.mark.xdist_group("emulator")
KEY = "nobody/01ARZ3NDEKTSV4RRFFQ69G5FAV"
"""A place without a ticket: what arrives there is of no interest to the functions behind the bucket."""
EXACTLY = Terms("application/pdf", least_bytes=10, largest_bytes=10, seconds=60)
TEN_BYTES = b"%PDF-1.7\n\n"


@pytest.fixture(scope="module")
def as_api(stack: LocalStack) -> Iterator[S3Objects]:
    """Objects as the API's function deals with them: with its rights, and with no others."""
    found = boto3.client("cloudformation", region_name=REGION).describe_stack_resource(
        StackName=STACK, LogicalResourceId="ApiHandlerRole"
    )
    role = boto3.client("iam", region_name=REGION).get_role(RoleName=found["StackResourceDetail"]["PhysicalResourceId"])
    lent = boto3.client("sts", region_name=REGION).assume_role(RoleArn=role["Role"]["Arn"], RoleSessionName="test")["Credentials"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", lent["AccessKeyId"])
        patch.setenv("AWS_SECRET_ACCESS_KEY", lent["SecretAccessKey"])
        patch.setenv("AWS_SESSION_TOKEN", lent["SessionToken"])
        clients.client.cache_clear()
        objects = S3Objects({bucket: f"{STACK}-{bucket}-000000000000" for bucket in Bucket}, REGION)
        objects.upload_form(Bucket.QUARANTINE, KEY, EXACTLY)
    yield objects
    clients.client.cache_clear()


@pytest.fixture
def root(stack: LocalStack) -> Any:
    return boto3.client("s3", region_name=REGION)


def post(form: UploadForm, content: bytes, filename: str = "payslip.pdf", **other: str) -> tuple[int, http.client.HTTPMessage]:
    """What S3 answers to a browser that posts the form, with fields of it changed or added."""
    edge = b"----edge"
    fields = {**form.fields, **{name.replace("__", "-"): value for name, value in other.items()}}
    parts = [b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (n.encode(), v.encode()) for n, v in fields.items() if v]
    parts.append(b'Content-Disposition: form-data; name="file"; filename="%s"\r\n\r\n%s' % (filename.encode(), content))
    body = b"".join(b"--%s\r\n%s\r\n" % (edge, part) for part in parts) + b"--%s--\r\n" % edge
    address = urlsplit(form.url)
    line = http.client.HTTPConnection(address.netloc, timeout=30)
    try:
        line.request("POST", address.path, body, {"Content-Type": f"multipart/form-data; boundary={edge.decode()}"})
        answer = line.getresponse()
        answer.read()
        return answer.status, answer.headers
    finally:
        line.close()


def versions(root: Any, key: str) -> list[dict[str, Any]]:
    found = root.list_object_versions(Bucket=f"{STACK}-quarantine-000000000000", Prefix=key)
    return [each for each in found.get("Versions", []) if each["Key"] == key]


def widened(policy: str) -> str:
    """The policy with a condition let go, as somebody might who has only the form."""
    meant = json.loads(base64.b64decode(policy))
    meant["conditions"] = [each for each in meant["conditions"] if not (isinstance(each, list) and "range" in each[0])]
    return base64.b64encode(json.dumps(meant).encode()).decode()


ALTERED = {
    "another key": {"key": "nobody/other"},
    "another type": {"Content__Type": "text/html"},
    "no type": {"Content__Type": ""},
    "tags": {"tagging": "<Tagging><TagSet><Tag><Key>scan</Key><Value>clean</Value></Tag></TagSet></Tagging>"},
    "tags in a header's words": {"x__amz__tagging": "scan=clean"},
    "other metadata": {"x__amz__meta__verdict": "clean"},
    "another key to lock it with": {"x__amz__server__side__encryption__aws__kms__key__id": "alias/aws/s3"},
    "a public object": {"acl": "public-read"},
    "a forged signature": {"x__amz__signature": "0" * 64},
    "no signature": {"x__amz__signature": ""},
}


@pytest.mark.feature("FI1")
@pytest.mark.parametrize("name", ALTERED)
def test_a_form_that_was_altered_is_refused(as_api: S3Objects, root: Any, name: str) -> None:
    status, _ = post(as_api.upload_form(Bucket.QUARANTINE, KEY, EXACTLY), TEN_BYTES, **ALTERED[name])
    assert status in (400, 403)
    assert not versions(root, KEY)
    assert not versions(root, "nobody/other")


@pytest.mark.feature("FI1")
def test_nothing_is_taken_without_any_form(as_api: S3Objects, root: Any) -> None:
    form = as_api.upload_form(Bucket.QUARANTINE, KEY, EXACTLY)
    status, _ = post(UploadForm(form.url, {"key": KEY}), TEN_BYTES)
    assert status in (400, 403)
    assert not versions(root, KEY)


@pytest.mark.feature("FI1")
@pytest.mark.parametrize("content", [TEN_BYTES[:-1], TEN_BYTES + b"\n", b""])
def test_a_file_of_another_size_is_refused(as_api: S3Objects, root: Any, content: bytes) -> None:
    assert post(as_api.upload_form(Bucket.QUARANTINE, KEY, EXACTLY), content)[0] == 400
    assert not versions(root, KEY)


@pytest.mark.feature("FI1")
def test_a_policy_is_not_loosened_and_runs_out(as_api: S3Objects, root: Any) -> None:
    form = as_api.upload_form(Bucket.QUARANTINE, KEY, EXACTLY)
    assert post(form, TEN_BYTES * 2, policy=widened(form.fields["policy"]))[0] == 403
    over = as_api.upload_form(Bucket.QUARANTINE, KEY, Terms("application/pdf", 10, 10, seconds=-1))
    assert post(over, TEN_BYTES)[0] == 403
    assert not versions(root, KEY)


@pytest.mark.feature("FI1")
def test_a_browser_without_scripts_says_what_the_file_was_called_and_comes_back_to_us(
    stack: LocalStack, as_api: S3Objects, root: Any
) -> None:
    back = f"{stack.public_url}/documents/1"
    form = as_api.upload_form(Bucket.QUARANTINE, f"{KEY}-n", Terms("application/octet-stream", 0, 99, 60, named=True, then=back))
    status, headers = post(form, TEN_BYTES, "Gehalt & Löhne.pdf")
    assert status == 303
    assert headers["Location"].startswith(f"{back}?")
    [kept] = versions(root, f"{KEY}-n")
    held = root.get_object(Bucket=f"{STACK}-quarantine-000000000000", Key=f"{KEY}-n", VersionId=kept["VersionId"])
    assert posted_name(held["Metadata"]) == "Gehalt & Löhne.pdf"
    assert post(form, TEN_BYTES, success_action_redirect="https://evil.example/")[0] == 403


@pytest.mark.feature("FI5")
def test_the_api_itself_can_neither_read_what_was_sent_nor_say_that_it_is_clean(as_api: S3Objects, root: Any) -> None:
    place = {"Bucket": f"{STACK}-quarantine-000000000000", "Key": f"{KEY}-r"}
    version = root.put_object(**place, Body=TEN_BYTES)["VersionId"]
    addresses = [as_api.download_url(Bucket.QUARANTINE, place["Key"], filename="x.pdf", seconds=60)]
    for url in addresses:
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(url, timeout=30)
    for attempt in (
        lambda: as_api.read(Bucket.QUARANTINE, place["Key"], version),
        lambda: as_api.copy((Bucket.QUARANTINE, place["Key"], version), (Bucket.FILES, "clean/x")),
        lambda: as_api.write(Bucket.FILES, "clean/x", TEN_BYTES, "application/pdf"),
    ):
        with pytest.raises(ClientError, match=r"AccessDenied|Forbidden"):
            attempt()


@pytest.mark.feature("FI1")
def test_only_pages_of_ours_may_post_with_a_script(stack: LocalStack) -> None:
    def allowed(origin: str) -> str | None:
        asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        address = f"{stack.endpoint}/{STACK}-quarantine-000000000000"
        try:
            with urllib.request.urlopen(urllib.request.Request(address, headers=asked, method="OPTIONS"), timeout=30) as answer:
                return answer.headers["Access-Control-Allow-Origin"]
        except urllib.error.HTTPError as error:
            with error:
                return error.headers["Access-Control-Allow-Origin"]

    assert allowed(stack.public_url) == stack.public_url
    assert allowed("https://evil.example") is None


@pytest.fixture(scope="module")
def agent(stack: LocalStack, tmp_path_factory: pytest.TempPathFactory) -> ConsoleApi:
    staff = people.present(stack.outputs, tmp_path_factory.mktemp("people") / "people.json")
    return ConsoleApi(stack.public_url, stack.outputs, staff["agent"])


@pytest.mark.feature("FI4", "FI5")
def test_what_is_sent_is_scanned_in_its_layer_and_moves_over_or_stays(stack: LocalStack, agent: ConsoleApi) -> None:
    """From the form to the download with nothing of ours in between but what is deployed."""
    clients.client.cache_clear()
    customer = SIAN.model_copy(update={"customer_key": "K" * 26, "link": SIAN.link})
    DynamoStore({table: stack.outputs[f"{table.title()}Table"] for table in Table}, REGION).put_all([customer])
    path = f"/api/customers/{customer.customer_key}/files"
    sent = {"payslip.pdf": sound_pdf(), "letter.txt": TEST_MALWARE}
    for name, content in sent.items():
        ticket = agent.post(path, {"filename": name, "size_bytes": len(content), "document_type": "INCOME"})
        assert post(UploadForm(**ticket["form"]), content, name)[0] == 204
    page = agent.until(path, lambda page: not {row["state"] for row in page["items"]} & {"PENDING", "SCANNING"}, seconds=120)
    rows = {row["name"]: row for row in page["items"]}
    assert {name: row["state"] for name, row in rows.items()} == {"payslip.pdf": "CLEAN", "letter.txt": "INFECTED"}
    with urllib.request.urlopen(agent.post(f"{path}/{rows['payslip.pdf']['id']}/download", {})["url"], timeout=30) as file:
        assert file.read() == sent["payslip.pdf"]
        assert file.headers["Content-Disposition"].startswith("attachment")
        assert file.headers["Content-Type"] == "application/octet-stream"
    with pytest.raises(Refused, match="409"):
        agent.post(f"{path}/{rows['letter.txt']['id']}/download", {})
