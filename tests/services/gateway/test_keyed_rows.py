"""A few rows are found by their keys: among ten times as many others no more is read, on either database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from services.chassis.storage import store as storage
from services.chassis.storage.store import Store
from services.gateway.read_model.ledger import contributions
from services.gateway.read_model.tallies import keyed_rows
from services.gateway.read_model.tallies.keyed_rows import KnownRows
from services.gateway.read_model.tallies.tables import presence, spans
from tests.rows_read import rows_read, settle

FEW, MANY = 2_000, 20_000
OWN = {"district": "320205", "programme": "463"}
PLACE = ("A", "subject-20", "part", "record-20")
READERS: dict[str, Callable[[Any], Iterable[Any]]] = {
    "live": lambda tx: KnownRows(tx, OWN).live([PLACE]),
    "live then": lambda tx: KnownRows(tx, OWN, "2017-07-01").live([PLACE]),
    "proving": lambda tx: KnownRows(tx, OWN).proving([PLACE[:3]]),
    "of sides": lambda tx: KnownRows(tx, OWN).of_sides([("A", "anew")]),
    "beside": lambda tx: keyed_rows.records_beside(tx, OWN, [PLACE[:3]]),
    "places of sides": lambda tx: keyed_rows.places_of_sides(tx, OWN, [("A", "anew")]),
    "spans of subjects": lambda tx: keyed_rows.spans_of_subjects(tx, OWN, [PLACE[:2]]),
    "spans of places": lambda tx: keyed_rows.spans_of_places(tx, OWN, [PLACE]),
    "presence": lambda tx: keyed_rows.presence_of(tx, OWN, [PLACE[:2]]),
}
MOST, SLACK = 1.2, 20
"""Steps are counted by the ten, and an index is a page deeper."""


def test_what_is_read_by_key_costs_the_same_among_ten_times_as_many(store: Store) -> None:
    costs: list[dict[str, int]] = []
    for count in (FEW, MANY):
        _fill(store, range(FEW if costs else 0, count))
        settle(store)
        costs.append({name: rows_read(store, partial(_ask, store, read)) for name, read in READERS.items()})
    few, many = costs
    assert sum(few.values())
    dearer = {name: (few[name], many[name]) for name in few if many[name] > max(MOST * few[name], few[name] + SLACK)}
    assert not dearer


def _ask(store: Store, read: Any) -> None:
    with store.begin_read() as tx:
        found: Iterable[Any] = read(tx)
        list(found)


def _fill(store: Store, numbers: range) -> None:
    """So many subjects with a row each, in ten measures on two sides."""
    fact = {"unit": "DT", "dated": "2017-06-01", "facet": ""}
    key = [
        OWN | {"measure": "ABCDEFGHIJ"[n // 2 % 10], "subject": f"subject-{n}", "side": ("part", "whole")[n % 2]}
        for n in numbers
    ]
    named = [
        one | {"record": f"record-{n}", "event": f"event-{n}", "number": ""}
        for n, one in zip(numbers, key, strict=True)
    ]
    told = {"role": "opens", "turn": "", "place": 1, "version": 1, "happened": "2017-06-01", "known": "2017-06-02"}
    span = {"start": "2017-06-01", "until": "9999-12-31", "units": "|DT|", "dated": "2017-06-01", "facet": ""}
    with store.begin() as tx:
        storage.insert_many(tx, contributions, [one | told | fact | {"level": "C1"} for one in named])
        storage.insert_many(tx, spans, [one | span | {"verified": 1} for one in named])
        storage.insert_many(
            tx, presence, [one | fact | {"day": "2017-06-01", "claimed": 1, "verified": 1} for one in key]
        )
