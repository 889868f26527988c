"""One customer for the console: the page in three requests, and more of its diary."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from chalicelib.account_page.views import (
    AccountView,
    ActivityPage,
    CustomerPage,
    CustomerView,
    PaymentView,
    activity_page,
)
from chalicelib.core.clock import Clock, london_day
from chalicelib.records.routes import link_view
from chalicelib.web.people import WRITERS
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.activities.service import Activities
    from chalicelib.payments.service import Payments
    from chalicelib.records.service import Customers

PAYMENTS_SHOWN = 50


class After(View):
    after: Annotated[str, Field(max_length=64)] = ""


def register(
    routes: Routes,
    customers: Callable[[], Customers],
    payments: Callable[[], Payments],
    activities: Callable[[], Activities],
    clock: Clock,
) -> None:
    @routes.api("GET", "/customers/{customer_key}", answer=CustomerPage)
    def customer_page(call: Call[Nothing, Nothing]) -> CustomerPage:
        """Everything the page about one customer begins with"""
        customer = customers().get(call.path["customer_key"])
        may_see_link = call.person.role in WRITERS
        today = london_day(clock.now())
        return CustomerPage(
            customer=CustomerView.of(customer, today),
            link=link_view(customer, customers().link_url(customer), clock.now()) if may_see_link else None,
            accounts=[AccountView.of(account, today) for account in customer.accounts.values()],
            payments=[PaymentView.of(payment) for payment in payments().recent(customer.customer_key, PAYMENTS_SHOWN)],
            activities=activity_page(activities().page(customer.customer_key)),
        )

    @routes.api("GET", "/customers/{customer_key}/activities", query=After, answer=ActivityPage)
    def customeractivity_page(call: Call[After, Nothing]) -> ActivityPage:
        """More of a customer's diary, newest first"""
        return activity_page(activities().page(customers().get(call.path["customer_key"]).customer_key, call.query.after or None))
