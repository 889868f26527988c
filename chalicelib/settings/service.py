"""Settings as every room reads them, remembered for a minute; and as an administrator changes them, version by version."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.commands.model import RequestMark
from chalicelib.commands.service import digest_of, made_before
from chalicelib.core.actor import Actor
from chalicelib.core.changes import Changes, Insert
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Code, Refused, refuse_if
from chalicelib.core.store import Page, Store
from chalicelib.settings import rules
from chalicelib.settings.model import (
    FACT_COUNT_PLACE,
    SETTINGS_PLACE,
    VERSION_PREFIX,
    FactCount,
    Settings,
    SettingsValues,
    SettingsVersion,
    version_place,
)
from chalicelib.settings.wording import Difference, difference

REMEMBERED = timedelta(minutes=1)
LISTED = 20


class SettingsService:
    """The organisation's settings. `organisation` is its name until it saves another."""

    def __init__(self, store: Store, clock: Clock, organisation: str) -> None:
        self._store = store
        self._clock = clock
        self._defaults = Settings(display_name=organisation)
        self._known: Settings | None = None
        self._until: datetime | None = None

    def load(self) -> Settings:
        """The settings in force, at most a minute old; the defaults where none were saved."""
        if self._known is None or self._until is None or self._clock.now() >= self._until:
            return self.current()
        return self._known

    def current(self) -> Settings:
        """The settings as they are stored now, for whoever is about to change them."""
        self._known = self._store.get(Settings, SETTINGS_PLACE) or self._defaults
        self._until = self._clock.now() + REMEMBERED
        return self._known

    def history(self, after: str | None = None) -> Page[SettingsVersion]:
        """Twenty versions behind the cursor, the newest first."""
        if after is not None and not (after.startswith(VERSION_PREFIX) and after[len(VERSION_PREFIX) :].isdigit()):
            raise Refused(Code.BAD_CURSOR)
        place = SETTINGS_PLACE
        found = self._store.query(place.table, place.pk, prefix=VERSION_PREFIX, after=after, limit=LISTED, newest_first=True)
        return Page([item for item in found.items if isinstance(item, SettingsVersion)], found.after)

    def version(self, number: int) -> SettingsVersion:
        """One version. Raises Refused(NOT_FOUND)."""
        found = self._store.get(SettingsVersion, version_place(number)) if number > 0 else None
        if found is None:
            raise Refused(Code.NOT_FOUND, "We cannot find that version of the settings.")
        return found

    def values(self, number: int) -> SettingsValues:
        """The values of a version; 0 is how the stack began. Raises Refused(NOT_FOUND)."""
        return self._defaults.values if number == 0 else self.version(number).values

    def between(self, before: int, after: int) -> tuple[Difference, ...]:
        """What differs between two versions. Raises Refused(NOT_FOUND)."""
        return difference(self.values(before), self.values(after))

    def fact_count(self) -> FactCount | None:
        """How many customers lacked a fact when they were last counted, if ever."""
        return self._store.get(FactCount, FACT_COUNT_PLACE)

    def save(
        self, values: SettingsValues, version: int, note: str, actor: Actor, key: str, *, reverts_to: int | None = None
    ) -> Settings:
        """Put new values in force as the next version; the same command of the same agent again answers the same.

        Raises Refused: INVALID naming the first value at fault, STALE when somebody else has saved since `version`,
        WRONG_STATE when nothing differs, KEY_REUSED for other values under the same key.
        """
        digest = digest_of("settings", values.model_dump_json(), version, note, reverts_to)
        made = made_before(self._store, actor, key, digest)
        if made is not None:
            return self._as_saved(int(made))
        held = self.current()
        refuse_if(held.version != version, Code.STALE)
        for problem in rules.problems(values):
            raise Refused(Code.INVALID, problem.words, field=problem.field)
        refuse_if(not difference(held.values, values), Code.WRONG_STATE, "Nothing was changed.")
        changes = rules.saved(held, values, note=note, actor=actor, now=self._clock.now(), reverts_to=reverts_to)
        mark = RequestMark(actor_id=actor.id, request_key=key, digest=digest, made=str(version + 1))
        self._store.commit(Changes(*changes, Insert(mark)))
        return self.current()

    def revert(self, number: int, version: int, note: str, actor: Actor, key: str) -> Settings:
        """Put the values of an earlier version in force again, as a new version. Raises Refused like `save`."""
        return self.save(self.values(number), version, note, actor, key, reverts_to=number)

    def _as_saved(self, number: int) -> Settings:
        """The settings as that version put them in force."""
        return Settings.model_validate({**dict(self.version(number).values), "version": number})
