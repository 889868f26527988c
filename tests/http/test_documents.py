"""The template and the sample through the console's API."""

from __future__ import annotations

import base64

import pytest

from tests.support.workbooks import opened
from tests.support.world import World


@pytest.mark.feature("I3", "I4", "I6")
@pytest.mark.parametrize("document", ["template", "sample"])
def test_everybody_can_download_the_template_and_the_sample_in_both_formats(here: World, document: str) -> None:
    viewer = here.agent("viewer")

    as_csv, as_xlsx = (viewer.get(f"/imports/{document}/{form}").json for form in ("csv", "xlsx"))

    assert as_csv["filename"].startswith(f"accounts-v1-{document}")
    assert as_csv["filename"].endswith(".csv")
    assert base64.b64decode(as_csv["base64"]).decode("utf-8-sig").startswith('"CustomerID","AccountNumber"')
    assert as_xlsx["filename"].endswith(".xlsx")
    assert opened(base64.b64decode(as_xlsx["base64"])).worksheets[0]["A1"].value == "CustomerID"


def test_there_is_no_third_format(here: World) -> None:
    assert here.agent().get("/imports/template/pdf").status == 404
    assert here.agent().post("/exports", {"format": "PDF"}).status == 400
