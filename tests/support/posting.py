"""A form of the portal that posts a file to a bucket: as a browser sends it, and as S3 tells of it."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import boto3
from bs4 import BeautifulSoup

from tests.support.aws import PUBLIC_URL, REGION
from tests.support.http import Browser
from tests.support.world import World, dropped


def post_file(here: World, browser: Browser, name: str, content: bytes) -> str:
    """Send a file with the form on the browser's page, and have it checked. The address to which S3 sends the browser.

    S3 itself would check the form's policy; moto does not, the emulator of the journeys does."""
    form = BeautifulSoup(browser.page.body, "html.parser").select_one("form[enctype='multipart/form-data']")
    assert form is not None
    fields = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[type=hidden]")}
    assert fields["success_action_redirect"].startswith(f"{PUBLIC_URL}/documents/")
    bucket = urlsplit(str(form["action"])).netloc.split(".")[0]
    stored = boto3.client("s3", region_name=REGION).put_object(
        Bucket=bucket, Key=fields["key"], Body=content, ContentType=fields["Content-Type"], Metadata={"filename": name}
    )
    here.deliver("files", dropped(fields["key"], len(content), stored["VersionId"], here.clock.now()))
    here.pump()
    back = urlsplit(fields["success_action_redirect"]).path
    return f"{back}?bucket={bucket}&key={quote(fields['key'], safe='')}&etag=%22{'0' * 32}%22"
