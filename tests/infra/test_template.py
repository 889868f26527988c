"""What the packaged template promises: nothing lost, nothing open, nobody left uninformed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from chalicelib.imports.model import KEPT_FOR
from chalicelib.messaging.model import COPIES_KEPT_FOR
from tools import template
from tools.package import Package

type Resources = dict[str, dict[str, Any]]

FUNCTIONS = {
    "APIHandler",
    "CampaignBuild",
    "ExportBuild",
    "FileFailures",
    "FileScan",
    "FileSweep",
    "FileVerdicts",
    "ImportApply",
    "ImportCheck",
    "ImportPlan",
    "ImportSweep",
    "JournalCheck",
    "MandateSweep",
    "MessageEvents",
    "MessageSend",
    "MessageSweep",
    "PaymentSweep",
    "Reconciliation",
    "PlanSweep",
    "PromiseSweep",
    "RemovalSweep",
    "SmsReceipts",
    "StatusSweep",
    "PeopleSweep",
}
STATUS_LOGS = {
    "sns/${AWS::Region}/${AWS::AccountId}/DirectPublishToPhoneNumber": "SmsDeliveryLog",
    "sns/${AWS::Region}/${AWS::AccountId}/DirectPublishToPhoneNumber/Failure": "SmsFailureLog",
}
"""Where SNS writes what became of text messages; it decides the names."""
PERMANENT = ("RecordsTable", "ActivitiesTable", "JournalTable")


def of_type(resources: Resources, kind: str) -> dict[str, Any]:
    return {name: found.get("Properties", {}) for name, found in resources.items() if found["Type"] == kind}


def test_cfn_lint_and_our_own_rules_find_nothing(package: Package) -> None:
    template.assert_sound(package.template)


def test_every_function_is_named_by_the_overlay(resources: Resources) -> None:
    functions = of_type(resources, "AWS::Serverless::Function")
    assert set(functions) == FUNCTIONS
    assert all("FunctionName" in properties for properties in functions.values())


@pytest.mark.parametrize("name", PERMANENT)
def test_what_cannot_be_made_again_recovers_to_any_second_and_resists_deletion(resources: Resources, name: str) -> None:
    table = resources[name]
    assert table["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["Properties"]["DeletionProtectionEnabled"] is True
    assert table["DeletionPolicy"] == table["UpdateReplacePolicy"] == "Retain"


def test_five_tables_cost_nothing_while_idle_and_are_encrypted(resources: Resources) -> None:
    tables = of_type(resources, "AWS::DynamoDB::Table")
    assert len(tables) == 5
    assert all(table["BillingMode"] == "PAY_PER_REQUEST" for table in tables.values())
    assert all(table["SSESpecification"] == {"SSEEnabled": True} for table in tables.values())
    assert tables["OperationsTable"]["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}


def test_buckets_are_private_encrypted_tidied_and_closed_to_plain_http(resources: Resources) -> None:
    buckets = of_type(resources, "AWS::S3::Bucket")
    guarded = {json.dumps(policy["Bucket"]): policy for policy in of_type(resources, "AWS::S3::BucketPolicy").values()}
    assert len(buckets) == 6
    for name, bucket in buckets.items():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert bucket["LifecycleConfiguration"]["Rules"]
        statements = guarded[json.dumps({"Ref": name})]["PolicyDocument"]["Statement"]
        assert {"Bool": {"aws:SecureTransport": "false"}} in [statement.get("Condition") for statement in statements]


@pytest.mark.feature("I15")
def test_files_are_kept_as_long_as_the_console_says(resources: Resources) -> None:
    rules = resources["DatasetsBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    assert [rule["ExpirationInDays"] for rule in rules if "ExpirationInDays" in rule] == [KEPT_FOR.days]
    rules = resources["FilesBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    (copies,) = [rule for rule in rules if "ExpirationInDays" in rule]
    assert (copies["Prefix"], copies["ExpirationInDays"]) == ("messages/", COPIES_KEPT_FOR.days)


def test_digests_of_the_journal_can_be_changed_by_nobody(resources: Resources) -> None:
    bucket = resources["DigestsBucket"]
    assert bucket["Properties"]["ObjectLockEnabled"] == {"Fn::If": ["OnAws", True, {"Ref": "AWS::NoValue"}]}
    locked = bucket["Properties"]["ObjectLockConfiguration"]["Fn::If"][1]["Rule"]["DefaultRetention"]
    assert locked["Mode"] == "COMPLIANCE"
    (rule,) = bucket["Properties"]["LifecycleConfiguration"]["Rules"]
    assert rule["ExpirationInDays"] > locked["Days"]
    assert bucket["DeletionPolicy"] == bucket["UpdateReplacePolicy"] == "Retain"


def test_uploads_from_the_console_and_drops_both_reach_the_check(resources: Resources) -> None:
    notified = resources["DatasetsBucket"]["Properties"]["NotificationConfiguration"]["QueueConfigurations"]
    prefixes = {configuration["Filter"]["S3Key"]["Rules"][0]["Value"] for configuration in notified}
    assert prefixes == {"inbox/", "uploads/"}
    assert all(configuration["Queue"] == {"Fn::GetAtt": ["InboxQueue", "Arn"]} for configuration in notified)
    assert resources["DatasetsBucket"]["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}


def working_queues(resources: Resources) -> dict[str, Any]:
    return {name: queue for name, queue in of_type(resources, "AWS::SQS::Queue").items() if "RedrivePolicy" in queue}


def test_every_queue_has_a_dead_letter_queue_and_every_such_queue_an_alarm(resources: Resources) -> None:
    working = working_queues(resources)
    failed = of_type(resources, "AWS::Lambda::EventInvokeConfig").values()
    ends = {queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0] for queue in working.values()}
    ends |= {config["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0] for config in failed}
    watched = {
        alarm["Dimensions"][0]["Value"]["Fn::GetAtt"][0]
        for alarm in of_type(resources, "AWS::CloudWatch::Alarm").values()
        if alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
    }
    assert (len(working), len(ends)) == (9, 10)
    assert ends == watched == set(of_type(resources, "AWS::SQS::Queue")) - set(working)
    assert all(queue["SqsManagedSseEnabled"] for queue in of_type(resources, "AWS::SQS::Queue").values())


def test_a_message_stays_hidden_six_times_as_long_as_its_function_may_run(resources: Resources) -> None:
    for function in of_type(resources, "AWS::Serverless::Function").values():
        for event in function.get("Events", {}).values():
            if event["Type"] == "SQS":
                queue = resources[event["Properties"]["Queue"]["Fn::GetAtt"][0]]["Properties"]
                assert queue["VisibilityTimeout"] == 6 * function["Timeout"]
                assert event["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_every_function_and_the_api_raise_an_alarm_when_they_fail(resources: Resources) -> None:
    alarms = of_type(resources, "AWS::CloudWatch::Alarm").values()
    failing = {alarm["Dimensions"][0]["Value"]["Ref"] for alarm in alarms if alarm["MetricName"] == "Errors"}
    assert failing == FUNCTIONS
    assert [alarm for alarm in alarms if alarm["MetricName"] == "5XXError"]
    assert all(alarm["AlarmActions"] == [{"Ref": "Alarms"}] for alarm in alarms)


def test_every_function_writes_to_a_log_group_that_forgets(resources: Resources) -> None:
    groups = of_type(resources, "AWS::Logs::LogGroup")
    named = {group["LogGroupName"]["Fn::Sub"] for group in groups.values()}
    functions = of_type(resources, "AWS::Serverless::Function").values()
    ours = {f"/aws/lambda/{function['FunctionName']['Fn::Sub']}" for function in functions}
    assert named == ours | set(STATUS_LOGS)
    assert all(0 < group["RetentionInDays"] <= 365 for group in groups.values())


@pytest.mark.feature("V5")
def test_what_sns_writes_of_text_messages_reaches_the_function_that_reads_it(
    described: template.Template, resources: Resources
) -> None:
    logs, function = set(STATUS_LOGS.values()), {"Ref": "SmsReceipts"}
    assert {resources[log]["Properties"]["LogGroupName"]["Fn::Sub"]: log for log in logs} == STATUS_LOGS
    subscribed = of_type(resources, "AWS::Logs::SubscriptionFilter").values()
    assert {one["LogGroupName"]["Ref"] for one in subscribed} == logs
    assert all(one["DestinationArn"] == {"Fn::GetAtt": ["SmsReceipts", "Arn"]} for one in subscribed)
    allowed = [found for found in of_type(resources, "AWS::Lambda::Permission").values() if found["FunctionName"] == function]
    assert {found["SourceArn"]["Fn::GetAtt"][0] for found in allowed} == logs
    assert all(found["SourceAccount"] == {"Ref": "AWS::AccountId"} for found in allowed)
    [written] = resources["SmsDeliveryRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    assert {resource["Fn::GetAtt"][0] for resource in written["Resource"]} == logs
    assert described["Outputs"]["SmsDeliveryRole"]["Value"] == {"Fn::GetAtt": ["SmsDeliveryRole", "Arn"]}


def test_people_are_made_by_admins_and_sign_in_without_sending_a_password(resources: Resources) -> None:
    pool = resources["UserPool"]["Properties"]
    client = resources["UserPoolClient"]["Properties"]
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    assert pool["EnabledMfas"] == ["SOFTWARE_TOKEN_MFA"]
    assert client["GenerateSecret"] is False
    assert client["ExplicitAuthFlows"] == ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    assert (client["IdTokenValidity"], client["TokenValidityUnits"]["IdToken"]) == (15, "minutes")
    groups = of_type(resources, "AWS::Cognito::UserPoolGroup").values()
    assert {group["GroupName"] for group in groups} == {"admin", "agent", "viewer", "security"}


@pytest.mark.feature("O13")
def test_people_are_invited_and_helped_back_in_by_plain_words_that_hold_what_cognito_fills_in(resources: Resources) -> None:
    pool = resources["UserPool"]["Properties"]
    invitation, code = pool["AdminCreateUserConfig"]["InviteMessageTemplate"], pool["VerificationMessageTemplate"]
    invited, helped = invitation["EmailMessage"]["Fn::Sub"], code["EmailMessage"]["Fn::Sub"]
    assert invited.count("{####}") == invited.count("{username}") == helped.count("{####}") == 1
    assert "${PublicUrl}/console/" in invited
    assert {3: "three days"}[pool["Policies"]["PasswordPolicy"]["TemporaryPasswordValidityDays"]] in invited
    subjects = [invitation["EmailSubject"]["Fn::Sub"], code["EmailSubject"]]
    assert all(len(subject.replace("${Organisation}", "x" * 80)) <= 140 for subject in subjects)
    for text in (invited, helped, *subjects):
        assert not re.search(r"debt|arrears|collect|owe|urgent|Quittance", text, re.IGNORECASE)
        assert "http://" not in text


def test_secrets_are_made_by_aws_and_never_written_down(described: template.Template, resources: Resources) -> None:
    secrets = of_type(resources, "AWS::SecretsManager::Secret")
    assert len(secrets) == 4
    assert all(secret["GenerateSecretString"]["PasswordLength"] == 64 for secret in secrets.values())
    variables = described["Globals"]["Function"]["Environment"]["Variables"]
    assert [variables[name] for name in ("IDENTITY_SECRET", "LINK_SECRET", "PROVIDER_SECRET", "JOURNAL_SECRET")] == [
        {"Ref": "IdentitySecret"},
        {"Ref": "LinkSecret"},
        {"Ref": "ProviderSecret"},
        {"Ref": "JournalSecret"},
    ]


def test_the_api_is_regional_throttled_and_asks_our_pool(resources: Resources) -> None:
    api = resources["RestAPI"]["Properties"]
    assert api["EndpointConfiguration"] == "REGIONAL"
    assert api["MinimumCompressionSize"] == 1024
    assert api["MethodSettings"][0]["ThrottlingRateLimit"] > 0
    definitions = api["DefinitionBody"]["securityDefinitions"].values()
    authorizers = [found["x-amazon-apigateway-authorizer"] for found in definitions]
    assert [authorizer["providerARNs"] for authorizer in authorizers] == [[{"Fn::GetAtt": ["UserPool", "Arn"]}]]


def test_every_address_of_the_consoles_api_needs_a_signed_in_person(resources: Resources) -> None:
    paths = resources["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    methods = [(path, method) for path, found in paths.items() if path.startswith("/api/") for method in found.values()]
    assert methods
    assert all(method.get("security") for _, method in methods)


def test_answers_of_the_gateway_itself_carry_the_security_headers(resources: Resources) -> None:
    answers = resources["RestAPI"]["Properties"]["GatewayResponses"]
    assert answers["MISSING_AUTHENTICATION_TOKEN"]["StatusCode"] == 404
    assert {"DEFAULT_4XX", "DEFAULT_5XX"} <= set(answers)
    for answer in answers.values():
        headers = answer["ResponseParameters"]["Headers"]
        assert headers["X-Content-Type-Options"] == "'nosniff'"
        assert headers["Cache-Control"] == "'no-store'"
        assert headers["Referrer-Policy"] == "'no-referrer'"
        assert set(json.loads(answer["ResponseTemplates"]["application/json"])["error"]) == {"code", "message", "field"}


def test_the_console_runs_only_its_own_code_and_talks_only_to_us(resources: Resources) -> None:
    security = resources["ConsoleHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    policy, names = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["form-action"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["connect-src"] == "'self' ${Uploads} ${SignIn}"
    assert rules["img-src"] == "'self' data: ${Pictures}"
    assert all(place.endswith("/previews/") for place in names["Pictures"]["Fn::Sub"].split())
    assert "unsafe" not in policy


def test_cloudfront_serves_the_console_from_s3_and_all_else_from_the_api(resources: Resources) -> None:
    config = resources["Distribution"]["Properties"]["DistributionConfig"]
    behaviours = {behaviour["PathPattern"]: behaviour["TargetOriginId"] for behaviour in config["CacheBehaviors"]}
    assert behaviours == {"/console*": "console", "/static/*": "api"}
    assert config["DefaultCacheBehavior"]["TargetOriginId"] == "api"
    assert all(
        behaviour["ViewerProtocolPolicy"] == "redirect-to-https"
        for behaviour in [config["DefaultCacheBehavior"], *config["CacheBehaviors"]]
    )
