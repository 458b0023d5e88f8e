"""From milestones it is told as the queries count it what was known, whatever came late, on both databases."""

from __future__ import annotations

import collections
import datetime as dt
import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from contracts.envelope import Event, encode
from services.chassis.storage.store import Store
from services.gateway.read_model import queries
from services.gateway.read_model.generations import deciding
from services.gateway.read_model.ledger import stamp
from services.gateway.read_model.question import Question
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.tallies import between, keeping, known_then, milestones, upkeep
from services.gateway.read_model.tallies.numbers import Numbers
from services.gateway.read_model.tallies.serving import told_by_record
from services.gateway.read_model.tallies.tables import milestones as milestones_table
from services.gateway.read_model.tallies.tables import told_presence, told_tally
from tests.examples import at_length
from tests.office import DISTRICT, take_steps
from tests.rows_read import steps_in
from tests.services.gateway.tally_comparison import deliver, derive_nothing_else, measures_with_tallies, new_view
from tests.services.gateway.tally_histories import ASKED, history
from tests.services.gateway.tally_programme import GROUPS
from tests.services.gateway.test_known_then import differences, forbidden, moments
from tests.services.gateway.test_tally_bugs import Bug

SEEDS = [0, *at_length([1, 2, 3])]
FEW, MANY = 4, 40
PROGRAMME = GROUPS["matters"]
BUGS = {
    "what comes late changes nothing": Bug(milestones.forget_from, '"known": known', '"known": "9999"'),
    "a damaged paper changes nothing": Bug(upkeep.put_again, "ways.forget_from(tx, district,", "str("),
    "one moment too late": Bug(milestones.way_to, "last.until)", "known)"),
    "both levels of the same": Bug(milestones._numbers, "passed = row.until", "pass"),
    "what is between is taken from now": Bug(known_then.KnownThen._upkeep, "if self.way is None", "if True"),
    "what is between is not looked at": Bug(known_then.KnownThen._read, "(self.way.until,", "(self._known,"),
    "presence at one milestone before": Bug(
        between.Between._kept_presence, "self._way.numbers", "self._way.numbers[:-1]"
    ),
    "one side of a subject": Bug(between.Between._kept_spans, "in SIDES", "in SIDES[:1]"),
    "one less is laid together": Bug(keeping._sum_up, "one.number for one in parts", "one.number for one in parts[1:]"),
}


