"""Settings are versioned: who, when and what; two who save at once; back to an earlier version; and the portal obeys."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity
from chalicelib.portal.model import Attempts
from chalicelib.settings.model import Settings, SettingsValues, SettingsVersion
from tests.support.debtors import SIAN, crowd
from tests.support.harness import WIRE
from tests.support.http import Answer
from tests.support.snapshots import Snapshot
from tests.support.turns import interleave, schedules
from tests.support.world import World, facts

KEY = "6f1c2d9e-0000-4000-8000-00000000000c"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """No settings of the test before."""
    wiring.settings.cache_clear()


def values(**changed: object) -> dict[str, Any]:
    return SettingsValues().model_dump(mode="json") | changed


def save(here: World, version: int, *, note: str = "", key: str = "", **changed: object) -> Answer:
    body = {"version": version, "note": note, "settings": values(**changed)}
    return here.agent("admin").post("/settings", body, key)


def refused(answer: Answer) -> tuple[int, str, str]:
    return answer.status, answer.code, answer.json["error"]["field"]


@pytest.mark.feature("R7")
def test_a_save_is_in_force_at_once_and_remembered(here: World) -> None:
    saved = save(here, 0, note="We moved", display_name="Example Accounts", contact_phone="020 7946 0000")
    assert (saved.status, saved.json["version"]) == (200, 1)
    page = here.browser().get("/help").body
    assert "Example Accounts" in page
    assert "020 7946 0000" in page
    [version] = here.agent("viewer").get("/settings/versions").json["items"]
    assert (version["number"], version["saved_by"], version["note"]) == (1, "Made-up admin", "We moved")
    assert version["changed"] == ["Display name", "Phone number"]


@pytest.mark.feature("R7")
def test_the_diary_says_what_was_there_before_and_after(here: World) -> None:
    save(here, 0, minimum_payment=500)
    [told] = [a for a in here.entities().all(Activity) if a.event is Event.SETTINGS_CHANGED]
    assert (told.before, told.after) == ({"minimum_payment": "£1.00"}, {"minimum_payment": "£5.00"})
    assert told.actor_name == "Made-up admin"


@pytest.mark.feature("R7")
def test_of_two_who_save_at_once_the_second_is_told(here: World) -> None:
    assert save(here, 0, display_name="First").status == 200
    assert refused(save(here, 0, display_name="Second"))[:2] == (409, "STALE")
    assert here.agent().get("/settings").json["settings"]["display_name"] == "First"
    assert save(here, 1, display_name="Second").json["version"] == 2


@pytest.mark.feature("R7")
def test_however_two_saves_take_turns_one_wins_and_nothing_is_lost(here: World) -> None:
    """Every order of what each has to do before it writes: read who asks, the command's mark and the settings."""
    beginning = Snapshot.take()
    for schedule in schedules(3):
        beginning.restore()
        wiring.settings.cache_clear()
        answers: dict[str, int] = {}

        def ask(name: str, into: dict[str, int] = answers) -> None:
            into[name] = save(here, 0, display_name=name).status

        interleave([lambda: ask("First"), lambda: ask("Second")], schedule)
        assert sorted(answers.values()) == [200, 409], schedule
        [winner] = (name for name, status in answers.items() if status == 200)
        [version] = here.entities().all(SettingsVersion)
        [stored] = here.entities().all(Settings)
        assert (stored.display_name, version.values.display_name, stored.version) == (winner, winner, 1)


@pytest.mark.feature("R7")
def test_any_version_comes_back_as_a_new_one(here: World) -> None:
    save(here, 0, display_name="First", link_valid_days=30)
    save(here, 1, display_name="Second", link_valid_days=30)
    back = here.agent("admin").post("/settings/revert", {"number": 1, "version": 2, "note": "Wrong name"})
    assert (back.json["version"], back.json["settings"]["display_name"]) == (3, "First")
    beginning = here.agent("admin").post("/settings/revert", {"number": 0, "version": 3})
    assert beginning.json["settings"] == values()
    history = here.agent().get("/settings/versions").json["items"]
    assert [(each["number"], each["reverts_to"]) for each in history] == [(4, 0), (3, 1), (2, None), (1, None)]
    assert "First" not in here.browser().get("/help").body


