"""What the check and the comparison of a file find: its faults, how many rows have which fate, and what would change."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Fault(BaseModel):
    """One thing wrong with one cell or row: row number as a spreadsheet shows it, the value masked."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    row: int
    record: int
    customer_id: str = ""
    account_number: str = ""
    column: str
    severity: str
    code: str
    message: str
    value: str = ""
    how_to_fix: str


class Failure(BaseModel):
    """Why a whole file was refused."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    code: str
    message: str
    how_to_fix: str


class Counts(BaseModel):
    """Rows of a file by what becomes of them."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    total: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    warnings: int = 0


class CustomerCounts(BaseModel):
    """Customers of a file by what becomes of them; rejected are those of whom not one row is imported."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0


class DifferenceKind(StrEnum):
    """What a difference between the file and the records is. A new hold comes with a new customer; one of a customer who is
    held is a change. Accounts that a full file leaves out are closed; no row says so, and the row is 0. The last two are
    values that a person changed since the file last spoke about them: the file's value replaces theirs, or theirs stays."""

    NEW_CUSTOMER = "NEW_CUSTOMER"
    NEW_ACCOUNT = "NEW_ACCOUNT"
    NEW_HOLD = "NEW_HOLD"
    CLOSED = "CLOSED"
    CHANGED = "CHANGED"
    OVERWRITTEN = "OVERWRITTEN"
    KEPT = "KEPT"


class Difference(BaseModel):
    """One value that the import would write, masked as a report is; for `KEPT` the one that it would not. Without an account
    number it is the customer's, without a column it is the customer or account as a whole."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    row: int
    kind: DifferenceKind
    customer_id: str
    account_number: str = ""
    column: str = ""
    before: str = ""
    after: str = ""


class Closures(BaseModel):
    """What a full file leaves out: of so many `open` accounts so many are `absent`, and so many were `closed` in the end.
    `is_many` when that is more than a file closes without somebody saying so."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    open: int
    absent: int
    limit_percent: int
    is_many: bool
    closed: int = 0
