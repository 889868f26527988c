"""The portal's words: gettext catalogues per locale, and how money, days and opening hours are said.

Texts are written in British English where they are shown and translated through `locales/`. Babel extracts and
compiles the catalogues at development time only; at run time the standard library reads the compiled ones.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from chalicelib.core.clock import LONDON, london_day
from chalicelib.settings.model import Week

DOMAIN = "portal"
DEFAULT_LOCALE = "en_GB"
LOCALES = (DEFAULT_LOCALE,)
"""The locales the portal offers. Welsh (`cy`) joins this line once `locales/cy` is translated: until then a page in it
would say that it is Welsh and be read out in English."""
FOLDER = Path(__file__).parent / "locales"


def N_(text: str) -> str:  # noqa: N802 - the name extractors of gettext texts know
    """Mark a text for the catalogues; it is translated where it is shown."""
    return text


MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)

WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


def offered(locale: str) -> str:
    """The locale itself where the portal offers it, else the default one."""
    return locale if locale in LOCALES else DEFAULT_LOCALE


@cache
def translations(locale: str) -> gettext.NullTranslations:
    """The catalogue of a locale; a missing catalogue or text falls back to the English that is written in the code."""
    return gettext.translation(DOMAIN, FOLDER, languages=[locale], fallback=True)


def language_tag(locale: str) -> str:
    """The `lang` attribute of a locale: `en_GB` is `en-GB`."""
    return locale.replace("_", "-")


def money(pence: int) -> str:
    """Pounds and pence as people write them: 123456 is `£1,234.56`, -50 is `−£0.50`."""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'−' if pence < 0 else ''}£{pounds:,}.{rest:02d}"


def day(when: date | datetime, locale: str = DEFAULT_LOCALE) -> str:
    """A London day in words, `3 May 2026`. An instant must carry its time zone."""
    if isinstance(when, datetime):
        when = london_day(when)
    return f"{when.day} {translations(locale).gettext(MONTHS[when.month - 1])} {when.year}"


def time_of_day(when: datetime) -> str:
    """The London time of an instant as people say it, `2:35pm`."""
    return _time_of_day(when.astimezone(LONDON).time())


def opening_hours(week: Week, locale: str = DEFAULT_LOCALE) -> str:
    """When somebody answers, in one line: `Monday to Friday, 8am to 8pm; Saturday, 9:30am to 1pm`. Empty for no hours."""
    translate = translations(locale).gettext
    runs = [(hours, [day for day, _ in run]) for hours, run in groupby(zip(WEEKDAYS, week.days, strict=True), itemgetter(1))]
    return "; ".join(
        f"{_span(translate(days[0]), translate(days[-1]), translate)}, "
        f"{_span(_time_of_day(hours.opens), _time_of_day(hours.closes), translate)}"
        for hours, days in runs
        if hours
    )


def _span(first: str, last: str, translate: Callable[[str], str]) -> str:
    return first if first == last else translate(N_("%(first)s to %(last)s")) % {"first": first, "last": last}


def _time_of_day(at: time) -> str:
    """As people say it: `8am`, `9:30am`, `12 noon`."""
    if (at.hour, at.minute) == (12, 0):
        return "12 noon"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"
