"""Settings for the console: everybody may read them, administrators change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Self

from pydantic import ConfigDict, Field, model_validator

from chalicelib.core.errors import Code, Refused
from chalicelib.settings.contrast import COLOUR, READABLE, contrasts
from chalicelib.settings.facts import COMPANY_CHOICES, INDIVIDUAL_CHOICES, Fact
from chalicelib.settings.model import FactCount, Settings, SettingsValues, SettingsVersion
from chalicelib.settings.rules import BOUNDS, LENGTHS, problems, warnings
from chalicelib.settings.wording import FACT_WORDS, LABELS, Difference, difference, label_of
from chalicelib.web.people import Role
from chalicelib.web.routes import Call, Nothing, Routes
from chalicelib.web.view import View

if TYPE_CHECKING:
    from chalicelib.settings.service import SettingsService

ADMINS = frozenset({Role.ADMIN})
LONGEST_NOTE = 300


class CompleteValues(SettingsValues):
    """All values, none left out: a value that a caller does not know of must not fall back to its default."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="after")
    def _all_given(self) -> Self:
        if missing := sorted(SettingsValues.model_fields.keys() - self.model_fields_set):
            raise ValueError(f"missing: {', '.join(missing)}. Load the page again.")
        return self


class SaveSettings(View):
    """`version` is the one that was looked at when the values were changed."""

    version: int
    note: str = Field("", max_length=LONGEST_NOTE)
    settings: CompleteValues


class RevertSettings(View):
    number: int
    version: int
    note: str = Field("", max_length=LONGEST_NOTE)


class DraftSettings(View):
    settings: CompleteValues


class SettingBounds(View):
    least: int
    most: int


class FactChoice(View):
    fact: Fact
    words: str


class FactCountView(View):
    counted_at: datetime
    individuals: int
    companies: int

    @classmethod
    def of(cls, count: FactCount) -> FactCountView:
        return cls(counted_at=count.counted_at, individuals=count.individuals, companies=count.companies)


class SettingsView(View):
    """The settings in force, and what a form needs to know to change them. Version 0 was never saved."""

    version: int
    settings: SettingsValues
    labels: Mapping[str, str] = LABELS
    bounds: Mapping[str, SettingBounds]
    lengths: Mapping[str, int] = LENGTHS
    individual_choices: Sequence[FactChoice]
    company_choices: Sequence[FactChoice]
    fact_count: FactCountView | None

    @classmethod
    def of(cls, settings: Settings, count: FactCount | None) -> SettingsView:
        return cls(
            version=settings.version,
            settings=settings.values,
            bounds={field: SettingBounds(least=least, most=most) for field, (least, most) in BOUNDS.items()},
            individual_choices=[FactChoice(fact=fact, words=FACT_WORDS[fact]) for fact in INDIVIDUAL_CHOICES],
            company_choices=[FactChoice(fact=fact, words=FACT_WORDS[fact]) for fact in COMPANY_CHOICES],
            fact_count=FactCountView.of(count) if count else None,
        )


class SettingDifference(View):
    field: str
    label: str
    before: str
    after: str

    @classmethod
    def all(cls, differences: Sequence[Difference]) -> list[SettingDifference]:
        return [cls(**each._asdict()) for each in differences]


class SettingProblem(View):
    field: str
    words: str


class SettingContrast(View):
    """One colour against one surface it is used on."""

    field: str
    surface: str
    ratio: float
    readable: bool


class SettingsCheck(View):
    """What saving would do. With problems it would be refused; `needed` is the contrast that text needs."""

    problems: Sequence[SettingProblem]
    warnings: Sequence[SettingProblem]
    contrasts: Sequence[SettingContrast]
    needed: float = READABLE
    differences: Sequence[SettingDifference]

    @classmethod
    def of(cls, held: Settings, draft: SettingsValues, count: FactCount | None) -> SettingsCheck:
        colours = {f"brand.{name}": getattr(draft.brand, name) for name in ("colour", "dark")}
        return cls(
            problems=[SettingProblem(**each._asdict()) for each in problems(draft)],
            warnings=[SettingProblem(**each._asdict()) for each in warnings(draft, count)],
            contrasts=[
                SettingContrast(field=field, surface=each.surface, ratio=round(each.ratio, 2), readable=each.readable)
                for field, colour in colours.items()
                if COLOUR.fullmatch(colour)
                for each in contrasts(colour)
            ],
            differences=SettingDifference.all(difference(held.values, draft)),
        )


