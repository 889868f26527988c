"""Every page of the portal in every state it can show."""

from __future__ import annotations

from collections.abc import Callable

from tests.pages.cast import ENERGY, EXTINGUISHED, HOSTILE_ACCOUNT, INSIDE, WATER
from tests.pages.detail_states import DETAIL_STATES
from tests.pages.document_states import DOCUMENT_STATES
from tests.pages.door_states import DOOR_STATES
from tests.pages.overview_states import OVERVIEW_STATES
from tests.pages.pay_states import PAY_STATES
from tests.pages.plan_states import plan_states
from tests.pages.promise_states import PROMISE_STATES
from tests.pages.statement_states import statement_states
from tests.pages.way_states import WAY_STATES

STATES: dict[str, Callable[[], str]] = {
    **DOOR_STATES,
    **OVERVIEW_STATES,
    **PAY_STATES,
    **statement_states(INSIDE, ENERGY, WATER, EXTINGUISHED, HOSTILE_ACCOUNT),
    **plan_states(INSIDE, ENERGY, HOSTILE_ACCOUNT),
    **PROMISE_STATES,
    **DETAIL_STATES,
    **WAY_STATES,
    **DOCUMENT_STATES,
}
