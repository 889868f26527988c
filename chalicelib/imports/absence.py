"""What a file that names every account says by leaving some out (`reference/dataset.md` B.5): those are closed. Pure.

An account is absent when no row of the file has its number, whoever's the row is and whether or not it is imported. What is
settled, written off or closed already is at rest and stays as it is; so do balances, which are the ledger's."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.changes import Append, Changes, Key, Replace, Table
from chalicelib.imports.findings import Closures
from chalicelib.imports.model import PARTITIONS, Upload
from chalicelib.imports.sorting import mark
from chalicelib.records.accounts import Account, AccountStatus
from chalicelib.records.model import Customer

LOOKING = PARTITIONS
"""Among the parts of a plan: the look at everybody who is held. What it finds is closed in parts of their own behind it."""
REASON = "ABSENT_FROM_FILE"
OPEN = frozenset({AccountStatus.ACTIVE, AccountStatus.HOLD})


class Look(BaseModel):
    """How far the look at everybody has come: some customers for each message. `after` continues behind the last one,
    `closing_parts` are those that hold what was found."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    upload_id: str
    after: str | None = None
    open: int = 0
    absent: int = 0
    closing_parts: tuple[int, ...] = ()
    is_over: bool = False
    version: int = 0

    @property
    def key(self) -> Key:
        return look_place(self.upload_id)

    def closures(self, limit_percent: int) -> Closures:
        """What would be closed, and whether that is more than a file may close by itself."""
        is_many = self.absent * 100 > limit_percent * self.open
        return Closures(open=self.open, absent=self.absent, limit_percent=limit_percent, is_many=is_many)


class Leaver(BaseModel):
    """One customer with accounts that are absent. `last_upload` is the file that spoke about the customer last: when another
    one has done so since, its word is the newer."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    customer_key: str
    customer_id: str
    accounts: tuple[str, ...]
    last_upload: str


class Named:
    """The account numbers of a file, as 64 bits each: eight megabytes a million."""

    def __init__(self, marks: Iterable[int]) -> None:
        self._marks = array("Q", marks)

    def __contains__(self, number: str) -> bool:
        wanted = mark(number)
        place = bisect_left(self._marks, wanted)
        return place < len(self._marks) and self._marks[place] == wanted


def look_place(upload_id: str) -> Key:
    return Key(Table.OPERATIONS, f"U#{upload_id}", "look")


def open_accounts(customer: Customer) -> list[Account]:
    """The accounts that a file could close. Those of nobody stay for the ledger's sake."""
    return [] if customer.anonymous else [a for a in customer.accounts.values() if a.status in OPEN]


def leaver(customer: Customer, named: Named) -> Leaver | None:
    """The customer's absent accounts; None when there are none."""
    absent = tuple(account.number for account in open_accounts(customer) if account.number not in named)
    if not absent:
        return None
    return Leaver(
        customer_key=customer.customer_key,
        customer_id=customer.customer_id,
        accounts=absent,
        last_upload=customer.last_upload,
    )


def to_close(customer: Customer, found: Leaver, upload: Upload) -> list[Account]:
    """Which of the absent accounts this import still has to close."""
    if customer.last_upload not in (found.last_upload, upload.id):
        return []
    return [account for account in open_accounts(customer) if account.number in found.accounts]


def closed(customer: Customer, accounts: Sequence[Account], upload: Upload, diary: Diary) -> Changes:
    """The transaction that closes them, told account by account. The baseline is closed too, so that a later file that
    names one of them again opens it."""
    shut = {
        account.number: account.model_copy(
            update={
                "status": AccountStatus.CLOSED,
                "absent_from": upload.id,
                "imported": account.imported | {"AccountStatus": AccountStatus.CLOSED.value},
            }
        )
        for account in accounts
    }
    told = [
        diary.tell(
            Event.ACCOUNT_UPDATED,
            f"account:{account.number}",
            stream=customer.customer_key,
            account=account.number,
            before={"AccountStatus": account.status.value},
            after={"AccountStatus": AccountStatus.CLOSED.value, "reason": REASON},
        )
        for account in accounts
    ]
    after = customer.model_copy(update={"accounts": {**customer.accounts, **shut}})
    return Changes(Replace(after), *(Append(activity) for activity in told))


def closed_by(customer: Customer, numbers: Collection[str], upload: Upload) -> int:
    """How many of these accounts the import has closed, however often it was delivered."""
    return sum(account.absent_from == upload.id for account in customer.accounts.values() if account.number in numbers)
