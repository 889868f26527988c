"""Any request that the description of the API allows, and many that it does not: never a 5xx, never a status or a body that
the description does not name."""

from __future__ import annotations

import json
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.transport import Response

from tests.support.debtors import SIAN
from tests.support.http import Gateway
from tests.support.world import World, claims
from tools.places import ROOT

EXAMPLES = 6
BASE = "https://pay.example.com"
DESCRIPTION = json.loads((ROOT / "console" / "openapi.json").read_text())
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
OPERATIONS = {operation.ok().label: operation.ok() for operation in SCHEMA.get_all_operations()}


@cache
def cases(label: str) -> st.SearchStrategy[Any]:
    """Requests as described, and requests that are not; half of them about a customer who exists."""
    modes = [OPERATIONS[label].as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode]
    return st.tuples(st.one_of(modes), st.booleans())


@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_every_answer_is_one_that_the_description_names(label: str, here: World) -> None:
    known = {"customer_key": here.key(SIAN.customer_id), "number": "ACC-1"}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(label))
    def holds(drawn: tuple[Any, bool]) -> None:
        case, about_somebody = drawn
        if about_somebody:
            case.path_parameters = {name: known.get(name, value) for name, value in (case.path_parameters or {}).items()}
        answer = _sent(here.gateway, case)
        assert answer.status_code < 500, f"{case.method} {case.formatted_path} answered {answer.status_code}"
        case.operation.validate_response(answer)
        assert str(answer.status_code) in case.operation.definition.raw["responses"]

    holds()


def _sent(gateway: Gateway, case: Any) -> Response:
    """The case through the gateway, as an administrator."""
    request = requests.Request(**case.as_transport_kwargs(base_url=BASE)).prepare()
    address = urlsplit(str(request.url))
    path = f"{address.path}?{address.query}" if address.query else address.path
    body = request.body.decode("utf-8", "replace") if isinstance(request.body, bytes) else str(request.body or "")
    headers = {name.lower(): value for name, value in request.headers.items()}
    answer = gateway.send(case.method, path, headers=headers, body=body, claims=claims("admin"))
    return Response(
        status_code=answer.status,
        headers={name: [value] for name, value in answer.headers.items()},
        content=answer.body.encode(),
        request=request,
        elapsed=0.0,
        verify=False,
    )
