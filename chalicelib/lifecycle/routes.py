"""Deleting and anonymising a customer, for administrators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from chalicelib.lifecycle.model import Ending, Removal, Stage
from chalicelib.lifecycle.service import Ask
from chalicelib.records.tombstones import RemovalReason
from chalicelib.web.people import Role
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.lifecycle.service import Lifecycle, Prospect

ADMINS = frozenset({Role.ADMIN})


class EndProspect(View):
    """`ending` is the furthest that is allowed; `refusal` says in words why nothing is allowed now, else it is empty."""

    customer_id: str
    name: str
    version: int
    accounts: int
    owed_pence: int
    ending: Ending
    refusal: str

    @classmethod
    def of(cls, prospect: Prospect) -> EndProspect:
        customer = prospect.customer
        return cls(
            customer_id=customer.customer_id,
            name=customer.name,
            version=customer.version,
            accounts=len(customer.accounts),
            owed_pence=customer.owed,
            ending=prospect.ending,
            refusal=prospect.refusal,
        )


class EndRecord(View):
    """`confirm` is the customer ID, typed by whoever decides."""

    version: int
    ending: Ending
    reason: RemovalReason
    confirm: Annotated[str, Field(max_length=64)]


class Ended(View):
    ending: Ending


class RemovalView(View):
    customer_key: str
    ending: Ending
    stage: Stage
    removed: int
    asked_at: datetime

    @classmethod
    def of(cls, removal: Removal) -> RemovalView:
        return cls(
            customer_key=removal.customer_key,
            ending=removal.ending,
            stage=removal.stage,
            removed=removal.removed,
            asked_at=removal.asked_at,
        )


class Removals(View):
    items: Sequence[RemovalView]


def register(routes: Routes, lifecycle: Callable[[], Lifecycle]) -> None:
    @routes.api("GET", "/customers/{customer_key}/end", answer=EndProspect, roles=ADMINS)
    def end_prospect(call: Call[Nothing, Nothing]) -> EndProspect:
        """What deleting this customer would mean, before anybody confirms it"""
        return EndProspect.of(lifecycle().prospect(call.path["customer_key"]))

    @routes.api("POST", "/customers/{customer_key}/end", body=EndRecord, answer=Ended, roles=ADMINS, status=202)
    def end_record(call: Call[Nothing, EndRecord]) -> Ended:
        """Delete a customer whom no money was ever taken from, or anonymise one whose ledger has to stay"""
        asked = call.body
        ask = Ask(asked.ending, asked.reason, asked.version, asked.confirm.strip())
        lifecycle().end(call.path["customer_key"], ask, call.person.actor, call.key)
        return Ended(ending=asked.ending)

    @routes.api("GET", "/removals", answer=Removals, roles=ADMINS)
    def removals(call: Call[Nothing, Nothing]) -> Removals:
        """Removals that are under way, and how far they have come"""
        return Removals(items=[RemovalView.of(removal) for removal in lifecycle().removals()])
