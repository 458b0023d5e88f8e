"""Copies of other services' registers: any order, any repetition, the same records."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from contracts.envelope import Event
from services.chassis.storage import projection, replicas, tables
from services.chassis.storage.store import Store
from tests.office import IN_MEMORY, Office, migrated_store, table_rows


def history() -> list[Event]:
    office = Office(units="DT DBT")
    office.person("a", "DT")
    office.do("training.people", "a", "transfer", unit="DBT", transferred_on="2017-05-01")
    office.do("training.people", "a", "join", corrects=1, **joining())
    return office.events[2:]


def joining() -> dict[str, Any]:
    return {
        "code": "a",
        "name": "某",
        "unit": "DT",
        "role": "captain",
        "kind": "established",
        "party_member": True,
        "joined_on": "2016-02-01",
    }


def learned_rows(store: Store, events: list[Event]) -> list[Any]:
    for event in events:
        with store.begin() as tx:
            replicas.apply_events(tx, [event])
    return table_rows(store, tables.records)


def test_any_order_and_any_repetition_gives_the_same_copy() -> None:
    events = history()
    straight = learned_rows(migrated_store(IN_MEMORY), events)
    assert len(straight) == 1
    for order in itertools.permutations(events):
        assert learned_rows(migrated_store(IN_MEMORY), [*order, order[0]]) == straight


def test_a_copy_is_not_known_before_its_first_event_has_come(store: Store) -> None:
    joined, transferred, *_ = history()
    assert learned_rows(store, [transferred]) == []
    (row,) = learned_rows(store, [joined])
    assert (row.unit, row.version) == ("DBT", 2)


@pytest.mark.parametrize("times", [1, 3])
def test_a_voided_unit_is_no_longer_known(store: Store, times: int) -> None:
    office = Office(units="DT")
    office.do("training.units", "DT", "void", reason="误")
    learned_rows(store, office.events * times)
    with store.begin_read() as tx:
        assert projection.existing_ids(tx, "training.units", ["DT"]) == set()
