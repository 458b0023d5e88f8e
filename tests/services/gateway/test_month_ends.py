"""A number at the end of each month: one running sum, which is what each month's own question has."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from services.chassis.storage.store import Store
from services.gateway.read_model import queries, status
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.question import Question
from services.gateway.read_model.tallies import known_then
from tests.office import build_view, day, make_as_of
from tests.services.gateway.random_history import random_history
from tests.services.gateway.sample_programme import PROGRAMME
from tests.services.gateway.tally_programme import GROUPS

UNITS = (None, "DT", "ZS")
HISTORY = random_history(0).events
LAST = dt.date(2017, 12, 20)
MONTH_ENDS = [*(dt.date(2017, month + 1, 1) - dt.timedelta(days=1) for month in range(1, 12)), LAST]
PROGRAMMES = {"sample": PROGRAMME, "matters": GROUPS["matters"]}


@pytest.mark.parametrize("name", PROGRAMMES)
def test_each_month_is_told_as_the_queries_count_it(name: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_then, "TIMES_AS_MANY", 0)
    read_model = build_view(HISTORY, PROGRAMMES[name], store)
    middle = sorted(event.time for event in HISTORY)[len(HISTORY) // 2]
    counted = 0
    for unit in UNITS:
        for question in (make_as_of(str(LAST)), make_as_of(str(LAST), known_at=middle)):
            with read_model.reader(question, unit) as reader:
                for measure in read_model.programme.measures.values():
                    asked = reader.as_of_for(measure)
                    right = [_of_query(reader, measure, asked, end) for end in MONTH_ENDS]
                    assert reader.by_month(measure) == right, (measure.id, unit, question)
                    counted += sum(one["n"] for one in right)
    assert counted


def _of_query(reader: Reader, measure: Any, asked: Question, end: dt.date) -> dict[str, Any]:
    answer = queries.value(reader.tx, measure, Question(asked.district, end, asked.known_at, asked.units))
    number = {"as_of": str(end), "claimed": answer.claimed, "verified": answer.verified, "n": answer.n}
    goal = reader.measure(measure)["target"]
    pace = status.expected_value(measure.target, reader.programme.start, end) if goal else None
    return number | {"expected": pace}


def test_a_year_of_months_is_read_by_as_many_statements_as_two_months(store: Store) -> None:
    read_model = build_view(HISTORY, PROGRAMME, store)
    statements: list[str] = []
    sa.event.listen(store._engine, "before_cursor_execute", lambda _c, _u, text, *_: statements.append(text))
    counts = []
    for on in ("2017-02-20", "2017-12-20"):
        with read_model.reader(make_as_of(on)) as reader:
            statements.clear()
            assert len(reader.by_month(PROGRAMME.measures["A6.done"])) == day(on).month
            counts.append(len(statements))
    assert counts == [2, 2], "the months that are over, and the day itself"
