"""The pages of a ratio's gaps are the list that the query has, on every day and for every set of units."""

from __future__ import annotations

import collections
import datetime as dt
import random
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from contracts.envelope import Event, encode
from services.chassis.storage import store as storage
from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.read_model import queries, tallies
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.question import Question
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.tallies import gap_pages, moves, states
from services.gateway.read_model.tallies.tables import missing
from tests.office import DISTRICT
from tests.rows_read import rows_read, settle
from tests.services.gateway.tally_comparison import all_subsets, deliver, derive_nothing_else, new_view
from tests.services.gateway.tally_histories import ASKED, DAYS, UNITS, history
from tests.services.gateway.tally_programme import GROUPS
from tests.services.gateway.test_tally_bugs import Bug

RATIOS = ("cards", "matters", "meetings", "people", "supervisors")
SUBSETS = all_subsets(UNITS[:2])
SEEDS = range(6)
SIZES, ON_PAGE, AT_ONCE, GROWS = (600, 6_000), 100, 500, 1.2
BUGS = {
    "those who are missing no more stay": Bug(moves.Moves._add_states, "gone - come", "set()"),
    "nobody becomes missing": Bug(moves.Moves._add_states, "come - gone", "set()"),
    "missing for ever": Bug(states.missing_times, "(start, day, before)", "(start, FOREVER, before)"),
    "missing from the first day on": Bug(states.missing_times, "start, before = day, units", "before = units"),
    "other units, and no new time": Bug(states.missing_times, "units != before", "bool(units) != bool(before)"),
    "all units": Bug(gap_pages.missing_members, "row.n and _meets(row.units, question)", "row.n"),
    "those without an end alone": Bug(gap_pages._by_set, "_AFTER:", "_AFTER[:1]:"),
}


@pytest.fixture(autouse=True)
def _tallies_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    derive_nothing_else(monkeypatch)


def view_of(seed: int, group: str, store: Store | None = None) -> ReadModel:
    """A view that heard a history of two units."""
    view = new_view(GROUPS[group], store)
    deliver(view, history(seed, GROUPS[group], 2), random.Random(seed), collections.Counter())
    return view


def ratios(view: ReadModel) -> list[Measure]:
    """The measures that have gaps."""
    return [one for one in view.programme.measures.values() if one.compares]


def pages(tx: sa.Connection, measure: Measure, question: Question, most: int) -> list[Any]:
    """All rows, a page at a time; from each page the way back leads to the one before."""
    rows: list[list[Any]] = []
    window = ListWindow(most)
    while True:
        page = tallies.missing_members(tx, measure, question, window)
        if page.part.before is not None:
            back = tallies.missing_members(tx, measure, question, ListWindow(most, page.part.before, backward=True))
            assert back.rows == rows[-1]
        assert [(row.subject,) for row in page.rows] == list(page.part.places)
        rows.append(page.rows)
        if page.part.after is None:
            told = [tuple(row) for some in rows for row in some]
            return told if page.number == len(told) else [page.number, *told]
        window = ListWindow(most, page.part.after)


def wrong(view: ReadModel, most: int) -> tuple[int, list[Any]]:
    """How often somebody was missing, and where pages say something else than the query."""
    found, places = 0, []
    with view.store.begin_read() as tx:
        for measure in ratios(view):
            for on, units in ((on, units) for on in ASKED for units in SUBSETS):
                question = Question(DISTRICT, on, units=units)
                right = [tuple(row) for row in queries.gaps(tx, measure, question)]
                found += bool(right)
                if pages(tx, measure, question, most) != right:
                    places.append((measure.id, on, units))
    return found, places


@pytest.mark.parametrize("group", RATIOS)
def test_pages_laid_together_are_the_gaps_of_the_query(group: str, store: Store) -> None:
    seeds, found = SEEDS if store.is_sqlite else SEEDS[:1], 0
    for seed in seeds:
        view = view_of(seed, group, None if store.is_sqlite else store)
        often, places = wrong(view, 1)
        assert places == []
        found += often
    assert found or not store.is_sqlite, "nobody was missing"


