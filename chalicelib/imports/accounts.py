"""One row's account columns, merged into the account that is held, or into a new one. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.activities.events import Event
from chalicelib.core.faults import FaultCode
from chalicelib.core.money import format_pounds, parse_pounds
from chalicelib.imports.balances import Movement, Word, move_balance, open_balance, unreflected
from chalicelib.imports.columns import BREAKDOWN, PLAN_COLUMNS, PLAN_OPTIONS, TEMPLATE, Scope
from chalicelib.imports.plans import fits
from chalicelib.imports.rows import Row
from chalicelib.imports.settling import Settled, settle_baseline, settle_fields, wins
from chalicelib.payments.model import Payment
from chalicelib.records.accounts import Account, AccountStatus, Claim, ClaimStatus, Frequency, Parts, PlanOption
from chalicelib.settings.model import Settings

_COLUMNS = tuple(column for column in TEMPLATE if column.scope is Scope.ACCOUNT)
_OWN_RULES = {"AccountNumber", "Balance", "BalanceAsOf", "DueDate", "AccountStatus", *BREAKDOWN, *PLAN_COLUMNS}
_BASELINE_ONLY = tuple(c.name for c in _COLUMNS if not c.field and c.name not in _OWN_RULES)
_IN_FILE = {AccountStatus.SETTLED: "ACTIVE", AccountStatus.WRITTEN_OFF: "CLOSED"}
_HALF = 2


@dataclass(frozen=True, slots=True)
class MergedAccount:
    """The account as it is after the row; `event` is what happened to it, None where nothing did."""

    account: Account
    settled: Settled
    movement: Movement | None
    event: Event | None


def claim_ref(account_number: str) -> str:
    """The one claim that a row makes."""
    return f"{account_number}-1"


def word_of(row: Row) -> Word:
    """What the row says is owed."""
    given = {name: parse_pounds(row.values[name]) for name in BREAKDOWN if name in row.values}
    parts = Parts(**{field: given.get(name, 0) for field, name in zip(("principal", "interest", "fees"), BREAKDOWN, strict=True)})
    return Word(parse_pounds(row.values["Balance"]), parts if given else None)


def file_status(status: AccountStatus) -> str:
    """The status as a file would say it: a file knows three; SETTLED and WRITTEN_OFF are ours."""
    return _IN_FILE.get(status, status.value)


def baseline_parts(account: Account) -> Parts:
    """The creditor's last word on the balance by parts; an account that never had one was all principal."""
    pence = [parse_pounds(account.imported.get(name) or "0") for name in BREAKDOWN]
    parts = Parts(principal=pence[0], interest=pence[1], fees=pence[2])
    return parts if parts.total == account.imported_balance else Parts(principal=account.imported_balance)


def balance_differs(account: Account, row: Row) -> bool:
    """Whether the creditor says something new about the balance, so that payments matter to the answer."""
    word = word_of(row)
    return word.balance != account.imported_balance or word.breakdown not in (None, baseline_parts(account))


def merge_account(held: Account | None, row: Row, payments: Sequence[Payment], settings: Settings, today: date) -> MergedAccount:
    """The row merged into the account, with the postings that its balance asks for."""
    account, file_wins = held or _opened(row), settings.file_wins_over_agent
    settled = Settled(baseline=dict(account.imported))
    settle_fields(settled, _COLUMNS, row.values, account, file_wins=file_wins)
    settle_baseline(settled, _BASELINE_ONLY, row.values)
    _settle_status(settled, row, account, file_wins=file_wins)
    _settle_plan_options(settled, row.values, account)
    movement = _movement(held, row, payments)
    claim = account.claims[claim_ref(row.account_number)]
    claim = _settle_due_date(settled, row, claim, file_wins=file_wins)
    if movement is not None:
        claim = _settle_balance(settled, account, claim, movement)
        _drop_what_no_longer_fits(settled, row, account, settings, today)
    account = account.model_copy(update={"claims": {**account.claims, claim.ref: claim}, **settled.updates})
    rests = movement is not None or "status" in settled.updates
    account, claim_event = _at_rest(account, claim) if rests else (account, None)
    account = account.model_copy(update={"imported": settled.baseline})
    return MergedAccount(account, settled, movement, _event(held, settled, movement, claim_event))


def _opened(row: Row) -> Account:
    due = date.fromisoformat(row.values["DueDate"])
    claim = Claim(ref=claim_ref(row.account_number), original_due_date=due, due_date=due, outstanding=Parts())
    return Account(number=row.account_number, claims={claim.ref: claim})


def _movement(held: Account | None, row: Row, payments: Sequence[Payment]) -> Movement | None:
    """How the balance moves, or None where the creditor repeats itself."""
    number, claim, word = row.account_number, claim_ref(row.account_number), word_of(row)
    if held is None:
        return open_balance(number, claim, word)
    if not balance_differs(held, row):
        return None
    as_of = row.values.get("BalanceAsOf")
    paid = unreflected(payments, number, date.fromisoformat(as_of) if as_of else None)
    return move_balance(number, claim, held.claims[claim].outstanding, baseline_parts(held), word, paid)


