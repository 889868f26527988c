"""One AWS account in moto, with the stack's tables and buckets as the template describes them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import botocore.session
from moto import mock_aws

from chalicelib.aws import clients
from chalicelib.core.changes import Table
from chalicelib.core.objects import Bucket
from chalicelib.core.roles import Role
from tests.support import quick_moto

assert quick_moto
REGION = "eu-west-2"
PUBLIC_URL = "https://pay.example.com"
QUEUES = (
    "inbox",
    "plan",
    "apply",
    "campaigns",
    "exports",
    "messages",
    "message-events",
    "files",
    "file-verdicts",
    "files-dead-letters",
)
MAIL_FROM = "no-reply@example.com"
SECRETS = ("identity", "link", "provider", "journal")

VARIABLES = {
    "STAGE": "test",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SECURITY_TOKEN": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_EC2_METADATA_DISABLED": "true",
    "PUBLIC_URL": PUBLIC_URL,
    "PAYMENT_PROVIDER": "sandbox",
    "POWERTOOLS_SERVICE_NAME": "quittance",
    **{f"{table.upper()}_TABLE": f"quittance-{table}" for table in Table},
    **{f"{bucket.upper()}_BUCKET": f"quittance-{bucket}" for bucket in Bucket},
    **{f"{name.upper()}_SECRET": f"quittance-{name}" for name in SECRETS},
    "PLAN_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/123456789012/quittance-plan",
    "APPLY_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/123456789012/quittance-apply",
    "CAMPAIGN_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/123456789012/quittance-campaigns",
    "MESSAGE_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/123456789012/quittance-messages",
    "MESSAGE_EVENT_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/123456789012/quittance-message-events",
    "FILE_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/123456789012/quittance-files",
    "MAIL_FROM": MAIL_FROM,
    "MAIL_CONFIGURATION_SET": "quittance-messages",
    "SMS_SENDER": "Northway",
    "EXPORT_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/123456789012/quittance-exports",
}


@contextmanager
def account() -> Iterator[None]:
    """A fresh account with everything the functions are given. Nothing of another test is left in it."""
    before = dict(os.environ)
    os.environ.pop("AWS_ENDPOINT_URL", None)
    os.environ.update(VARIABLES)
    with mock_aws():
        clients.client.cache_clear()
        boto3.setup_default_session()
        _make_tables()
        _make_the_rest()
        try:
            yield
        finally:
            clients.client.cache_clear()
            os.environ.clear()
            os.environ.update(before)


def names() -> dict[Table, str]:
    return {table: f"quittance-{table}" for table in Table}


def _make_tables() -> None:
    client = botocore.session.get_session().create_client("dynamodb", region_name=REGION)
    for table in Table:
        indexes = {"names": ["kind", "listing"], "feed": ["kind"], "due": ["kind"]} if table is Table.RECORDS else {}
        attributes = ["pk", "sk", *(f"{index}_{part}" for index in indexes for part in ("pk", "sk"))]
        client.create_table(
            TableName=f"quittance-{table}",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=_keys("pk", "sk"),
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in attributes],
            **(
                {
                    "GlobalSecondaryIndexes": [
                        {
                            "IndexName": index,
                            "KeySchema": _keys(f"{index}_pk", f"{index}_sk"),
                            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": carried},
                        }
                        for index, carried in indexes.items()
                    ]
                }
                if indexes
                else {}
            ),
        )


def _make_the_rest() -> None:
    session = botocore.session.get_session()
    s3 = session.create_client("s3", region_name=REGION)
    for bucket in Bucket:
        s3.create_bucket(Bucket=f"quittance-{bucket}", CreateBucketConfiguration={"LocationConstraint": REGION})
    for bucket in (Bucket.DATASETS, Bucket.QUARANTINE, Bucket.FILES):
        s3.put_bucket_versioning(Bucket=f"quittance-{bucket}", VersioningConfiguration={"Status": "Enabled"})
    sqs = session.create_client("sqs", region_name=REGION)
    for queue in QUEUES:
        sqs.create_queue(QueueName=f"quittance-{queue}")
    cognito = session.create_client("cognito-idp", region_name=REGION)
    pool = cognito.create_user_pool(
        PoolName="quittance-people",
        UsernameAttributes=["email"],
        AdminCreateUserConfig={"AllowAdminCreateUserOnly": True},
    )
    os.environ["USER_POOL_ID"] = pool["UserPool"]["Id"]
    for role in Role:
        cognito.create_group(UserPoolId=os.environ["USER_POOL_ID"], GroupName=role)
    session.create_client("sesv2", region_name=REGION).create_email_identity(EmailIdentity=MAIL_FROM)
    vault = session.create_client("secretsmanager", region_name=REGION)
    for secret in SECRETS:
        vault.create_secret(Name=f"quittance-{secret}", SecretString=f"{secret}-" + "0" * 58)


def _keys(partition: str, sort: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]
