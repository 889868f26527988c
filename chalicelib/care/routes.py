"""Holds, preferences and "why not" for the console."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints

from chalicelib.care.history import Evidence, Preference, Support
from chalicelib.care.holding import Ask
from chalicelib.care.views import CarePage, Permissions, RestrictedHold
from chalicelib.records.holds import HoldKind
from chalicelib.records.model import Customer
from chalicelib.web.people import WRITERS, Role
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.care.service import Care

ADMINS = frozenset({Role.ADMIN})
type Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
type Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
type Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]


class PlaceHold(View):
    version: int
    kind: HoldKind
    account: Annotated[str, Field(max_length=64)] | None = None
    claim: Annotated[str, Field(max_length=80)] | None = None
    start: date | None = None
    end: date | None = None
    reason: Reason
    note: Note = ""
    register_reference: Line = ""
    adviser: Line = ""
    support: Annotated[tuple[Support, ...], Field(max_length=len(Support))] = ()

    @property
    def ask(self) -> Ask:
        evidence = Evidence(
            note=self.note, register_reference=self.register_reference, adviser=self.adviser, support=self.support
        )
        return Ask(self.kind, self.account, self.claim, self.start, self.end, evidence, self.reason)


class ChangeEnd(View):
    version: int
    end: date | None
    reason: Reason


class LiftHold(View):
    version: int
    reason: Reason


class Prefer(View):
    version: int
    sms_opt_out: bool | None = None
    email_opt_out: bool | None = None
    do_not_contact: bool | None = None
    reason: Reason

    @property
    def wishes(self) -> dict[Preference, bool]:
        asked = {
            Preference.SMS: self.sms_opt_out,
            Preference.EMAIL: self.email_opt_out,
            Preference.ALL: self.do_not_contact,
        }
        return {preference: wish for preference, wish in asked.items() if wish is not None}


class Written(View):
    version: int

    @classmethod
    def of(cls, customer: Customer) -> Written:
        return cls(version=customer.version)


def register(routes: Routes, care: Callable[[], Care]) -> None:
    _register_reads(routes, care)
    _register_commands(routes, care)


def _register_reads(routes: Routes, care: Callable[[], Care]) -> None:
    @routes.api("GET", "/customers/{customer_key}/permissions", answer=Permissions)
    def customer_permissions(call: Call[Nothing, Nothing]) -> Permissions:
        """What may be done to a customer now, and why not"""
        return Permissions.of(*care().facts(call.path["customer_key"]))

    @routes.api("GET", "/customers/{customer_key}/care", answer=CarePage)
    def customer_care(call: Call[Nothing, Nothing]) -> CarePage:
        """Holds, preferences and limitation of a customer, with their history"""
        history = care().history(call.path["customer_key"])
        return CarePage.of(history.customer, *care().facts_now(history.customer), history.holds, history.consents)

    @routes.api("POST", "/customers/{customer_key}/holds/{id}/detail", answer=RestrictedHold, roles=ADMINS, asks=True)
    def view_restricted_hold(call: Call[Nothing, Nothing]) -> RestrictedHold:
        """Everything about one hold; that it was looked at is told to the diary first"""
        return RestrictedHold.of(care().view_restricted(call.path["customer_key"], call.path["id"], call.person.actor))


def _register_commands(routes: Routes, care: Callable[[], Care]) -> None:
    @routes.api("POST", "/customers/{customer_key}/holds", body=PlaceHold, answer=Written, status=201, roles=WRITERS)
    def place_hold(call: Call[Nothing, PlaceHold]) -> Written:
        """Place a hold"""
        key, body, person = call.path["customer_key"], call.body, call.person
        admin = person.role is Role.ADMIN
        return Written.of(care().place(key, body.version, body.ask, person.actor, call.key, restricted=admin))

    @routes.api("POST", "/customers/{customer_key}/holds/{id}/end", body=ChangeEnd, answer=Written, roles=WRITERS)
    def change_hold(call: Call[Nothing, ChangeEnd]) -> Written:
        """Change the last day of a hold"""
        key, hold_id, body = call.path["customer_key"], call.path["id"], call.body
        return Written.of(care().change_end(key, body.version, hold_id, body.end, body.reason, call.person.actor, call.key))

    @routes.api("POST", "/customers/{customer_key}/holds/{id}/lift", body=LiftHold, answer=Written, roles=WRITERS)
    def lift_hold(call: Call[Nothing, LiftHold]) -> Written:
        """Lift a hold"""
        key, hold_id, body = call.path["customer_key"], call.path["id"], call.body
        return Written.of(care().lift(key, body.version, hold_id, body.reason, call.person.actor, call.key))

    @routes.api("POST", "/customers/{customer_key}/preferences", body=Prefer, answer=Written, roles=WRITERS)
    def change_preferences(call: Call[Nothing, Prefer]) -> Written:
        """Write down what somebody wants us to leave off, or takes back"""
        key, body = call.path["customer_key"], call.body
        return Written.of(care().prefer(key, body.version, body.wishes, body.reason, call.person.actor, call.key))
