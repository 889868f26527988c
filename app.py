"""Quittance on Lambda: the wiring table. Every route, queue and schedule is named here, everything is done elsewhere."""

from __future__ import annotations

from typing import Any

from chalice.app import Chalice, CognitoUserPoolAuthorizer, Rate

from chalicelib import wiring
from chalicelib.account_page import routes as account_page
from chalicelib.aws.observability import log, log_error
from chalicelib.campaigns import jobs as campaign_jobs
from chalicelib.campaigns import routes as campaigns
from chalicelib.imports import jobs as import_jobs
from chalicelib.imports import routes as imports
from chalicelib.payments import jobs as payment_jobs
from chalicelib.payments import routes as payments
from chalicelib.people import routes as people
from chalicelib.portal import routes as portal
from chalicelib.portal import sandbox
from chalicelib.records import routes as records
from chalicelib.web.jobs import each_message
from chalicelib.web.routes import Routes

SWEEP_MINUTES = 5

app = Chalice(app_name="quittance", configure_logs=False)
agents = CognitoUserPoolAuthorizer("Agents", provider_arns=["arn:aws:cognito-idp:eu-west-2:000000000000:userpool/placeholder"])
routes = Routes(
    app,
    authorizer=agents,
    public_url=wiring.public_url,
    log=log,
    log_error=log_error,
    refusal_page=portal.refusal_page(wiring.load_settings),
)

people.register(routes, wiring.organisation)
records.register(routes, wiring.customers)
account_page.register(routes, wiring.customers, wiring.payments, wiring.activities, wiring.journal, wiring.clock)
imports.register(routes, wiring.imports)
campaigns.register(routes, wiring.campaigns)
payments.register(routes, wiring.payments)
portal.register(routes, portal.Views(wiring.portal, wiring.payments, wiring.load_settings, wiring.clock))
sandbox.register(routes, wiring.sandbox, wiring.load_settings)


def _queue(name: str) -> str:
    """A name the packaged template replaces by the queue's real address; a test proves that none survives."""
    return f"arn:aws:sqs:eu-west-2:000000000000:placeholder-{name}"


@app.on_sqs_message(queue_arn=_queue("inbox"), batch_size=1, name="import_check")
def import_check(event: Any) -> Any:
    return each_message(event, lambda message: import_jobs.check(message, wiring.imports()), log_error)


@app.on_sqs_message(queue_arn=_queue("plan"), batch_size=1, name="import_plan")
def import_plan(event: Any) -> Any:
    return each_message(event, lambda message: import_jobs.plan(message, wiring.imports()), log_error)


@app.on_sqs_message(queue_arn=_queue("apply"), batch_size=1, name="import_apply")
def import_apply(event: Any) -> Any:
    return each_message(event, lambda message: import_jobs.apply(message, wiring.imports()), log_error)


@app.on_sqs_message(queue_arn=_queue("campaigns"), batch_size=1, name="campaign_build")
def campaign_build(event: Any) -> Any:
    return each_message(event, lambda message: campaign_jobs.build(message, wiring.campaigns()), log_error)


@app.on_sqs_message(queue_arn=_queue("exports"), batch_size=1, name="export_build")
def export_build(event: Any) -> Any:
    return each_message(event, lambda message: import_jobs.export(message, wiring.imports()), log_error)


@app.schedule(Rate(SWEEP_MINUTES, unit=Rate.MINUTES), name="import_sweep")
def import_sweep(event: Any) -> None:
    import_jobs.sweep(wiring.imports())


@app.schedule(Rate(SWEEP_MINUTES, unit=Rate.MINUTES), name="payment_sweep")
def payment_sweep(event: Any) -> None:
    payment_jobs.sweep(wiring.payments(), wiring.clock)