@pytest.mark.feature("R7")
def test_any_two_versions_can_be_compared(here: World) -> None:
    save(here, 0, display_name="First")
    save(here, 1, display_name="Second", minimum_payment=200)
    whole = here.agent().get("/settings/versions/2/difference?against=0").json["items"]
    assert [(each["label"], each["before"], each["after"]) for each in whole] == [
        ("Display name", "Quittance", "Second"),
        ("Smallest payment", "£1.00", "£2.00"),
    ]
    last = here.agent().get("/settings/versions/2/difference").json
    assert (last["before"], last["items"][0]["before"]) == (1, "First")
    assert here.agent().get("/settings/versions/1").json["settings"]["display_name"] == "First"
    for path in ("/settings/versions/3", "/settings/versions/0", "/settings/versions/2/difference?against=7"):
        assert here.agent().get(path).status == 404


def test_the_history_goes_back_to_the_first_version(here: World) -> None:
    for number in range(25):
        save(here, number, link_valid_days=30 + number)
    newest = here.agent().get("/settings/versions").json
    rest = here.agent().get(f"/settings/versions?after={newest['after'].replace('#', '%23')}").json
    assert [each["number"] for each in (*newest["items"], *rest["items"])] == list(range(25, 0, -1))
    assert rest["after"] is None
    assert here.agent().get("/settings/versions?after=current").code == "BAD_CURSOR"


def test_the_same_command_again_is_one_version_and_answers_the_same(here: World) -> None:
    first = save(here, 0, key=KEY, display_name="First")
    save(here, 1, display_name="Second")
    again = save(here, 0, key=KEY, display_name="First")
    assert (again.json["version"], again.json["settings"]) == (1, first.json["settings"])
    assert save(here, 0, key=KEY, display_name="Third").code == "KEY_REUSED"
    assert here.agent().get("/settings").json["version"] == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"display_name": "Acme Debt Recovery"}, "display_name"),
        ({"individual_facts": ["postcode"]}, "individual_facts"),
        ({"brand": {"colour": "#ffcc00", "dark": "#000000"}}, "brand.colour"),
        ({"session_idle_minutes": 600}, "session_idle_minutes"),
        ({"individual_facts": ["mother's maiden name", "postcode"]}, "settings.individual_facts.0"),
        ({"opening_hours": {"monday": {"opens": "25:00", "closes": "26:00"}}}, "settings.opening_hours.monday.opens"),
        ({"no_such_setting": True}, "settings.no_such_setting"),
    ],
)
def test_what_may_not_be_is_refused_beside_its_field_and_changes_nothing(
    here: World, changed: dict[str, object], field: str
) -> None:
    assert refused(save(here, 0, **changed)) == (400, "INVALID", field)
    assert here.agent().get("/settings").json["version"] == 0


def test_a_value_that_is_left_out_is_not_put_back_to_its_default(here: World) -> None:
    body = {name: value for name, value in values().items() if name != "footer_text"}
    answer = here.agent("admin").post("/settings", {"version": 0, "settings": body})
    assert (answer.status, "footer_text" in answer.json["error"]["message"]) == (400, True)


def test_saving_what_is_in_force_makes_no_version(here: World) -> None:
    assert save(here, 0).code == "WRONG_STATE"


@pytest.mark.feature("R7")
def test_a_check_says_everything_before_anything_is_saved(here: World) -> None:
    draft = values(display_name="Debt Co", brand={"colour": "#777777", "dark": "#07403b"}, quiet_hours={"contact": {}})
    answer = here.agent("admin").post("/settings/check", {"settings": draft}).json
    assert [each["field"] for each in answer["problems"]] == ["display_name", "brand.colour"]
    assert [each["field"] for each in answer["warnings"]] == ["quiet_hours.contact"]
    assert {(each["field"], each["readable"]) for each in answer["contrasts"]} == {("brand.colour", False), ("brand.dark", True)}
    assert "Display name" in [each["label"] for each in answer["differences"]]
    assert here.agent().get("/settings").json["version"] == 0


@pytest.mark.feature("R7")
def test_the_portal_shows_the_colours_texts_and_addresses(here: World) -> None:
    before = here.browser().get("/help").body
    save(
        here,
        0,
        brand={"colour": "#8A1253", "dark": "#5f0c39"},
        footer_text="Example Ltd <is> a company",
        privacy_url="https://www.example.com/privacy",
        opening_hours={"saturday": {"opens": "09:00", "closes": "12:30"}},
    )
    page = here.browser().get("/help").body
    assert "Example Ltd &lt;is&gt; a company" in page
    assert 'href="https://www.example.com/privacy"' in page
    assert "Saturday, 9am to 12:30pm" in page
    css = here.browser().get(_stylesheet(page))
    assert "--govuk-brand-colour:#8a1253" in css.body
    old = here.browser().get(_stylesheet(before))
    assert (old.status, old.body) == (200, css.body)
    assert old.headers["cache-control"] == "no-store"


