"""What a commit costs at DynamoDB, from the images of its items: a write unit for each kilobyte begun, by the published rules
for the size of an attribute (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).

A transaction is charged twice that. What an index costs besides stands in `Cost.indexed`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.aws.tables.codec import stored_version, to_item
from chalicelib.core.changes import Append, Changes, Entity, Indexed, Insert, Put, Replace

UNIT_BYTES = 1024
_DIGITS_PER_BYTE = 2


@dataclass(frozen=True, slots=True)
class Cost:
    """`units` of the items themselves, `indexed` the places in indexes that are written, each a unit or two; `items` names
    the units of each kind of item, for whoever has to find out what grew."""

    units: int
    indexed: int
    items: tuple[tuple[str, int], ...]


def cost(changes: Changes) -> Cost:
    """What this commit writes. It may hold no removals: those have no image to compute from."""
    entities = [_written(change) for change in changes]
    items = [(type(entity).__name__, units(entity)) for entity in entities]
    indexed = sum(len(entity.indexes) for entity in entities if isinstance(entity, Indexed))
    return Cost(sum(each for _, each in items), indexed, tuple(sorted(items)))


def units(entity: Entity) -> int:
    """Write units of one item outside a transaction."""
    return -(-item_bytes(entity) // UNIT_BYTES)


def item_bytes(entity: Entity) -> int:
    """How large DynamoDB reckons the item to be."""
    image: Mapping[str, Mapping[str, Any]] = to_item(entity, stored_version(entity)).serialize()
    return sum(len(name.encode()) + _value(value) for name, value in image.items())


def _written(change: object) -> Entity:
    match change:
        case Insert(entity) | Replace(entity) | Append(entity) | Put(entity):
            return entity
        case _:
            raise ValueError(f"{change} has no image")


def _value(value: Mapping[str, Any]) -> int:
    """Text by its UTF-8 bytes, a number by its digits, lists and maps with their overhead of 3 bytes and 1 an element."""
    [(kind, content)] = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return -(-len(content.strip("-")) // _DIGITS_PER_BYTE) + 1
        case "BOOL":
            return 1
        case "L":
            return 3 + sum(1 + _value(each) for each in content)
        case "M":
            return 3 + sum(1 + len(name.encode()) + _value(each) for name, each in content.items())
        case _:
            raise ValueError(f"{kind} has no size here")
