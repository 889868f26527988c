"""The composition root: services from rooms and AWS, each built on first use and once.

Every function of the stack starts by importing this module, so what builds a service is imported only where it is built.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.core.clock import Clock, MovedClock, SystemClock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.account_page.service import Downloads
    from chalicelib.activities.model import Diary
    from chalicelib.activities.service import Activities
    from chalicelib.auditing.service import Auditor
    from chalicelib.aws.objects import S3Objects
    from chalicelib.aws.queues import SqsQueues
    from chalicelib.aws.secrets import SecretKeys
    from chalicelib.aws.store import DynamoStore
    from chalicelib.campaigns.service import Campaigns
    from chalicelib.care.service import Care
    from chalicelib.cashbook.service import Cashbook
    from chalicelib.core.actor import Actor
    from chalicelib.core.changes import Changes
    from chalicelib.environment import Environment
    from chalicelib.imports.service import Imports
    from chalicelib.ledger.service import Journal
    from chalicelib.lifecycle.service import Lifecycle
    from chalicelib.mandates.model import Mandate
    from chalicelib.mandates.service import Mandates
    from chalicelib.messaging.desk import Desk
    from chalicelib.messaging.hearing import Hearing
    from chalicelib.messaging.sending import Sending
    from chalicelib.messaging.service import Messages, NewLinks
    from chalicelib.messaging.status_log import StatusLog
    from chalicelib.payments.providers.sandbox import Sandbox
    from chalicelib.payments.providers.stripe.adapter import Stripe
    from chalicelib.payments.receiving import Receipts
    from chalicelib.payments.reconciliation import Reconciler
    from chalicelib.payments.service import Payments
    from chalicelib.people.membership import Teams
    from chalicelib.people.service import People
    from chalicelib.plans.feed import PlanFeed
    from chalicelib.plans.model import Usable
    from chalicelib.plans.service import Plans
    from chalicelib.plans.sweeping import PlanSweep
    from chalicelib.portal.asking import LinkRequests
    from chalicelib.portal.changing import OwnDetails
    from chalicelib.portal.plan_pages import MandateChoice
    from chalicelib.portal.service import Portal
    from chalicelib.promises.service import Promises
    from chalicelib.records.holds import Hold
    from chalicelib.records.model import Customer
    from chalicelib.records.service import Customers
    from chalicelib.settings.model import Settings
    from chalicelib.settings.service import SettingsService
    from chalicelib.tasks.service import Tasks
    from chalicelib.web.people import Person

WEBHOOK_SECONDS = 5


class StageClock:
    """The machine's clock; on a developer's machine it can be moved, which costs a read every few seconds."""

    def now(self) -> datetime:
        return _clock().now()


clock = StageClock()


@cache
def _clock() -> Clock:
    stage = environment().stage
    return MovedClock(SystemClock(), _offset, stage=stage) if stage == "local" else SystemClock()


def _offset() -> timedelta:
    from chalicelib.settings.offset import offset

    return offset(store())


@cache
def environment() -> Environment:
    from chalicelib.environment import Environment

    return Environment.load()


@cache
def store() -> DynamoStore:
    from chalicelib.aws.store import DynamoStore

    return DynamoStore(environment().tables, environment().region)


@cache
def objects() -> S3Objects:
    from chalicelib.aws.objects import S3Objects

    return S3Objects(environment().buckets, environment().region)


@cache
def queues() -> SqsQueues:
    from chalicelib.aws.queues import SqsQueues

    return SqsQueues(environment().queues, environment().region)


@cache
def keys() -> SecretKeys:
    from chalicelib.aws.secrets import SecretKeys

    here = environment()
    return SecretKeys(here.identity_secret, here.link_secret, here.provider_secret, here.journal_secret, here.region)


@cache
def settings() -> SettingsService:
    from chalicelib.settings.service import SettingsService

    return SettingsService(store(), clock, environment().organisation)


def load_settings() -> Settings:
    return settings().load()


def organisation() -> str:
    return load_settings().display_name


def public_url() -> str:
    return environment().public_url


@cache
def people() -> People:
    from chalicelib.aws.directory import CognitoDirectory
    from chalicelib.people.service import People

    return People(store(), CognitoDirectory(environment().user_pool_id, environment().region), clock)


def admit(person: Person) -> Person:
    return people().admit(person)


@cache
def teams() -> Teams:
    from chalicelib.people.membership import Teams

    return Teams(store(), clock)


@cache
def tasks() -> Tasks:
    from chalicelib.tasks.service import Tasks

    return Tasks(store(), teams(), clock)


@cache
def customers() -> Customers:
    from chalicelib.records.service import Customers

    return Customers(store(), keys(), clock, load_settings, public_url(), on_correction=_after_correction)


@cache
def care() -> Care:
    from chalicelib.care.service import Care

    return Care(store(), clock, load_settings, _after_hold)


@cache
def activities() -> Activities:
    from chalicelib.activities.service import Activities

    return Activities(store())


@cache
def downloads() -> Downloads:
    from chalicelib.account_page.service import Downloads

    return Downloads(store(), clock)


@cache
def journal() -> Journal:
    from chalicelib.ledger.service import Journal

    return Journal(store())


@cache
def auditor() -> Auditor:
    from chalicelib.auditing.service import Auditor

    return Auditor(store(), objects(), keys(), clock)


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
    return Payments(store(), [provider], clock, load_settings, public_url(), on_mandate=_settle_mandate)


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

    return PlanSweep(store(), plans(), payments(), load_settings)


def mandates_to_choose(customer_key: str) -> Sequence[MandateChoice]:
    """The mandates that a customer can have a plan collected under."""
    from chalicelib.core.clock import london_day
    from chalicelib.mandates.rules import label, usable
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
def promises() -> Promises:
    from chalicelib.promises.service import Promises

    return Promises(store(), clock, load_settings)


@cache
def receipts() -> Receipts:
    from chalicelib.payments.receiving import Receipts

    return Receipts(store(), keys(), clock, load_settings)


@cache
def message_desk() -> Desk:
    from chalicelib.messaging.desk import Desk

    return Desk(store(), objects(), queues(), keys(), clock, load_settings, public_url(), environment().sms_sender)


@cache
def messages() -> Messages:
    from chalicelib.messaging.service import Messages

    return Messages(message_desk())


@cache
def sending() -> Sending:
    from chalicelib.aws.mail import SesMail
    from chalicelib.aws.sms import SnsSms
    from chalicelib.messaging.sending import Sending

    here = environment()
    mail = SesMail(here.mail_from, here.mail_configuration_set, here.region)
    return Sending(message_desk(), mail, SnsSms(here.sms_sender, here.region))


@cache
def new_links() -> NewLinks:
    from chalicelib.messaging.service import NewLinks

    return NewLinks(message_desk(), sending().deliver)


@cache
def hearing() -> Hearing:
    from chalicelib.messaging.hearing import Hearing

    return Hearing(message_desk())


@cache
def status_log() -> StatusLog:
    from chalicelib.aws.observability import log
    from chalicelib.messaging.status_log import StatusLog

    return StatusLog(queues(), log)


@cache
def portal() -> Portal:
    from chalicelib.portal.service import Portal

    return Portal(store(), keys(), clock, load_settings)


@cache
def own_details() -> OwnDetails:
    from chalicelib.portal.changing import OwnDetails

    return OwnDetails(store(), customers())


@cache
def link_requests() -> LinkRequests:
    from chalicelib.portal.asking import LinkRequests

    return LinkRequests(store(), queues(), clock)


@cache
def imports() -> Imports:
    from chalicelib.imports.service import Imports

    return Imports(store(), objects(), queues(), keys(), clock, load_settings, public_url())


@cache
def lifecycle() -> Lifecycle:
    from chalicelib.lifecycle.service import Lifecycle
    from chalicelib.portal.model import counter_places

    return Lifecycle(store(), objects(), keys(), clock, counter_places)


@cache
def cashbook() -> Cashbook:
    from chalicelib.cashbook.service import Cashbook

    return Cashbook(store(), objects(), queues(), keys(), clock, load_settings, public_url())


@cache
def campaigns() -> Campaigns:
    from chalicelib.campaigns.service import Campaigns

    return Campaigns(store(), objects(), queues(), keys(), clock, load_settings, public_url())


def _after_correction(before: Customer, after: Customer, diary: Diary) -> Changes:
    """Contact details were corrected: the former ones are told, as far as the organisation's rules allow."""
    from chalicelib.care.rules import policy_of
    from chalicelib.messaging.rules import warned

    return warned(before, after, diary, policy_of(load_settings()))


def _after_hold(diary: Diary, customer: Customer, hold: Hold) -> Changes:
    """A hold has ended by itself: somebody looks at what comes next."""
    from chalicelib.care.holding import KIND_NAMES
    from chalicelib.tasks.rules import opened

    notes = f"{KIND_NAMES[hold.kind]} ended on {hold.end:%-d %B %Y}. Look at what comes next before anything is asked for."
    return opened(
        diary, customer.customer_key, source="hold.ended", seed=hold.id, account=hold.account, tags=("hold-ended",), notes=notes
    )


def _ring(body: bytes, headers: dict[str, str]) -> None:
    """Deliver a webhook of the sandbox over the network, as a real provider would."""
    import urllib.request

    request = urllib.request.Request(f"{public_url()}/webhooks/sandbox", body, headers, method="POST")  # noqa: S310  # our own address
    with urllib.request.urlopen(request, timeout=WEBHOOK_SECONDS) as answer:  # noqa: S310
        answer.read()
