"""Settings as every room reads them: from the store, remembered for a minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.core.clock import Clock
from chalicelib.core.store import Store
from chalicelib.settings.model import SETTINGS_PLACE, Settings

REMEMBERED = timedelta(minutes=1)


class SettingsService:
    """Loads the organisation's settings. `organisation` is its name until it saves another."""

    def __init__(self, store: Store, clock: Clock, organisation: str) -> None:
        self._store = store
        self._clock = clock
        self._defaults = Settings(display_name=organisation)
        self._known: Settings | None = None
        self._until: datetime | None = None

    def load(self) -> Settings:
        """The settings in force, at most a minute old; the defaults where none were saved."""
        now = self._clock.now()
        if self._known is None or self._until is None or now >= self._until:
            self._known = self._store.get(Settings, SETTINGS_PLACE) or self._defaults
            self._until = now + REMEMBERED
        return self._known
