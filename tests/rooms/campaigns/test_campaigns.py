"""Campaign files: everybody who may be contacted, with a personal link, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.campaigns import jobs
from chalicelib.campaigns.model import Campaign, CampaignState, Reason
from chalicelib.campaigns.rules import REASONS, why_not
from chalicelib.care.model import Rule
from chalicelib.core.errors import Code, Refused
from chalicelib.core.ids import fingerprint
from chalicelib.core.objects import Bucket
from chalicelib.imports.model import State
from chalicelib.records.lookups import TokenLookup, token_place
from chalicelib.records.model import CustomerStatus
from tests.support.importing import AGENT, NOON, Importing, aoife


def made(world: Importing, key: str = "key") -> Campaign:
    upload = next(u for u in world.imports.history().items if u.state in (State.COMPLETED, State.COMPLETED_WITH_ERRORS))
    campaign = world.campaigns.request(upload.id, AGENT, key)
    world.deliver()
    return world.campaigns.get(campaign.id)


def included(world: Importing, campaign: Campaign) -> list[dict[str, str]]:
    return world.file(Bucket.EXPORTS, f"campaigns/{campaign.id}/campaign.csv")


def excluded(world: Importing, campaign: Campaign) -> dict[str, str]:
    rows = world.file(Bucket.EXPORTS, f"campaigns/{campaign.id}/exclusions.csv")
    return {row["CustomerID"]: row["Reason"] for row in rows}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, None),
        ({"SmsOptOut": "Y"}, None),
        ({"SmsOptOut": "Y", "EmailOptOut": "Y"}, Reason.OPTED_OUT),
        ({"SmsOptOut": "Y", "Email": ""}, Reason.OPTED_OUT),
        ({"DoNotContact": "Y"}, Reason.DO_NOT_CONTACT),
        ({"DisputeFlag": "Y"}, Reason.DISPUTE),
        ({"VulnerabilityFlag": "CONFIRMED"}, Reason.VULNERABILITY_HOLD),
        ({"VulnerabilityFlag": "POTENTIAL"}, None),
        ({"Balance": "0.00"}, Reason.ZERO_BALANCE),
        ({"AccountStatus": "HOLD"}, Reason.ZERO_BALANCE),
        ({"BreathingSpaceType": "MENTAL_HEALTH", "BreathingSpaceStart": "2026-01-01"}, Reason.BREATHING_SPACE),
        ({"BreathingSpaceType": "MENTAL_HEALTH", "BreathingSpaceStart": "2026-03-03"}, None),
        ({"BreathingSpaceType": "SCOTTISH_MORATORIUM", "BreathingSpaceStart": "2026-01-01"}, Reason.BREATHING_SPACE),
        ({"DueDate": "2020-03-01"}, Reason.STATUTE_BARRED),
        ({"DueDate": "2020-03-02"}, None),
        ({"DueDate": "2020-03-01", "LastPaymentDate": "2024-01-01"}, None),
        ({"DueDate": "2015-03-01", "JudgmentDate": "2018-01-01"}, None),
        ({"DueDate": "2021-03-01", "Jurisdiction": "SCOTLAND"}, Reason.STATUTE_BARRED),
        ({"Jurisdiction": "CROWN_DEPENDENCY"}, Reason.LIMITATION_UNKNOWN),
    ],
)
def test_who_is_left_out_and_why(values: dict[str, str], reason: Reason | None) -> None:
    world = Importing()
    world.drop_rows(aoife(**values))

    assert why_not(world.customer(), NOON) is reason


def test_people_who_are_gone_or_have_no_contact_are_left_out() -> None:
    world = Importing()
    world.drop_rows(aoife())
    customer = world.customer()

    assert why_not(customer.model_copy(update={"status": CustomerStatus.ANONYMISED}), NOON) is Reason.DELETED
    assert why_not(customer.model_copy(update={"mobile_phone": None, "email": None}), NOON) is Reason.NO_VALID_CONTACT


def test_a_moratorium_covers_its_first_and_its_last_day() -> None:
    world = Importing()
    space = {"BreathingSpaceType": "STANDARD", "BreathingSpaceStart": "2026-03-03", "BreathingSpaceEnd": "2026-03-10"}
    world.drop_rows(aoife(**space))

    days = (NOON + timedelta(days=offset) for offset in (0, 1, 8, 9))
    left_out = [why_not(world.customer(), day) is Reason.BREATHING_SPACE for day in days]
    assert left_out == [False, True, True, False]


def test_every_rule_has_its_reason() -> None:
    assert set(REASONS) == set(Rule)


@pytest.mark.feature("I16")
def test_a_campaign_has_one_row_per_customer_with_a_link_that_opens() -> None:
    world = Importing()
    world.drop_rows(aoife(Brand="acme"), aoife(AccountNumber="A-2", Brand="acme"))

    campaign = made(world)

    assert (campaign.state, campaign.customers, campaign.included, campaign.excluded) == (CampaignState.READY, 1, 1, 0)
    (row,) = included(world, campaign)
    url = row.pop("AccessUrl")
    assert row == {
        "CampaignID": campaign.id,
        "CustomerID": "C-1",
        "FirstName": "Aoife",
        "LastName": "O'Neill-Smith",
        "PhoneNumber": "+447700900123",
        "Email": "aoife@example.com",
        "UrlExpiresAt": NOON.replace(year=2027, minute=1).isoformat(),
        "AccountCount": "2",
        "PreferredLanguage": "en-GB",
        "PreferredChannel": "",
        "Brand": "acme",
        "SharedPhone": "N",
    }
    token = url.removeprefix("https://pay.example.com/a/")
    found = world.store.get(TokenLookup, token_place(fingerprint(token)))
    assert found is not None
    assert found.customer_key == world.customer().customer_key


def test_a_channel_that_was_opted_out_of_never_appears() -> None:
    world = Importing()
    world.drop_rows(aoife(SmsOptOut="Y"), aoife(CustomerID="C-2", AccountNumber="A-2", EmailOptOut="Y"))

    rows = {row["CustomerID"]: row for row in included(world, made(world))}

    assert (rows["C-1"]["PhoneNumber"], rows["C-1"]["Email"]) == ("", "aoife@example.com")
    assert (rows["C-2"]["PhoneNumber"], rows["C-2"]["Email"]) == ("+447700900123", "")


@pytest.mark.feature("I16")
def test_two_customers_with_one_phone_are_both_kept_and_flagged() -> None:
    world = Importing()
    world.drop_rows(
        aoife(), aoife(CustomerID="C-2", AccountNumber="A-2"), aoife(CustomerID="C-3", AccountNumber="A-3", MobilePhone="")
    )

    flags = {row["CustomerID"]: row["SharedPhone"] for row in included(world, made(world))}

    assert flags == {"C-1": "Y", "C-2": "Y", "C-3": "N"}


def test_exclusions_name_everybody_who_was_left_out() -> None:
    world = Importing()
    world.drop_rows(aoife(), aoife(CustomerID="C-2", AccountNumber="A-2", DoNotContact="Y"))

    campaign = made(world)

    assert excluded(world, campaign) == {"C-2": "DO_NOT_CONTACT"}
    assert campaign.by_reason == {"DO_NOT_CONTACT": 1}


def test_a_campaign_is_about_the_records_as_they_are_now() -> None:
    world = Importing()
    upload = world.drop_rows(aoife())
    made(world, "first")
    world.drop_rows(aoife(DoNotContact="Y"))

    again = world.campaigns.request(upload.id, AGENT, "second")
    world.deliver()

    assert excluded(world, world.campaigns.get(again.id)) == {"C-1": "DO_NOT_CONTACT"}
    assert world.imports.get(upload.id).campaign_id == again.id


def test_a_campaign_belongs_to_its_request_and_to_an_imported_file() -> None:
    world = Importing()
    upload = world.drop_rows(aoife())
    campaign = world.campaigns.request(upload.id, AGENT, "key")

    assert world.campaigns.request(upload.id, AGENT, "key") == campaign
    assert len(world.queues.sent) == 2
    for refused_upload, key, code in (
        (world.drop(b"nonsense").id, "key", Code.KEY_REUSED),
        (world.newest.id, "other", Code.WRONG_STATE),
        ("nonsense", "third", Code.NOT_FOUND),
    ):
        with pytest.raises(Refused) as caught:
            world.campaigns.request(refused_upload, AGENT, key)
        assert caught.value.code is code


def test_a_campaign_delivered_twice_or_lost_is_made_once() -> None:
    world = Importing()
    campaign = world.campaigns.request(world.drop_rows(aoife()).id, AGENT, "key")
    world.queues.sent.clear()
    jobs.sweep(world.campaigns)
    message = world.queues.sent[0][1]
    jobs.build(message, world.campaigns)
    ready = world.campaigns.get(campaign.id)
    jobs.build(message, world.campaigns)

    assert ready.state is CampaignState.READY
    assert world.campaigns.get(campaign.id) == ready


def test_campaign_files_are_downloaded_under_audit() -> None:
    world = Importing()
    world.drop_rows(aoife(), aoife(CustomerID="C-2", AccountNumber="A-2", DoNotContact="Y"))
    campaign = made(world)

    assert campaign.id in world.campaigns.download(campaign.id, "campaign", AGENT)
    assert campaign.id in world.campaigns.download(campaign.id, "exclusions", AGENT)
    with pytest.raises(Refused) as caught:
        world.campaigns.download(campaign.id, "secrets", AGENT)
    assert caught.value.code is Code.NOT_FOUND
    told = [entity for key, entity in world.store.items.items() if getattr(entity, "event", "") == "file.downloaded"]
    assert len(told) == 2
