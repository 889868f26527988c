"""The typed environment, checked at cold start. The only reader of `os.environ`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.core.changes import Table
from chalicelib.core.objects import Bucket
from chalicelib.core.queues import QueueName


class Environment(BaseModel):
    """What the template tells every function. Raises pydantic's ValidationError naming whatever is missing."""

    model_config = ConfigDict(frozen=True, populate_by_name=False)

    stage: str = Field(alias="STAGE")
    region: str = Field(alias="AWS_REGION", default="eu-west-2")
    records_table: str = Field(alias="RECORDS_TABLE")
    activities_table: str = Field(alias="ACTIVITIES_TABLE")
    journal_table: str = Field(alias="JOURNAL_TABLE")
    lookups_table: str = Field(alias="LOOKUPS_TABLE")
    operations_table: str = Field(alias="OPERATIONS_TABLE")
    datasets_bucket: str = Field(alias="DATASETS_BUCKET")
    quarantine_bucket: str = Field(alias="QUARANTINE_BUCKET")
    files_bucket: str = Field(alias="FILES_BUCKET")
    exports_bucket: str = Field(alias="EXPORTS_BUCKET")
    digests_bucket: str = Field(alias="DIGESTS_BUCKET")
    plan_queue_url: str = Field(alias="PLAN_QUEUE_URL")
    apply_queue_url: str = Field(alias="APPLY_QUEUE_URL")
    campaign_queue_url: str = Field(alias="CAMPAIGN_QUEUE_URL")
    export_queue_url: str = Field(alias="EXPORT_QUEUE_URL")
    message_queue_url: str = Field(alias="MESSAGE_QUEUE_URL")
    message_event_queue_url: str = Field(alias="MESSAGE_EVENT_QUEUE_URL")
    file_queue_url: str = Field(alias="FILE_QUEUE_URL")
    scanners: str = Field(alias="SCANNERS", default="embedded", pattern=r"^embedded(,clamd)?(,guardduty)?$")
    clamd_address: str = Field(alias="CLAMD_ADDRESS", default="", pattern=r"^([A-Za-z0-9.-]+:\d{1,5})?$")
    mail_from: str = Field(alias="MAIL_FROM", pattern=r"^[^@\s]+@[^@\s]+$")
    mail_configuration_set: str = Field(alias="MAIL_CONFIGURATION_SET")
    sms_sender: str = Field(alias="SMS_SENDER", pattern=r"^[A-Za-z0-9]{3,11}$")
    identity_secret: str = Field(alias="IDENTITY_SECRET")
    link_secret: str = Field(alias="LINK_SECRET")
    provider_secret: str = Field(alias="PROVIDER_SECRET")
    journal_secret: str = Field(alias="JOURNAL_SECRET")
    user_pool_id: str = Field(alias="USER_POOL_ID")
    public_url: str = Field(alias="PUBLIC_URL", pattern=r"^https?://[^/]+$")
    payment_provider: str = Field(alias="PAYMENT_PROVIDER", default="sandbox")
    organisation: str = Field(alias="ORGANISATION", default="Quittance", min_length=1)

    @classmethod
    def load(cls, variables: Mapping[str, str] | None = None) -> Self:
        return cls.model_validate(dict(os.environ if variables is None else variables))

    @property
    def tables(self) -> Mapping[Table, str]:
        return {table: getattr(self, f"{table}_table") for table in Table}

    @property
    def buckets(self) -> Mapping[Bucket, str]:
        return {bucket: getattr(self, f"{bucket}_bucket") for bucket in Bucket}

    @property
    def queues(self) -> Mapping[QueueName, str]:
        return {
            QueueName.PLAN: self.plan_queue_url,
            QueueName.APPLY: self.apply_queue_url,
            QueueName.CAMPAIGNS: self.campaign_queue_url,
            QueueName.EXPORTS: self.export_queue_url,
            QueueName.MESSAGES: self.message_queue_url,
            QueueName.MESSAGE_EVENTS: self.message_event_queue_url,
            QueueName.FILES: self.file_queue_url,
        }

    @property
    def required_scanners(self) -> tuple[str, ...]:
        """Who must call a customer's file clean; always the scanner that we carry ourselves, and whoever else is named."""
        return tuple(self.scanners.split(","))
