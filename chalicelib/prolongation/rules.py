"""Whether and how an invoice is put off, and how that is undone. Pure: values in, changes out.

A fee is an invoice of its own, which defers the one it is for (relation DEFERS). Nobody pays for time whom a hold or a rule
protects from fees (CONC 7.7, Debt Respite Scheme Regulations 2020): they get it for nothing.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.care.model import Action, Row
from chalicelib.care.rules import facts_of, may
from chalicelib.core.changes import Append, Changes, Replace
from chalicelib.core.clock import london_day
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.ledger.model import Context, EntryType, JournalEntry, Memo
from chalicelib.ledger.rules import applied, fee, post, reverse
from chalicelib.payments.balances import pounds, told
from chalicelib.prolongation.model import PERIODS, PROLONGATIONS_KEPT, Offer, Offers, Period, Place, Prolonged, Terms
from chalicelib.records.accounts import Account, Claim, ClaimKind, Parts, Prolongation
from chalicelib.records.model import Customer

UNDONE = "UNDONE"


def offers(customer: Customer, place: Place, terms: Terms, now: datetime) -> Offers:
    """What each period would come to. Raises Refused: NOT_FOUND, NOTHING_OWED, WRONG_STATE for what is no open invoice or was
    put off today, NOT_ALLOWED_NOW."""
    claim = _prolongable(customer, place, now)
    decision = may(Action(Row.FEE, account=place.account_number, claim=place.claim), facts_of(customer), now)
    fees = terms.fees if decision.allowed else dict.fromkeys(PERIODS, 0)
    waived = decision.words if any(terms.fees.values()) else ()
    return Offers(claim, tuple(_offer(customer, place, claim, days, fees[days], terms, now) for days in PERIODS), waived)


def chosen(found: Offers, days: Period, token: str) -> Offer:
    """The offer of this period, while it is what was shown. Raises Refused: WRONG_STATE past the most days in all, STALE."""
    offer = next(each for each in found.offers if each.days == days)
    most = f"An invoice may be put off by {offer.most_days} days in all, and this one was by {offer.days_before} already."
    refuse_if(offer.is_too_long, Code.WRONG_STATE, most, field="days")
    cost = f"costs {pounds(offer.fee)}" if offer.fee else "costs nothing"
    news = f"What was shown has changed: putting it off to {written(offer.due_after)} {cost} now. Look at it again."
    refuse_if(offer.token != token, Code.STALE, news)
    return offer


def prolonged(customer: Customer, offer: Offer, prolongation_id: str, diary: Diary) -> tuple[Changes, Prolonged]:
    """The invoice with its new due date and, where there is a fee, the fee's own invoice with its entry in the journal."""
    number = offer.place.account_number
    account = customer.accounts[number]
    before = account.claims[offer.place.claim]
    made = Prolongation(
        id=prolongation_id,
        on=london_day(diary.now),
        days=offer.days,
        due_before=offer.due_before,
        due_after=offer.due_after,
        fee=offer.fee,
        fee_claim=f"{before.ref}-F{len(before.prolongations) + 1}" if offer.fee else None,
    )
    after = before.model_copy(update={"due_date": made.due_after, "prolongations": (*before.prolongations, made)})
    done = Prolonged(number, after, made)
    line = _told(diary, customer, Event.INVOICE_PROLONGED, before, done)
    moved, memo = _noted(_with_claim(customer, account, after), done, diary)
    moved, charging = _charged(moved, done, diary)
    return Changes(Replace(moved), Append(line)) + memo + charging, done


def undone(customer: Customer, found: Prolonged, fee_entry: JournalEntry | None, diary: Diary) -> tuple[Changes, Prolonged]:
    """The invoice due as it was, and the fee taken back by reversing `fee_entry`. Raises Refused(WRONG_STATE) on a later day,
    when the due date was changed since, or when something was paid on the fee; NOT_ALLOWED_NOW when a plan or a dispute has
    begun."""
    number, before, made = found.account_number, found.claim, found.prolongation
    refuse_if(made.on != london_day(diary.now), Code.WRONG_STATE, "It can be undone only on the day on which it was done.")
    refuse_if(before.due_date != made.due_after, Code.WRONG_STATE, "The due date was changed since.")
    _refuse_what_is_held(customer, Place(number, before.ref), diary.now)
    over = made.model_copy(update={"undone": True})
    kept = tuple(over if each.id == made.id else each for each in before.prolongations)
    after = before.model_copy(update={"due_date": made.due_before, "prolongations": kept})
    done = Prolonged(number, after, over)
    line = _told(diary, customer, Event.INVOICE_PROLONGATION_UNDONE, before, done)
    moved, memo = _noted(_with_claim(customer, customer.accounts[number], after), done, diary)
    moved, reversing = _taken_back(moved, done, fee_entry, diary)
    return Changes(Replace(moved), Append(line)) + memo + reversing, done


def find(customer: Customer, prolongation_id: str) -> Prolonged:
    """Raises Refused(NOT_FOUND) for what is not this customer's."""
    for account in customer.accounts.values():
        for claim in account.claims.values():
            for made in claim.prolongations:
                if made.id == prolongation_id:
                    return Prolonged(account.number, claim, made)
    raise Refused(Code.NOT_FOUND, "We cannot find that prolongation.")


def fee_ref(made: Prolongation) -> str:
    """The journal entry of the fee: one for each prolongation, whoever posts it again."""
    return f"prolongation:{made.id}:fee"


