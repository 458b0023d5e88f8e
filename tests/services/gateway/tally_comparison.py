"""Tallies beside the queries that say what they must be: every day, every set of units; and what a history held."""

from __future__ import annotations

import collections
import datetime as dt
import itertools
import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from contracts.envelope import Event
from services.gateway.read_model import due_dates, paper_checks, queries, tallies
from services.gateway.read_model.complaints import own_complaints
from services.gateway.read_model.examinations import tables as exam_tables
from services.gateway.read_model.generations import deciding
from services.gateway.read_model.indicators import city_cases
from services.gateway.read_model.ledger import contributions
from services.gateway.read_model.programme import Measure, Programme
from services.gateway.read_model.public import tables as public_tables
from services.gateway.read_model.queries import Answer
from services.gateway.read_model.question import Question
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.surveys import survey_rows
from services.gateway.read_model.waiting_imports import upkeep as waiting_imports
from services.gateway.read_model.warnings import projection as warnings
from tests.office import DISTRICT, day, migrated_store, take_steps
from tests.services.gateway.tally_histories import DAYS, PAPERS

TOLERANCE, SHOWN = 1e-9, 3
BATCHES = (1, 1, 1, 2, 4, 9)
Units = frozenset[str] | None
Counts = collections.Counter[str]
Value = Callable[[sa.Connection, Measure, Question], Answer]
Answers = dict[tuple[str, dt.date, Units], Answer]


def all_subsets(units: Sequence[str]) -> list[Units]:
    """Nobody's restriction, and every set of some of these units."""
    sizes = range(1, len(units) + 1)
    return [None, *(frozenset(some) for size in sizes for some in itertools.combinations(units, size))]


def measures_with_tallies(programme: Programme) -> list[Measure]:
    """The measures of a programme that have tallies."""
    return [measure for measure in programme.measures.values() if tallies.serves(measure)]


