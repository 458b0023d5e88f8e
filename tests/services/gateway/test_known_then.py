"""What tallies say of an earlier moment is what the queries count: at every moment, on every day, on both databases."""

from __future__ import annotations

import collections
import datetime as dt
import random
from collections.abc import Iterator, Sequence

import pytest

from contracts.envelope import Event
from services.chassis.storage.store import Store
from services.gateway.read_model import queries
from services.gateway.read_model.queries import Answer
from services.gateway.read_model.question import Question
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.tallies import between, keyed_rows, known_then, moves
from services.gateway.read_model.tallies.numbers import Numbers
from tests.examples import at_length
from tests.office import DISTRICT
from tests.services.gateway.tally_comparison import (
    deliver,
    derive_nothing_else,
    measures_with_tallies,
    new_view,
    same,
)
from tests.services.gateway.tally_histories import ASKED, UNITS, history
from tests.services.gateway.tally_programme import GROUPS
from tests.services.gateway.test_tally_bugs import Bug

SEEDS = [0, *at_length([1, 2, 3])]
MOMENT = dt.timedelta(minutes=1)
ASKED_OF = [None, frozenset(UNITS[:1]), frozenset(UNITS[:2])]
BUGS = {
    "what was replaced since then": Bug(between.told_between, "if row.replaces", "if not row.replaces"),
    "rows that were not known yet": Bug(keyed_rows.KnownRows._live, "c.known <= :known AND ", ""),
    "rows that were not gone yet": Bug(
        keyed_rows.KnownRows._live, "c.gone IS NULL OR c.gone > :known", "c.gone IS NULL"
    ),
    "rows that are gone since": Bug(keyed_rows.KnownRows._live, "c.gone > :known", "c.gone < :known"),
    "the day itself not": Bug(known_then._on_day, "at <= as_of", "at < as_of"),
    "every day that follows": Bug(known_then._on_day, "if at <= as_of", "if at"),
    "months beside days": Bug(known_then.KnownThen._read, "grain == DAY", "grain"),
    "verified as claimed": Bug(known_then._on_day, "sums[series, units, worth]", "sums['facts', units, worth]"),
    "what is gone stays in presence": Bug(moves._negative, "claimed=-one.claimed", "claimed=0"),
}


@pytest.fixture(autouse=True)
def _whatever_was_told_since(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but numbers is made of events, and tallies are asked however much was told since."""
    derive_nothing_else(monkeypatch)
    monkeypatch.setattr(known_then, "TIMES_AS_MANY", 0)


def moments(events: Sequence[Event]) -> list[dt.datetime]:
    """Before everything, and when each event was recorded."""
    return [events[0].time - MOMENT, *(one.time for one in events)]


def differences(view: ReadModel, known: Sequence[dt.datetime], days: Sequence[dt.date]) -> Iterator[str]:
    """Where what is told of some moments is not what the queries count."""
    with view.store.begin_read() as tx:
        numbers = Numbers(tx, view.programme)
        for measure in measures_with_tallies(view.programme):
            for moment in known:
                for as_of in days:
                    for units in ASKED_OF:
                        question = Question(DISTRICT, as_of, moment, units)
                        right, told = queries.value(tx, measure, question), numbers.value(measure, question)
                        if not same(right, told):
                            yield f"{measure.id} {question}: {right} is told as {told}"


def view_of(seed: int, group: str, store: Store | None = None) -> tuple[ReadModel, list[Event]]:
    """A view that heard a history, in any order."""
    events, view = history(seed, GROUPS[group], 2), new_view(GROUPS[group], store)
    deliver(view, events, random.Random(seed), collections.Counter())
    return view, events


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("seed", SEEDS)
def test_an_earlier_moment_is_told_as_the_queries_count_it(seed: int, group: str) -> None:
    view, events = view_of(seed, group)
    assert next(differences(view, moments(events)[seed::2], ASKED[seed % 2 :: 2]), None) is None


@pytest.mark.parametrize("group", GROUPS)
def test_both_databases_tell_the_same_of_it(group: str, store: Store) -> None:
    view, events = view_of(11, group, store)
    assert next(differences(view, moments(events)[::4], ASKED[::3]), None) is None


@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(6):
        for group in GROUPS:
            view, events = view_of(seed, group)
            with monkeypatch.context() as planted:
                BUGS[name].plant(planted)
                found = next(differences(view, moments(events)[::4], ASKED[::3]), None)
            view.store.close()
            if found:
                return
    pytest.fail(f"nobody noticed: {name}")


def test_it_is_counted_by_tallies_and_not_by_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    view, events = view_of(1, next(iter(GROUPS)))
    monkeypatch.setattr(queries, "value", forbidden)
    with view.store.begin_read() as tx:
        numbers = Numbers(tx, view.programme)
        for measure in measures_with_tallies(view.programme):
            numbers.value(measure, Question(DISTRICT, ASKED[-1], events[-3].time))


@pytest.mark.parametrize(("most", "times"), [(1, 0), (1000, 6)])
def test_where_much_was_told_since_the_queries_answer(most: int, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    view, events = view_of(1, next(iter(GROUPS)))
    monkeypatch.setattr(known_then, "MOST_BETWEEN", most)
    monkeypatch.setattr(known_then, "TIMES_AS_MANY", times)
    monkeypatch.setattr(queries, "value", forbidden)
    measure = measures_with_tallies(view.programme)[0]
    with view.store.begin_read() as tx, pytest.raises(AssertionError, match="were asked"):
        Numbers(tx, view.programme).value(measure, Question(DISTRICT, ASKED[-1], events[0].time))


def forbidden(*_: object) -> Answer:
    """In the stead of queries."""
    raise AssertionError("the rows were asked")
