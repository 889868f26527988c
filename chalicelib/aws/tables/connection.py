"""One connection for all tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pynamodb.connection import Connection

from chalicelib.aws.tables.codec import MODELS
from chalicelib.aws.tables.models import CONNECT_SECONDS, READ_SECONDS
from chalicelib.core.changes import Table


def bind(names: Mapping[Table, str], region: str) -> Connection:
    """Point the models at the tables of this stack and give them one shared connection.

    PynamoDB makes a botocore client for each model and one more for transactions, some 40 ms each on a cold start; a
    client is safe to share, so all of them use one.
    """
    shared = Connection(
        region=region, connect_timeout_seconds=CONNECT_SECONDS, read_timeout_seconds=READ_SECONDS, max_pool_connections=32
    )
    for table, model in MODELS.items():
        meta: Any = model.Meta
        meta.table_name = names[table]
        meta.region = region
        model._connection = None  # noqa: SLF001  # forget the tables of another world (tests)
        own = model._get_connection()  # noqa: SLF001
        shared.add_meta_table(own.get_meta_table())
        own.connection = shared
    return shared
