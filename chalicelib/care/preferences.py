"""What people asked us to leave off, and took back. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.activities.events import Event
from chalicelib.activities.model import Diary
from chalicelib.care.history import PREFERENCE_FIELDS, ConsentEntry, Preference
from chalicelib.core.changes import Append, Changes
from chalicelib.records.model import Customer


def preferring(customer: Customer, wishes: Mapping[Preference, bool]) -> Customer:
    """The customer with these opt-outs set (True) or taken back (False)."""
    return customer.model_copy(update={PREFERENCE_FIELDS[preference]: wish for preference, wish in wishes.items()})


def told(before: Customer | None, after: Customer, diary: Diary, *, reason: str = "") -> Changes:
    """The history and the diary of every opt-out that differs; whoever changed the customer adds them to the commit."""
    changes: list[Append] = []
    for preference, field in PREFERENCE_FIELDS.items():
        was, wish = getattr(before, field) if before else False, getattr(after, field)
        if was == wish:
            continue
        activity = diary.tell(
            Event.OPT_OUT_SET if wish else Event.OPT_OUT_CLEARED,
            f"preference:{preference}",
            stream=after.customer_key,
            after={"of": _NAMES[preference]},
            reason=reason or None,
        )
        entry = ConsentEntry(
            customer_key=after.customer_key,
            id=activity.id,
            preference=preference,
            opted_out=wish,
            at=diary.now,
            actor_type=diary.actor.type,
            actor_name=diary.actor.name,
            channel=diary.actor.channel,
            reason=reason,
        )
        changes += [Append(entry), Append(activity)]
    return Changes(*changes)


_NAMES = {Preference.SMS: "Text messages", Preference.EMAIL: "Email", Preference.ALL: "All contact"}
