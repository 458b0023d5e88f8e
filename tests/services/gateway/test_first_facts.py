"""The first facts of a number are those that the queries count first, and are found without reading the others."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from services.chassis.storage.store import Store
from services.gateway.read_model import queries, tallies
from tests.office import build_view, day, make_as_of
from tests.services.gateway.random_history import random_history
from tests.services.gateway.sample_programme import PROGRAMME

UNITS = (None, "DT", "ZS", "DT ZS")


def first_rows(rows: list[Any], most: int) -> list[tuple[Any, ...]]:
    """The rows of the first facts among all of them."""
    names = list(dict.fromkeys((row.event, row.number) for row in rows))[:most]
    return [tuple(row) for row in rows if (row.event, row.number) in names]


@pytest.mark.parametrize("seed", [0, 2])
def test_the_first_facts_are_those_that_the_queries_count_first(seed: int, store: Store) -> None:
    events = random_history(seed).events
    read_model = build_view(events, PROGRAMME, store)
    # Not every day: histories of some months have their corrections and endings between any two of these.
    days = sorted({event.occurredon for event in events} | {day("2017-12-31")})[::3]
    found = ratios = 0
    with read_model.store.begin_read() as tx:
        for measure in PROGRAMME.measures.values():
            for on, units in ((on, units) for on in (*days, dt.date(2018, 6, 1)) for units in UNITS):
                question = make_as_of(str(on), units)
                rows = queries.facts(tx, measure, question)
                n = len({(row.event, row.number) for row in rows})
                for most in (1, 3, 1000):
                    facts = [tuple(row) for row in tallies.facts(tx, measure, question, most)]
                    assert facts == first_rows(rows, most), (measure.id, on, units, most)
                    assert tallies.count(tx, measure, question, most) == min(n, most), (measure.id, on, units)
                found += n > 1
                ratios += n > 0 and measure.compares
    assert found > 10, "there were several facts to choose from"
    assert ratios > 10, "there were ratios with facts"
