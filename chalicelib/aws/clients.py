"""Botocore clients, one of each, with limits that fit inside a request."""

from __future__ import annotations

from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config

# signature_version s3v4: presigned addresses of any other kind cannot be limited to a region and a time.
_LIMITS = Config(
    connect_timeout=2, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 3}, signature_version="v4"
)
# The host of a bucket in its own region: the common one redirects for a day after a bucket was made, and no page may post there.
_S3 = _LIMITS.merge(Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))
# A message that was handed over and not answered for may have been sent: these are never sent again by botocore itself.
_ONCE = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 1})
_CONFIGS = {"s3": _S3, "sesv2": _ONCE, "sns": _ONCE}


@cache
def client(service: str, region: str) -> Any:
    """The shared client of a service. The endpoint comes from AWS_ENDPOINT_URL, or is AWS's own."""
    return botocore.session.get_session().create_client(service, region_name=region, config=_CONFIGS.get(service, _LIMITS))