def _settle_balance(settled: Settled, account: Account, claim: Claim, movement: Movement) -> Claim:
    before, after = account.imported_balance, movement.baseline.total
    parts = (movement.baseline.principal, movement.baseline.interest, movement.baseline.fees)
    settled.baseline |= {name: format_pounds(pence) for name, pence in zip(BREAKDOWN, parts, strict=True)}
    settled.updates["imported_balance"] = after
    settled.note("Balance", format_pounds(before), format_pounds(after))
    if movement.reflected:
        settled.warnings.append((FaultCode.W_BALANCE_REFLECTS_PAYMENTS, "Balance"))
    elif account.imported:
        if after > before:
            settled.warnings.append((FaultCode.W_BALANCE_INCREASED, "Balance"))
        if abs(after - before) * _HALF > before:
            settled.warnings.append((FaultCode.W_BALANCE_CHANGED_GT_50PCT, "Balance"))
    return claim.model_copy(update={"outstanding": movement.outstanding})


def _drop_what_no_longer_fits(settled: Settled, row: Row, account: Account, settings: Settings, today: date) -> None:
    """Plan options and a smallest payment that the file is silent about go when the new balance breaks their limits:
    they could not be offered, and an export with them could not come back."""
    balance = settled.updates["imported_balance"]
    options = settled.updates.get("plan_options", account.plan_options)
    fitting = tuple(option for option in options if fits(option, balance, settings, today))
    for option in options:
        if option not in fitting:
            settled.note(f"PlanOption{option.number}", _option_text(option), "")
            settled.updates["plan_options"] = fitting
    minimum, name = account.minimum_payment, "MinPaymentAmount"
    if name not in row.values and minimum is not None and 0 < balance < minimum:
        settled.updates["minimum_payment"] = None
        settled.baseline[name] = ""
        settled.note(name, format_pounds(minimum), "")


def _settle_due_date(settled: Settled, row: Row, claim: Claim, *, file_wins: bool) -> Claim:
    value, current = row.values["DueDate"], claim.due_date.isoformat()
    if not wins(settled, "DueDate", value, current, file_wins=file_wins):
        return claim
    settled.note("DueDate", current, value)
    return claim.model_copy(update={"due_date": date.fromisoformat(value)})


def _settle_status(settled: Settled, row: Row, account: Account, *, file_wins: bool) -> None:
    name = "AccountStatus"
    current = file_status(account.status)
    # Whoever closed an account by leaving it out opens it by naming it again.
    value = row.values.get(name) or (AccountStatus.ACTIVE.value if account.absent_from else None)
    if value is not None and wins(settled, name, value, current, file_wins=file_wins):
        settled.updates["status"] = AccountStatus(value)
        settled.updates["absent_from"] = None
        settled.note(name, account.status.value, value)


def _settle_plan_options(settled: Settled, values: Mapping[str, str], account: Account) -> None:
    """The options whose columns are in the file replace those that are held; the others stay."""
    held = {option.number: option for option in account.plan_options}
    kept = dict(held)
    for n in range(1, PLAN_OPTIONS + 1):
        if not any(f"PlanOption{n}{part}" in values for part in ("Instalments", "TotalAmount")):
            continue
        kept.pop(n, None)
        if instalments := values.get(f"PlanOption{n}Instalments"):
            frequency = values.get(f"PlanOption{n}Frequency") or (held[n].frequency if n in held else Frequency.MONTHLY)
            total = parse_pounds(values[f"PlanOption{n}TotalAmount"])
            kept[n] = PlanOption(number=n, instalments=int(instalments), total=total, frequency=Frequency(frequency))
    for n in sorted(held.keys() | kept.keys()):
        if held.get(n) != kept.get(n):
            settled.note(f"PlanOption{n}", _option_text(held.get(n)), _option_text(kept.get(n)))
            settled.updates["plan_options"] = tuple(kept[number] for number in sorted(kept))


def _option_text(option: PlanOption | None) -> str:
    return f"{option.instalments} × {option.frequency}, {format_pounds(option.total)}" if option else ""


def _at_rest(account: Account, claim: Claim) -> tuple[Account, Event | None]:
    """An account that owes nothing is settled and its claim resolved; one that owes again is active again."""
    owes = claim.outstanding.total > 0
    updates: dict[str, Any] = {}
    event = None
    if not owes and claim.status is ClaimStatus.ACTIVE:
        claim, event = claim.model_copy(update={"status": ClaimStatus.RESOLVED}), Event.CLAIM_RESOLVED
    elif owes and claim.status is ClaimStatus.RESOLVED:
        claim, event = claim.model_copy(update={"status": ClaimStatus.ACTIVE}), Event.CLAIM_REACTIVATED
    if account.balance.total == 0 and account.status in (AccountStatus.ACTIVE, AccountStatus.HOLD):
        updates["status"] = AccountStatus.SETTLED
    elif account.balance.total > 0 and account.status is AccountStatus.SETTLED:
        updates["status"] = AccountStatus.ACTIVE
    return account.model_copy(update={"claims": {**account.claims, claim.ref: claim}, **updates}), event


def _event(held: Account | None, settled: Settled, movement: Movement | None, claim_event: Event | None) -> Event | None:
    """One activity tells what happened to an account and its claim; the most telling event names it."""
    if held is None:
        return Event.ACCOUNT_CREATED
    if claim_event is not None:
        return claim_event
    if movement is not None:
        return Event.ACCOUNT_AMOUNTS_UPDATED
    return Event.ACCOUNT_UPDATED if settled.news else None
