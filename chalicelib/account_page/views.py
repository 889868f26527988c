"""The customer's page as the console receives it: money in pence, sensitive values masked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.activities.events import Group
from chalicelib.activities.model import Activity, Trigger
from chalicelib.care.holding import KIND_NAMES
from chalicelib.core.actor import ActorType, Channel
from chalicelib.core.store import Page
from chalicelib.payments.model import Payment, Status
from chalicelib.records.accounts import Account, AccountStatus, Claim, ClaimKind, ClaimStatus, Frequency
from chalicelib.records.contact_points import ContactPoint, PastAddress, Validity
from chalicelib.records.model import Customer, CustomerStatus, CustomerType
from chalicelib.records.routes import LinkView
from chalicelib.records.status import MOVES, REASONS, StatusReason
from chalicelib.web.view import View


class ContactView(View):
    point: ContactPoint
    value: str
    validity: Validity
    reason: str | None
    note: str | None
    checked_at: datetime | None
    checked_by: str | None

    @classmethod
    def of(cls, customer: Customer, point: ContactPoint) -> ContactView:
        check = customer.check_of(point)
        return cls(
            point=point,
            value=customer.contact(point) or "",
            validity=check.validity if check else Validity.UNKNOWN,
            reason=check.reason if check else None,
            note=check.note if check else None,
            checked_at=check.checked_at if check else None,
            checked_by=check.checked_by if check else None,
        )


class PastAddressView(View):
    lines: Sequence[str]
    gone_away: bool
    until: datetime
    replaced_by: ActorType

    @classmethod
    def of(cls, past: PastAddress) -> PastAddressView:
        lines = [*past.address, past.postcode]
        return cls(lines=lines, gone_away=past.gone_away, until=past.until, replaced_by=past.replaced_by)


class StatusMoveView(View):
    """A status the customer may be moved to, and what may be given as the reason."""

    status: CustomerStatus
    reasons: Sequence[StatusReason]


class CustomerView(View):
    customer_key: str
    customer_id: str
    type: CustomerType
    name: str
    title: str | None
    first_name: str | None
    middle_name: str | None
    last_name: str | None
    company_name: str | None
    company_number: str | None
    date_of_birth_masked: str | None
    mobile_phone: str | None
    home_phone: str | None
    work_phone: str | None
    email: str | None
    address: Sequence[str]
    postcode: str
    jurisdiction: str
    language: str
    preferred_channel: str | None
    sms_opt_out: bool
    email_opt_out: bool
    status: CustomerStatus
    flags: Sequence[str]
    tags: Sequence[str]
    registered_at: datetime
    registration_source: str
    owed_pence: int
    credit_pence: int
    version: int
    gone_away: bool
    past_addresses: Sequence[PastAddressView]
    contacts: Sequence[ContactView]
    status_until: date | None
    status_moves: Sequence[StatusMoveView]

    @classmethod
    def of(cls, customer: Customer, today: date) -> CustomerView:
        shown = {name: getattr(customer, name) for name in cls.model_fields if name in Customer.model_fields}
        born, status = customer.date_of_birth, customer.status_on(today)
        shown |= {
            "status": status,
            "status_until": customer.status_until if status is customer.status else None,
            "past_addresses": [PastAddressView.of(past) for past in customer.past_addresses],
        }
        return cls(
            **shown,
            contacts=[ContactView.of(customer, point) for point in ContactPoint if customer.contact(point)],
            status_moves=[StatusMoveView(status=move, reasons=REASONS[move]) for move in MOVES[status]],
            name=customer.name,
            date_of_birth_masked=f"••/••/{born.year}" if born else None,
            flags=flags(customer),
            owed_pence=customer.owed,
            credit_pence=customer.credit,
        )


def flags(customer: Customer) -> list[str]:
    """What an agent must see before anything else. A mental-health crisis reads as breathing space."""
    names = dict.fromkeys(KIND_NAMES[hold.kind] for hold in customer.holds)
    return [*names, *(["Do not contact"] if customer.do_not_contact else [])]


class ClaimView(View):
    """`defers` names the invoice that a fee put off, `deferred_by` the fees of an invoice's prolongations that stand. `undoable`
    is the prolongation of today."""

    reference: str
    kind: ClaimKind
    status: ClaimStatus
    due_date: date
    balance_pence: int
    defers: str | None
    deferred_by: Sequence[str]
    prolonged_days: int
    undoable: str | None

    @classmethod
    def of(cls, claim: Claim, today: date) -> ClaimView:
        prolongation = claim.prolonged_on(today)
        return cls(
            reference=claim.ref,
            kind=claim.kind,
            status=claim.status,
            due_date=claim.due_date,
            balance_pence=claim.outstanding.total,
            defers=claim.defers,
            deferred_by=[made.fee_claim for made in claim.prolongations if made.fee_claim and not made.undone],
            prolonged_days=claim.prolonged_days,
            undoable=prolongation.id if prolongation else None,
        )


class PlanOptionView(View):
    number: int
    instalments: int
    total_pence: int
    frequency: Frequency
    instalment_pence: int
    final_instalment_pence: int


class AccountView(View):
    number: str
    creditor: str | None
    brand: str | None
    portfolio: str | None
    product_type: str | None
    product_description: str | None
    status: AccountStatus
    balance_pence: int
    principal_pence: int
    interest_pence: int
    fees_pence: int
    costs_pence: int
    reserved_pence: int
    due_date: date | None
    days_past_due: int
    payment_reference: str | None
    minimum_payment_pence: int | None
    claims: Sequence[ClaimView]
    plan_options: Sequence[PlanOptionView]

    @classmethod
    def of(cls, account: Account, today: date) -> AccountView:
        balance, due = account.balance, account.due_date
        return cls(
            number=account.number,
            creditor=account.creditor,
            brand=account.brand,
            portfolio=account.portfolio,
            product_type=account.product_type,
            product_description=account.product_description,
            status=account.status,
            balance_pence=balance.total,
            principal_pence=balance.principal,
            interest_pence=balance.interest,
            fees_pence=balance.fees,
            costs_pence=balance.costs,
            reserved_pence=balance.total - account.available,
            due_date=due,
            days_past_due=max(0, (today - due).days) if due and balance.total else 0,
            payment_reference=account.payment_reference,
            minimum_payment_pence=account.minimum_payment,
            claims=[ClaimView.of(claim, today) for claim in account.claims.values()],
            plan_options=[
                PlanOptionView(
                    number=option.number,
                    instalments=option.instalments,
                    total_pence=option.total,
                    frequency=option.frequency,
                    instalment_pence=option.instalment,
                    final_instalment_pence=option.final_instalment,
                )
                for option in account.plan_options
            ],
        )


class PaymentView(View):
    """A payment in a list. `amount_pence` was asked for; `kept_pence` of it were taken and did not go back."""

    id: str
    reference: str
    created_at: datetime
    account_numbers: Sequence[str]
    amount_pence: int
    kept_pence: int
    method: str
    status: Status
    provider: str
    channel: Channel
    settled_at: datetime | None

    @classmethod
    def of(cls, payment: Payment) -> PaymentView:
        shown = {name: getattr(payment, name) for name in cls.model_fields if name in Payment.model_fields}
        shown |= {"reference": payment.reference, "account_numbers": payment.account_numbers}
        return cls(**shown, amount_pence=payment.amount, kept_pence=payment.kept)


class ActorView(View):
    type: ActorType
    name: str


class ActivityView(View):
    id: str
    occurred_at: datetime
    event: str
    label: str
    group: Group
    actor: ActorView
    channel: Channel
    trigger: Trigger
    account: str | None
    claim: str | None
    entity: str
    before: dict[str, str] | None
    after: dict[str, str] | None
    reason: str | None
    correlation_id: str
    received_at: datetime | None
    upload_id: str | None

    @classmethod
    def of(cls, activity: Activity) -> ActivityView:
        shown = {name: getattr(activity, name) for name in cls.model_fields if name in Activity.model_fields}
        actor = ActorView(type=activity.actor_type, name=activity.actor_name)
        upload = activity.actor_id if activity.actor_type is ActorType.IMPORT else None
        return cls(**shown, label=activity.label, group=activity.group, actor=actor, upload_id=upload)


class ActivityPage(View):
    items: Sequence[ActivityView]
    after: str | None


def activity_page(page: Page[Activity]) -> ActivityPage:
    return ActivityPage(items=[ActivityView.of(activity) for activity in page.items], after=page.after)


class CustomerPage(View):
    customer: CustomerView
    link: LinkView | None
    accounts: Sequence[AccountView]
    payments: Sequence[PaymentView]
    activities: ActivityPage
