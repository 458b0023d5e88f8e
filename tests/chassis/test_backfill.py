"""Who joins late reads the owners' journals once to their end; how far a copy reaches is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contracts import catalogue, envelope
from contracts.errors import Unavailable
from contracts.rpc import SealedEvent, SealedEventsRequest, SealedJournalRequest
from services.chassis.base import clock, signing_keys
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.handling import inbox_comparison
from services.chassis.messaging import backfill, owner_events
from services.chassis.storage import projection, replica_age, replicas, tables
from services.chassis.storage.history import History
from services.chassis.storage.store import Store
from tests import keys
from tests.office import Office, table_rows

NAMES = ("training.units", "training.people")


class Owner:
    """Reads the office's journal as the owner would answer, and refuses as often as `away` says."""

    def __init__(self, office: Office, *, away: int = 0) -> None:
        self.office, self.away, self.calls = office, away, 0

    def __call__(self, service: str, after: int, most: int) -> Sequence[SealedEvent]:
        assert (service, most) == ("training", backfill.PAGE)
        self.calls += 1
        if self.calls <= self.away:
            raise Unavailable(service)
        with self.office.store.begin_read() as tx:
            return inbox_comparison.page(tx, SealedJournalRequest(after, 2))


@pytest.fixture
def begin(tmp_path: Path) -> backfill.Begin:
    signing_keys.publish(tmp_path, "test", keys.KEY)
    return lambda _owner: History("/320205/test", VerifyingKeys(tmp_path))


@pytest.fixture(autouse=True)
def _copies_of_units_and_people_and_no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalogue.COPIES, "outreach", NAMES)
    monkeypatch.setattr(clock, "pause", lambda _seconds: None)


@pytest.fixture
def staffed_office(office: Office) -> Office:
    for code in "ab":
        office.person(code, "DT")
    office.do("training.people", "a", "transfer", unit="DBT", transferred_on="2017-05-01")
    return office


def replica_state(store: Store) -> dict[str, dict[str, Any]]:
    with store.begin_read() as tx:
        return replica_age.of(tx, NAMES)


def apply_events(store: Store, office: Office, *numbers: int) -> None:
    with store.begin() as tx:
        replicas.apply_events(tx, [office.events[number] for number in numbers])


def test_who_joins_late_knows_what_was_said_before(store: Store, staffed_office: Office, begin: backfill.Begin) -> None:
    backfill.until_complete(store, "outreach", Owner(staffed_office), begin)
    with store.begin_read() as tx:
        assert projection.existing_ids(tx, "training.units", ["DT", "DBT", "ZS"]) == {"DT", "DBT", "ZS"}
        assert projection.existing_ids(tx, "training.people", ["a", "b"]) == {"a", "b"}
    assert all(age["complete"] for age in replica_state(store).values())


def test_a_journal_is_read_to_its_end_once(store: Store, staffed_office: Office, begin: backfill.Begin) -> None:
    backfill.until_complete(store, "outreach", Owner(staffed_office), begin)
    again = Owner(staffed_office)
    backfill.until_complete(store, "outreach", again, begin)
    assert again.calls == 0


def test_an_owner_that_is_away_is_waited_for(store: Store, staffed_office: Office, begin: backfill.Begin) -> None:
    owner = Owner(staffed_office, away=3)
    backfill.until_complete(store, "outreach", owner, begin)
    assert owner.calls > 3
    assert all(age["complete"] for age in replica_state(store).values())


def test_half_a_journal_is_not_complete(store: Store, staffed_office: Office, begin: backfill.Begin) -> None:
    class ProcessKilled(Exception):
        pass

    def fail_after_first_page(service: str, after: int, most: int) -> Sequence[SealedEvent]:
        if after:
            raise ProcessKilled
        return Owner(staffed_office)(service, after, most)

    with pytest.raises(ProcessKilled):
        backfill.until_complete(store, "outreach", fail_after_first_page, begin)
    assert [age["complete"] for age in replica_state(store).values()] == [None, None]


