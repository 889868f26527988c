"""The tools' own decisions, each on small input."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from types import SimpleNamespace

import boto3
import pytest
from moto import mock_aws

from chalicelib.core.passwords import new_password
from tools import console_site, deploy, emulator, environments, front_rules, imports, template
from tools.demonstration import first_debtor
from tools.package import Package
from tools.places import REGION


def test_subjects_in_several_files_become_one_template(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("Resources: {Queue: {Type: 'AWS::SQS::Queue'}}\n")
    (tmp_path / "b.yaml").write_text("Outputs: {Queue: {Value: !Ref Queue}}\n")
    assert template.merged(tmp_path) == {
        "Resources": {"Queue": {"Type": "AWS::SQS::Queue"}},
        "Outputs": {"Queue": {"Value": {"Ref": "Queue"}}},
    }


def test_two_files_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("Resources: {Queue: {Type: 'AWS::SQS::Queue'}}\n")
    (tmp_path / "b.yaml").write_text("Resources: {Queue: {Type: 'AWS::SNS::Topic'}}\n")
    with pytest.raises(template.Faulty, match=r"b\.yaml contradicts .* Resources Queue Type"):
        template.merged(tmp_path)


@pytest.mark.parametrize(
    ("faulty", "words"),
    [
        ({"Queue": "arn:aws:sqs:eu-west-2:000000000000:placeholder-inbox"}, "placeholder"),
        ({"Queue": None}, "null"),
        ({"Queue": {"Fn::Sub": "x", "Fn::GetAtt": ["Queue", "Arn"]}}, "beside other keys"),
        ({"Queue": [{"Ref": "Queue", "Arn": "x"}]}, "beside other keys"),
    ],
)
def test_what_must_not_survive_packaging_is_found(faulty: dict[str, object], words: str) -> None:
    [fault] = template.faults({"Resources": faulty})
    assert words in fault


def test_a_condition_beside_other_keys_is_not_an_intrinsic() -> None:
    assert template.faults({"Resources": {"Policy": {"Type": "AWS::S3::BucketPolicy", "Condition": "OnAws"}}}) == []


def test_a_template_is_written_without_anchors_which_cloudformation_refuses() -> None:
    shared = {"Type": "AWS::SQS::Queue"}
    text = template.dump({"Resources": {"A": shared, "B": shared}})
    assert "&" not in text
    assert "*" not in text


def test_code_is_taken_from_the_bucket_by_functions_and_the_layer_only() -> None:
    kinds = {"F": "AWS::Serverless::Function", "L": "AWS::Serverless::LayerVersion", "Q": "AWS::SQS::Queue"}
    described = {"Resources": {name: {"Type": kind, "Properties": {}} for name, kind in kinds.items()}}
    made = Package(Path("code.zip"), Path("layer.zip"), Path("template.yaml"))
    placed = deploy.with_code_at(described, "bucket", {place: part.name for place, part in deploy.parts(made).items()})
    assert placed["Resources"]["F"]["Properties"] == {"CodeUri": {"Bucket": "bucket", "Key": "code.zip"}}
    assert placed["Resources"]["L"]["Properties"] == {"ContentUri": {"Bucket": "bucket", "Key": "layer.zip"}}
    assert placed["Resources"]["Q"]["Properties"] == {}


def test_sns_is_told_to_write_down_what_became_of_texts_where_the_stack_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        sns = boto3.client("sns", region_name=REGION)
        deploy.report_texts({"PublicUrl": "https://pay.example.com"})
        assert sns.get_sms_attributes()["attributes"] == {}
        role = "arn:aws:iam::123456789012:role/writes"
        deploy.report_texts({"SmsDeliveryRole": role})
        kept = sns.get_sms_attributes()["attributes"]
        assert kept == {"DeliveryStatusIAMRole": role, "DeliveryStatusSuccessSamplingRate": "100"}


def test_the_modules_of_a_zip_are_its_packages_and_all_of_ours() -> None:
    packed = ["app.py", "six.py", "jinja2/__init__.py", "jinja2/nodes.py", "chalicelib/__init__.py", "chalicelib/core/ids.py"]
    assert set(imports.modules_of(packed)) == {"app", "six", "jinja2", "chalicelib", "chalicelib.core.ids"}


def test_a_header_policy_replaces_or_only_fills_gaps() -> None:
    policy = front_rules.HeaderPolicy(always={"X-Content-Type-Options": "nosniff"}, otherwise={"Content-Security-Policy": "none"})
    assert policy.applied([("x-content-type-options", "sniff"), ("content-security-policy", "own")]) == [
        ("content-security-policy", "own"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    assert ("Content-Security-Policy", "none") in policy.applied([])


@pytest.mark.parametrize(
    ("version", "enough"),
    [("v20.19.0", True), ("v20.18.3", False), ("v21.7.0", False), ("v22.11.0", False), ("v22.12.0\n", True), ("v24.0.1", True)],
)
def test_node_is_new_enough(version: str, enough: bool) -> None:
    assert environments.node_is_new_enough(version) is enough


def test_something_is_made_again_only_when_what_it_is_made_from_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    source, stamp, made = tmp_path / "source", tmp_path / "made" / "stamp", []
    source.write_text("one")
    for text in ("one", "one", "two"):
        source.write_text(text)
        environments.unless_current(stamp, [source], lambda: made.append(source.read_text()))
    environments.unless_current(stamp, [source], lambda: made.append("other words"), also="other words")
    assert made == ["one", "two", "other words"]


def test_what_failed_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environments, "ROOT", tmp_path)

    def fail() -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        environments.unless_current(tmp_path / "stamp", [], fail)
    assert not (tmp_path / "stamp").exists()


def test_passwords_satisfy_the_pool_and_differ() -> None:
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert len(password) >= 14
        assert any(map(str.islower, password))
        assert any(map(str.isupper, password))
        assert any(map(str.isdigit, password))


def test_the_console_is_told_of_an_endpoint_only_where_sign_in_is_not_awss_own() -> None:
    outputs = {"UserPoolId": "eu-west-2_abc", "UserPoolClientId": "client", "Organisation": "Example"}
    assert "userPoolEndpoint" not in console_site.configuration(outputs)
    assert console_site.configuration(outputs, "http://127.0.0.1:8000/x")["userPoolEndpoint"] == "http://127.0.0.1:8000/x"


def test_the_emulator_and_its_functions_see_nothing_of_the_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERSONAL_TOKEN", "secret")
    seen = emulator.environment(tmp_path, 4566)
    assert "PERSONAL_TOKEN" not in seen
    assert seen["BIND_HOST"] == "127.0.0.1"
    assert seen["AUTH"] == "true"
    assert os.environ["PERSONAL_TOKEN"] == "secret"


def test_a_taken_port_is_said_before_anything_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(emulator.NotStarted, match=str(port)), emulator.running(tmp_path, port):
            pass
    assert list(tmp_path.iterdir()) == []


def test_the_debtor_shown_is_one_whose_facts_can_be_typed(tmp_path: Path) -> None:
    dataset = tmp_path / "customers.csv"
    dataset.write_text(
        "CustomerID,FirstName,LastName,DateOfBirth,Postcode\nC-1,,,,LS1 4DY\nC-2,Aoife,O'Neill,1984-02-29,BT1 5GS\n"
    )
    rows = [
        {"CustomerID": "C-1", "AccessUrl": "https://example.com/a/1"},
        {"CustomerID": "C-2", "AccessUrl": "https://example.com/a/2"},
    ]
    shown = first_debtor(rows, dataset)
    assert (shown.name, shown.link, shown.postcode) == ("Aoife O'Neill", "https://example.com/a/2", "BT1 5GS")


def test_refusals_are_told_oldest_first() -> None:
    events = [
        {"LogicalResourceId": "Later", "ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "cancelled"},
        {"LogicalResourceId": "Fine", "ResourceStatus": "CREATE_COMPLETE"},
        {"LogicalResourceId": "First", "ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "name taken"},
    ]
    told = SimpleNamespace(describe_stack_events=lambda StackName: {"StackEvents": events})  # noqa: N803 - botocore's name
    assert deploy.refusals(told, "quittance") == "First: name taken\nLater: cancelled"
