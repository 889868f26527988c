"""The services of the organisation's people: records, care, tasks, imports, campaigns and what is looked up and audited."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.wiring.base import clock, environment, keys, load_settings, objects, public_url, queues, store

if TYPE_CHECKING:
    from chalicelib.account_page.service import Downloads
    from chalicelib.activities.model import Diary
    from chalicelib.activities.service import Activities
    from chalicelib.auditing.service import Auditor
    from chalicelib.campaigns.service import Campaigns
    from chalicelib.care.service import Care
    from chalicelib.cashbook.service import Cashbook
    from chalicelib.core.actor import Actor
    from chalicelib.core.changes import Changes
    from chalicelib.imports.service import Imports
    from chalicelib.ledger.service import Journal
    from chalicelib.lifecycle.service import Lifecycle
    from chalicelib.people.membership import Teams
    from chalicelib.people.service import People
    from chalicelib.records.holds import Hold
    from chalicelib.records.model import Customer
    from chalicelib.records.service import Customers
    from chalicelib.tasks.service import Tasks
    from chalicelib.web.people import Person


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

    return Auditor(store(), objects(), keys(), clock, _report_at_last)


def _report_at_last(customer_key: str) -> None:
    """The auditor found payments that no report would tell of."""
    from chalicelib.core.actor import Actor
    from chalicelib.wiring import money

    money.payments().report_at_last(customer_key, Actor.system("journal_check"))


@cache
def imports() -> Imports:
    from chalicelib.imports.service import Imports

    return Imports(store(), objects(), queues(), keys(), clock, load_settings, public_url())


@cache
def lifecycle() -> Lifecycle:
    from chalicelib.lifecycle.model import Stage
    from chalicelib.lifecycle.service import Lifecycle
    from chalicelib.portal.model import counter_places

    return Lifecycle(store(), objects(), keys(), clock, counter_places, {Stage.FILES: _part_files, Stage.AGREEMENTS: _part})


def _part_files(customer_key: str, actor: Actor) -> None:
    """What somebody sent who is nobody any more."""
    from chalicelib.wiring import filing

    filing.files().forget(customer_key, actor)


def _part(customer_key: str, actor: Actor) -> None:
    """Somebody is nobody any more."""
    from chalicelib.wiring import money

    for room in (money.plans(), money.promises(), money.mandates(), money.receipts()):
        room.forget(customer_key, actor)


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