def test_others_see_a_save_within_a_minute(here: World) -> None:
    """Another process has read the settings just before."""
    elsewhere = wiring.settings()
    assert elsewhere.load().display_name == "Quittance"
    wiring.settings.cache_clear()
    save(here, 0, display_name="First")
    assert elsewhere.load().display_name == "Quittance"
    here.wait(minutes=1)
    assert elsewhere.load().display_name == "First"


@pytest.mark.feature("R7")
def test_links_and_sessions_last_as_long_as_the_settings_say(here: World) -> None:
    save(here, 0, link_valid_days=30, session_idle_minutes=5, session_absolute_minutes=20)
    customer = here.customer("C-1001")
    link = here.agent().post(f"/customers/{customer.customer_key}/link", {"version": customer.version}).json
    assert link["expires_at"] == f"{here.clock.now() + timedelta(days=30):%Y-%m-%dT%H:%M:%SZ}"
    browser = here.signed_in(SIAN)
    here.wait(minutes=4)
    assert browser.get("/accounts").status == 200
    here.wait(minutes=6)
    assert browser.get("/accounts").status == 401


@pytest.mark.feature("R5")
def test_a_change_of_facts_breaks_no_session_and_asks_the_next_visitor(here: World) -> None:
    inside, at_the_door = here.signed_in(SIAN), here.browser("198.51.100.4")
    at_the_door.get(f"/a/{here.token('C-1001')}")
    save(here, 0, individual_facts=["surname", "account_number", "postcode"])
    assert inside.get("/accounts").status == 200
    spent = here.entities().all(Attempts)
    at_the_door.submit(**facts(SIAN))
    assert at_the_door.path != "/accounts"
    assert "Enter your account number" in at_the_door.page.body
    assert here.entities().all(Attempts) == spent
    at_the_door.submit(who="myself", surname="O'Neill-Smith", account_number="ACC-1", postcode="LS1 4DY")
    assert at_the_door.path == "/accounts"


@pytest.mark.feature("R7")
def test_where_no_new_link_is_offered_none_is_sent_to_a_page_that_still_shows_the_button(here: World) -> None:
    early = here.browser()
    early.get(f"/a/{here.token('C-1001')}")
    save(here, 0, offer_new_link=False)
    with WIRE.counted() as calls:
        early.submit(wish="new-link")
    assert calls == []
    assert "Send me a new link" not in early.page.body
    assert "or your link has stopped working, get in touch" in early.page.body
    assert here.browser().get(f"/a/{'z' * 26}").body == early.page.body


@pytest.mark.feature("R5")
def test_the_preview_reads_the_page_as_customers_would_see_it(here: World) -> None:
    draft = values(display_name="Example Accounts", individual_facts=["surname", "email", "date_of_birth"], footer_text="Ours")
    said = here.agent("admin").post("/settings/preview", {"settings": draft}).json["lines"]
    questions = [line["text"] for line in said if line["part"] == "question"]
    assert questions[:4] == ["Who are you answering for?", "Surname", "Your date of birth", "Email address"]
    assert said[0] == {"part": "name", "text": "Example Accounts"}
    assert said[-1] == {"part": "text", "text": "Ours"}
    assert "Example Accounts" not in here.browser().get("/help").body
    weak = values(individual_facts=["postcode"])
    assert here.agent("admin").post("/settings/preview", {"settings": weak}).json["lines"] == []


@pytest.mark.feature("R5")
def test_who_lacks_a_fact_is_known_from_the_last_export(here: World) -> None:
    here.add(crowd(1)[0].model_copy(update={"email": None}))
    draft = {"settings": values(individual_facts=["email", "postcode"], company_facts=["reference", "email"])}
    assert here.agent("admin").post("/settings/check", draft).json["warnings"] == []
    assert here.agent().get("/settings").json["fact_count"] is None
    here.agent().post("/exports")
    here.pump()
    with WIRE.counted() as calls:
        said = here.agent("admin").post("/settings/check", draft).json["warnings"]
    assert [str(call) for call in calls] == ["GetItem quittance-operations"] * 3, "who asks, the settings, the count"
    [warning] = said
    assert warning["field"] == "individual_facts"
    assert "1 of 3 people (33%) have no email address on file" in warning["words"]
    counted = here.agent().get("/settings").json["fact_count"]
    assert (counted["individuals"], counted["companies"]) == (3, 1)


def _stylesheet(page: str) -> str:
    return page.partition('rel="stylesheet" href="')[2].partition('"')[0]
