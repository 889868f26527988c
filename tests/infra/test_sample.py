"""The sample that `make run` imports."""

from __future__ import annotations

import csv
import io

from tools import sample
from tools.places import SAMPLE_DATASET


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sample.text())))


def test_the_committed_file_is_the_one_that_is_made() -> None:
    assert SAMPLE_DATASET.read_bytes() == sample.text().encode()


def test_it_has_the_size_that_was_promised_and_every_key_once() -> None:
    assert len({row["CustomerID"] for row in rows()}) == 200
    assert len({row["AccountNumber"] for row in rows()}) == len(rows()) == 340


def test_nobody_in_it_can_be_reached() -> None:
    for row in rows():
        assert row["MobilePhone"] == "" or row["MobilePhone"].startswith("07700 900")
        assert row["Email"] == "" or row["Email"].endswith("@example.com")
        assert row["MobilePhone"] or row["Email"]


def test_names_are_as_awkward_as_peoples_names_are() -> None:
    names = {row["LastName"] for row in rows()} | {row["FirstName"] for row in rows()}
    assert [name for name in names if "'" in name]
    assert [name for name in names if "-" in name]
    assert [name for name in names if " " in name]
    assert [name for name in names if not name.isascii()]
    assert "X" in names


def test_some_accounts_offer_plans_and_their_totals_are_what_is_owed() -> None:
    offering = [row for row in rows() if row["PlanOption1Instalments"]]
    assert len(offering) > 50
    assert all(row["PlanOption1TotalAmount"] == row["Balance"] for row in offering)
    assert [row for row in offering if row["PlanOption2Instalments"]]
