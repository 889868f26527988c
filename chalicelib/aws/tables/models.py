"""Keys, indexes and the few attributes that conditions and indexes need at the top of an item."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import NumberAttribute, NumberSetAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model

from chalicelib.aws.tables.document import DocumentAttribute

# API Gateway gives up after 29 seconds; a request that waits longer than this for DynamoDB is better retried.
CONNECT_SECONDS = 2
READ_SECONDS = 5


class _Meta:
    table_name = "unbound"
    region = "eu-west-2"
    connect_timeout_seconds = CONNECT_SECONDS
    read_timeout_seconds = READ_SECONDS
    max_pool_connections = 32


class Item(Model):
    """What every item has: its key, what kind of entity it is, how often it was written, and the entity."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    v = NumberAttribute(null=True)
    doc = DocumentAttribute()


class NamesIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]  # PynamoDB types no __init_subclass__
    """Customers in the order of their folded names, spread over four partitions; carries the row of the list."""

    class Meta:
        index_name = "names"
        projection = IncludeProjection(["kind", "listing"])

    names_pk = UnicodeAttribute(hash_key=True)
    names_sk = UnicodeAttribute(range_key=True)


class FeedIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """Newest first by kind and month."""

    class Meta:
        index_name = "feed"
        projection = IncludeProjection(["kind"])

    feed_pk = UnicodeAttribute(hash_key=True)
    feed_sk = UnicodeAttribute(range_key=True)


class DueIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """What falls due on a day."""

    class Meta:
        index_name = "due"
        projection = IncludeProjection(["kind"])

    due_pk = UnicodeAttribute(hash_key=True)
    due_sk = UnicodeAttribute(range_key=True)


class RecordItem(Item):
    """Customers and what belongs to them, one partition a customer."""

    class Meta(_Meta):
        pass

    listing = DocumentAttribute(null=True)
    names_pk = UnicodeAttribute(null=True)
    names_sk = UnicodeAttribute(null=True)
    feed_pk = UnicodeAttribute(null=True)
    feed_sk = UnicodeAttribute(null=True)
    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)
    names = NamesIndex()
    feed = FeedIndex()
    due = DueIndex()


class ActivityItem(Item):
    """The diary, one partition a customer."""

    class Meta(_Meta):
        pass


class JournalItem(Item):
    """The double-entry journal, one partition a customer."""

    class Meta(_Meta):
        pass


class LookupItem(Item):
    """From an account number, a link token or a contact to its customer."""

    class Meta(_Meta):
        pass


class OperationItem(Item):
    """Uploads, campaigns, settings, sessions, counters: what the organisation runs, not what it knows."""

    class Meta(_Meta):
        pass

    ttl = NumberAttribute(null=True)
    pending = NumberSetAttribute(null=True)
