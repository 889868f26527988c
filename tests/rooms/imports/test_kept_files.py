"""What is kept of uploads: their history, their files for a time, and the rows that were rejected."""

from __future__ import annotations

import pytest

from chalicelib.activities.model import Activity
from chalicelib.core.errors import Code, Refused
from chalicelib.core.objects import Bucket
from chalicelib.imports.findings import CustomerCounts
from chalicelib.imports.model import KEPT_FOR, Source, State, Upload
from chalicelib.settings.model import Settings
from tests.support.importing import AGENT, Importing, aoife, refused, table


def test_an_upload_of_the_time_when_customers_were_one_number_can_still_be_read() -> None:
    upload = Importing().post(aoife())
    stored = upload.model_dump(mode="json", exclude_none=True)

    assert Upload.model_validate(stored | {"customers": 0}) == upload.model_copy(update={"customers": CustomerCounts()})


@pytest.mark.feature("I14")
def test_the_history_is_filtered_by_state_and_by_source_page_by_page() -> None:
    world = Importing()
    for n in range(45):
        world.drop(table([aoife(Balance=f"{n}.00")]) if n % 2 else b"nonsense", f"{n}.csv")
    waiting = world.post(aoife(Balance="99.00"))

    def names(after: str | None = None, **filters: object) -> list[str]:
        page = world.imports.history(after, **filters)  # type: ignore[arg-type]
        return [u.filename for u in page.items] + (names(page.after, **filters) if page.after else [])

    assert names(state=State.FAILED) == [f"{n}.csv" for n in range(44, -1, -2)]
    assert names(state=State.COMPLETED) == [f"{n}.csv" for n in range(43, 0, -2)]
    assert names(source=Source.CONSOLE) == [waiting.filename]
    assert names(source=Source.S3, state=State.AWAITING_CONFIRMATION) == []
    assert len(names()) == 46


@pytest.mark.feature("I15")
def test_after_its_time_a_file_is_gone_with_a_reason_and_what_it_did_is_still_known() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=100))
    upload = world.drop_rows(aoife(), aoife(CustomerID="C-2", AccountNumber="A-2", Postcode="nowhere"))
    assert not world.imports.is_gone(upload)
    world.clock.instant += KEPT_FOR

    with pytest.raises(Refused, match="NOT_FOUND") as caught:
        world.imports.download(upload.id, "original", AGENT)
    assert "Files are kept for 365 days. Those of this upload were removed on 02/03/2027" in caught.value.words
    assert world.imports.is_gone(upload)
    assert world.imports.get(upload.id).rows.rejected == 1


@pytest.mark.feature("I15")
def test_files_of_an_upload_are_downloaded_under_audit() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=100))
    upload = world.drop_rows(aoife(), aoife(CustomerID="C-2", AccountNumber="A-2", Postcode="nowhere", LastName="=cmd()"))

    for kind in ("original", "report", "rejected"):
        assert upload.id in world.imports.download(upload.id, kind, AGENT) or kind == "original"
    assert refused(world.imports.download, upload.id, "secrets", AGENT) is Code.NOT_FOUND
    downloads = [e for e in world.store.items.values() if isinstance(e, Activity) and e.event == "file.downloaded"]
    assert {(activity.actor_id, (activity.after or {})["file"]) for activity in downloads} == {
        ("agent-1", kind) for kind in ("original", "report", "rejected")
    }


def test_rejected_rows_come_back_in_the_form_of_the_file_and_can_be_sent_again() -> None:
    world = Importing(Settings(auto_confirm_rejected_percent=100))
    bad = aoife(CustomerID="C-2", AccountNumber="A-2", Postcode="nowhere", CreditorName="=cmd()")
    upload = world.drop_rows(aoife(CreditorName="Acme"), bad)

    key = f"reports/{upload.id}/rejected-rows.csv"
    (row,) = world.file(Bucket.DATASETS, key)
    assert (row["CustomerID"], row["CreditorName"], row["ErrorCodes"]) == ("C-2", "'=cmd()", "E_POSTCODE_FORMAT")
    corrected = world.objects.contents[Bucket.DATASETS, key].replace(b"nowhere", b"LS1 4DY")
    again = world.drop(corrected, "corrected.csv")
    assert (again.state, world.customer("C-2").accounts["A-2"].creditor) == (State.COMPLETED, "=cmd()")
