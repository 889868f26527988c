"""An upload as the console sees it, from the preview to the history."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.files import CHANGED, FIRST, SECOND, dataset, person
from tests.support.world import World


def previewed(here: World) -> dict[str, Any]:
    """The second file, compared with what the first one left, as it waits for a person."""
    here.take_in("first.csv", FIRST)
    here.wait(days=1)
    here.take_in("second.csv", SECOND)
    [waiting] = here.agent().get("/uploads?state=AWAITING_CONFIRMATION&source=S3").json["items"]
    return dict(waiting)


@pytest.mark.feature("I2", "I10", "I14")
def test_a_preview_is_looked_at_confirmed_and_kept_in_the_history(here: World) -> None:
    upload = previewed(here)
    path = f"/uploads/{upload['id']}"

    shown = here.agent("viewer").get(f"{path}/differences").json
    assert shown["total"] == len(shown["items"]) == sum(upload["differences"].values())
    phones = here.agent().get(f"{path}/differences?kind=CHANGED&column=MobilePhone").json["items"]
    assert [(p["customer_id"], p["before"], p["after"]) for p in phones] == [("C-2001", "07***123", "07***999")]
    assert here.agent("viewer").get(f"{path}/files/differences").status == 200
    assert here.agent("viewer").get(f"{path}/files/original").status == 403

    assert here.agent().post(f"{path}/confirm", {"token": "0" * 64}).code == "STALE"
    confirmed = here.agent().post(f"{path}/confirm", {"token": upload["confirmation"]["token"]})
    assert confirmed.json["state"] == "IMPORTING"
    assert here.agent().post(f"{path}/cancel", {"version": confirmed.json["version"]}).code == "WRONG_STATE"
    here.pump()
    [done] = here.agent().get("/uploads?state=COMPLETED_WITH_ERRORS").json["items"]
    assert (done["filename"], done["format"], done["source"], len(done["sha256"])) == ("second.csv", "CSV", "S3", 64)
    assert (done["rows"]["total"], done["rows"]["rejected"]) == (8, 2)
    assert done["started_at"] <= done["finished_at"]


@pytest.mark.feature("I2", "I10")
def test_a_full_file_closes_what_it_leaves_out_once_somebody_says_so(here: World) -> None:
    here.take_in("first.csv", FIRST)
    here.wait(days=1)
    here.take_in("full/all.csv", dataset(person(CHANGED, "IMP-1", "100.00")))
    [upload] = here.agent().get("/uploads?state=AWAITING_CONFIRMATION").json["items"]
    path, said = f"/uploads/{upload['id']}", {"token": upload["confirmation"]["token"]}

    absent = upload["differences"]["CLOSED"]
    assert upload["mode"] == "FULL_PORTFOLIO"
    assert here.agent().post(f"{path}/confirm", said).code == "INVALID"
    assert here.agent().post(f"{path}/confirm", said | {"allow_closures": True}).status == 200
    here.pump()

    assert here.agent().get(path).json["closures"] == {
        "open": absent + 1,
        "absent": absent,
        "closed": absent,
        "limit_percent": 10,
        "is_many": True,
    }
    assert {a.number: a.status for a in here.customer(CHANGED).accounts.values()} == {"IMP-1": "ACTIVE", "IMP-2": "CLOSED"}


def test_a_file_from_the_console_says_whether_it_lists_every_account_also_when_it_is_compared_again(here: World) -> None:
    ticket = here.agent().post("/uploads", {"filename": "all.csv", "size_bytes": 9, "mode": "FULL_PORTFOLIO"}).json
    assert ticket["upload"]["mode"] == "FULL_PORTFOLIO"
    here.take_in("full/all.csv", dataset(person(CHANGED, "IMP-1", "100.00", Postcode="nowhere"), person("C-2", "IMP-2", "1.00")))
    [upload] = here.agent().get("/uploads?state=AWAITING_CONFIRMATION").json["items"]
    again = here.agent().post(f"/uploads/{upload['id']}/check-again", {"version": upload["version"]}).json
    assert again["mode"] == "FULL_PORTFOLIO"


@pytest.mark.parametrize("query", ["state=LOST", "source=FAX", "after=x"])
def test_a_filter_that_does_not_exist_is_refused(here: World, query: str) -> None:
    assert here.agent().get(f"/uploads?{query}").status == 400


@pytest.mark.parametrize("query", ["kind=ALL", "page=0", "page=x", "column=" + "x" * 65])
def test_differences_that_cannot_be_are_refused(here: World, query: str) -> None:
    upload = previewed(here)
    assert here.agent().get(f"/uploads/{upload['id']}/differences?{query}").status == 400
