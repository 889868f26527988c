"""The services of money: the provider, payments, mandates, promises and plans, and how each reaches the next."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.wiring.base import clock, environment, keys, load_settings, public_url, store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.activities.model import Diary
    from chalicelib.core.actor import Actor
    from chalicelib.core.changes import Changes
    from chalicelib.mandates.model import Mandate
    from chalicelib.mandates.service import Mandates
    from chalicelib.payments.providers.sandbox import Sandbox
    from chalicelib.payments.providers.stripe.adapter import Stripe
    from chalicelib.payments.receiving import Receipts
    from chalicelib.payments.reconciliation import Reconciler
    from chalicelib.payments.service import Payments
    from chalicelib.plans.feed import PlanFeed
    from chalicelib.plans.model import Usable
    from chalicelib.plans.service import Plans
    from chalicelib.plans.sweeping import PlanSweep
    from chalicelib.portal.plan_pages import MandateChoice
    from chalicelib.prolongation.service import Prolongations
    from chalicelib.promises.service import Promises

WEBHOOK_SECONDS = 5


@cache
def sandbox() -> Sandbox | None:
    """The test bank, where it is the provider. It refuses to be built in production."""
    from chalicelib.payments.providers.sandbox import Sandbox

    here = environment()
    if here.payment_provider != "sandbox":
        return None
    return Sandbox(
        store(),
        keys(),
        clock,
        _ring,
        stage=here.stage,
        public_url=here.public_url,
        accepts_credit_cards=lambda: load_settings().accept_credit_cards,
    )


@cache
def stripe() -> Stripe | None:
    """Stripe, where it is the provider."""
    if environment().payment_provider != "stripe":
        return None
    from chalicelib.payments.providers.stripe.adapter import Stripe

    return Stripe(store(), clock, lambda: keys().provider, accepts_credit=lambda: load_settings().accept_credit_cards)


def payment_pages() -> str:
    """The origin of the payment provider's pages; nothing where they are on ours."""
    return "https://checkout.stripe.com" if environment().payment_provider == "stripe" else ""


@cache
def payments() -> Payments:
    from chalicelib.payments.service import Payments

    provider = sandbox() or stripe()
    if provider is None:
        raise RuntimeError(f"no payment provider is called {environment().payment_provider}")
    return Payments(store(), [provider], clock, load_settings, public_url(), _settle_mandate, _ring_plans)


@cache
def mandates() -> Mandates:
    from chalicelib.mandates.service import Mandates

    provider = sandbox() or stripe()
    return Mandates(store(), [provider] if provider else [], payments, clock, load_settings, public_url())


def plans_under(customer_key: str) -> dict[str, str]:
    """Which saved ways to pay the customer's plans need."""
    from chalicelib.plans.depending import needed_mandates

    return needed_mandates(store(), customer_key)


def _settle_mandate(customer_key: str, mandate_id: str, actor: Actor) -> Mandate | None:
    """A provider rang about a mandate."""
    return mandates().settle(customer_key, mandate_id, actor)


def _ring_plans(customer_key: str, diary: Diary) -> Changes:
    """Money of a customer's went back."""
    return plans().rung(customer_key, diary)


@cache
def reconciler() -> Reconciler:
    from chalicelib.payments.reconciliation import Reconciler

    return Reconciler(store(), payments(), clock)


@cache
def plans() -> Plans:
    from chalicelib.plans.service import Plans

    return Plans(store(), clock, load_settings, _mandate_of, promises().ended_by_plan, lambda: keys().provider)


@cache
def plan_feed() -> PlanFeed:
    from chalicelib.plans.feed import PlanFeed

    return PlanFeed(store(), clock)


@cache
def plan_sweep() -> PlanSweep:
    from chalicelib.plans.sweeping import PlanSweep

    return PlanSweep(store(), plans(), payments(), load_settings, mandates().declined)


def mandates_to_choose(customer_key: str) -> Sequence[MandateChoice]:
    """The mandates that a customer can have a plan collected under."""
    from chalicelib.core.clock import london_day
    from chalicelib.mandates.rules import label
    from chalicelib.mandates.usability import usable
    from chalicelib.portal.plan_pages import MandateChoice

    today = london_day(clock.now())
    return [MandateChoice(each.id, label(each)) for each in mandates().of(customer_key) if usable(each, 1, today).allowed]


def _mandate_of(customer_key: str, mandate_id: str) -> Usable | None:
    """The mandate that a plan is collected under, while it may be charged at all."""
    from chalicelib.core.clock import london_day
    from chalicelib.plans.model import PayBy, Usable

    found, usability = mandates().usable(customer_key, mandate_id, 1, london_day(clock.now()))
    if found is None or not usability.allowed:
        return None
    most = found.consent.most_pence
    return Usable(provider=found.provider, mandate_ref=found.provider_ref, pay_by=PayBy(found.method.value), most_pence=most)


@cache
def prolongations() -> Prolongations:
    from chalicelib.prolongation.service import Prolongations

    return Prolongations(store(), clock, load_settings)


@cache
def promises() -> Promises:
    from chalicelib.promises.service import Promises

    return Promises(store(), clock, load_settings)


@cache
def receipts() -> Receipts:
    from chalicelib.payments.receiving import Receipts

    return Receipts(store(), keys(), clock, load_settings, _ring_plans)


def _ring(body: bytes, headers: dict[str, str]) -> None:
    """Deliver a webhook of the sandbox over the network, as a real provider would."""
    import urllib.request

    request = urllib.request.Request(f"{public_url()}/webhooks/sandbox", body, headers, method="POST")  # noqa: S310  # our own address
    with urllib.request.urlopen(request, timeout=WEBHOOK_SECONDS) as answer:  # noqa: S310
        answer.read()
