"""Every room's views, registered. `app.py` imports this with the first request."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.account_page import diary, journal
from chalicelib.account_page import routes as account_page
from chalicelib.account_page.views import flags
from chalicelib.auditing import routes as auditing
from chalicelib.aws.observability import log, log_error
from chalicelib.campaigns import routes as campaigns
from chalicelib.care import routes as care
from chalicelib.cashbook import routes as cashbook
from chalicelib.files import routes as files
from chalicelib.imports import routes as imports
from chalicelib.lifecycle import routes as lifecycle
from chalicelib.mandates import routes as mandates
from chalicelib.messaging import routes as messaging
from chalicelib.payments import receiving_routes
from chalicelib.payments import routes as payments
from chalicelib.people import routes as people
from chalicelib.plans import routes as plans
from chalicelib.portal import (
    details,
    documents,
    history,
    own_plan,
    paying,
    planning,
    preview,
    promising,
    sandbox,
    several,
    statement,
    unsubscribing,
    ways,
)
from chalicelib.portal import routes as portal
from chalicelib.prolongation import routes as prolongation
from chalicelib.promises import routes as promises
from chalicelib.records import glance
from chalicelib.records import routes as records
from chalicelib.settings import routes as settings
from chalicelib.tasks import routes as tasks
from chalicelib.web.routes import Routes

routes = Routes(
    public_url=wiring.public_url,
    log=log,
    log_error=log_error,
    refusal_page=portal.refusal_page(wiring.load_settings),
    admit=wiring.admit,
    forms_lead_to=wiring.payment_pages,
)
settings.register(routes, wiring.settings)
people.register(routes, wiring.organisation, wiring.people, wiring.teams)
tasks.register(routes, wiring.tasks, wiring.people, wiring.clock)
records.register(routes, wiring.customers)
glance.register(routes, wiring.customers, flags)
care.register(routes, wiring.care)
account_page.register(routes, wiring.customers, wiring.payments, wiring.activities, wiring.clock)
diary.register(routes, wiring.customers, wiring.activities, wiring.downloads)
journal.register(routes, wiring.customers, wiring.journal, wiring.downloads)
files.register(routes, wiring.files)
lifecycle.register(routes, wiring.lifecycle)
imports.register(routes, wiring.imports)
campaigns.register(routes, wiring.campaigns)
cashbook.register(routes, wiring.cashbook)
auditing.register(routes, wiring.auditor)
messaging.register(routes, wiring.messages)
payments.register(routes, wiring.payments, wiring.reconciler, wiring.clock)
receiving_routes.register(routes, wiring.receipts, wiring.clock)
debtors = portal.Views(wiring.portal, wiring.link_requests, wiring.payments, wiring.load_settings, wiring.clock, wiring.promises)
mandates.register(routes, wiring.mandates, wiring.plans_under, wiring.clock)
plans.register(routes, wiring.plans, wiring.plan_feed, wiring.clock)
portal.register(routes, debtors)
paying.register(routes, wiring.plans, debtors)
several.register(routes, debtors)
details.register(routes, wiring.own_details, debtors)
documents.register(routes, wiring.files, wiring.public_url, debtors)
ways.register(routes, wiring.mandates, wiring.plans_under, debtors)
history.register(routes, wiring.journal, debtors)
statement.register(routes, wiring.journal, debtors)
planning.register(routes, wiring.plans, wiring.mandates_to_choose, debtors)
own_plan.register(routes, wiring.plans, wiring.mandates_to_choose, debtors)
prolongation.register(routes, wiring.prolongations)
promises.register(routes, wiring.promises, wiring.customers, wiring.clock)
promising.register(routes, wiring.promises, debtors)
unsubscribing.register(routes, wiring.hearing, debtors)
preview.register(routes)
sandbox.register(routes, wiring.sandbox, wiring.load_settings)
