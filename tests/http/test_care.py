"""Care through the doors that people use: a column in a file, an agent's dialog, the debtor's phone."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.records.holds import HoldKind
from chalicelib.tasks.model import Task
from tests.support.debtors import SIAN
from tests.support.harness import WIRE
from tests.support.http import Answer
from tests.support.snapshots import objects
from tests.support.world import World

HEADER = (
    "CustomerID,AccountNumber,FirstName,LastName,DateOfBirth,MobilePhone,AddressLine1,Postcode,CreditorName,Balance,DueDate,"
    "BreathingSpaceType,BreathingSpaceStart,BreathingSpaceEnd\r\n"
)
PEOPLE = {"BLOOM": "C-1,A-1,Aoife,Bloom,1984-02-29,07700900123", "HARTE": "C-2,A-2,Ewan,Harte,1990-12-01,07700900456"}
ONE, TWO = "6f1c2d9e-0000-4000-8000-000000000001", "6f1c2d9e-0000-4000-8000-000000000002"
SPACE = "STANDARD,2026-11-10,2027-01-08"


def file(space: str) -> str:
    """Two people who owe 100.00 each; the first with these cells about breathing space."""
    rest = "1 Example Street,LS1 4DY,Example Energy,100.00,2026-03-01"
    return HEADER + f"{PEOPLE['BLOOM']},{rest},{space}\r\n" + f"{PEOPLE['HARTE']},{rest},,,\r\n"


def campaign(here: World, kind: str) -> str:
    """One file of a campaign of the newest upload."""
    agent = here.agent()
    upload = agent.get("/uploads").json["items"][0]["id"]
    made = agent.post(f"/uploads/{upload}/campaign").json["id"]
    here.pump()
    return objects("exports")[f"campaigns/{made}/{kind}.csv"].decode("utf-8-sig").replace('"', "")


def permissions(here: World, customer_id: str, role: str = "agent") -> dict[str, dict[str, Any]]:
    rows = here.agent(role).get(f"/customers/{here.key(customer_id)}/permissions").json["rows"]
    return {f"{row['row']} {row['channel'] or ''}".strip(): row for row in rows}


def place(here: World, kind: str, role: str = "agent", **more: Any) -> Answer:
    body = {"version": here.customer("C-1001").version, "kind": kind, "reason": "They wrote to us", **more}
    return here.agent(role).post(f"/customers/{here.key('C-1001')}/holds", body)


def care(here: World, role: str = "agent") -> dict[str, Any]:
    answer = here.agent(role).get(f"/customers/{here.key('C-1001')}/care")
    assert answer.status == 200
    return answer.json


@pytest.mark.feature("I16", "V7")
def test_a_column_in_a_file_stops_the_campaign_row_and_the_demand_and_the_console_says_why(here: World) -> None:
    here.take_in("people.csv", file(SPACE))

    assert "C-1,BREATHING_SPACE" in campaign(here, "exclusions")
    assert [line.split(",")[1] for line in campaign(here, "campaign").splitlines()[1:]] == ["C-2"]

    browser = here.signed_in(here.customer("C-1"))
    assert "You do not need to pay anything now" in browser.text
    assert "You owe" not in browser.text
    browser.get("/accounts/A-1/pay")
    assert "Nobody expects it of you" in browser.text
    browser.submit(choice="other", amount="10")
    assert browser.path.startswith("/sandbox/pay/")

    may = permissions(here, "C-1", "viewer")
    assert not may["CHASE SMS"]["allowed"]
    assert may["CHASE SMS"]["words"] == ["This customer is in breathing space."]
    assert may["SERVICE SMS"]["allowed"]
    assert may["CHARGE_DEBTOR"]["allowed"]
    assert {row for row in ("CHARGE_AGENT", "FEE", "DCA", "CAMPAIGN", "DEMAND") if may[row]["allowed"]} == set()


@pytest.mark.feature("I16")
def test_when_the_file_takes_it_back_everything_goes_on(here: World) -> None:
    here.take_in("people.csv", file(SPACE))
    here.take_in("again.csv", file("NONE,,"))

    assert "C-1" not in campaign(here, "exclusions")
    assert "You owe" in here.signed_in(here.customer("C-1")).text
    assert permissions(here, "C-1")["DEMAND"]["allowed"]


@pytest.mark.feature("V7", "V12")
def test_an_agent_places_extends_and_lifts_a_hold_and_the_history_tells_it(here: World) -> None:
    assert place(here, "DEBT_ADVICE", adviser="Example Advice", note="Plan by Christmas").status == 201
    (hold,) = care(here)["holds"]
    assert (hold["name"], hold["end"], hold["standing"]) == ("Debt advice", "2026-12-20", True)

    path = f"/customers/{here.key('C-1001')}/holds/{hold['id']}"
    longer = {"version": care(here)["version"], "end": "2027-01-31", "reason": "They need longer"}
    here.wait(minutes=1)
    assert here.agent().post(f"{path}/end", longer).status == 200
    here.wait(minutes=1)
    assert here.agent().post(f"{path}/lift", {"version": care(here)["version"], "reason": "A plan stands"}).status == 200

    now = care(here)
    assert now["holds"] == []
    told = [(step["step"], step["reason"], step["adviser"]) for step in now["history"]]
    assert told == [
        ("LIFTED", "A plan stands", None),
        ("CHANGED", "They need longer", None),
        ("PLACED", "They wrote to us", "Example Advice"),
    ]
    events = [a["event"] for a in here.agent().get(f"/customers/{here.key('C-1001')}").json["activities"]["items"]]
    assert [event for event in events if event.startswith("hold.")] == ["hold.released", "hold.changed", "hold.placed"]


@pytest.mark.feature("V12")
def test_a_mental_health_crisis_reads_as_breathing_space_and_looking_closer_is_told(here: World) -> None:
    assert place(here, "MH_CRISIS").status == 403
    assert place(here, "MH_CRISIS", "admin", note="Told by the crisis team").status == 201
    hold_id = here.customer("C-1001").holds[0].id

    page = f"/customers/{here.key('C-1001')}"
    for role in ("viewer", "agent", "admin"):
        agent = here.agent(role)
        answers = [agent.get(f"{page}{part}") for part in ("", "/care", "/permissions", "/activities", "/glance")]
        shown = " ".join(answer.body for answer in answers).lower()
        assert "breathing space" in shown
        assert "mental" not in shown
        assert "crisis" not in shown
        assert "mh_" not in shown

    assert here.agent().post(f"{page}/holds/{hold_id}/detail").status == 403
    here.wait(minutes=1)
    detail = here.agent("admin").post(f"{page}/holds/{hold_id}/detail").json
    assert (detail["kind"], detail["steps"][0]["note"]) == ("MH_CRISIS", "Told by the crisis team")
    newest = here.agent().get(page).json["activities"]["items"][0]
    assert (newest["event"], newest["actor"]["name"]) == ("sensitiveField.viewed", "Made-up admin")


@pytest.mark.feature("V12")
def test_agents_see_the_support_somebody_needs_and_not_why(here: World) -> None:
    place(here, "VULNERABILITY", support=["CALL_TIME", "PLAIN_WORDS"], note="Something about health")
    (step,) = care(here)["history"]
    assert (step["support"], step["note"], step["reason"]) == (["CALL_TIME", "PLAIN_WORDS"], None, None)


def test_the_same_command_again_places_one_hold_and_another_body_is_refused(here: World) -> None:
    path, version = f"/customers/{here.key('C-1001')}/holds", here.customer("C-1001").version
    body = {"version": version, "kind": "DISPUTE", "account": "ACC-1", "reason": "Wrong reading"}
    first, again = (here.agent().post(path, body, ONE) for _ in range(2))
    assert (first.status, again.status) == (201, 201)
    assert first.json == again.json
    assert len(here.customer("C-1001").holds) == 1
    assert here.agent().post(path, body | {"kind": "COMPLAINT"}, ONE).code == "KEY_REUSED"
    assert here.agent().post(path, body, TWO).code == "STALE"


@pytest.mark.parametrize(
    ("hold", "code"),
    [
        ({"kind": "BREATHING_SPACE", "end": "2027-11-20"}, "INVALID"),
        ({"kind": "BREATHING_SPACE", "end": "2026-11-19"}, "INVALID"),
        ({"kind": "DECEASED", "account": "ACC-1"}, "INVALID"),
        ({"kind": "PROMISE"}, "INVALID"),
        ({"kind": "DISPUTE", "claim": "ACC-1-1"}, "INVALID"),
        ({"kind": "DISPUTE", "account": "ACC-3"}, "NOT_FOUND"),
        ({"kind": "DISPUTE", "reason": " "}, "INVALID"),
        ({"kind": "TUESDAY"}, "INVALID"),
    ],
)
def test_a_hold_that_makes_no_sense_is_refused(here: World, hold: dict[str, str], code: str) -> None:
    assert place(here, **hold).code == code  # type: ignore[arg-type]
    assert here.customer("C-1001").holds == ()


def test_a_second_breathing_space_is_refused_while_one_stands(here: World) -> None:
    place(here, "BREATHING_SPACE")
    assert place(here, "SCOTTISH_MORATORIUM").code == "WRONG_STATE"


def test_a_dispute_about_one_account_quiets_that_account_only(here: World) -> None:
    place(here, "DISPUTE", account="ACC-1")
    text = here.signed_in(SIAN).text
    assert "You owe on one account" in text
    assert "something about this is not right" in text
    assert "£40.00" in text
    demand = permissions(here, "C-1001")["DEMAND"]
    assert [(each["account"], each["allowed"]) for each in demand["accounts"]] == [("ACC-1", False), ("ACC-2", True)]


def test_everything_is_what_is_not_disputed(here: World) -> None:
    place(here, "DISPUTE", account="ACC-1", claim="ACC-1-1")
    browser = here.signed_in(SIAN)
    browser.get("/accounts/ACC-2/pay")
    assert "£40.00" in browser.text
    assert "You owe" in browser.text
    browser.get("/accounts/ACC-1/pay")
    assert "You owe" not in browser.text
    assert "Nobody expects it of you" in browser.text


def test_when_the_last_day_has_passed_it_is_over_at_once_and_the_sweep_opens_a_task(here: World) -> None:
    place(here, "BREATHING_SPACE", end="2026-12-01")
    here.wait(days=12)
    assert permissions(here, "C-1001")["DEMAND"]["allowed"]
    assert "You owe" in here.signed_in(SIAN).text

    here.sweep("status_sweep")
    here.sweep("status_sweep")

    assert here.customer("C-1001").holds == ()
    (task,) = here.entities().all(Task)
    assert (task.source, task.tags) == ("hold.ended", ("hold-ended",))
    assert [step["step"] for step in care(here)["history"]] == ["ENDED", "PLACED"]


@pytest.mark.feature("V7")
def test_an_opt_out_is_written_down_with_its_reason_and_closes_the_channel(here: World) -> None:
    path = f"/customers/{here.key('C-1001')}/preferences"
    asked = {"version": here.customer("C-1001").version, "sms_opt_out": True, "reason": "They called"}
    assert here.agent().post(path, asked).status == 200
    page = care(here)
    assert (page["sms_opt_out"], page["email_opt_out"]) == (True, False)
    assert [(each["preference"], each["reason"]) for each in page["preferences"]] == [("SMS", "They called")]
    assert permissions(here, "C-1001")["CHASE SMS"]["words"] == ["The customer has opted out of this way of contact."]


def test_what_is_so_already_changes_nothing(here: World) -> None:
    key, version = here.key("C-1001"), here.customer("C-1001").version
    wish = {"version": version, "sms_opt_out": False, "reason": "They called"}
    assert here.agent().post(f"/customers/{key}/preferences", wish).json == {"version": version}
    place(here, "DISPUTE")
    hold, version = here.customer("C-1001").holds[0], here.customer("C-1001").version
    same = {"version": version, "end": None, "reason": "Nothing new"}
    assert here.agent().post(f"/customers/{key}/holds/{hold.id}/end", same).json == {"version": version}


def test_why_not_costs_one_request_and_the_care_page_three(here: World) -> None:
    """Besides the one that asks whether the agent may still work here."""
    place(here, "DISPUTE")
    path = f"/customers/{here.key('C-1001')}"
    here.agent().get(f"{path}/permissions")
    for part, requests in (("permissions", 1 + 1), ("care", 1 + 3)):
        with WIRE.counted() as calls:
            here.agent().get(f"{path}/{part}")
        assert len(calls) == requests


def test_everybody_can_be_held(here: World) -> None:
    """Every kind an administrator can place, one after the other, forbids something while it stands."""
    before = {name for name, row in permissions(here, "C-1001").items() if row["allowed"]}
    for kind in set(HoldKind) - {HoldKind.PROMISE, HoldKind.PLAN}:
        assert place(here, kind, "admin").status == 201, kind
        after = {name for name, row in permissions(here, "C-1001").items() if row["allowed"]}
        assert after < before
        hold = here.customer("C-1001").holds[0]
        lift = {"version": here.customer("C-1001").version, "reason": "Over"}
        assert here.agent("admin").post(f"/customers/{here.key('C-1001')}/holds/{hold.id}/lift", lift).status == 200
