"""The OpenAPI document of the console's API, from the routes themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib.web.routes import STATUSES, ApiRoute, Nothing
from chalicelib.web.security import SAFE_METHODS
from chalicelib.web.view import View

COMPONENTS = "#/components/schemas/"


class Error(View):
    code: str
    message: str
    field: str


class ErrorAnswer(View):
    """Every refusal looks like this."""

    error: Error


def document(routes: Sequence[ApiRoute], title: str) -> dict[str, Any]:
    """The whole document, in the order of the paths."""
    bodies: list[type[BaseModel]] = [ErrorAnswer, *(model for route in routes for model in (route.body, route.answer))]
    queries = {route.query for route in routes} - {Nothing}
    models = [model for model in dict.fromkeys([*bodies, *sorted(queries, key=_name)]) if model is not Nothing]
    places, schemas = models_json_schema([(model, "serialization") for model in models], ref_template=COMPONENTS + "{model}")
    components = schemas.get("$defs", {})
    # Queries of several rooms that take the same share one schema.
    names = {query: places[query, "serialization"]["$ref"].removeprefix(COMPONENTS) for query in queries}
    shared = {name: components.pop(name)["properties"] for name in set(names.values())}
    fields = {query: shared[name] for query, name in names.items()}
    paths: dict[str, Any] = {}
    for route in sorted(routes, key=lambda r: (r.path, r.method)):
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, fields.get(route.query, {}))
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "security": [{"agent": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"agent": {"type": "apiKey", "in": "header", "name": "Authorization"}},
        },
    }


def _operation(route: ApiRoute, query: dict[str, Any]) -> dict[str, Any]:
    """One operation; `query` are the schemas of its query's parameters by name."""
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "parameters": [
            _parameter("path", name, {"type": "string"}, required=True) for name in re.findall(r"{(\w+)}", route.path)
        ],
        "responses": {
            str(route.status): _content("Done", route.answer.__name__),
            **{str(s): _content("Refused", "ErrorAnswer") for s in sorted({*STATUSES.values(), 500})},
        },
    }
    operation["parameters"] += [
        _parameter("query", name, schema, required=route.query.model_fields[name].is_required()) for name, schema in query.items()
    ]
    if route.commands:
        operation["parameters"].append(
            _parameter("header", "Idempotency-Key", {"type": "string", "minLength": 16}, required=True)
        )
    if route.method not in SAFE_METHODS:
        schema = {"type": "object"} if route.body is Nothing else {"$ref": f"#/components/schemas/{route.body.__name__}"}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return operation


def _name(model: type[BaseModel]) -> str:
    return model.__name__


def _parameter(where: str, name: str, schema: dict[str, Any], *, required: bool) -> dict[str, Any]:
    return {"in": where, "name": name, "required": required, "schema": {k: v for k, v in schema.items() if k != "title"}}


def _content(description: str, model: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{model}"}
    return {"description": description, "content": {"application/json": {"schema": schema}}}