def derive_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive numbers alone of events: what else is made of them reads forms that were filled in by the rules."""
    beside = (due_dates, city_cases, own_complaints, survey_rows, exam_tables, public_tables, waiting_imports, warnings)
    for other in beside:
        monkeypatch.setattr(other, "put", lambda *_: None)


def new_view(programme: Programme, store: Any = None) -> ReadModel:
    """A view that has heard nothing."""
    return ReadModel(store or migrated_store("sqlite://"), programme, DISTRICT, today=lambda: day("2018-01-01"))


def answers(
    view: ReadModel, value: Value, asked: Iterable[dt.date], units: Sequence[Units], measures: Sequence[Measure] = ()
) -> Answers:
    """What is told of some measures, or all, on each of some days for each of some sets of units."""
    questions = [(as_of, some) for as_of in asked for some in units]
    with view.store.begin_read() as tx:
        return {
            (measure.id, as_of, some): value(
                tx, view.programme.measures[measure.id], Question(DISTRICT, as_of, units=some)
            )
            for measure in measures or measures_with_tallies(view.programme)
            for as_of, some in questions
        }


def differences(right: Answers, told: Answers) -> Iterator[str]:
    """Where some answers are not what they must be."""
    for key, must in right.items():
        if not same(must, told[key]):
            measure, as_of, some = key
            yield f"{measure} {as_of} {sorted(some or ())}: {must} is told as {told[key]}"


def first_differences(
    view: ReadModel, asked: Iterable[dt.date], units: Sequence[Units], measures: Sequence[Measure] = ()
) -> list[str]:
    """Where tallies say something else than the queries: the first places."""
    days = list(asked)
    right, told = (answers(view, value, days, units, measures) for value in (queries.value, tallies.value))
    return list(itertools.islice(differences(right, told), SHOWN))


def same(right: Answer, told: Answer) -> bool:
    """Whether two answers are one, but for the last digits of a fraction; a yes is no 1."""
    return right.n == told.n and _close(right.claimed, told.claimed) and _close(right.verified, told.verified)


def _close(right: Any, told: Any) -> bool:
    if right is None or told is None or isinstance(right, bool) or isinstance(told, bool):
        return right is told
    return math.isclose(right, told, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def deliver(view: ReadModel, events: Sequence[Event], dice: random.Random, counts: Counts) -> None:
    """Let a view hear events in any order, some twice, in batches of any size, while papers come to harm and back."""
    repeats = [one for one in events if dice.random() < 0.15]
    shuffled = dice.sample([*events, *repeats], len(events) + len(repeats))
    builder = random.Random(len(events))
    counts["repeated"] += len(repeats)
    counts["in another order"] += shuffled != list(events)
    while shuffled:
        some, shuffled = shuffled[: (size := dice.choice(BATCHES))], shuffled[size:]
        with view.store.begin() as tx:
            view.handle(tx, some)
        view.after_commit(some)
        if dice.random() < 0.5:
            note_papers(view, dice, counts)
        if dice.random() < 0.06:
            _begin_another(view)
        _build_some(view, builder, counts)


def _begin_another(view: ReadModel) -> None:
    """Let go of what was read before or is half built, and begin a generation."""
    view.ensure_programme()
    view.decide(deciding.let_go)
    view.decide(deciding.rebuild)


def _build_some(view: ReadModel, dice: random.Random, counts: Counts) -> None:
    """Sometimes take a step of what is begun, between events as they come."""
    if dice.random() < 0.5:
        before = view.programme.generation
        take_steps(view, 1)
        counts["made anew"] += view.programme.generation != before


def note_papers(view: ReadModel, dice: random.Random, counts: Counts) -> None:
    """Find one paper damaged, or what was damaged whole again."""
    with view.store.begin_read() as tx:
        damaged = paper_checks.faulty(tx, len(PAPERS))
    if damaged and dice.random() < 0.7:
        counts["papers restored"] += view.note_papers(dict.fromkeys(damaged))
    else:
        counts["papers damaged"] += view.note_papers({dice.choice(PAPERS): paper_checks.DIFFERS})


def count_situations(view: ReadModel, events: Sequence[Event], counts: Counts) -> None:
    """Count what a history held, by what the ledger keeps of it in the end."""
    counts["histories"] += 1
    counts["events"] += len(events)
    counts["corrections"] += sum(0 < event.place < event.recordversion for event in events)
    counts["voids"] += sum(event.place == 0 for event in events)
    counts["joint facts"] += sum(bool(event.counits) for event in events)
    with view.store.begin_read() as tx:
        own_rows = sa.select(contributions).where(contributions.c.programme == view.programme.generation)
        rows = list(tx.execute(own_rows.order_by(contributions.c.turn, contributions.c.event)))
        counts["levels fallen"] += len(paper_checks.fallen_events(tx, DISTRICT))
    counts["rows gone"] += sum(row.gone is not None for row in rows)
    by_subject: dict[Any, list[Any]] = {}
    for row in rows:
        if row.gone is None:
            by_subject.setdefault((row.measure, row.side, row.subject), []).append(row)
    for (measure, _, _), own in by_subject.items():
        _count_of_subject(view.programme.measures[measure], own, counts)
    _count_sides(view.programme, by_subject, counts)


def _count_of_subject(measure: Measure, rows: Sequence[Any], counts: Counts) -> None:
    """What befell one subject on one side of one measure; `rows` in the order of turns."""
    opens = [row for row in rows if row.role == "opens"]
    if not opens:
        return
    last, records = DAYS[-1].isoformat(), {row.record for row in opens}
    counts["expired"] += any(row.expires and row.expires < last for row in opens)
    counts["counts from a later day"] += any(row.dated > row.happened for row in opens)
    counts["counts from an earlier day"] += any(row.dated < row.happened for row in opens)
    counts["recorded late"] += any(one.turn < other.turn and one.known > other.known for one in rows for other in rows)
    counts["before it begins"] += any(measure.since and row.dated < measure.since.isoformat() for row in opens)
    counts["after it ends"] += any(measure.until and row.dated > measure.until.isoformat() for row in opens)
    counts["both months"] += len({row.dated[:7] for row in opens}) > 1
    counts["twice in one event"] += len({(row.event, row.number) for row in opens}) > len({row.event for row in opens})
    counts["several records"] += len(records) > 1
    counts["units at different levels"] += (
        len({row.unit for row in opens}) > 1 and len({row.level for row in opens}) > 1
    )
    for record in records:
        _count_of_record(rows, record, counts)


def _count_of_record(rows: Sequence[Any], record: str, counts: Counts) -> None:
    own = [row for row in rows if row.record == record]
    roles = [row.role for row in own if row.role != "proves"]
    pairs = list(itertools.pairwise(roles))
    counts["ended"] += ("opens", "ends") in pairs
    counts["reopened"] += ("ends", "opens") in pairs
    opens = [row for row in own if row.role == "opens"]
    counts["moved to another unit"] += any(one.unit != other.unit for one, other in itertools.pairwise(opens))
    counts["raised by an earlier opening"] += any(
        one.turn < other.turn and one.level > other.level for one, other in itertools.pairwise(opens)
    )
    for proof in (row for row in rows if row.role == "proves"):
        raised = [row for row in opens if row.level < proof.level]
        if proof.record == record:
            counts["proved"] += any(row.place < proof.place for row in raised)
            counts["proved too early"] += any(row.place > proof.place for row in raised)
        else:
            counts["proved from elsewhere"] += any(row.happened <= proof.happened for row in raised)
            counts["proved from elsewhere too early"] += any(row.happened > proof.happened for row in raised)


def _count_sides(programme: Programme, by_subject: dict[Any, list[Any]], counts: Counts) -> None:
    """How members of a whole stand in its part."""
    for (name, side, subject), whole in by_subject.items():
        measure = programme.measures[name]
        if side != "whole" or not any(row.role == "opens" for row in whole):
            continue
        part = [row for row in by_subject.get((name, "part", subject), ()) if row.role == "opens"]
        counts["missing"] += not part
        counts["in the part"] += bool(part)
        if measure.in_time and part:
            due = min(row.dated for row in whole if row.role == "opens")
            counts["too late"] += min(row.dated for row in part) > due
            counts["in time"] += min(row.dated for row in part) <= due
            counts["due on several days"] += len({row.dated for row in whole if row.role == "opens"}) > 1
        if measure.facets > 1:
            facets = len({row.facet for row in part})
            counts["all facets"] += facets >= measure.facets
            counts["some facets"] += 0 < facets < measure.facets