class SettingsVersionRow(View):
    number: int
    saved_at: datetime
    saved_by: str
    note: str
    changed: Sequence[str]
    reverts_to: int | None

    @classmethod
    def of(cls, version: SettingsVersion) -> SettingsVersionRow:
        shown = {name: getattr(version, name) for name in cls.model_fields if name != "changed"}
        return cls(**shown, changed=[label_of(field) for field in version.changed])


class SettingsVersionList(View):
    items: Sequence[SettingsVersionRow]
    after: str | None


class SettingsVersionPage(View):
    """One version in whole."""

    version: SettingsVersionRow
    settings: SettingsValues


class SettingsDifference(View):
    before: int
    after: int
    items: Sequence[SettingDifference]


class AfterVersion(View):
    after: str | None = None


class Against(View):
    """The version to compare with; without one, the version before. 0 is how the stack began."""

    against: int | None = None


def register(routes: Routes, settings: Callable[[], SettingsService]) -> None:
    _register_reading(routes, settings)
    _register_changing(routes, settings)


def _register_reading(routes: Routes, settings: Callable[[], SettingsService]) -> None:
    @routes.api("GET", "/settings", answer=SettingsView)
    def get_settings(call: Call[Nothing, Nothing]) -> SettingsView:
        """The settings in force"""
        return SettingsView.of(settings().current(), settings().fact_count())

    @routes.api("GET", "/settings/versions", query=AfterVersion, answer=SettingsVersionList)
    def list_settings_versions(call: Call[AfterVersion, Nothing]) -> SettingsVersionList:
        """Who saved the settings, when and why, newest first"""
        page = settings().history(call.query.after)
        return SettingsVersionList(items=[SettingsVersionRow.of(version) for version in page.items], after=page.after)

    @routes.api("GET", "/settings/versions/{number}", answer=SettingsVersionPage)
    def get_settings_version(call: Call[Nothing, Nothing]) -> SettingsVersionPage:
        """One version of the settings"""
        found = settings().version(_number(call.path["number"]))
        return SettingsVersionPage(version=SettingsVersionRow.of(found), settings=found.values)

    @routes.api("GET", "/settings/versions/{number}/difference", query=Against, answer=SettingsDifference)
    def compare_settings_versions(call: Call[Against, Nothing]) -> SettingsDifference:
        """What differs between two versions of the settings"""
        after = _number(call.path["number"])
        before = after - 1 if call.query.against is None else call.query.against
        return SettingsDifference(before=before, after=after, items=SettingDifference.all(settings().between(before, after)))


def _register_changing(routes: Routes, settings: Callable[[], SettingsService]) -> None:
    @routes.api("POST", "/settings", body=SaveSettings, answer=SettingsView, roles=ADMINS)
    def save_settings(call: Call[Nothing, SaveSettings]) -> SettingsView:
        """Put new settings in force"""
        ask = call.body
        saved = settings().save(ask.settings, ask.version, ask.note.strip(), call.person.actor, call.key)
        return SettingsView.of(saved, settings().fact_count())

    @routes.api("POST", "/settings/revert", body=RevertSettings, answer=SettingsView, roles=ADMINS)
    def revert_settings(call: Call[Nothing, RevertSettings]) -> SettingsView:
        """Put an earlier version of the settings in force again"""
        ask = call.body
        saved = settings().revert(ask.number, ask.version, ask.note.strip(), call.person.actor, call.key)
        return SettingsView.of(saved, settings().fact_count())

    @routes.api("POST", "/settings/check", body=DraftSettings, answer=SettingsCheck, roles=ADMINS, asks=True)
    def check_settings(call: Call[Nothing, DraftSettings]) -> SettingsCheck:
        """What would be refused, what to think of, and what would change"""
        return SettingsCheck.of(settings().current(), call.body.settings, settings().fact_count())


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 8):
        raise Refused(Code.NOT_FOUND, "We cannot find that version of the settings.")
    return int(text)
