"""SNS's delivery status log as a subscription hands it on: made-up lines of the shape that AWS documents."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import datetime
from typing import Any


def receipt(reference: str, *, at: datetime, status: str = "SUCCESS", answer: str = "Message accepted") -> dict[str, Any]:
    """One line: what became of one text message, told with more than we want to know."""
    return {
        "notification": {"messageId": reference, "timestamp": at.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]},
        "delivery": {
            "phoneCarrier": "A Carrier",
            "numberOfMessageParts": 1,
            "destination": "+447700900123",
            "priceInUSD": 0.04,
            "smsType": "Transactional",
            "providerResponse": answer,
            "dwellTimeMs": 599,
        },
        "status": status,
    }


def status_log(*lines: object, kind: str = "DATA_MESSAGE") -> dict[str, Any]:
    """The event that the function is called with; a line that is no text is written as JSON."""
    batch = {
        "messageType": kind,
        "owner": "123456789012",
        "logGroup": "sns/eu-west-2/123456789012/DirectPublishToPhoneNumber",
        "logStream": "a-stream",
        "subscriptionFilters": ["receipts"],
        "logEvents": [
            {"id": str(number), "timestamp": 0, "message": line if isinstance(line, str) else json.dumps(line)}
            for number, line in enumerate(lines)
        ],
    }
    return packed(json.dumps(batch).encode())


def packed(content: bytes) -> dict[str, Any]:
    """Any bytes as CloudWatch Logs packs them."""
    return {"awslogs": {"data": base64.b64encode(gzip.compress(content, mtime=0)).decode()}}
