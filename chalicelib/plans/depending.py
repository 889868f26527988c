"""Which saved ways to pay the standing plans of a customer are collected from."""

from __future__ import annotations

from chalicelib.core.changes import Table
from chalicelib.core.store import Store
from chalicelib.plans.model import KEPT, PLAN_PREFIX, Plan

LOOKED_AT = 50


def needed_mandates(store: Store, customer_key: str) -> dict[str, str]:
    """The reference of a standing plan by the id of the mandate it is collected under, in one request."""
    page = store.query(Table.RECORDS, customer_key, prefix=PLAN_PREFIX, limit=LOOKED_AT, newest_first=True)
    plans = [plan for plan in page.items if isinstance(plan, Plan) and plan.state in KEPT]
    return {plan.terms.mandate_id: plan.reference for plan in plans if plan.terms.mandate_id}
