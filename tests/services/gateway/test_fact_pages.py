"""The pages of a number's facts are the list that the queries have, in either direction, of any size."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.read_model import queries, tallies
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.question import Question
from tests.office import build_view, day, make_as_of
from tests.services.gateway.random_history import random_history
from tests.services.gateway.sample_programme import PROGRAMME

UNITS = (None, "DT", "ZS", "DT ZS")
SIZES = (1, 3, 1000)
Page = list[tuple[Any, ...]]


def pages_of(rows: list[Any], most: int) -> list[Page]:
    """Rows in pages of so many facts, a joint fact with all its units on one."""
    names = list(dict.fromkeys((row.event, row.number) for row in rows))
    pages = [set(names[start : start + most]) for start in range(0, len(names), most)]
    return [[tuple(row) for row in rows if (row.event, row.number) in one] for one in pages]


def walk(tx: sa.Connection, measure: Measure, question: Question, most: int) -> list[Page]:
    """The pages from the first to the last; from each the way back leads to the one before."""
    pages: list[Page] = []
    window = ListWindow(most)
    while True:
        page = tallies.facts(tx, measure, question, window)
        if pages:
            back = tallies.facts(tx, measure, question, ListWindow(most, page.part.before, backward=True))
            assert [tuple(row) for row in back.rows] == pages[-1]
            assert (back.part.before is None) == (len(pages) == 1)
        else:
            assert page.part.before is None
        pages.append([tuple(row) for row in page.rows])
        if page.part.after is None:
            return [one for one in pages if one]
        window = ListWindow(most, page.part.after)


@pytest.mark.parametrize("seed", [0, 2])
def test_pages_laid_together_are_what_the_queries_count(seed: int, store: Store) -> None:
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
                for most in SIZES:
                    assert walk(tx, measure, question, most) == pages_of(rows, most), (measure.id, on, units, most)
                assert tallies.count(tx, measure, question) == (n, True), (measure.id, on, units)
                found += n > 1
                ratios += n > 0 and measure.compares
    assert found > 10, "there were several facts to choose from"
    assert ratios > 10, "there were ratios with facts"


def test_what_was_known_at_a_moment_is_turned_alike(store: Store) -> None:
    events = random_history(1).events
    read_model = build_view(events, PROGRAMME, store)
    known_at = sorted(event.time for event in events)[-len(events) // 8]
    with read_model.store.begin_read() as tx:
        several = 0
        for measure in PROGRAMME.measures.values():
            question = make_as_of("2017-12-31", known_at=known_at)
            rows = queries.facts(tx, measure, question)
            assert walk(tx, measure, question, 1) == pages_of(rows, 1), measure.id
            several += len(rows) > 1
        assert several
