"""The pages of a number's facts are the list that the queries have, in either direction, of any size."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.read_model import queries, tallies
from services.gateway.read_model.comparisons import new_gaps as gap_search
from services.gateway.read_model.comparisons.new_gaps import new_gaps
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.question import Question
from tests.examples import at_length
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


def walk(tx: sa.Connection, measure: Measure, question: Question, most: int, since: str = "") -> list[Page]:
    """The pages from the first to the last; from each the way back leads to the one before."""
    pages: list[Page] = []
    window = ListWindow(most)
    while True:
        page = tallies.facts(tx, measure, question, window, since)
        if pages:
            back = tallies.facts(tx, measure, question, ListWindow(most, page.part.before, backward=True), since)
            assert [tuple(row) for row in back.rows] == pages[-1]
            assert (back.part.before is None) == (len(pages) == 1)
        else:
            assert page.part.before is None
        pages.append([tuple(row) for row in page.rows])
        if page.part.after is None:
            return [one for one in pages if one]
        window = ListWindow(most, page.part.after)


@pytest.mark.parametrize("seed", [0, *at_length([2])])
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


@pytest.mark.parametrize("seed", [0, *at_length([2])])
def test_facts_since_a_day_are_the_later_ones_of_the_list_and_counted_so(seed: int, store: Store) -> None:
    events = random_history(seed).events
    read_model = build_view(events, PROGRAMME, store)
    known_at = sorted(event.time for event in events)[-len(events) // 8]
    days = [str(one) for one in sorted({event.occurredon for event in events})[::6]]
    end = "2017-12-31"
    questions = (make_as_of(end), make_as_of(end, "DT"), make_as_of(end, known_at=known_at))
    some = ratios = 0
    with read_model.store.begin_read() as tx:
        for measure, question in ((one, question) for one in PROGRAMME.measures.values() for question in questions):
            rows = queries.facts(tx, measure, question)
            for since in days:
                later = [row for row in rows if row.dated > since]
                for most in (1, 3):
                    assert walk(tx, measure, question, most, since) == pages_of(later, most), (measure.id, most)
                n = len({(row.event, row.number) for row in later})
                assert tallies.count_since(tx, measure, question, since) == (n, True), measure.id
                some += 0 < len(later) < len(rows)
                ratios += len(later) > 0 and measure.compares
    assert some > 10, "there were facts on both sides of a day"
    assert ratios > 0, "of ratios too"


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


def gaps_on(tx: sa.Connection, measure: Measure, on: str, units: str | None) -> set[str]:
    return {row.subject for row in queries.gaps(tx, measure, make_as_of(on, units))}


@pytest.mark.parametrize("many", [0, 2_000])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_who_came_to_be_missing_since_a_day_was_not_so_then(
    seed: int, many: int, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gap_search, "MANY", many)
    events = random_history(seed).events
    read_model = build_view(events, PROGRAMME, store)
    every_day = [str(one) for one in sorted({event.occurredon for event in events})]
    days, came = every_day[::4], 0
    with read_model.store.begin_read() as tx:
        for measure in (one for one in PROGRAMME.measures.values() if one.compares and not one.awaits):
            for until, units in (("2017-12-31", None), ("2017-12-31", "DT"), ("2017-07-01", "ZS")):
                question = make_as_of(until, units)
                every = {row.subject: row.dated for row in queries.gaps(tx, measure, question)}
                for since in (one for one in days if one < until):
                    then = gaps_on(tx, measure, since, units)
                    found = [row.subject for row in new_gaps(tx, measure, question, since, 1000)]
                    new = {one for one, dated in every.items() if dated > since}
                    assert len(found) == len(set(found))
                    assert new <= set(found) <= every.keys(), (measure.id, since)
                    assert many == 0 or every.keys() - then <= set(found), (measure.id, since)
                    between = [one for one in every_day if since < one <= until] if then & set(found) else []
                    gone = {one for day_ in between for one in then - gaps_on(tx, measure, day_, units)}
                    assert then & set(found) <= gone, "who was missing all the time did not come to be so"
                    assert len(new_gaps(tx, measure, question, since, 1)) == min(1, len(found))
                    came += len(new)
    assert came > 0
