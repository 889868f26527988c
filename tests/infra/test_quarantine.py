"""What the packaged template promises of customers' files: nothing is readable that no scanner has cleared."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.files import hearing, looking_again, rules
from tools import template

type Resources = dict[str, dict[str, Any]]

ROLES = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${AWS::StackName}-"
SCANNING = [f"{ROLES}{name}" for name in ("file-scan", "file-verdicts")]


def policy_of(resources: Resources, bucket: str) -> dict[str, Any]:
    policy = resources[f"{bucket}Policy"]
    assert policy["Condition"] == "OnAws"
    return {statement["Sid"]: statement for statement in policy["Properties"]["PolicyDocument"]["Statement"]}


def named(roles: list[dict[str, str]]) -> list[str]:
    return [role["Fn::Sub"] for role in roles]


@pytest.mark.feature("FI5")
def test_nobody_but_scanning_reads_the_quarantine_whatever_rights_they_are_given(resources: Resources) -> None:
    policy = policy_of(resources, "QuarantineBucket")
    reading = policy["OnlyScanningReads"]
    assert (reading["Effect"], reading["Principal"], reading["Action"]) == ("Deny", "*", "s3:GetObject*")
    assert named(reading["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]) == [*SCANNING, f"{ROLES}malware-scan"]
    tagging = policy["NobodyTags"]
    assert (tagging["Effect"], tagging["Principal"]) == ("Deny", "*")
    assert "Condition" not in tagging
    clearing = policy_of(resources, "FilesBucket")["OnlyWhoHasSeenAVerdictClears"]
    assert [place["Fn::Sub"] for place in clearing["Resource"]] == ["${FilesBucket.Arn}/clean/*", "${FilesBucket.Arn}/previews/*"]
    assert named(clearing["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]) == SCANNING


@pytest.mark.feature("FI5")
def test_the_key_of_the_quarantine_opens_for_scanning_alone_and_locks_for_the_api(resources: Resources) -> None:
    key = resources["QuarantineKey"]["Properties"]
    allowed = {statement["Sid"]: statement for statement in key["KeyPolicy"]["Statement"]}
    opening, locking = allowed["OnlyScanningOpensThem"], allowed["UploadsAreLocked"]
    assert key["EnableKeyRotation"] is True
    assert (opening["Action"], locking["Action"]) == ("kms:Decrypt", "kms:GenerateDataKey")
    assert named(opening["Condition"]["ArnEquals"]["aws:PrincipalArn"]) == [*SCANNING, f"{ROLES}malware-scan"]
    assert named(locking["Condition"]["ArnEquals"]["aws:PrincipalArn"]) == [f"{ROLES}api"]
    for statement in (opening, locking):
        assert statement["Principal"] == {"AWS": "*"}, "the roles have no right of their own to the key"
        assert set(statement["Condition"]["StringEquals"]) == {"kms:CallerAccount", "kms:ViaService"}
    assert not {"kms:*", "kms:Decrypt", "kms:ReEncryptFrom", "kms:CreateGrant"} & set(allowed["TheAccountKeepsTheKey"]["Action"])
    assert resources["ApiHandlerRole"]["Properties"]["RoleName"] == {"Fn::Sub": "${AWS::StackName}-api"}


@pytest.mark.feature("FI4")
def test_the_quarantine_keeps_versions_announces_arrivals_and_forgets(resources: Resources) -> None:
    bucket = resources["QuarantineBucket"]["Properties"]
    [encryption] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption["ServerSideEncryptionByDefault"]["KMSMasterKeyID"] == {"Fn::GetAtt": ["QuarantineKey", "Arn"]}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    [rule] = bucket["LifecycleConfiguration"]["Rules"]
    assert rule["ExpirationInDays"] > (looking_again.WATCHED + rules.RETENTION).days
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}
    [told] = bucket["NotificationConfiguration"]["QueueConfigurations"]
    assert told == {"Event": "s3:ObjectCreated:*", "Queue": {"Fn::GetAtt": ["FileQueue", "Arn"]}}
    [cors] = bucket["CorsConfiguration"]["CorsRules"]
    assert (cors["AllowedOrigins"], cors["AllowedMethods"]) == ([{"Ref": "PublicUrl"}], ["POST"])


@pytest.mark.feature("FI4")
def test_guardduty_looks_where_the_deployment_asks_for_it_and_tells_its_verdicts_to_a_queue(
    described: template.Template, resources: Resources
) -> None:
    parts = ("MalwareScanRole", "MalwareScan", "MalwareVerdicts", "FileVerdictQueuePolicy")
    assert {resources[name]["Condition"] for name in parts} == {"WithGuardDuty"}
    on_aws, asked = described["Conditions"]["WithGuardDuty"]["Fn::And"]
    assert on_aws == {"Condition": "OnAws"}
    naming = {choice["Fn::Equals"][1] for choice in asked["Fn::Or"]}
    assert naming == {choice for choice in described["Parameters"]["Scanners"]["AllowedValues"] if "guardduty" in choice}
    rule = resources["MalwareVerdicts"]["Properties"]
    assert rule["EventPattern"]["detail"] == {"s3ObjectDetails": {"bucketName": [{"Ref": "QuarantineBucket"}]}}
    assert rule["EventPattern"]["detail-type"] == [hearing.RESULT]
    assert [target["Arn"] for target in rule["Targets"]] == [{"Fn::GetAtt": ["FileVerdictQueue", "Arn"]}]
