"""The one way anything online is written: changes as data into one `TransactWriteItems`."""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.aws.tables.codec import MODELS, stored_version, to_item
from chalicelib.aws.tables.models import Item
from chalicelib.core.changes import Append, Change, Changes, Conflict, Delete, Insert, Put, Remove, Replace, Require, key_of
from chalicelib.core.committing import check


def commit(connection: Connection, changes: Changes) -> None:
    """Write all changes or none. Raises `Conflict` with the key at fault; botocore's errors pass through."""
    check(changes)
    ordered = _in_wire_order(changes)
    try:
        with TransactWrite(connection=connection) as transaction:
            for change in ordered:
                _add(transaction, change)
    except TransactWriteError as error:
        raise _conflict(ordered, error) from error


def _in_wire_order(changes: Changes) -> list[Change]:
    """PynamoDB sends checks, deletes and puts in that order, whatever order they were added in (pynamodb issue 1284);
    the reasons for a cancellation come back in the order sent."""
    rank = {Require: 0, Remove: 1, Delete: 1}
    return sorted(changes, key=lambda change: rank.get(type(change), 2))


def _add(transaction: TransactWrite, change: Change) -> None:
    match change:
        case Insert(entity) | Append(entity):
            transaction.save(to_item(entity, stored_version(entity)), condition=Item.pk.does_not_exist())
        case Replace(entity):
            transaction.save(to_item(entity, entity.version + 1), condition=Item.v == entity.version)
        case Put(entity):
            transaction.save(to_item(entity, stored_version(entity)))
        case Require(entity):
            table, pk, sk = entity.key
            transaction.condition_check(MODELS[table], pk, sk, condition=Item.v == entity.version)
        case Delete(entity):
            table, pk, sk = entity.key
            transaction.delete(MODELS[table](pk=pk, sk=sk), condition=Item.v == entity.version)
        case Remove(key):
            transaction.delete(MODELS[key.table](pk=key.pk, sk=key.sk))


def _conflict(ordered: Sequence[Change], error: TransactWriteError) -> Exception:
    """The first change that was refused, as a `Conflict`; anything that is no conflict stays the error it was."""
    for change, reason in zip(ordered, error.cancellation_reasons, strict=False):
        if reason is not None and reason.code == "ConditionalCheckFailed":
            return Conflict(key_of(change), "exists" if isinstance(change, Insert | Append) else "stale")
        if reason is not None and reason.code == "TransactionConflict":
            return Conflict(key_of(change), "contended")
    return error
