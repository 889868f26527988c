"""Another personal link in place of the one a customer has. Pure."""

from __future__ import annotations

from datetime import datetime

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.core.changes import Append, Changes, Insert, Replace
from chalicelib.core.ids import fingerprint
from chalicelib.core.keys import Keys
from chalicelib.records.lookups import TokenLookup, link_token
from chalicelib.records.model import Customer, Link


def relinked(
    customer: Customer,
    keys: Keys,
    diary: Diary,
    event: Event,
    *,
    made_by: str,
    expires_at: datetime,
    revoked_at: datetime | None = None,
) -> Changes:
    """The customer with a new version of their link, which ends the one before it. `made_by` names the command behind it."""
    link = Link(
        version=customer.link.version + 1,
        key_id=keys.current_link_key_id,
        created_at=diary.now,
        expires_at=expires_at,
        made_by=made_by,
        revoked_at=revoked_at,
    )
    token = link_token(keys.link(link.key_id), customer.customer_key, link.version)
    return Changes(
        Replace(customer.model_copy(update={"link": link})),
        Insert(TokenLookup(token_hash=fingerprint(token), customer_key=customer.customer_key, link_version=link.version)),
        Append(diary.tell(event, customer.ref, stream=customer.customer_key)),
    )
