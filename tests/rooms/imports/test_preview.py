"""What a person sees before an import, and what confirming it is bound to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.core.errors import Code, Refused
from chalicelib.core.objects import Bucket
from chalicelib.imports import jobs
from chalicelib.imports.findings import DifferenceKind
from chalicelib.imports.model import PREVIEW_PAGE, State, Upload
from chalicelib.imports.preview import SHOWN_LIMIT, differences_key
from chalicelib.settings.model import Settings
from tests.support.importing import AGENT, Importing, aoife


def shown(
    world: Importing, upload: Upload, kind: DifferenceKind | None = None, column: str = "", page: int = 1
) -> list[tuple[str, ...]]:
    found = world.imports.preview(upload.id, kind, column, page)
    return [(d.kind, d.customer_id, d.account_number, d.column, d.before, d.after) for d in found.items]


def refusal(call: object, *arguments: object) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*arguments)  # type: ignore[operator]
    return caught.value


@pytest.mark.feature("I2", "I10")
def test_a_preview_tells_new_changed_unchanged_and_rejected_rows_and_customers_apart() -> None:
    world = Importing()
    world.drop_rows(aoife(), *(aoife(CustomerID=f"C-{n}", AccountNumber=f"A-{n}") for n in (2, 7)))

    upload = world.post(
        aoife(Balance="80.00"),
        aoife(AccountNumber="A-9", Balance="5.00"),
        aoife(CustomerID="C-2", AccountNumber="A-2"),
        aoife(CustomerID="C-3", AccountNumber="A-3"),
        aoife(CustomerID="C-4", AccountNumber="A-4", Postcode="nowhere"),
        aoife(CustomerID="C-5", AccountNumber="A-7"),
    )

    assert upload.state is State.AWAITING_CONFIRMATION
    rows, customers = upload.rows, upload.customers
    assert (rows.new, rows.changed, rows.unchanged, rows.rejected) == (2, 1, 1, 2)
    assert (customers.new, customers.changed, customers.unchanged, customers.rejected) == (1, 1, 1, 2)


@pytest.mark.feature("I2")
def test_every_value_that_would_change_is_shown_before_and_after_masked_as_in_a_report() -> None:
    world = Importing()
    world.drop_rows(aoife())

    upload = world.post(
        aoife(Balance="80.00", MobilePhone="07700 900124", LastName="Byrne"),
        aoife(AccountNumber="A-2", Balance="5.00", MobilePhone="07700 900124", LastName="Byrne"),
        aoife(CustomerID="C-2", AccountNumber="A-3", Balance="7.00"),
    )

    assert shown(world, upload) == [
        ("CHANGED", "C-1", "", "LastName", "O'Neill-Smith", "Byrne"),
        ("CHANGED", "C-1", "", "MobilePhone", "07***123", "07***124"),
        ("CHANGED", "C-1", "A-1", "Balance", "100.00", "80.00"),
        ("NEW_ACCOUNT", "C-1", "A-2", "Balance", "", "5.00"),
        ("NEW_CUSTOMER", "C-2", "", "", "", ""),
        ("NEW_ACCOUNT", "C-2", "A-3", "Balance", "", "7.00"),
    ]
    assert upload.differences == {"CHANGED": 3, "NEW_ACCOUNT": 2, "NEW_CUSTOMER": 1}
    assert [line[3] for line in shown(world, upload, DifferenceKind.CHANGED)] == ["LastName", "MobilePhone", "Balance"]
    assert [line[2] for line in shown(world, upload, column="Balance")] == ["A-1", "A-2", "A-3"]
    assert world.imports.preview(upload.id, None, "", 1).columns == ["Balance", "LastName", "MobilePhone"]
    assert world.customer().last_name == "O'Neill-Smith"


@pytest.mark.feature("I2", "I16")
def test_the_holds_that_a_new_customer_comes_with_are_shown_before_they_are_placed() -> None:
    world = Importing()
    crisis = {"BreathingSpaceType": "MENTAL_HEALTH", "BreathingSpaceStart": "2026-02-20", "BreathingSpaceEnd": ""}

    upload = world.post(aoife(DisputeFlag="Y", **crisis), aoife(CustomerID="C-2", AccountNumber="A-2", DisputeFlag="N"))

    assert upload.differences == {"NEW_ACCOUNT": 2, "NEW_CUSTOMER": 2, "NEW_HOLD": 2}
    assert shown(world, upload, DifferenceKind.NEW_HOLD) == [
        ("NEW_HOLD", "C-1", "", "BreathingSpaceType", "", "STANDARD 2026-02-20"),
        ("NEW_HOLD", "C-1", "", "DisputeFlag", "", "Y"),
    ]


@pytest.mark.feature("I2")
@pytest.mark.parametrize(("file_wins", "kind", "name"), [(True, "OVERWRITTEN", "Byrne"), (False, "KEPT", "Nolan")])
def test_a_value_that_a_person_changed_since_the_last_file_is_flagged_and_settled_as_the_setting_says(
    file_wins: bool, kind: str, name: str
) -> None:
    world = Importing(Settings(file_wins_over_agent=file_wins))
    world.drop_rows(aoife())
    world.edit(last_name="Nolan")

    upload = world.post(aoife(LastName="Byrne"))

    assert shown(world, upload) == [(kind, "C-1", "", "LastName", "Nolan", "Byrne")]
    assert upload.by_code == {"W_AGENT_EDIT_OVERWRITTEN": 1, "W_TEST_PHONE": 1}
    world.imports.confirm(upload.id, upload.confirmation, AGENT)
    world.deliver()
    assert world.customer().last_name == name


def test_the_file_of_differences_has_them_all_and_the_screen_the_first_of_each_kind_page_by_page() -> None:
    world = Importing()
    rows = [aoife(CustomerID=f"C-{n}", AccountNumber=f"A-{n}") for n in range(SHOWN_LIMIT + 30)]

    upload = world.post(*rows)

    assert upload.differences == {"NEW_CUSTOMER": SHOWN_LIMIT + 30, "NEW_ACCOUNT": SHOWN_LIMIT + 30}
    page = world.imports.preview(upload.id, DifferenceKind.NEW_CUSTOMER, "", 2)
    assert (page.total, page.is_cut, len(page.items)) == (SHOWN_LIMIT, True, PREVIEW_PAGE)
    assert [d.row for d in page.items] == list(range(2 + PREVIEW_PAGE, 2 + 2 * PREVIEW_PAGE))
    assert len(world.file(Bucket.DATASETS, differences_key(upload.id))) == 2 * (SHOWN_LIMIT + 30)


def test_a_file_that_changes_nothing_has_no_differences() -> None:
    world = Importing()
    world.drop_rows(aoife())
    upload = world.post(aoife(), aoife(CustomerID="C-4", AccountNumber="A-4", Postcode="nowhere"))

    assert (upload.differences, shown(world, upload)) == ({}, [])


@pytest.mark.feature("I10")
def test_a_confirmation_names_exactly_what_was_seen() -> None:
    world = Importing()
    upload = world.post(aoife())
    other = world.post(aoife(Balance="1.00"))

    assert refusal(world.imports.confirm, upload.id, other.confirmation, AGENT).code is Code.STALE
    assert refusal(world.imports.confirm, upload.id, "", AGENT).code is Code.STALE
    world.imports.confirm(upload.id, upload.confirmation, AGENT)
    world.deliver()
    assert world.imports.get(upload.id).state is State.COMPLETED


def test_the_confirmation_is_bound_to_the_bytes_and_to_what_was_found() -> None:
    world = Importing()
    upload = world.post(aoife())

    others = [
        upload.model_copy(update=change)
        for change in (
            {"sha256": "0" * 64},
            {"rows": upload.rows.model_copy(update={"new": 2})},
            {"customers": upload.customers.model_copy(update={"changed": 1})},
            {"by_code": {"E_REQUIRED": 1}},
            {"differences": {DifferenceKind.CHANGED: 1}},
        )
    ]
    assert upload.confirmation not in {other.confirmation for other in others}


@pytest.mark.feature("I10")
def test_a_preview_expires_and_the_file_can_be_compared_again() -> None:
    world = Importing()
    upload = world.post(aoife())
    world.drop_rows(aoife(Balance="90.00"))
    world.clock.instant += timedelta(hours=24)

    expired = refusal(world.imports.confirm, upload.id, upload.confirmation, AGENT)
    assert (expired.code, "too long ago" in expired.words) == (Code.WRONG_STATE, True)
    again = world.imports.check_again(upload.id, upload.version, AGENT, "again")
    assert world.imports.check_again(upload.id, upload.version, AGENT, "again").id == again.id
    world.deliver()

    fresh = world.imports.get(again.id)
    assert world.imports.get(upload.id).state is State.CANCELLED
    assert (fresh.state, fresh.rows.changed, fresh.sha256) == (State.AWAITING_CONFIRMATION, 1, upload.sha256)
    world.imports.confirm(fresh.id, fresh.confirmation, AGENT)
    world.deliver()
    assert (world.imports.get(fresh.id).state, world.customer().owed) == (State.COMPLETED, 10_000)


@pytest.mark.feature("I10")
def test_a_preview_stays_while_nobody_looks_at_it() -> None:
    world = Importing()
    upload = world.post(aoife())
    world.clock.instant += timedelta(hours=23)
    jobs.sweep(world.imports)
    world.deliver()

    kept = world.imports.get(upload.id)
    assert (kept, shown(world, kept)) == (upload, shown(world, upload))
