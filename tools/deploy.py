"""Put a package into AWS, or into the emulator when AWS_ENDPOINT_URL is set: the same code either way.

python -m tools.deploy --stage production --stack quittance PublicUrl=https://pay.example.com AlarmEmail=ops@example.com
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError, WaiterError

from tools import console_site, template
from tools.package import STAGES, Package, built
from tools.places import CONSOLE, REGION

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
NO_CHANGE = ("didn't contain changes", "No updates are to be performed")


class NotDeployed(Exception):
    """CloudFormation refused; the message holds its words for each resource it refused."""


def deploy(package: Package, stack: str, parameters: Mapping[str, str]) -> dict[str, str]:
    """Create or update the stack and return its outputs. What it keeps of earlier parameters it keeps. Raises `NotDeployed`."""
    bucket = artefacts_bucket()
    keys = {kind: keep(bucket, part) for kind, part in parts(package).items()}
    body = template.dump(with_code_at(template.load(package.template), bucket, keys))
    url = template_url(bucket, keep_text(bucket, body))
    cloudformation = boto3.client("cloudformation", region_name=REGION)
    known = existing(stack)
    previous = {parameter["ParameterKey"] for parameter in known.get("Parameters", [])} if known else set()
    declared = template.load(package.template)["Parameters"]
    change = cloudformation.create_change_set(
        StackName=stack,
        ChangeSetName=f"deploy-{uuid.uuid4().hex}",
        ChangeSetType="UPDATE" if known else "CREATE",
        TemplateURL=url,
        Capabilities=CAPABILITIES,
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()]
        + [{"ParameterKey": name, "UsePreviousValue": True} for name in sorted(previous & set(declared) - set(parameters))],
    )["Id"]
    if not prepared(cloudformation, change):
        return outputs(stack)
    cloudformation.execute_change_set(ChangeSetName=change)
    try:
        cloudformation.get_waiter(f"stack_{'update' if known else 'create'}_complete").wait(StackName=stack, WaiterConfig=pace())
    except WaiterError as error:
        raise NotDeployed(refusals(cloudformation, stack)) from error
    return outputs(stack)


def report_texts(made: Mapping[str, str]) -> None:
    """Let SNS write down what became of every text message, where the stack listens: a setting of the whole account and
    region, which no template can hold. Harmless to repeat."""
    if role := made.get("SmsDeliveryRole"):
        attributes = {"DeliveryStatusIAMRole": role, "DeliveryStatusSuccessSamplingRate": "100"}
        boto3.client("sns", region_name=REGION).set_sms_attributes(attributes=attributes)


def pace() -> dict[str, int]:
    """How often to ask whether CloudFormation is done: for up to an hour in AWS, up to three minutes in an emulator."""
    return {"Delay": 1, "MaxAttempts": 180} if "AWS_ENDPOINT_URL" in os.environ else {"Delay": 10, "MaxAttempts": 360}


def prepared(cloudformation: Any, change: str) -> bool:
    """Wait for the change set; False when there is nothing to change, and then it is removed again."""
    try:
        cloudformation.get_waiter("change_set_create_complete").wait(ChangeSetName=change, WaiterConfig=pace())
    except WaiterError as error:
        reason = cloudformation.describe_change_set(ChangeSetName=change).get("StatusReason", "")
        cloudformation.delete_change_set(ChangeSetName=change)
        if any(words in reason for words in NO_CHANGE):
            return False
        raise NotDeployed(reason or str(error)) from error
    return True


def refusals(cloudformation: Any, stack: str) -> str:
    """What CloudFormation said of each resource that failed, oldest first."""
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [event for event in reversed(events) if event["ResourceStatus"].endswith("FAILED")]
    return "\n".join(f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}" for event in failed)


def existing(stack: str) -> dict[str, Any] | None:
    """The stack's description, or None while there is none to update."""
    try:
        found: dict[str, Any] = boto3.client("cloudformation", region_name=REGION).describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError:
        return None
    return None if found["StackStatus"] in {"REVIEW_IN_PROGRESS", "DELETE_COMPLETE"} else found


def outputs(stack: str) -> dict[str, str]:
    """What the stack says of itself, by name."""
    found = existing(stack) or {}
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}


def artefacts_bucket() -> str:
    """The account's bucket of packages, made private and encrypted when it is missing."""
    account = boto3.client("sts", region_name=REGION).get_caller_identity()["Account"]
    name = f"quittance-artefacts-{account}-{REGION}"
    s3 = boto3.client("s3", region_name=REGION)
    try:
        s3.head_bucket(Bucket=name)
    except ClientError:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        closed = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=closed)
    return name


def keep(bucket: str, file: Path) -> str:
    """Upload the file under a key made from its bytes, so that the same code is the same key."""
    key = f"{hashlib.sha256(file.read_bytes()).hexdigest()}{file.suffix}"
    boto3.client("s3", region_name=REGION).upload_file(str(file), bucket, key)
    return key


def keep_text(bucket: str, text: str) -> str:
    """Upload a template under a key made from its bytes."""
    key = f"{hashlib.sha256(text.encode()).hexdigest()}.yaml"
    boto3.client("s3", region_name=REGION).put_object(Bucket=bucket, Key=key, Body=text.encode())
    return key


def template_url(bucket: str, key: str) -> str:
    """Where CloudFormation reads the template; a template of ours is too long to be sent with the call."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL")
    return f"{endpoint}/{bucket}/{key}" if endpoint else f"https://{bucket}.s3.{REGION}.amazonaws.com/{key}"


def parts(package: Package) -> dict[tuple[str, str], Path]:
    """What of a package is uploaded, by the resources and the property that name it."""
    return {
        ("AWS::Serverless::Function", "CodeUri"): package.code,
        ("AWS::Serverless::LayerVersion", "ContentUri"): package.layer,
    }


def with_code_at(described: template.Template, bucket: str, keys: Mapping[tuple[str, str], str]) -> template.Template:
    """The template with every function's code, and the layer's, taken from the bucket."""
    for (kind, where), key in keys.items():
        for resource in described["Resources"].values():
            if resource["Type"] == kind:
                resource["Properties"][where] = {"Bucket": bucket, "Key": key}
    return described


def main() -> None:
    """Deploy what `make package` built, then the console, and say where it stands."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", choices=STAGES, required=True)
    parser.add_argument("--stack", default="quittance")
    parser.add_argument("parameters", nargs="*", metavar="Name=value", help="parameters of infra/parameters.yaml")
    asked = parser.parse_args()
    parameters: dict[str, str] = dict(given.split("=", 1) for given in asked.parameters)
    parameters.setdefault("Platform", "emulator" if "AWS_ENDPOINT_URL" in os.environ else "aws")
    try:
        made = deploy(built(), asked.stack, parameters)
        if made["PublicUrl"].endswith(".invalid"):
            # CloudFront's own address is known only once it exists; links must carry it.
            made = deploy(built(), asked.stack, parameters | {"PublicUrl": made["DistributionUrl"]})
    except NotDeployed as refusal:
        sys.exit(str(refusal))
    report_texts(made)
    console_site.upload(CONSOLE / "dist", made, console_site.configuration(made))
    print(f"{asked.stack} answers at {made['PublicUrl']} and {made['PublicUrl']}/console/")


if __name__ == "__main__":
    main()