@pytest.mark.parametrize("group", RATIOS)
def test_along_the_subjects_pages_are_the_same(group: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As of any day: which way is gone along is a question of cost alone."""
    monkeypatch.setattr(gap_pages, "_is_long_over", lambda *_: True)
    assert wrong(view_of(0, group, store), 1)[1] == []


def test_of_a_day_long_over_a_page_costs_the_same_among_ten_times_as_many(store: Store) -> None:
    measure, costs = GROUPS["matters"].measures["A6.replied"], list[int]()
    question, sets, done = Question(DISTRICT, DAYS[1]), ["|DT|", "|ZS|"], 0
    own = {"district": DISTRICT, "programme": measure.programme, "measure": measure.id}
    time = {"start": DAYS[0].isoformat(), "until": DAYS[-1].isoformat()}

    def ask() -> None:
        with store.begin_read() as tx:
            assert gap_pages._is_long_over(tx, measure, question, sets, gap_pages.MANY_PAGES)
            (page,) = gap_pages._along_subjects(tx, measure, question, ListWindow(ON_PAGE), sets)
            assert len(page) == ON_PAGE + 1

    for size in (4_000, 40_000):
        rows = [own | time | {"subject": f"s{n:06}", "units": sets[n % 2]} for n in range(done, size)]
        with store.begin() as tx:
            storage.insert_many(tx, missing, rows)
        done = size
        settle(store)
        costs.append(rows_read(store, ask))
    assert costs[1] <= GROWS * costs[0]


def matter_event(subject: str, type_: str) -> Event:
    """A matter that was registered, or finished, on the first day."""
    event = Event(
        id=f"{type_}/{subject}",
        source=f"/{DISTRICT}/outreach",
        type=f"outreach.matters.{type_}.v1",
        subject=subject,
        time=dt.datetime(2017, 5, 1, tzinfo=dt.UTC),
        occurredon=DAYS[0],
        recordversion=1,
        place=1,
        unit=UNITS[0],
        actor="SYN-a",
        evidencelevel="E1",
        data={"of": {}, "due": {"reply": DAYS[1].isoformat()}},
    )
    return replace(event, body=encode(event))


def test_a_page_costs_the_same_however_many_facts_and_gaps_there_are(store: Store) -> None:
    programme, costs = GROUPS["matters"], list[list[int]]()
    view, done = new_view(programme, store), 0
    gaps, facts = programme.measures["A6.replied"], programme.measures["A6.done"]
    question = Question(DISTRICT, DAYS[-1])
    for size in SIZES:
        # Half of them wait, the others were finished without having been registered.
        events = [matter_event(f"s{n:06}", ("registered", "finished")[n % 2]) for n in range(done, size)]
        done = size
        for start in range(0, len(events), AT_ONCE):
            with store.begin() as tx:
                view.handle(tx, events[start : start + AT_ONCE])
        settle(store)
        asked = pages_of(gaps, facts, question)
        costs.append([rows_read(store, partial(read_page, store, *one)) for one in asked])
    assert all(later / before < GROWS for before, later in zip(*costs, strict=True)), costs


def pages_of(gaps: Measure, facts: Measure, question: Question) -> list[Any]:
    """The first page of each list, and one far behind."""
    far = ListWindow(ON_PAGE, (f"s{SIZES[0] // 2:06}",))
    fact = ListWindow(ON_PAGE, (DAYS[0].isoformat(), f"finished/s{SIZES[0] // 2:06}", "9"))
    return [
        (tallies.missing_members, gaps, question, ListWindow(ON_PAGE)),
        (tallies.missing_members, gaps, question, far),
        (tallies.missing_members, gaps, question, replace(far, backward=True)),
        (tallies.facts, facts, question, ListWindow(ON_PAGE)),
        (tallies.facts, facts, question, fact),
        (tallies.facts, facts, question, replace(fact, backward=True)),
    ]


def read_page(store: Store, read: Any, measure: Measure, question: Question, window: ListWindow) -> None:
    """A page with how many there are in all."""
    with store.begin() as tx:
        page = read(tx, measure, question, window)
        number = page.number if read is tallies.missing_members else tallies.count(tx, measure, question).number
    assert len(page.part.places) == ON_PAGE
    assert number >= SIZES[0] // 2


@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    BUGS[name].plant(monkeypatch)
    for seed in SEEDS:
        for group in RATIOS:
            try:
                if wrong(view_of(seed, group), 2)[1]:
                    return
            except (AssertionError, sa.exc.IntegrityError):
                return
    pytest.fail(f"nobody noticed: {name}")