def test_what_the_broker_delivers_meanwhile_gives_the_same_copy(
    store: Store, staffed_office: Office, begin: backfill.Begin
) -> None:
    apply_events(store, staffed_office, 5, 3)
    backfill.until_complete(store, "outreach", Owner(staffed_office), begin)
    first = table_rows(store, tables.records)
    apply_events(store, staffed_office, 5, 3, 0)
    assert table_rows(store, tables.records) == first
    with store.begin_read() as tx:
        assert [row.unit for row in tx.execute(tables.records.select()) if row.id == "a"] == ["DBT"]


def test_a_service_that_copies_nothing_reads_nothing(
    store: Store, staffed_office: Office, begin: backfill.Begin
) -> None:
    owner = Owner(staffed_office)
    backfill.until_complete(store, "training", owner, begin)
    assert owner.calls == 0


def test_a_copy_with_something_strange_in_its_journal_is_not_called_complete(
    store: Store, staffed_office: Office, begin: backfill.Begin
) -> None:
    """A later version of the owner says what this one does not know; a later version of this one will read it."""
    (known, *_), owner = staffed_office.events, Owner(staffed_office)
    body = known.body.replace(b"units.opened.v1", b"units.sung.v1").replace(known.id.encode(), b"s")
    strange = replace(envelope.decode(body), recordversion=9, place=9)
    with staffed_office.store.begin() as tx:
        keys.sealer().append(tx, [strange])
    backfill.until_complete(store, "outreach", owner, begin)
    age = replica_state(store)
    assert [bool(age[name]["complete"]) for name in NAMES] == [False, True]


def test_a_copy_is_as_old_as_its_newest_event_whatever_came_last(store: Store, staffed_office: Office) -> None:
    assert replica_state(store) == {name: {"newest": None, "heard": None, "complete": None} for name in NAMES}
    apply_events(store, staffed_office, 2)
    apply_events(store, staffed_office, 0)
    age = replica_state(store)
    assert age["training.units"]["newest"] == staffed_office.events[2].time.isoformat(timespec="microseconds")
    assert age["training.units"]["heard"] > age["training.units"]["newest"]
    assert age["training.people"]["newest"] is None


def test_what_is_heard_again_is_no_news(store: Store, staffed_office: Office) -> None:
    apply_events(store, staffed_office, 0)
    before = replica_state(store)
    apply_events(store, staffed_office, 0)
    assert replica_state(store) == before


def test_a_journal_that_its_owner_did_not_sign_so_is_not_copied(
    store: Store, staffed_office: Office, begin: backfill.Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    class ProcessEnded(Exception):
        pass

    def end(_seconds: float) -> None:
        raise ProcessEnded

    monkeypatch.setattr(clock, "pause", end)
    with staffed_office.store.begin() as tx:
        changed = tables.journal.c.body.concat(" ")
        tx.execute(
            tables.journal.update().where(tables.journal.c.id == staffed_office.events[0].id).values(body=changed)
        )
    with pytest.raises(ProcessEnded):
        backfill.until_complete(store, "outreach", Owner(staffed_office), begin)
    assert table_rows(store, tables.records) == []


def test_an_answer_holds_no_more_than_the_broker_takes_and_the_rest_is_asked_for(
    staffed_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_comparison, "LARGEST", 1)
    asked: list[tuple[str, ...]] = []

    def ask(_owner: str, request: SealedEventsRequest) -> Sequence[SealedEvent]:
        asked.append(request.ids)
        with staffed_office.store.begin_read() as tx:
            return inbox_comparison.events(tx, request)

    ids = [event.id for event in staffed_office.events]
    found = {event.id for event, _ in owner_events.by_id(ask, "training", [*ids, "never recorded"])}
    assert found == set(ids)
    assert [len(some) for some in asked] == [*range(len(ids) + 1, 1, -1), 1]
