"""Copies of other services' registers: any order, any repetition, the same records (T16)."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from contracts.envelope import Event
from services.chassis import copies, projection
from services.chassis.store import Store
from tests.office import IN_MEMORY, Office, migrated, rows


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


def learnt(store: Store, events: list[Event]) -> list[Any]:
    for event in events:
        with store.begin() as tx:
            copies.learn(tx, [event])
    return rows(store, projection.records)


def test_any_order_and_any_repetition_gives_the_same_copy() -> None:
    events = history()
    straight = learnt(migrated(IN_MEMORY), events)
    assert len(straight) == 1
    for order in itertools.permutations(events):
        assert learnt(migrated(IN_MEMORY), [*order, order[0]]) == straight


def test_a_copy_is_not_known_before_its_first_event_has_come(store: Store) -> None:
    joined, transferred, *_ = history()
    assert learnt(store, [transferred]) == []
    (row,) = learnt(store, [joined])
    assert (row.unit, row.version) == ("DBT", 2)


@pytest.mark.parametrize("times", [1, 3])
def test_a_voided_unit_is_no_longer_known(store: Store, times: int) -> None:
    office = Office(units="DT")
    office.do("training.units", "DT", "void", reason="误")
    learnt(store, office.events * times)
    with store.read() as tx:
        assert projection.known(tx, "training.units", ["DT"]) == set()
