"""Words, dates, money, colours and the compiled templates that pages are made from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from chalicelib.portal import pages, templating, words
from chalicelib.portal.identity_page import Verify
from chalicelib.portal.page_models import Frame
from chalicelib.portal.theme import Brand, stylesheet
from chalicelib.settings.model import Week, week
from tests.pages.cast import ORGANISATION
from tests.pages.states import STATES
from tools.catalogues import texts

PORTAL = Path(templating.__file__).parent


@pytest.fixture
def fresh() -> Iterator[None]:
    """Environments and catalogues are kept for the life of a process: start and end without any."""
    templating.environment.cache_clear()
    words.translations.cache_clear()
    yield
    templating.environment.cache_clear()
    words.translations.cache_clear()


class TestWords:
    @pytest.mark.parametrize("catalogue", ["portal.pot", "cy/LC_MESSAGES/portal.po"])
    def test_the_catalogues_hold_exactly_the_texts_of_the_portal(self, catalogue: str) -> None:
        with (PORTAL / "locales" / catalogue).open("rb") as file:
            held = {message.id for message in read_po(file) if message.id}
        assert held == texts()

    def test_texts_use_the_quotes_and_dashes_of_print(self) -> None:
        flat = [text for message in texts() for text in (message if isinstance(message, tuple) else (message,))]
        assert [text for text in flat if re.search(r"['\"]|--|\.\.\.", text)] == []

    def test_a_translated_catalogue_is_used_and_the_page_says_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: None
    ) -> None:
        welsh = Catalog(locale="cy")
        welsh.add("Confirm who you are", "Cadarnhewch pwy ydych chi")
        compiled = BytesIO()
        write_mo(compiled, welsh)
        (tmp_path / "cy" / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / "cy" / "LC_MESSAGES" / "portal.mo").write_bytes(compiled.getvalue())
        monkeypatch.setattr(words, "FOLDER", tmp_path)
        monkeypatch.setattr(words, "LOCALES", ("en_GB", "cy"))

        html = pages.verify(Verify(Frame(ORGANISATION, locale="cy")))

        assert '<html lang="cy"' in html
        assert '<h1 class="govuk-heading-l">Cadarnhewch pwy ydych chi</h1>' in html
        assert "Postcode" in html

    @pytest.mark.parametrize(
        ("pence", "written"), [(0, "£0.00"), (5, "£0.05"), (123456, "£1,234.56"), (-50, "−£0.50"), (10**9, "£10,000,000.00")]
    )
    def test_money(self, pence: int, written: str) -> None:
        assert words.money(pence) == written

    @pytest.mark.parametrize(
        ("hours", "said"),
        [
            (Week(), ""),
            (week(("08:00", "20:00")), "Monday to Friday, 8am to 8pm"),
            (week(("08:30", "12:00"), ("12:30", "13:05")), "Monday to Friday, 8:30am to 12 noon; Saturday, 12:30pm to 1:05pm"),
            (week(("00:00", "23:59"), ("00:00", "23:59")), "Monday to Saturday, 12am to 11:59pm"),
        ],
    )
    def test_opening_hours_are_told_in_one_line(self, hours: Week, said: str) -> None:
        assert words.opening_hours(hours) == said

    def test_days_are_londons(self) -> None:
        assert words.day(date(2026, 5, 3)) == "3 May 2026"
        assert words.day(datetime(2026, 5, 3, 23, 30, tzinfo=UTC)) == "4 May 2026"
        with pytest.raises(ValueError, match="time zone"):
            words.day(datetime(2026, 5, 3))  # noqa: DTZ001


class TestTheme:
    def test_a_stylesheet_is_named_after_its_contents(self) -> None:
        name, css = stylesheet(Brand("#8a1253", "#5f0c39"))
        other, _ = stylesheet(Brand())
        assert re.fullmatch(r"portal-[0-9a-f]{12}\.css", name)
        assert name != other
        assert css.rstrip().endswith("--brand-dark:#5f0c39}")
        assert f'href="/static/{other}"' in STATES["verify"]()

    @pytest.mark.parametrize("colour", ["#ffcc00", "#777777", "red", "#0f5257;}body{display:none", "#0F5257", "#fff"])
    def test_a_colour_that_is_unreadable_or_not_a_colour_is_refused(self, colour: str) -> None:
        with pytest.raises(ValueError, match=r"colour|read"):
            Brand(colour)

    def test_the_stylesheet_loads_nothing_from_anywhere(self) -> None:
        _, css = stylesheet(Brand())
        assert "@import" not in css
        assert re.findall(r"url\((?!['\"]?data:)", css) == []
        assert "GDS Transport" not in css

    def test_every_part_of_ours_that_a_page_shows_has_its_style(self) -> None:
        _, css = stylesheet(Brand())
        shown = {name for page in STATES.values() for names in re.findall(r'class="([^"]*)"', page()) for name in names.split()}
        ours = {name for name in shown if not name.startswith("govuk-")}
        assert ours - set(re.findall(r"\.([\w-]+)", css)) == set()


def test_compiled_templates_render_the_same_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: None) -> None:
    from_source = {state: page() for state, page in STATES.items()}
    templating.compile_templates(tmp_path / "compiled")
    monkeypatch.setattr(templating, "COMPILED", tmp_path / "compiled")
    templating.environment.cache_clear()
    assert {state: page() for state, page in STATES.items()} == from_source
