"""Through the customers of an upload or of a segment, some at a time, from where the last ones ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import batched, groupby

from chalicelib.campaigns.segment import Segment
from chalicelib.core.store import BATCH_GET_LIMIT
from chalicelib.imports.desk import Desk
from chalicelib.imports.model import Upload
from chalicelib.imports.workfiles import read_part
from chalicelib.records.lookups import customer_key
from chalicelib.records.model import Customer, customer_place


@dataclass(frozen=True, slots=True)
class Stretch:
    """The customers of one stretch of the way as they are now, by customer id; None for one that is no longer there. `after`
    is where the next stretch begins; None is the end."""

    customers: dict[str, Customer | None]
    looked_at: int
    after: str | None


def of_segment(desk: Desk, segment: Segment, today: date, after: str | None, customers: int) -> Stretch:
    """At least so many customers of the whole dataset, without those the segment does not hold. They come in no order, and one
    who is renamed while the way is walked may be met twice or not at all."""
    found: dict[str, Customer | None] = {}
    looked_at = 0
    while looked_at < customers:
        page = desk.store.scan_names(after=after, limit=BATCH_GET_LIMIT)
        held = desk.store.get_many(page.items) if page.items else {}
        looked_at, after = looked_at + len(page.items), page.after
        found |= {c.customer_id: c for c in held.values() if isinstance(c, Customer) and segment.matches(c, today)}
        if after is None:
            break
    return Stretch(found, looked_at, after)


def of_upload(desk: Desk, upload: Upload, after: str | None, customers: int) -> Stretch:
    """At least so many customers of the upload's accepted rows, in whole partitions."""
    found: dict[str, Customer | None] = {}
    done = int(after or 0)
    while len(found) < customers and done < len(upload.parts):
        found |= _of_part(desk, upload, upload.parts[done])
        done += 1
    return Stretch(found, len(found), str(done) if done < len(upload.parts) else None)


def _of_part(desk: Desk, upload: Upload, part: int) -> dict[str, Customer | None]:
    found: dict[str, Customer | None] = {}
    ids = (customer_id for customer_id, _ in groupby(read_part(desk.objects, upload.id, part), key=lambda row: row.customer_id))
    for some in batched(ids, BATCH_GET_LIMIT, strict=False):
        places = {customer_id: customer_place(customer_key(desk.keys.identity, customer_id)) for customer_id in some}
        held = desk.store.get_many(list(places.values()))
        for customer_id, place in places.items():
            customer = held.get(place)
            found[customer_id] = customer if isinstance(customer, Customer) else None
    return found
