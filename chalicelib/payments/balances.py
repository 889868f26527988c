"""A customer's claims while payments reserve them, clear them and let go of them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.care.rules import revived
from chalicelib.payments.model import Payment, Portion
from chalicelib.records.accounts import Account, AccountStatus, Claim, ClaimStatus
from chalicelib.records.model import Customer

PAYABLE = frozenset({AccountStatus.ACTIVE, AccountStatus.HOLD})


def reserved(customer: Customer, payment: Payment) -> Customer:
    """The customer with the payment's plan held for it, so that the same pound is not paid twice."""
    return with_claims(customer, payment.plan, lambda claim, pence: copy(claim, reserved=claim.reserved | {payment.id: pence}))


def released(customer: Customer, payment: Payment) -> Customer:
    """The customer without the payment's reservation."""
    return with_claims(
        customer,
        payment.plan,
        lambda claim, _: copy(claim, reserved={key: pence for key, pence in claim.reserved.items() if key != payment.id}),
    )


def cleared(customer: Customer, portions: Sequence[Portion]) -> Customer:
    """The customer with these pence taken off the claims, which are resolved with their last one."""
    return with_claims(customer, portions, _clear)


def renewed(customer: Customer, portions: Sequence[Portion], paid_on: date) -> Customer:
    """The customer with the limitation periods that a part payment begins anew."""
    for portion in portions:
        account = customer.accounts[portion.account_number]
        claim = revived(customer, account, account.claims[portion.claim], paid_on)
        account = copy(account, claims=account.claims | {claim.ref: claim})
        customer = copy(customer, accounts=customer.accounts | {account.number: account})
    return customer


def with_claims(customer: Customer, portions: Sequence[Portion], change: Callable[[Claim, int], Claim]) -> Customer:
    """The customer with the claims of these portions changed, and accounts settled whose last pound was paid by it."""
    accounts = dict(customer.accounts)
    for portion in portions:
        account, claim = accounts.get(portion.account_number), claim_of(customer, portion)
        if account is not None and claim is not None:
            owing = account.balance.total
            account = copy(account, claims=account.claims | {claim.ref: change(claim, portion.amount)})
            paid_off = owing > 0 and account.balance.total == 0 and account.status in PAYABLE
            accounts[account.number] = copy(account, status=AccountStatus.SETTLED) if paid_off else account
    return copy(customer, accounts=accounts)


def claim_of(customer: Customer, portion: Portion) -> Claim | None:
    account = customer.accounts.get(portion.account_number)
    return account.claims.get(portion.claim) if account else None


def told(diary: Diary, before: Customer, after: Customer, numbers: Collection[str]) -> Iterator[Activity]:
    """One activity for each of these accounts, whose balances changed, and one for each claim that was paid off or is owed
    again."""
    for number in dict.fromkeys(numbers):
        old, new = before.accounts[number], after.accounts[number]
        yield diary.tell(
            Event.ACCOUNT_AMOUNTS_UPDATED,
            f"account:{number}",
            stream=after.customer_key,
            account=number,
            before={"balance_pence": str(old.balance.total), "status": old.status},
            after={"balance_pence": str(new.balance.total), "status": new.status},
        )
    for number in dict.fromkeys(numbers):
        for ref, claim in sorted(after.accounts[number].claims.items()):
            if claim.status is not before.accounts[number].claims[ref].status:
                resolved = claim.status is ClaimStatus.RESOLVED
                yield diary.tell(
                    Event.CLAIM_RESOLVED if resolved else Event.CLAIM_REACTIVATED,
                    f"claim:{ref}",
                    stream=after.customer_key,
                    account=number,
                    claim=ref,
                    after={"status": claim.status},
                )


def tell(
    diary: Diary, payment: Payment, event: Event, *, after: dict[str, str], before: dict[str, str] | None = None
) -> Activity:
    """What happened to the payment, for the diary; the account is named where there is one only."""
    account = payment.account_numbers[0] if len(payment.account_numbers) == 1 else None
    return diary.tell(event, payment.ref, stream=payment.customer_key, account=account, before=before, after=after)


def pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02d}"


def copy[E: (Customer, Account, Claim, Payment, Portion)](value: E, **changed: object) -> E:
    return value.model_copy(update=changed)


def _clear(claim: Claim, pence: int) -> Claim:
    left = claim.outstanding - claim.outstanding.take(pence)
    return copy(claim, outstanding=left, status=claim.status if left.total else ClaimStatus.RESOLVED)
