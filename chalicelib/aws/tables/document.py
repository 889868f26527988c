"""An entity as one DynamoDB map: text, whole numbers, booleans, lists and maps. No floats: money is integer pence."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.constants import MAP


class DocumentAttribute(Attribute[dict[str, Any]]):
    """A JSON-like dictionary without None and without floats."""

    attr_type = MAP

    def serialize(self, value: dict[str, Any]) -> dict[str, Any]:
        return {name: to_dynamo(element) for name, element in value.items()}

    def deserialize(self, value: dict[str, Any]) -> dict[str, Any]:
        return {name: from_dynamo(element) for name, element in value.items()}


def to_dynamo(value: object) -> dict[str, Any]:
    """One value in DynamoDB's JSON. Raises TypeError for a float or anything else that has no exact form."""
    match value:
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case str():
            return {"S": value}
        case list() | tuple():
            return {"L": [to_dynamo(element) for element in value]}
        case dict():
            return {"M": {name: to_dynamo(element) for name, element in value.items()}}
        case _:
            raise TypeError(f"a {type(value).__name__} cannot be stored")


def from_dynamo(value: dict[str, Any]) -> Any:
    """The value again. Raises ValueError for a type that `to_dynamo` never writes."""
    (kind, content), *_ = value.items()
    match kind:
        case "S" | "BOOL":
            return content
        case "N":
            return int(content)
        case "L":
            return [from_dynamo(element) for element in content]
        case "M":
            return {name: from_dynamo(element) for name, element in content.items()}
        case _:
            raise ValueError(f"{kind} is not a type of a document")
