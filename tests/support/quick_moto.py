"""moto's own answers, sooner. It copies and measures every value many times over for each request; what is put in place
here gives the same values, which `tests/contract/test_quick_moto.py` holds against moto's own way."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import botocore.handlers
from botocore import UNSIGNED
from moto.core import responses, utils
from moto.core.models import botocore_stubber
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.dynamodb.models.utilities import bytesize

LARGEST_ITEM = 405_000
"""Bytes that moto allows an item."""

slow_json: Callable[[DynamoType], dict[str, Any]] = DynamoType.to_regular_json
slow_structure: Callable[..., None] = BaseJSONSerializer._serialize_type_structure


def _share_rows(table: Table, _: dict[int, Any]) -> Table:
    """What moto keeps to undo a transaction. It copies a whole table for each item of one; rows that a transaction puts
    are new objects, so the same rows in new dictionaries undo it as well, and a hundred times faster."""
    copied = object.__new__(Table)
    copied.__dict__.update(table.__dict__)
    copied.items = type(table.items)(table.items.default_factory, {pk: dict(rows) for pk, rows in table.items.items()})
    return copied


def quick_json(value: DynamoType) -> dict[str, Any]:
    """moto copies the whole tree below at each of its levels."""
    match value.value:
        case dict() as held:
            return {value.type: {key: quick_json(inner) for key, inner in held.items()}}
        case list() as held if value.is_list():
            return {value.type: [quick_json(inner) for inner in held]}
        case _:
            return slow_json(value)


def _new_item(self: Item, hash_key: DynamoType, range_key: DynamoType | None, attrs: dict[str, Any]) -> None:
    """moto weighs everything put so far with each attribute that it puts into a new item."""
    self.hash_key, self.range_key, self.attrs = hash_key, range_key, LimitedSizeDict()
    for key, value in attrs.items():
        dict.__setitem__(self.attrs, key, DynamoType(value))
    if sum(bytesize(key) + value.size() for key, value in self.attrs.items()) > LARGEST_ITEM:
        raise ItemSizeTooLarge


def quick_structure(self: BaseJSONSerializer, serialized: Any, value: Any, shape: Any, key: str) -> None:
    """An attribute's value is JSON already; moto looks for each of the ten types it might have under several names."""
    if shape.name == "AttributeValue" and key and type(value) is dict and _is_plain(value):
        self._default_serialize(serialized, value, shape, key)
    else:
        slow_structure(self, serialized, value, shape, key)


def _is_plain(value: dict[str, Any]) -> bool:
    """Whether the value goes out as it stands: text, numbers, truths, and maps and lists of such."""
    if len(value) != 1:
        return False
    ((kind, held),) = value.items()
    match kind:
        case "S" | "N":
            return type(held) is str
        case "BOOL":
            return type(held) is bool
        case "M":
            return type(held) is dict and all(type(inner) is dict and _is_plain(inner) for inner in held.values())
        case "L":
            return type(held) is list and all(type(inner) is dict and _is_plain(inner) for inner in held)
        case _:
            return False


def _unsigned(**_: Any) -> object:
    """moto reads no signature, and to sign takes a fifth of the time of a request. The emulator reads them: there everything
    is signed."""
    return UNSIGNED if botocore_stubber.enabled else None


botocore.handlers.BUILTIN_HANDLERS.append(("choose-signer.dynamodb", _unsigned))
Table.__deepcopy__ = _share_rows
DynamoType.to_regular_json = quick_json
Item.__init__ = _new_item
BaseJSONSerializer._serialize_type_structure = quick_structure
responses.method_names_from_class = functools.cache(utils.method_names_from_class)
