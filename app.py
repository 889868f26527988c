"""Quittance on Lambda: the wiring table. Every address, queue and schedule is named here, everything is done elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalice.app import Chalice, CognitoUserPoolAuthorizer, Rate

from chalicelib import wiring
from chalicelib.auditing import jobs as audit_jobs
from chalicelib.aws.observability import log, log_error
from chalicelib.campaigns import jobs as campaign_jobs
from chalicelib.care import jobs as care_jobs
from chalicelib.cashbook import jobs as cashbook_jobs
from chalicelib.files import jobs as file_jobs
from chalicelib.imports import jobs as import_jobs
from chalicelib.lifecycle import jobs as lifecycle_jobs
from chalicelib.mandates import jobs as mandate_jobs
from chalicelib.messaging import jobs as message_jobs
from chalicelib.payments import jobs as payment_jobs
from chalicelib.people import jobs as people_jobs
from chalicelib.plans import jobs as plan_jobs
from chalicelib.promises import jobs as promise_jobs
from chalicelib.records import jobs as record_jobs
from chalicelib.web.doors import open_doors
from chalicelib.web.jobs import each_message

if TYPE_CHECKING:
    from chalicelib.web.routes import Routes

SWEEP_MINUTES = 5
CHECK_MINUTES = 15
RECONCILIATION_HOURS = 24

PAGES = (
    ("GET", "/"),
    ("GET", "/help"),
    ("GET", "/static/{name}"),
    ("GET", "/a/{token}"),
    ("POST", "/a/{token}"),
    ("GET", "/accounts"),
    ("GET", "/accounts/{number}/pay"),
    ("POST", "/accounts/{number}/pay"),
    ("GET", "/accounts/{number}/plan"),
    ("POST", "/accounts/{number}/plan"),
    ("GET", "/plans/{id}"),
    ("POST", "/plans/{id}"),
    ("GET", "/pay"),
    ("POST", "/pay"),
    ("GET", "/accounts/{number}/promise"),
    ("POST", "/accounts/{number}/promise"),
    ("GET", "/promises/{id}"),
    ("POST", "/promises/{id}"),
    ("GET", "/payments/{id}"),
    ("POST", "/payments/{id}"),
    ("GET", "/owed"),
    ("POST", "/owed"),
    ("GET", "/statement"),
    ("POST", "/statement"),
    ("GET", "/accounts/{number}/statement"),
    ("GET", "/details"),
    ("GET", "/details/{detail}"),
    ("POST", "/details/{detail}"),
    ("GET", "/documents"),
    ("POST", "/documents"),
    ("GET", "/documents/{id}"),
    ("POST", "/documents/{id}"),
    ("GET", "/documents/{id}/sent"),
    ("GET", "/ways-to-pay"),
    ("POST", "/ways-to-pay"),
    ("GET", "/ways-to-pay/{id}"),
    ("GET", "/ways-to-pay/{id}/end"),
    ("POST", "/ways-to-pay/{id}/end"),
    ("POST", "/sign-out"),
    ("GET", "/sandbox/pay/{sealed}"),
    ("POST", "/sandbox/pay/{sealed}"),
    ("GET", "/sandbox/mandate/{sealed}"),
    ("POST", "/sandbox/mandate/{sealed}"),
    ("GET", "/unsubscribe/{sealed}"),
    ("POST", "/unsubscribe/{sealed}"),
    ("POST", "/webhooks/{provider}"),
    ("GET", "/{address}"),
)
CONSOLE = (
    ("GET", "/api/me"),
    ("POST", "/api/me"),
    ("GET", "/api/users"),
    ("POST", "/api/users"),
    ("POST", "/api/users/{id}/invitation"),
    ("POST", "/api/users/{id}/role"),
    ("POST", "/api/users/{id}/disable"),
    ("POST", "/api/users/{id}/enable"),
    ("GET", "/api/teams"),
    ("POST", "/api/teams"),
    ("POST", "/api/teams/{id}"),
    ("POST", "/api/teams/{id}/close"),
    ("POST", "/api/customers/search"),
    ("GET", "/api/customers/{customer_key}"),
    ("POST", "/api/customers/download"),
    ("GET", "/api/customers/{customer_key}/glance"),
    ("POST", "/api/customers/{customer_key}/flags"),
    ("GET", "/api/customers/{customer_key}/end"),
    ("POST", "/api/customers/{customer_key}/end"),
    ("GET", "/api/removals"),
    ("POST", "/api/customers/{customer_key}/payments"),
    ("GET", "/api/customers/{customer_key}/payments/{id}"),
    ("POST", "/api/customers/{customer_key}/payments/{id}/reversal"),
    ("GET", "/api/receipts"),
    ("POST", "/api/receipts"),
    ("POST", "/api/receipts/matches"),
    ("POST", "/api/receipts/{id}/allocation"),
    ("POST", "/api/receipts/{id}/return"),
    ("POST", "/api/customers/{customer_key}/payments/{id}/refunds"),
    ("POST", "/api/customers/{customer_key}/link"),
    ("POST", "/api/customers/{customer_key}/details"),
    ("POST", "/api/customers/{customer_key}/contact-checks"),
    ("GET", "/api/customers/{customer_key}/status"),
    ("POST", "/api/customers/{customer_key}/status"),
    ("POST", "/api/customers/{customer_key}/link/revocation"),
    ("GET", "/api/customers/{customer_key}/activities"),
    ("POST", "/api/customers/{customer_key}/diary"),
    ("GET", "/api/customers/{customer_key}/diary/choices"),
    ("POST", "/api/customers/{customer_key}/diary/downloads"),
    ("GET", "/api/customers/{customer_key}/messages"),
    ("POST", "/api/customers/{customer_key}/messages"),
    ("POST", "/api/customers/{customer_key}/messages/preview"),
    ("POST", "/api/customers/{customer_key}/messages/{id}/copy"),
    ("POST", "/api/customers/{customer_key}/journal"),
    ("POST", "/api/customers/{customer_key}/journal/owed"),
    ("POST", "/api/customers/{customer_key}/journal/downloads"),
    ("GET", "/api/customers/{customer_key}/mandates"),
    ("POST", "/api/customers/{customer_key}/mandates/{id}/disable"),
    ("POST", "/api/customers/{customer_key}/mandates/{id}/enable"),
    ("POST", "/api/customers/{customer_key}/mandates/{id}/end"),
    ("POST", "/api/customers/{customer_key}/charges/preview"),
    ("POST", "/api/customers/{customer_key}/charges"),
    ("GET", "/api/plans"),
    ("POST", "/api/plans/download"),
    ("GET", "/api/customers/{customer_key}/plans"),
    ("POST", "/api/customers/{customer_key}/plans/{id}/decision"),
    ("POST", "/api/customers/{customer_key}/plans/{id}/moves"),
    ("POST", "/api/customers/{customer_key}/restructure/simulation"),
    ("POST", "/api/customers/{customer_key}/restructure"),
    ("POST", "/api/customers/{customer_key}/prolongations/preview"),
    ("POST", "/api/customers/{customer_key}/prolongations"),
    ("POST", "/api/customers/{customer_key}/prolongations/{id}/undo"),
    ("GET", "/api/tasks"),
    ("GET", "/api/tasks/choices"),
    ("GET", "/api/tasks/count"),
    ("GET", "/api/customers/{customer_key}/tasks"),
    ("POST", "/api/customers/{customer_key}/tasks"),
    ("POST", "/api/customers/{customer_key}/tasks/{id}"),
    ("POST", "/api/customers/{customer_key}/tasks/{id}/resolve"),
    ("GET", "/api/customers/{customer_key}/promises"),
    ("POST", "/api/customers/{customer_key}/promises"),
    ("POST", "/api/customers/{customer_key}/promises/{id}/cancel"),
    ("GET", "/api/customers/{customer_key}/permissions"),
    ("GET", "/api/customers/{customer_key}/care"),
    ("POST", "/api/customers/{customer_key}/holds"),
    ("POST", "/api/customers/{customer_key}/holds/{id}/detail"),
    ("POST", "/api/customers/{customer_key}/holds/{id}/end"),
    ("POST", "/api/customers/{customer_key}/holds/{id}/lift"),
    ("POST", "/api/customers/{customer_key}/preferences"),
    ("GET", "/api/customers/{customer_key}/files"),
    ("POST", "/api/customers/{customer_key}/files"),
    ("POST", "/api/customers/{customer_key}/files/{id}/download"),
    ("POST", "/api/customers/{customer_key}/files/{id}/preview"),
    ("GET", "/api/customers/{customer_key}/files/{id}/findings"),
    ("POST", "/api/customers/{customer_key}/files/{id}/release-request"),
    ("POST", "/api/customers/{customer_key}/files/{id}/release"),
    ("POST", "/api/customers/{customer_key}/files/{id}/deletion"),
    ("POST", "/api/customers/{customer_key}/files/{id}/scan-again"),
    ("GET", "/api/uploads"),
    ("POST", "/api/uploads"),
    ("GET", "/api/uploads/{id}"),
    ("POST", "/api/uploads/{id}/confirm"),
    ("POST", "/api/uploads/{id}/cancel"),
    ("POST", "/api/uploads/{id}/check-again"),
    ("GET", "/api/uploads/{id}/differences"),
    ("GET", "/api/uploads/{id}/files/{kind}"),
    ("POST", "/api/uploads/{id}/campaign"),
    ("GET", "/api/campaigns"),
    ("POST", "/api/campaigns"),
    ("POST", "/api/campaigns/counts"),
    ("GET", "/api/campaigns/counts/{id}"),
    ("GET", "/api/campaigns/{id}"),
    ("GET", "/api/campaigns/{id}/files/{kind}"),
    ("POST", "/api/payments/search"),
    ("GET", "/api/payments/listings"),
    ("POST", "/api/payments/listings"),
    ("GET", "/api/payments/listings/{id}"),
    ("GET", "/api/payments/listings/{id}/files/payments"),
    ("GET", "/api/payments/reports"),
    ("POST", "/api/payments/reports"),
    ("GET", "/api/payments/reports/{id}"),
    ("GET", "/api/payments/reports/{id}/files/report"),
    ("GET", "/api/imports/template/{format}"),
    ("GET", "/api/imports/sample/{format}"),
    ("GET", "/api/exports"),
    ("POST", "/api/exports"),
    ("GET", "/api/exports/{id}"),
    ("GET", "/api/exports/{id}/files/export"),
    ("GET", "/api/reconciliations"),
    ("POST", "/api/reconciliations"),
    ("GET", "/api/journal-checks"),
    ("GET", "/api/settings"),
    ("POST", "/api/settings"),
    ("GET", "/api/settings/versions"),
    ("GET", "/api/settings/versions/{number}"),
    ("GET", "/api/settings/versions/{number}/difference"),
    ("POST", "/api/settings/revert"),
    ("POST", "/api/settings/check"),
    ("POST", "/api/settings/preview"),
)

app = Chalice(app_name="quittance", configure_logs=False)
agents = CognitoUserPoolAuthorizer("Agents", provider_arns=["arn:aws:cognito-idp:eu-west-2:000000000000:userpool/placeholder"])


def routes() -> Routes:
    """Every view of every room. A test proves that it holds exactly the addresses above."""
    from chalicelib.views import routes

    return routes


open_doors(app, PAGES, routes)
open_doors(app, CONSOLE, routes, authorizer=agents)


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
    return each_message(event, lambda message: cashbook_jobs.export(message, wiring.cashbook, wiring.imports), log_error)


@app.on_sqs_message(queue_arn=_queue("messages"), batch_size=1, name="message_send")
def message_send(event: Any) -> Any:
    return each_message(event, lambda message: message_jobs.send(message, wiring.sending(), wiring.new_links), log_error)


@app.on_sqs_message(queue_arn=_queue("message-events"), batch_size=1, name="message_events")
def message_events(event: Any) -> Any:
    return each_message(event, lambda message: message_jobs.hear(message, wiring.hearing()), log_error)


@app.on_sqs_message(queue_arn=_queue("files"), batch_size=1, name="file_scan")
def file_scan(event: Any) -> Any:
    return each_message(event, lambda message: file_jobs.scan(message, wiring.files()), log_error)


@app.on_sqs_message(queue_arn=_queue("file-verdicts"), batch_size=1, name="file_verdicts")
def file_verdicts(event: Any) -> Any:
    return each_message(event, lambda message: file_jobs.hear(message, wiring.files()), log_error)


@app.on_sqs_message(queue_arn=_queue("files-dead-letters"), batch_size=1, name="file_failures")
def file_failures(event: Any) -> Any:
    return each_message(event, lambda message: file_jobs.give_up(message, wiring.files()), log_error)


@app.lambda_function(name="sms_receipts")
def sms_receipts(event: Any, context: Any) -> None:
    message_jobs.carry(event, wiring.status_log())


@app.schedule(Rate(SWEEP_MINUTES, unit=Rate.MINUTES), name="message_sweep")
def message_sweep(event: Any) -> None:
    message_jobs.sweep(wiring.sending(), wiring.clock)


@app.schedule(Rate(SWEEP_MINUTES, unit=Rate.MINUTES), name="import_sweep")
def import_sweep(event: Any) -> None:
    import_jobs.sweep(wiring.imports())
    campaign_jobs.sweep(wiring.campaigns())
    cashbook_jobs.sweep(wiring.cashbook())
    import_jobs.watch(wiring.imports())


@app.schedule(Rate(SWEEP_MINUTES, unit=Rate.MINUTES), name="file_sweep")
def file_sweep(event: Any) -> None:
    file_jobs.sweep(wiring.files())


@app.schedule(Rate(SWEEP_MINUTES, unit=Rate.MINUTES), name="payment_sweep")
def payment_sweep(event: Any) -> None:
    payment_jobs.sweep(wiring.payments(), wiring.clock)


@app.schedule(Rate(RECONCILIATION_HOURS, unit=Rate.HOURS), name="reconciliation")
def reconciliation(event: Any) -> None:
    payment_jobs.reconcile(wiring.reconciler(), log)


@app.schedule(Rate(SWEEP_MINUTES, unit=Rate.MINUTES), name="mandate_sweep")
def mandate_sweep(event: Any) -> None:
    mandate_jobs.sweep(wiring.mandates(), wiring.clock)


@app.schedule(Rate(SWEEP_MINUTES, unit=Rate.MINUTES), name="plan_sweep")
def plan_sweep(event: Any) -> None:
    plan_jobs.sweep(wiring.plan_sweep(), wiring.clock)


@app.schedule(Rate(SWEEP_MINUTES, unit=Rate.MINUTES), name="promise_sweep")
def promise_sweep(event: Any) -> None:
    promise_jobs.sweep(wiring.promises(), wiring.clock)


@app.schedule(Rate(SWEEP_MINUTES, unit=Rate.MINUTES), name="status_sweep")
def status_sweep(event: Any) -> None:
    record_jobs.sweep(wiring.customers(), wiring.clock)
    care_jobs.sweep(wiring.care(), wiring.clock)


@app.schedule(Rate(SWEEP_MINUTES, unit=Rate.MINUTES), name="people_sweep")
def people_sweep(event: Any) -> None:
    people_jobs.sweep(wiring.people(), wiring.tasks().hand_back)


@app.schedule(Rate(SWEEP_MINUTES, unit=Rate.MINUTES), name="removal_sweep")
def removal_sweep(event: Any) -> None:
    lifecycle_jobs.sweep(wiring.lifecycle())


@app.schedule(Rate(CHECK_MINUTES, unit=Rate.MINUTES), name="journal_check")
def journal_check(event: Any) -> None:
    audit_jobs.check(wiring.auditor(), log)
