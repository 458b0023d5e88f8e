"""The number of a measure, as claimed and as verified: each is one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from services.chassis.records.calendar import Calendar
from services.gateway.read_model import person_months
from services.gateway.read_model.calendars import heard_years
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.queries import statements
from services.gateway.read_model.queries.shape import parameters, shape_of, within_period
from services.gateway.read_model.question import Question


@dataclass(frozen=True)
class Answer:
    """A number as claimed and as verified, and over how many (facts, or members of the whole).

    events  how many events a rate counts; `proven` of these are verified, `months` are the person-months
    """

    claimed: float | bool | None
    verified: float | bool | None
    n: int
    events: int | None = None
    proven: int = 0
    months: float = 0.0


def value(tx: sa.Connection, measure: Measure, question: Question) -> Answer:
    """The number. Null are a ratio over nothing, a mean of nothing, and a zero where nobody looked."""
    question = within_period(measure, question)
    count = _ratio_answer if measure.compares else _REDUCED.get(measure.kind, _tally_answer)
    answer: Answer = count(tx, measure, question)
    asks = measure.based and measure.kind != "rate" and not answer.claimed
    return Answer(None, None, 0) if asks and not _has_basis(tx, measure, question) else answer


def parts(tx: sa.Connection, measure: Measure, question: Question) -> list[tuple[str, int, int]]:
    """A covered number part by part: the values that tell a part from others, how many are claimed, how many proven."""
    question = within_period(measure, question)
    return [
        tuple(row) for row in tx.execute(statements.parts(shape_of(measure, question)), parameters(measure, question))
    ]


def _tally_answer(tx: sa.Connection, measure: Measure, question: Question) -> Answer:
    tally = statements.tally(measure.kind, shape_of(measure, question))
    n, claimed, verified = tx.execute(tally, parameters(measure, question)).one()
    if measure.or_null and not n:
        return Answer(None, None, 0)
    if measure.kind == "exists":
        return Answer(bool(n), bool(verified), n)
    if measure.kind == "mean":
        return Answer(round_off(claimed), round_off(verified), n)
    return Answer(plain(claimed), plain(verified), n)


def _ratio_answer(tx: sa.Connection, measure: Measure, question: Question) -> Answer:
    ratio = statements.ratio(shape_of(measure, question), measure.in_time)
    n, claimed, verified = tx.execute(ratio, parameters(measure, question)).one()
    if measure.kind == "covered":
        return Answer(claimed, verified, n)
    if not n:
        return Answer(None, None, 0)
    if measure.kind == "gaps":
        return Answer(n - claimed, n - verified, n)
    return Answer(claimed / n, verified / n, n)


def _has_basis(tx: sa.Connection, measure: Measure, question: Question) -> bool:
    """Whether anybody looked."""
    tally = statements.tally("count", shape_of(measure, question))
    return bool(tx.execute(tally, parameters(measure, question, "basis")).one()[0])


def _rate(tx: sa.Connection, measure: Measure, question: Question) -> Answer:
    """Events of the part over the person-months of the whole; null where nobody looked (an empty basis)."""
    tally = statements.tally("count", shape_of(measure, question))
    events, claimed, verified = tx.execute(tally, parameters(measure, question, "part")).one()
    looked = not measure.based or _has_basis(tx, measure, question)
    moves = tx.execute(statements.moves(), parameters(measure, question, "whole")).all()
    spent = person_months.count_person_months(moves, question, measure.since)
    if not spent.months or not looked:
        return Answer(None, None, spent.people, events)
    rate, proven = (rate_of(measure, one, spent.months) for one in (claimed, verified))
    return Answer(rate, proven, spent.people, events, verified, spent.months)


def rate_of(measure: Measure, events: int, months: float) -> float | None:
    """Events over person-months, for so many as the measure says."""
    return round_off(measure.per * events / months)


def round_off(number: float | None) -> float | None:
    """A quotient to four places; what does not come out even is no more exact than that."""
    return None if number is None else plain(round(number, 4))


def plain(number: float | None) -> float:
    """A number as it is told: whole where it is whole, 0 for nothing."""
    exact = float(number or 0)
    return int(exact) if exact.is_integer() else exact


def _percentile(tx: sa.Connection, measure: Measure, question: Question) -> Answer:
    rows = tx.execute(statements.amounts(shape_of(measure, question)), parameters(measure, question)).all()
    proven = [row.amount for row in rows if row.level >= measure.verified_from]
    return Answer(_nearest([row.amount for row in rows], measure.percent), _nearest(proven, measure.percent), len(rows))


def _age(tx: sa.Connection, measure: Measure, question: Question) -> Answer:
    """The percentile of the working days from the last word on each subject to the day asked about; of none null."""
    rows = tx.execute(statements.rows_of(shape_of(measure, question)), parameters(measure, question)).all()
    last = {row.subject: row for row in rows}
    proven = [row for row in last.values() if row.level >= measure.verified_from]
    counts_by = heard_years.calendar(tx, question.district)
    ages = (_ages(some, question.as_of, counts_by) for some in (last.values(), proven))
    claimed, verified = (_nearest(some, measure.percent) for some in ages)
    return Answer(claimed, verified, len(last))


def _ages(rows: Iterable[Any], as_of: dt.date, counts_by: Calendar) -> list[float]:
    """How many working days ago each row's day was, in order."""
    return sorted(counts_by.workdays(dt.date.fromisoformat(row.dated), as_of) for row in rows)


_REDUCED = {"percentile": _percentile, "age": _age, "rate": _rate}
"""The kinds whose number is made from rows, not by the database alone."""


def _nearest(ranked: list[float], percent: int) -> float | None:
    """The nearest-rank percentile of numbers in order."""
    return plain(ranked[-(-percent * len(ranked) // 100) - 1]) if ranked else None
