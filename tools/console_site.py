"""The console's built pages, put where CloudFront reads them."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Mapping
from pathlib import Path

import boto3

from tools.places import REGION

PREFIX = "console/"
"""CloudFront passes the path on as it is, so the bucket's keys begin as the addresses do."""

FOR_EVER = "public, max-age=31536000, immutable"
ASK_EVERY_TIME = "no-cache"


def configuration(outputs: Mapping[str, str], user_pool_endpoint: str = "") -> dict[str, str]:
    """What the console must know of the stack it belongs to; the endpoint only where sign-in is not AWS's own address."""
    known = {
        "region": REGION,
        "userPoolId": outputs["UserPoolId"],
        "clientId": outputs["UserPoolClientId"],
        "organisation": outputs["Organisation"],
    }
    return known | ({"userPoolEndpoint": user_pool_endpoint} if user_pool_endpoint else {})


def upload(pages: Path, outputs: Mapping[str, str], config: Mapping[str, str]) -> None:
    """Put the pages and `config.json` into the console's bucket. Files with hashed names come first and may be kept for ever,
    so that nobody is ever served a page whose parts are not there yet."""
    s3 = boto3.client("s3", region_name=REGION)
    for file in sorted(pages.rglob("*"), key=lambda path: (not is_hashed(pages, path), path)):
        if not file.is_file() or file.name.startswith("."):
            continue
        s3.put_object(
            Bucket=outputs["ConsoleBucket"],
            Key=PREFIX + file.relative_to(pages).as_posix(),
            Body=file.read_bytes(),
            ContentType=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
            CacheControl=FOR_EVER if is_hashed(pages, file) else ASK_EVERY_TIME,
        )
    s3.put_object(
        Bucket=outputs["ConsoleBucket"],
        Key=f"{PREFIX}config.json",
        Body=json.dumps(config).encode(),
        ContentType="application/json",
        CacheControl=ASK_EVERY_TIME,
    )


def is_hashed(pages: Path, file: Path) -> bool:
    """Whether the file's name changes with its content, as Vite names what it puts under `assets/`."""
    return (pages / "assets") in file.parents
