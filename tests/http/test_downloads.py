"""Files that the console hands out: each by a short-lived address that the API's own rights allow."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from chalicelib import wiring
from chalicelib.core.objects import Bucket
from tests.support import snapshots
from tests.support.files import FIRST
from tests.support.world import World, dropped


def address(here: World, path: str) -> str:
    """The key of the object that this address of the API leads to."""
    answer = here.agent().get(path)
    assert answer.status == 200, answer.body
    return unquote(urlsplit(answer.json["url"]).path).lstrip("/")


def sent_from_the_console(here: World) -> Any:
    """The first file, uploaded with a ticket and checked: it waits for a person."""
    content = FIRST.encode()
    ticket = here.agent().post("/uploads", {"filename": "first.csv", "size_bytes": len(content)}).json
    key = ticket["post"]["fields"]["key"]
    wiring.objects().write(Bucket.DATASETS, key, content, "text/csv")
    here.deliver("inbox", dropped(key, len(content), snapshots.version("datasets", key), here.clock.now()))
    here.pump()
    return here.agent().get(f"/uploads/{ticket['upload']['id']}").json


def imported(here: World) -> str:
    """The upload of a file that was dropped into the inbox and imported."""
    here.take_in("dropped.csv", FIRST)
    return str(here.agent().get("/uploads?source=S3").json["items"][0]["id"])


@pytest.mark.feature("I14", "I15")
def test_the_original_of_a_file_from_the_console_and_of_one_from_the_inbox(here: World) -> None:
    upload = sent_from_the_console(here)
    assert upload["state"] == "AWAITING_CONFIRMATION"
    assert address(here, f"/uploads/{upload['id']}/files/original").startswith("uploads/")
    assert address(here, f"/uploads/{imported(here)}/files/original") == "inbox/dropped.csv"


@pytest.mark.feature("I16", "I18", "I5")
def test_reports_campaigns_and_exports(here: World) -> None:
    upload = imported(here)
    assert address(here, f"/uploads/{upload}/files/report").startswith(f"reports/{upload}/")
    asked = here.agent().post(f"/uploads/{upload}/campaign")
    assert asked.status == 202, asked.body
    campaign = asked.json["id"]
    export = here.agent().post("/exports").json["id"]
    here.pump()
    for kind in ("campaign", "exclusions"):
        assert address(here, f"/campaigns/{campaign}/files/{kind}") == f"campaigns/{campaign}/{kind}.csv"
    assert address(here, f"/exports/{export}/files/export").startswith(f"exports/{export}/")
