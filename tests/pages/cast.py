"""Who and what the pages are shown with: made-up throughout, with names that test the escaping."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from chalicelib.portal.page_models import AccountCard, Frame, Organisation, Pause, PaymentLine, Standing
from chalicelib.portal.plan_lines import Planned

ORGANISATION = Organisation(
    display_name="Northway",
    phone="020 7946 0123",
    email="support@example.com",
    opening_hours="Monday to Friday, 8am to 8pm",
)
OUTSIDE = Frame(ORGANISATION)
INSIDE = Frame(ORGANISATION, csrf="c" * 26)
NOON = datetime(2026, 5, 3, 11, 0, tzinfo=UTC)
PAYMENT_ID = "01JTA6Q4Z8R7M3N5K2W9X1Y0VB"
PROMISE_DUE = date(2026, 5, 16)

ENERGY = AccountCard("48868444", "Northway Energy", "Gas and electricity, 4 Mill Lane", 80059, date(2026, 5, 20), Standing.DUE)
WATER = AccountCard(
    "WTR/2291 77", "Severn Vale Water", "Water and drainage", 12040, date(2026, 3, 1), Standing.OVERDUE,
    payment_reference="SVW-2291-77",
)  # fmt: skip
HELD = AccountCard("60017722", "Kite Catalogue", "Catalogue account", 23500, None, Standing.ON_HOLD)
IN_FLIGHT = replace(ENERGY, in_flight_pence=4500)
BREATHING = replace(ENERGY, standing=Standing.PAUSED, quiet_pence=ENERGY.owed_pence, pause=Pause.MORATORIUM)
PAUSED = tuple(
    replace(BREATHING, number=f"4886844{n}", pause=pause)
    for n, pause in enumerate(Pause)
    if pause not in (Pause.HOLD, Pause.EXTINGUISHED)
)
EXTINGUISHED = replace(ENERGY, owed_pence=0, standing=Standing.PAUSED, pause=Pause.EXTINGUISHED)
ON_PLAN = replace(ENERGY, standing=Standing.PAUSED, quiet_pence=ENERGY.owed_pence, pause=Pause.PLAN)
PARTLY_DISPUTED = replace(ENERGY, quiet_pence=3000)
PAID = AccountCard("51200931", "Northway Gas", "", 0, None, Standing.PAID)
CLOSED = AccountCard("77120004", "Kite Catalogue", "Catalogue account", 0, None, Standing.CLOSED)

HOSTILE = "<script>alert(1)</script>\" onload='x' ${7*7} %(name)s & sons"
HOSTILE_ACCOUNT = AccountCard(HOSTILE, HOSTILE, HOSTILE, 100, None, Standing.DUE, payment_reference=HOSTILE)
WIDE_ACCOUNT = replace(ENERGY, creditor="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Housing Association")

PLANNED = Planned(frozenset({ON_PLAN.number}), frozenset({WATER.number}))
UNDER_WAY = PaymentLine(PAYMENT_ID, "PAY7K293D", "Northway Energy", 4500)
