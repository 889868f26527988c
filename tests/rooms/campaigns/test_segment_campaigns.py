"""Campaigns over the whole dataset: made stretch by stretch, whatever is delivered twice, lost or changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.campaigns import jobs
from chalicelib.campaigns.model import Campaign, CampaignState, Reason, Walk
from chalicelib.campaigns.rules import why_not
from chalicelib.campaigns.segment import Segment
from chalicelib.campaigns.service import Campaigns
from chalicelib.core.changes import Changes, Key
from chalicelib.core.errors import Code, Refused
from chalicelib.core.memory import MemoryStore
from chalicelib.core.objects import Bucket
from chalicelib.core.store import Page
from chalicelib.records.model import Customer
from tests.support.importing import AGENT, NOON, PUBLIC_URL, Importing, aoife

EVERYBODY = Segment()


class Died(Exception):
    """The function was gone before its next call."""


class SmallPages(MemoryStore):
    """A store whose walks come in pages of two customers, and that dies before any commit it is told to."""

    commits_left: int | None = None

    def scan_names(self, *, after: str | None, limit: int) -> Page[Key]:
        return super().scan_names(after=after, limit=min(limit, 2))

    def commit(self, changes: Changes) -> None:
        if self.commits_left == 0:
            raise Died
        if self.commits_left is not None:
            self.commits_left -= 1
        super().commit(changes)


def people(*others: dict[str, str]) -> list[dict[str, str]]:
    """One customer for each of these differences, C-1, C-2 and so on."""
    return [aoife(**{"CustomerID": f"C-{n}", "AccountNumber": f"A-{n}"} | other) for n, other in enumerate(others, start=1)]


def organisation(*rows: Mapping[str, str]) -> Importing:
    """These rows are in, and a walk takes two customers for each message."""
    store = SmallPages()
    world = Importing(store=store)
    world.drop_rows(*rows)
    ports = (world.store, world.objects, world.queues, world.keys, world.clock, lambda: world.settings, PUBLIC_URL)
    world.campaigns = Campaigns(*ports, stretch_customers=2)
    return world


def made(world: Importing, segment: Segment = EVERYBODY, key: str = "key") -> Campaign:
    campaign = world.campaigns.request_segment(segment, AGENT, key)
    world.deliver()
    return world.campaigns.get(campaign.id)


def rows(world: Importing, campaign: Campaign, kind: str = "campaign") -> list[dict[str, str]]:
    return world.file(Bucket.EXPORTS, f"campaigns/{campaign.id}/{kind}.csv")


def ids(world: Importing, campaign: Campaign) -> list[str]:
    return sorted(row["CustomerID"] for row in rows(world, campaign))


@pytest.mark.feature("R8", "R9", "I17", "V16")
def test_a_campaign_of_everybody_has_each_customer_once_and_tells_who_is_left_out() -> None:
    refused = {"DoNotContact": "Y"}
    world = organisation(*people({}, {}, refused, {}, {"MobilePhone": ""}), aoife(AccountNumber="A-1b"))

    campaign = made(world)

    assert ids(world, campaign) == ["C-1", "C-2", "C-4", "C-5"]
    assert rows(world, campaign, "exclusions") == [{"CustomerID": "C-3", "Reason": "DO_NOT_CONTACT"}]
    assert (campaign.customers, campaign.included, campaign.by_reason) == (5, 4, {"DO_NOT_CONTACT": 1})
    shared = {row["CustomerID"]: row["SharedPhone"] for row in rows(world, campaign)}
    assert shared == {"C-1": "Y", "C-2": "Y", "C-4": "Y", "C-5": "N"}, "also across stretches"
    assert not [entity for entity in world.store.items.values() if isinstance(entity, Walk)]


@pytest.mark.feature("R8", "I17")
def test_a_segment_leaves_the_others_out_without_a_word_and_who_matches_twice_is_in_once() -> None:
    world = organisation(*people({"Balance": "50.00"}, {}, {"Balance": "99.99"}), aoife(AccountNumber="A-1b"))

    campaign = made(world, Segment(balance_from_pence=100_00))

    assert ids(world, campaign) == ["C-1", "C-2"]
    assert (campaign.customers, campaign.excluded) == (2, 0)


@pytest.mark.feature("R8")
def test_an_empty_segment_makes_no_file_and_says_so() -> None:
    world = organisation(*people({}, {}))

    campaign = made(world, Segment(tags=("nobody",)))

    assert (campaign.state, campaign.customers, campaign.files) == (CampaignState.READY, 0, ())
    assert campaign.explanation == "No customer was found, so there is no file."
    assert not [key for key in world.objects.contents if key[1].endswith(".csv") and campaign.id in key[1]]
    with pytest.raises(Refused) as caught:
        world.campaigns.download(campaign.id, "campaign", AGENT)
    assert (caught.value.code, caught.value.words) == (Code.NOT_FOUND, campaign.explanation)


@pytest.mark.feature("R8", "R9")
def test_a_segment_of_whom_all_are_left_out_has_exclusions_alone() -> None:
    world = organisation(*people({"DoNotContact": "Y"}))

    campaign = made(world)

    assert campaign.files == ("exclusions",)
    assert "The exclusions say why" in campaign.explanation


@pytest.mark.feature("R8", "V16")
def test_made_again_it_is_another_file_with_the_same_links() -> None:
    world = organisation(*people({}, {}, {}))

    first, second = made(world), made(world, key="other")

    assert first.id != second.id
    links = [{row["CustomerID"]: row["AccessUrl"] for row in rows(world, campaign)} for campaign in (first, second)]
    assert links[0] == links[1]


@pytest.mark.feature("R9", "V16")
def test_whose_link_does_not_open_is_left_out() -> None:
    world = organisation(*people({}, {}))
    customer = world.customer("C-1")

    def with_link(**changed: Any) -> Customer:
        return customer.model_copy(update={"link": customer.link.model_copy(update=changed)})

    assert why_not(with_link(revoked_at=NOON), NOON) is Reason.LINK_REVOKED
    assert why_not(with_link(expires_at=NOON), NOON) is Reason.LINK_EXPIRED
    stopped = with_link(revoked_at=NOON).model_copy(update={"do_not_contact": True})
    assert why_not(stopped, NOON) is Reason.DO_NOT_CONTACT, "what the law or the customer says comes first"
    world.store.put_all([with_link(revoked_at=NOON)])
    assert rows(world, made(world), "exclusions") == [{"CustomerID": "C-1", "Reason": "LINK_REVOKED"}]


@pytest.mark.feature("R8")
def test_who_is_met_twice_on_the_way_is_in_once() -> None:
    """Renamed while the walk passed, a customer can stand before and behind it."""
    world = organisation(*people({}, {}, {}))
    campaign = world.campaigns.request_segment(EVERYBODY, AGENT, "key")
    jobs.build({"campaign_id": campaign.id}, world.campaigns)
    walk = next(entity for entity in world.store.items.values() if isinstance(entity, Walk))
    world.store.put_all([walk.model_copy(update={"after": None})])
    world.deliver()

    ready = world.campaigns.get(campaign.id)

    assert ids(world, ready) == ["C-1", "C-2", "C-3"]
    assert (ready.customers, ready.included) == (3, 3)


@pytest.mark.feature("R8")
@pytest.mark.parametrize("commits", range(5))
@pytest.mark.parametrize("twice", [False, True])
def test_a_walk_that_dies_anywhere_or_is_walked_twice_ends_the_same(commits: int, *, twice: bool) -> None:
    world = organisation(*people({}, {}, {"DoNotContact": "Y"}, {}, {}))
    campaign = world.campaigns.request_segment(EVERYBODY, AGENT, "key")
    store = world.store
    assert isinstance(store, SmallPages)
    store.commits_left = commits
    try:
        world.deliver()
    except Died:
        world.queues.sent.clear()
    store.commits_left = None
    for _ in range(2 if twice else 1):
        jobs.sweep(world.campaigns)
    world.deliver()

    ready = world.campaigns.get(campaign.id)
    assert ids(world, ready) == ["C-1", "C-2", "C-4", "C-5"]
    assert (ready.customers, ready.included, ready.by_reason) == (5, 4, {"DO_NOT_CONTACT": 1})


@pytest.mark.feature("R8")
def test_two_who_work_on_one_stretch_leave_what_the_first_one_found() -> None:
    """The second is late: by then somebody has asked not to be contacted, and the file says one thing, not half of each."""
    world = organisation(*people({}, {}))
    campaign = world.campaigns.request_segment(EVERYBODY, AGENT, "key")

    class Late(SmallPages):
        """While it reads, the other one finishes."""

        def get_many(self, keys: Any) -> Any:
            if not self.overtaken:
                self.overtaken = True
                jobs.build({"campaign_id": campaign.id}, world.campaigns)
                customer = world.customer("C-1")
                self.put_all([customer.model_copy(update={"do_not_contact": True})])
            return super().get_many(keys)

        overtaken = False

    late = Late()
    late.items = world.store.items
    ports = (late, world.objects, world.queues, world.keys, world.clock, lambda: world.settings, PUBLIC_URL)
    jobs.build({"campaign_id": campaign.id}, Campaigns(*ports, stretch_customers=2))

    ready = world.campaigns.get(campaign.id)
    assert ids(world, ready) == ["C-1", "C-2"]
    assert (ready.customers, ready.included) == (2, 2)
    assert not [entity for entity in world.store.items.values() if isinstance(entity, Walk)]


@pytest.mark.feature("R8")
def test_progress_is_told_while_a_campaign_is_being_made() -> None:
    world = organisation(*people({}, {}, {}))
    campaign = world.campaigns.request_segment(EVERYBODY, AGENT, "key")

    def progress() -> tuple[CampaignState, int]:
        [one] = world.campaigns.progress([world.campaigns.get(campaign.id)])
        return one.campaign.state, one.looked_at

    assert progress() == (CampaignState.QUEUED, 0)
    jobs.build({"campaign_id": campaign.id}, world.campaigns)
    assert progress() == (CampaignState.BUILDING, 2)
    world.deliver()
    assert progress() == (CampaignState.READY, 3)


@pytest.mark.feature("R8")
@pytest.mark.parametrize("commits", range(4))
def test_a_count_is_what_the_campaign_would_hold(commits: int) -> None:
    world = organisation(*people({}, {}, {"DoNotContact": "Y"}, {"Balance": "1.00"}, {}))
    segment = Segment(balance_from_pence=100_00)
    count = world.campaigns.count(segment, AGENT, "count")
    store = world.store
    assert isinstance(store, SmallPages)
    store.commits_left = commits
    try:
        world.deliver()
    except Died:
        world.queues.sent.clear()
    store.commits_left = None
    jobs.sweep(world.campaigns)
    jobs.build({"count_id": count.id}, world.campaigns)
    world.deliver()

    counted, campaign = world.campaigns.get_count(count.id), made(world, segment)

    assert (counted.state, counted.looked_at) == (CampaignState.READY, 5)
    assert (counted.included, counted.by_reason) == (campaign.included, campaign.by_reason) == (3, {"DO_NOT_CONTACT": 1})


@pytest.mark.feature("R8")
def test_the_same_request_is_answered_the_same_and_another_under_its_key_is_refused() -> None:
    world = organisation(*people({}))
    campaign = world.campaigns.request_segment(EVERYBODY, AGENT, "a")
    count = world.campaigns.count(EVERYBODY, AGENT, "b")

    assert world.campaigns.request_segment(EVERYBODY, AGENT, "a") == campaign
    assert world.campaigns.count(EVERYBODY, AGENT, "b") == count
    for ask, key in ((world.campaigns.request_segment, "a"), (world.campaigns.count, "b"), (world.campaigns.count, "a")):
        with pytest.raises(Refused) as caught:
            ask(Segment(has_email=True), AGENT, key)
        assert caught.value.code is Code.KEY_REUSED


@pytest.mark.feature("R8")
def test_the_history_has_the_newest_first_a_page_at_a_time() -> None:
    world = organisation(*people({}))
    asked = [world.campaigns.request_segment(EVERYBODY, AGENT, f"key-{n}").id for n in range(21)]

    first = world.campaigns.history(None)
    rest = world.campaigns.history(first.after)

    assert [campaign.id for campaign in (*first.items, *rest.items)] == sorted(asked, reverse=True)
    assert (len(first.items), rest.after) == (20, None)
    with pytest.raises(Refused) as caught:
        world.campaigns.history("nonsense")
    assert caught.value.code is Code.BAD_CURSOR