def _prolongable(customer: Customer, place: Place, now: datetime) -> Claim:
    account = customer.accounts.get(place.account_number)
    if account is None or place.claim not in account.claims:
        raise Refused(Code.NOT_FOUND, "We cannot find that account or claim.")
    claim = account.claims[place.claim]
    refuse_if(claim.kind is not ClaimKind.INVOICE, Code.WRONG_STATE, "Only an invoice can be put off, and this is a fee.")
    refuse_if(claim.outstanding.total == 0, Code.NOTHING_OWED)
    refuse_if(claim.available == 0, Code.WRONG_STATE, "A payment of all that is owed is already under way.")
    _refuse_what_is_held(customer, place, now)
    today = claim.prolonged_on(london_day(now))
    refuse_if(today is not None, Code.WRONG_STATE, "This invoice was put off today already.")
    full = len(claim.prolongations) >= PROLONGATIONS_KEPT
    refuse_if(full, Code.WRONG_STATE, "This invoice was put off as often as can be kept.")
    return claim


def _refuse_what_is_held(customer: Customer, place: Place, now: datetime) -> None:
    decision = may(Action(Row.PROLONG, account=place.account_number, claim=place.claim), facts_of(customer), now)
    refuse_if(not decision.allowed, Code.NOT_ALLOWED_NOW, " ".join(decision.words))


def _offer(customer: Customer, place: Place, claim: Claim, days: Period, pence: int, terms: Terms, now: datetime) -> Offer:
    return Offer(
        customer_key=customer.customer_key,
        place=place,
        days=days,
        fee=pence,
        due_before=claim.due_date,
        due_after=max(claim.due_date, london_day(now)) + timedelta(days=days),
        days_before=claim.prolonged_days,
        most_days=terms.most_days,
    )


def _charged(customer: Customer, done: Prolonged, diary: Diary) -> tuple[Customer, Changes]:
    """The customer with the invoice of the fee; nothing changes where there is none."""
    number, invoice, made = done.account_number, done.claim, done.prolongation
    if made.fee_claim is None:
        return customer, Changes()
    charge = Claim(
        ref=made.fee_claim,
        kind=ClaimKind.FEE,
        defers=invoice.ref,
        original_due_date=made.due_after,
        due_date=made.due_after,
        outstanding=Parts(),
    )
    opened = _with_claim(customer, customer.accounts[number], charge)
    postings = fee(number, charge.ref, made.fee)
    charged, entry = post(
        applied(opened, postings),
        ref=fee_ref(made),
        entry_type=EntryType.FEE,
        context=Context.PROLONGATION,
        postings=postings,
        actor=diary.actor,
        now=diary.now,
        effective=made.on,
    )
    words = {"fee_pence": str(made.fee), "due_date": made.due_after.isoformat(), "defers": invoice.ref}
    line = diary.tell(
        Event.FEE_CHARGED, f"claim:{charge.ref}", stream=customer.customer_key, account=number, claim=charge.ref, after=words
    )
    return charged, Changes(*entry, Append(line), *map(Append, told(diary, opened, charged, [number])))


def _taken_back(customer: Customer, done: Prolonged, entry: JournalEntry | None, diary: Diary) -> tuple[Customer, Changes]:
    """The customer without the fee; nothing changes where there was none."""
    number, made = done.account_number, done.prolongation
    if made.fee_claim is None or entry is None:
        return customer, Changes()
    charge = customer.accounts[number].claims[made.fee_claim]
    touched = charge.available != made.fee
    refuse_if(touched, Code.WRONG_STATE, "Something was paid towards the fee, or a payment of it is under way.")
    freed, changes = reverse(
        customer,
        entry,
        context=Context.PROLONGATION,
        actor=diary.actor,
        now=diary.now,
        effective=made.on,
        reason=UNDONE,
    )
    return freed, Changes(*changes, *map(Append, told(diary, customer, freed, [number])))


def _noted(customer: Customer, done: Prolonged, diary: Diary) -> tuple[Customer, Changes]:
    """The customer with the journal's memo of what was put off or put back, which moves nothing."""
    made, claim = done.prolongation, done.claim
    ref = f"prolongation:{made.id}"
    return post(
        customer,
        ref=f"{ref}:undone" if made.undone else ref,
        entry_type=EntryType.PROLONGATION,
        context=Context.PROLONGATION,
        postings=(),
        memos=[Memo(amount=claim.outstanding.total, account_number=done.account_number, claim=claim.ref)],
        actor=diary.actor,
        now=diary.now,
        effective=made.on,
        reason=UNDONE if made.undone else None,
        related_entry=ref if made.undone else None,
    )


def _told(diary: Diary, customer: Customer, event: Event, before: Claim, done: Prolonged) -> Activity:
    after = done.claim
    return diary.tell(
        event,
        f"claim:{after.ref}",
        stream=customer.customer_key,
        account=done.account_number,
        claim=after.ref,
        before={"due_date": before.due_date.isoformat(), "prolonged_days": str(before.prolonged_days)},
        after={
            "due_date": after.due_date.isoformat(),
            "prolonged_days": str(after.prolonged_days),
            "fee_pence": str(done.prolongation.fee),
        },
    )


def _with_claim(customer: Customer, account: Account, claim: Claim) -> Customer:
    held = account.model_copy(update={"claims": account.claims | {claim.ref: claim}})
    return customer.model_copy(update={"accounts": customer.accounts | {account.number: held}})


def written(day: date) -> str:
    return f"{day:%-d %B %Y}"