@pytest.fixture(autouse=True)
def _milestones_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every other event has one, each level two of the one below, and all is told from there."""
    derive_nothing_else(monkeypatch)
    monkeypatch.setattr(known_then, "TIMES_AS_MANY", 0)
    monkeypatch.setattr(known_then, "FROM_MILESTONE", 0)
    monkeypatch.setattr(keeping, "EVENTS", 2)
    for module in (keeping, milestones):
        monkeypatch.setattr(module, "TOGETHER", 2)


def view_of(seed: int, group: str, store: Store | None = None) -> tuple[ReadModel, list[Event]]:
    """A view that heard a history, in any order, while milestones were set."""
    events, view = history(seed, GROUPS[group], 2), new_view(GROUPS[group], store)
    view.ensure_programme()
    deliver(view, events, random.Random(seed), collections.Counter())
    return view, events


def first_difference(view: ReadModel, events: list[Event], step: int) -> str | None:
    """Where something else is told than the queries count: by some milestones, and by all of another generation."""
    known, days = moments(events)[::step], ASKED[:: step + 1]
    before = next(differences(view, known, days), None)
    view.decide(deciding.let_go)
    view.decide(deciding.rebuild)
    take_steps(view)
    return before or next(differences(view, known, days), None)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_told_from_milestones_as_the_queries_count_it(seed: int, group: str) -> None:
    view, events = view_of(seed, group)
    assert first_difference(view, events, 2) is None
    assert levels(view) >= {0, 1, 2}


@pytest.mark.parametrize("group", ["matters", "people", "proofs"])
def test_both_databases_tell_the_same_from_milestones(group: str, store: Store) -> None:
    view, events = view_of(11, group, store)
    assert first_difference(view, events, 4) is None


@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed, group in itertools.product(range(6), GROUPS):
        with monkeypatch.context() as planted:
            BUGS[name].plant(planted)
            view, events = view_of(seed, group)
            found = first_difference(view, events, 4)
        view.store.close()
        if found:
            return
    pytest.fail(f"nobody noticed: {name}")


def levels(view: ReadModel) -> set[int]:
    """The levels on which milestones stand that say something."""
    c = milestones_table.c
    own = (c.programme == view.programme.generation, c.gone == 0)
    with view.store.begin_read() as tx:
        return set(tx.scalars(sa.select(c.level).where(*own)))


def test_work_is_bounded_by_what_is_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "value", forbidden)
    monkeypatch.setattr(keeping, "EVENTS", 20)
    few, many = (_steps(number) for number in (FEW, MANY))
    assert many < few * 3, (few, many)


def _steps(number: int) -> int:
    """How many steps it takes to tell of a moment before half of so many histories, one after the other.

    Where others' records prove what one says, all that name its subject are read, by a batch as well: not asked here.
    """
    view, events = new_view(PROGRAMME), list(_one_after_the_other(number))
    view.ensure_programme()
    with view.store.begin() as tx:
        view.handle(tx, events)
    take_steps(view)
    question = Question(DISTRICT, ASKED[-1], events[len(events) // 2].time)
    with view.store.begin_read() as tx:
        numbers = Numbers(tx, view.programme)
        own = told_by_record(view.programme)
        asked = [one for one in measures_with_tallies(view.programme) if one.id in own]
        return steps_in(tx, lambda: [numbers.value(one, question) for one in asked])


def _one_after_the_other(number: int) -> Iterator[Event]:
    for name in range(number):
        for event in history(name, PROGRAMME, 1):
            later = replace(event, id=f"{name}-{event.id}", subject=f"{name}-{event.subject}")
            later = replace(later, time=event.time + dt.timedelta(hours=name))
            yield replace(later, body=encode(later))


def test_what_comes_late_takes_away_what_follows_it_and_no_more() -> None:
    view, events = new_view(PROGRAMME), list(_one_after_the_other(4))
    view.ensure_programme()
    late = events.pop(len(events) // 2)
    for some in (events, [late]):
        with view.store.begin() as tx:
            view.handle(tx, some)
        before = untils(view)
        take_steps(view)
    moment = stamp(late.time)
    assert before, "none stand before it"
    assert max(before) < moment < max(untils(view)), "some are set anew behind it"
    assert first_difference(view, [*events, late], 16) is None


def untils(view: ReadModel) -> list[str]:
    """Up to where the milestones are told that say something."""
    c = milestones_table.c
    with view.store.begin_read() as tx:
        return list(tx.scalars(sa.select(c.until).where(c.gone == 0, c.level == 0).order_by(c.until)))


def test_a_generation_takes_its_milestones_with_it() -> None:
    view, _ = view_of(1, next(iter(GROUPS)))
    view.decide(deciding.rebuild)
    take_steps(view)
    view.decide(deciding.let_go)
    take_steps(view)
    with view.store.begin_read() as tx:
        for table in (milestones_table, told_tally, told_presence):
            assert set(tx.scalars(sa.select(table.c.programme).distinct())) <= {view.programme.generation}
        assert (
            tx.scalar(sa.select(sa.func.count()).select_from(milestones_table).where(milestones_table.c.gone == 1)) == 0
        )


def test_none_is_set_among_what_may_still_come(monkeypatch: pytest.MonkeyPatch) -> None:
    view, events = view_of(1, next(iter(GROUPS)))
    middle = stamp(events[len(events) // 2].time)
    monkeypatch.setattr(keeping, "settled_until", lambda: middle)
    view.decide(deciding.rebuild)
    take_steps(view)
    assert untils(view)
    with view.store.begin_read() as tx:
        c = milestones_table.c
        last = tx.scalar(sa.select(sa.func.max(c.until)).where(c.programme == view.programme.generation))
    assert last is not None
    assert last < middle


def test_a_step_that_is_cut_off_has_not_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    view, events = new_view(PROGRAMME), history(1, PROGRAMME, 2)
    view.ensure_programme()
    with view.store.begin() as tx:
        view.handle(tx, events)
    with monkeypatch.context() as cut:
        cut.setattr("services.chassis.storage.store.insert_many", _killed)
        with pytest.raises(KeyboardInterrupt):
            take_steps(view)
    assert untils(view) == []
    assert first_difference(view, events, 4) is None


def _killed(*_: Any) -> None:
    raise KeyboardInterrupt
