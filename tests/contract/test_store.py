"""What every storage behind the port does, on the memory store and on DynamoDB (moto)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from chalicelib.activities.events import Event
from chalicelib.activities.model import Activity, Diary
from chalicelib.aws.store import DynamoStore
from chalicelib.core.actor import Actor
from chalicelib.core.changes import (
    Append,
    Changes,
    Conflict,
    Delete,
    Index,
    Insert,
    Put,
    Remove,
    Replace,
    Require,
    Table,
    UnauditedChange,
)
from chalicelib.core.memory import MemoryStore
from chalicelib.core.store import Store
from chalicelib.imports.model import Phase, phase_place
from chalicelib.ledger.model import Context, EntryMarker, EntryType, JournalEntry, LedgerAccount, Posting
from chalicelib.portal.model import Attempts, Session, session_place
from chalicelib.records.accounts import Account, Claim, Parts
from chalicelib.records.lookups import AccountLookup, ContactLookup, account_place, customer_key
from chalicelib.records.model import NAME_PARTITIONS, Customer, Link, customer_place
from tests.support import aws

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DIARY = Diary(Actor.system("test"), NOW)


@pytest.fixture(params=["memory", "moto"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
    else:
        with aws.account():
            yield DynamoStore(aws.names(), aws.REGION)


def made(number: int, first: str = "Aoife", last: str = "O'Neill-Smith") -> Customer:
    """A customer with one account of £123.45, as an import writes it."""
    customer_id = f"C-{number:04}"
    claim = Claim(
        ref=f"ACC-{number}-1",
        original_due_date=date(2025, 3, 1),
        due_date=date(2025, 3, 1),
        outstanding=Parts(principal=12_000, interest=345),
        reserved={"01JD0000000000000000000000": 500},
    )
    return Customer(
        customer_key=customer_key(b"identity", customer_id),
        customer_id=customer_id,
        first_name=first,
        last_name=last,
        date_of_birth=date(1984, 2, 29),
        postcode="LS1 4DY",
        mobile_phone="+447700900123",
        tags=("vip",),
        link=Link(created_at=NOW, expires_at=NOW.replace(year=2027)),
        accounts={f"ACC-{number}": Account(number=f"ACC-{number}", claims={claim.ref: claim}, imported={"Balance": "123.45"})},
        registered_at=NOW,
        registration_source="test",
    )


def told(customer: Customer, event: Event = Event.CUSTOMER_UPDATED) -> Append:
    return Append(DIARY.tell(event, customer.ref, stream=customer.customer_key))


def saved(store: Store, customer: Customer) -> Customer:
    store.commit(Changes(Insert(customer), told(customer, Event.CUSTOMER_CREATED)))
    found = store.get(Customer, customer.key)
    assert found is not None
    return found


KEY = customer_key(b"identity", "C-0001")


def posted(sequence: int, ref: str) -> JournalEntry:
    """A payment of a penny, as it is posted."""
    cash = Posting(debit=LedgerAccount.CASH_CLEARING_CARD, credit=LedgerAccount.RECEIVABLE_PRINCIPAL, amount=1)
    return JournalEntry(
        customer_key=KEY,
        sequence=sequence,
        ref=ref,
        type=EntryType.PAYMENT,
        context=Context.PORTAL,
        effective_date=NOW.date(),
        posted_at=NOW,
        actor_type=DIARY.actor.type,
        actor_id=DIARY.actor.id,
        actor_name=DIARY.actor.name,
        postings=(cash,),
        balance_after=0,
    )


def marker(entry: JournalEntry) -> EntryMarker:
    return EntryMarker(customer_key=KEY, entry_ref=entry.ref, sequence=entry.sequence)


class TestStore:
    def test_reads_back_exactly_what_was_written_one_version_on(self, store: Store) -> None:
        assert saved(store, made(1)) == made(1).model_copy(update={"version": 1})

    def test_has_nothing_where_nothing_was_written(self, store: Store) -> None:
        assert store.get(Customer, customer_place("nobody")) is None

    def test_refuses_to_read_an_entity_as_another_kind(self, store: Store) -> None:
        saved(store, made(1))
        with pytest.raises(TypeError):
            store.get(AccountLookup, made(1).key)

    def test_refuses_to_insert_twice_and_then_writes_nothing_at_all(self, store: Store) -> None:
        first = saved(store, made(1))
        lookup = AccountLookup(account_number="ACC-1", customer_key=first.customer_key)
        with pytest.raises(Conflict) as refused:
            store.commit(Changes(Insert(lookup), Insert(made(1)), told(first)))
        assert (refused.value.key, refused.value.why) == (first.key, "exists")
        assert store.get(AccountLookup, account_place("ACC-1")) is None

    @pytest.mark.feature("JO1")
    def test_never_writes_a_fact_over_another_whatever_comes_with_it(self, store: Store) -> None:
        first = posted(1, "payment:1:capture")
        store.commit(Changes(Append(first), Append(marker(first))))
        again, elsewhere = posted(1, "payment:2:capture"), posted(2, "payment:1:capture")
        same = saved(store, made(1))
        for attempt in ((again, marker(again)), (elsewhere, marker(elsewhere)), (first, marker(first))):
            with pytest.raises(Conflict) as refused:
                store.commit(Changes(Replace(same), told(same), *(Append(fact) for fact in attempt)))
            assert refused.value.why == "exists"
        assert store.query(Table.JOURNAL, KEY, limit=10).items == [first, marker(first)]
        assert store.get(Customer, same.key) == same

    def test_replaces_only_the_version_that_was_read(self, store: Store) -> None:
        read = saved(store, made(1))
        store.commit(Changes(Replace(read.model_copy(update={"email": "a@example.com"})), told(read)))
        with pytest.raises(Conflict) as refused:
            store.commit(Changes(Replace(read.model_copy(update={"email": "b@example.com"})), told(read)))
        assert (refused.value.key, refused.value.why) == (read.key, "stale")
        found = store.get(Customer, read.key)
        assert found is not None
        assert (found.email, found.version) == ("a@example.com", 2)

    def test_requires_a_version_without_writing_it(self, store: Store) -> None:
        read = saved(store, made(1))
        lookup = AccountLookup(account_number="ACC-1", customer_key=read.customer_key)
        store.commit(Changes(Insert(lookup), Require(read)))
        stale = read.model_copy(update={"version": 7})
        with pytest.raises(Conflict) as refused:
            store.commit(Changes(Put(lookup), Require(stale)))
        assert refused.value.key == read.key

    def test_names_the_change_at_fault_whatever_the_order(self, store: Store) -> None:
        read = saved(store, made(1))
        lookup = AccountLookup(account_number="ACC-9", customer_key=read.customer_key)
        store.commit(Changes(Insert(lookup)))
        gone = account_place("ACC-8")
        with pytest.raises(Conflict) as refused:
            store.commit(Changes(Replace(read), told(read), Remove(gone), Insert(lookup)))
        assert refused.value.key == lookup.key

    def test_removes_what_is_there_and_what_is_not(self, store: Store) -> None:
        lookup = AccountLookup(account_number="ACC-1", customer_key="k")
        store.commit(Changes(Insert(lookup)))
        store.commit(Changes(Remove(lookup.key), Remove(account_place("never"))))
        assert store.get(AccountLookup, lookup.key) is None

    def test_refuses_an_audited_change_without_an_activity(self, store: Store) -> None:
        with pytest.raises(UnauditedChange):
            store.commit(Changes(Insert(made(1))))
        assert store.get(Customer, made(1).key) is None

    def test_refuses_a_commit_that_touches_an_item_twice_or_is_too_large(self, store: Store) -> None:
        lookups = [AccountLookup(account_number=f"A{n}", customer_key="k") for n in range(101)]
        with pytest.raises(ValueError, match="once"):
            store.commit(Changes(Put(lookups[0]), Put(lookups[0])))
        with pytest.raises(ValueError, match="100"):
            store.commit(Changes(*(Put(lookup) for lookup in lookups)))

    def test_reads_many_of_several_tables_at_once(self, store: Store) -> None:
        one, two = saved(store, made(1)), saved(store, made(2))
        counter = Attempts(scope="link#x", count=2, window_ends=99)
        store.commit(Changes(Insert(counter)))
        found = store.get_many([one.key, two.key, counter.key, customer_place("nobody")])
        assert found == {one.key: one, two.key: two, counter.key: counter.model_copy(update={"version": 1})}

    def test_deletes_only_what_has_not_moved(self, store: Store) -> None:
        customer = saved(store, made(1))
        gone = DIARY.tell(Event.CUSTOMER_DELETED, customer.ref)
        with pytest.raises(Conflict) as refused:
            store.commit(Changes(Delete(customer.model_copy(update={"version": 7})), Append(gone)))
        assert (refused.value.key, refused.value.why) == (customer.key, "stale")
        assert store.get(Customer, customer.key) == customer
        with pytest.raises(UnauditedChange):
            store.commit(Changes(Delete(customer)))
        store.commit(Changes(Delete(customer), Append(gone)))
        assert store.get(Customer, customer.key) is None
        with pytest.raises(Conflict):
            store.commit(Changes(Delete(customer), Append(DIARY.tell(Event.CUSTOMER_DELETED, customer.ref))))

    def test_removes_many_in_batches_whether_or_not_they_are_there(self, store: Store) -> None:
        lookups = [ContactLookup(term="e:x@example.com", customer_key=f"{n:02}") for n in range(60)]
        store.put_all(lookups)
        for _ in range(2):
            store.remove_all([lookup.key for lookup in lookups[1:]])
        assert store.query(Table.LOOKUPS, "e:x@example.com", limit=100).items == [lookups[0]]

    def test_pages_through_a_partition_both_ways(self, store: Store) -> None:
        lines = [DIARY.tell(Event.LINK_OPENED, "x", stream="ck").model_copy(update={"id": f"0{n}"}) for n in range(5)]
        store.commit(Changes(*(Append(line) for line in lines)))
        assert _ids(store, newest_first=True) == ["04", "03", "02", "01", "00"]
        assert _ids(store, newest_first=False) == ["00", "01", "02", "03", "04"]

    def test_narrows_a_partition_by_prefix(self, store: Store) -> None:
        store.put_all(
            [ContactLookup(term="o:LS1", customer_key=k, inward=i) for k, i in (("a", "4DY"), ("b", "4DZ"), ("c", "5AA"))]
        )
        page = store.query(Table.LOOKUPS, "o:LS1", prefix="4", limit=10)
        assert [item.customer_key for item in page.items if isinstance(item, ContactLookup)] == ["a", "b"]

    def test_lists_customers_by_name_across_all_partitions(self, store: Store) -> None:
        people = [("Zoë", "Adams"), ("Siân", "Adams"), ("Nia", "Ó Briain"), ("Jo", "Zhu"), ("Al", "Baker"), ("Bo", "Adamson")]
        for number, (first, last) in enumerate(people):
            saved(store, made(number, first, last))
        first_page = store.search(Index.NAMES, NAME_PARTITIONS, limit=4)
        rest = store.search(Index.NAMES, NAME_PARTITIONS, after=first_page[-1].sort, limit=4)
        sorted_names = [entry.listing["name"] for entry in [*first_page, *rest] if entry.listing]
        assert sorted_names == ["Siân Adams", "Zoë Adams", "Bo Adamson", "Al Baker", "Nia Ó Briain", "Jo Zhu"]
        found = store.search(Index.NAMES, NAME_PARTITIONS, prefix="adams", limit=10)
        assert len(found) == 3
        onward = store.search(Index.NAMES, NAME_PARTITIONS, prefix="adams", after=found[0].sort, limit=10)
        assert [entry.sort for entry in onward] == [entry.sort for entry in found[1:]]
        backwards = store.search(Index.NAMES, NAME_PARTITIONS, limit=4, newest_first=True)
        rest = store.search(Index.NAMES, NAME_PARTITIONS, after=backwards[-1].sort, limit=4, newest_first=True)
        assert [entry.listing["name"] for entry in [*backwards, *rest] if entry.listing] == sorted_names[::-1]

    def test_scans_every_customer_once(self, store: Store) -> None:
        keys = {saved(store, made(number)).key for number in range(7)}
        seen, after = [], None
        while True:
            page = store.scan_names(after=after, limit=3)
            seen += page.items
            after = page.after
            if after is None:
                break
        assert sorted(seen) == sorted(keys)

    def test_extends_a_session_that_is_alive_and_no_other(self, store: Store) -> None:
        session = Session(token_hash="h", customer_key="ck", started_at=0, idle_until=100, ends_at=200)
        store.commit(Changes(Insert(session)))
        alive = store.extend(session.key, now=50, idle_until=150)
        assert isinstance(alive, Session)
        assert (alive.idle_until, alive.customer_key) == (150, "ck")
        assert store.extend(session.key, now=150, idle_until=250) is None
        assert store.extend(session_place("other"), now=0, idle_until=9) is None

    def test_never_extends_a_session_beyond_its_end(self, store: Store) -> None:
        store.commit(Changes(Insert(Session(token_hash="h", customer_key="ck", started_at=0, idle_until=300, ends_at=200))))
        assert store.extend(session_place("h"), now=200, idle_until=400) is None

    def test_finishes_each_part_once_and_counts_with_it(self, store: Store) -> None:
        store.commit(Changes(Insert(Phase(upload_id="U", name="plan", total=2, pending=frozenset({3, 7})))))
        first = store.finish_part(phase_place("U", "plan"), 3, {"new": 2, "changed": 1})
        assert isinstance(first, Phase)
        assert (first.pending, first.counts) == (frozenset({7}), {"new": 2, "changed": 1})
        assert store.finish_part(phase_place("U", "plan"), 3, {"new": 2}) is None
        last = store.finish_part(phase_place("U", "plan"), 7, {"new": 5})
        assert isinstance(last, Phase)
        assert (last.pending, last.counts) == (frozenset(), {"new": 7, "changed": 1})
        assert store.get(Phase, phase_place("U", "plan")) == last


def _ids(store: Store, *, newest_first: bool) -> list[str]:
    seen: list[str] = []
    after = None
    while True:
        page = store.query(Table.ACTIVITIES, "ck", after=after, limit=2, newest_first=newest_first)
        seen += [item.id for item in page.items if isinstance(item, Activity)]
        after = page.after
        if after is None:
            return seen


def test_only_a_contended_item_makes_a_conflict_worth_repeating() -> None:
    key = account_place("ACC-1")
    assert Conflict(key, "contended").passing
    assert not Conflict(key, "stale").passing
    assert not Conflict(key, "exists").passing
