"""Numbers from tallies: the sum of what changed in the months before and on the days of the last one.

Or, whichever are fewer, in that month too, less what changed on the days of it that come later.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import add, itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.chassis.storage import store
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.queries.shape import within_period
from services.gateway.read_model.queries.values import Answer, plain, round_off
from services.gateway.read_model.question import Question
from services.gateway.read_model.tallies.increments import DAY, FACTS, MILLIONTHS, MONTH, VERIFIED
from services.gateway.read_model.tallies.milestones import Way
from services.gateway.read_model.tallies.states import MEMBERS, MISSING, PROVEN, SUBJECTS, UNPROVEN
from services.gateway.read_model.tallies.tables import tally, told_tally

_bind = sa.bindparam
_KEY, _NUMBERS = ("measure", "series", "units", "worth"), ("n", "valued", "total")
HALF = 15
"""Up to this day of a month its days are summed, from then on those that are left of it."""


class _Statements:
    """How the changes are read that a table keeps: of all that was told, or of some milestones."""

    def __init__(self, c: Any) -> None:
        """`c`: the table's columns."""
        own = [c.district == _bind("district"), c.programme == _bind("programme"), store.any_of(c.measure, "measures")]
        own += [store.any_of(c.milestone, "milestones")] if "milestone" in c else []
        key, numbers = [c[name] for name in _KEY], [c[name] for name in _NUMBERS]
        months, days = (sa.select(*key, *numbers).where(*own, c.grain == grain) for grain in (MONTH, DAY))
        left = sa.select(*key, *((-one).label(one.name) for one in numbers)).where(*own, c.grain == DAY)
        self.first_half = _summed(
            months.where(c.at < _bind("month")), days.where(c.at >= _bind("month"), c.at <= _bind("as_of"))
        )
        self.second_half = _summed(
            months.where(c.at <= _bind("month")), left.where(c.at > _bind("as_of"), c.at <= _bind("month_end"))
        )
        by_month = sa.select(c.at, *key, *numbers).where(*own, c.grain == MONTH, c.at <= _bind("month"))
        self.by_month = by_month.order_by(c.at, c.series, c.units, c.worth)


def _summed(months: sa.Select[Any], days: sa.Select[Any]) -> sa.Select[Any]:
    both = months.union_all(days).subquery()
    key = tuple(both.c[name] for name in _KEY)
    return sa.select(*key, *(sa.func.sum(both.c[name]).label(name) for name in _NUMBERS)).group_by(*key)


_OF_NOW, _OF_MILESTONES = _Statements(tally.c), _Statements(told_tally.c)
Sums = Sequence[Any]
"""What stands on a day of one measure: `n`, `valued` and `total` by `series`, `units` and `worth`."""


class Sum(NamedTuple):
    """One of the sums, or what has to be added to one."""

    series: str
    units: str
    worth: float
    n: int
    valued: int
    total: int


def value(tx: sa.Connection, measure: Measure, question: Question) -> Answer:
    """The number of a measure that has tallies, of a question about what is known now."""
    return answer(measure, sums(tx, [measure], within_period(measure, question))[measure.id], question.units)


def sums(
    tx: sa.Connection, measures: Collection[Measure], question: Question, way: Way | None = None
) -> Mapping[str, Sums]:
    """What stands of some measures of one programme on the day asked about, whichever the units, by measure.

    way  to the milestone up to which was told what stands; None: of all that was told
    """
    by_measure: dict[str, list[Any]] = {one.id: [] for one in measures}
    as_of = question.as_of.isoformat()
    bound: dict[str, Any] = {
        "district": question.district,
        "month": as_of[:7],
        "as_of": as_of,
        "measures": list(by_measure),
    }
    is_first, statements = question.as_of.day <= HALF, _OF_NOW if way is None else _OF_MILESTONES
    bound |= ({} if is_first else {"month_end": f"{as_of[:7]}-31"}) | _along(way)
    for programme in {one.programme for one in measures}:
        statement = statements.first_half if is_first else statements.second_half
        for row in tx.execute(statement, bound | {"programme": programme}).all():
            by_measure[row.measure].append(row)
    return by_measure


def _along(way: Way | None) -> dict[str, Any]:
    return {} if way is None else {"milestones": way.numbers}


def sums_at_month_ends(
    tx: sa.Connection,
    measures: Collection[Measure],
    question: Question,
    ends: Collection[dt.date],
    way: Way | None = None,
) -> Mapping[tuple[str, dt.date], Sums]:
    """What stands of some measures on some last days of months: each month's changes are read once, for all of them."""
    bound: dict[str, Any] = {"district": question.district, "measures": [one.id for one in measures]} | _along(way)
    statement = (_OF_NOW if way is None else _OF_MILESTONES).by_month
    by_measure: dict[str, list[Any]] = {one.id: [] for one in measures}
    for programme in {one.programme for one in measures} if ends else ():
        month = max(ends).isoformat()[:7]
        for row in tx.execute(statement, bound | {"programme": programme, "month": month}).all():
            by_measure[row.measure].append(row)
    return {(name, end): sums_ for name, rows in by_measure.items() for end, sums_ in _running(rows, sorted(ends))}


def _running(rows: Iterable[Any], ends: Iterable[dt.date]) -> Iterator[tuple[dt.date, Sums]]:
    """One measure's sums on each of some days, of its changes in the order of months."""
    standing: dict[tuple[str, str, float], list[int]] = {}
    by_month = {month: list(some) for month, some in itertools.groupby(rows, itemgetter(0))}
    for end in ends:
        for month in [one for one in by_month if one <= end.isoformat()[:7]]:
            for _, _, series, units, worth, *numbers in by_month.pop(month):
                was = standing.setdefault((series, units, worth), [0, 0, 0])
                was[:] = map(add, was, numbers)
        yield end, [Sum(*key, *numbers) for key, numbers in standing.items()]


def answer(measure: Measure, rows: Sums, units: frozenset[str] | None) -> Answer:
    """The number that these sums give for some units; None: for all."""
    meant = rows
    if units is not None:
        sets = {one for one in {row.units for row in rows} if not units.isdisjoint(one[1:-1].split("|"))}
        meant = [row for row in rows if row.units in sets]
    return _ANSWERS.get(measure.kind, _ratio if measure.compares else _count)(measure, _Series(meant))


def answers(measure: Measure, rows: Sums, members: Mapping[str, frozenset[str]]) -> dict[str, Answer]:
    """The numbers that these sums give for several units at once, each with its members."""
    by_set: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_set[row.units].append(row)
    sets = [(frozenset(name[1:-1].split("|")), some) for name, some in by_set.items()]
    return {
        code: answer(measure, [row for named, some in sets if not named.isdisjoint(own) for row in some], None)
        for code, own in members.items()
    }


class _Series:
    """The sums by series."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows: dict[str, list[Any]] = defaultdict(list)
        for row in rows:
            self._rows[row.series].append(row)

    def n(self, series: str) -> int:
        return sum(int(row.n) for row in self._rows[series])

    def with_amount(self, series: str) -> int:
        return sum(int(row.valued) for row in self._rows[series])

    def total(self, series: str) -> float:
        return sum(int(row.total) for row in self._rows[series]) / MILLIONTHS

    def amounts(self, series: str) -> Counter[float]:
        counts: dict[float, int] = {}
        for row in self._rows[series]:
            counts[row.worth] = counts.get(row.worth, 0) + int(row.n)
        return +Counter(counts)


def _count(measure: Measure, series: _Series) -> Answer:
    n = series.n(FACTS)
    if measure.or_null and not n:
        return Answer(None, None, 0)
    return Answer(n, series.n(VERIFIED), n)


def _exists(_measure: Measure, series: _Series) -> Answer:
    n = series.n(FACTS)
    return Answer(bool(n), bool(series.n(VERIFIED)), n)


def _distinct(measure: Measure, series: _Series) -> Answer:
    if measure.or_null and not series.n(FACTS):
        return Answer(None, None, 0)
    return Answer(series.n(SUBJECTS), series.n(PROVEN), series.n(FACTS))


def _sum(_measure: Measure, series: _Series) -> Answer:
    return Answer(plain(series.total(FACTS)), plain(series.total(VERIFIED)), series.n(FACTS))


def _mean(_measure: Measure, series: _Series) -> Answer:
    def mean(of: str) -> float | None:
        return round_off(series.total(of) / series.with_amount(of)) if series.with_amount(of) else None

    return Answer(mean(FACTS), mean(VERIFIED), series.n(FACTS))


def _percentile(measure: Measure, series: _Series) -> Answer:
    claimed, verified = (series.amounts(of) for of in (FACTS, VERIFIED))
    return Answer(_nearest(claimed, measure.percent), _nearest(verified, measure.percent), claimed.total())


def _nearest(counts: Counter[float], percent: int) -> float | None:
    """The nearest-rank percentile of amounts, each of which there are so many."""
    rank = -(-percent * counts.total() // 100)
    for amount, so_many in sorted(counts.items()):
        rank -= so_many
        if rank <= 0:
            return plain(amount)
    return None


def _ratio(measure: Measure, series: _Series) -> Answer:
    n = series.n(MEMBERS)
    missing, unproven = series.n(MISSING), series.n(UNPROVEN)
    if measure.kind == "covered":
        return Answer(n - missing, n - unproven, n)
    if not n:
        return Answer(None, None, 0)
    if measure.kind == "gaps":
        return Answer(missing, unproven, n)
    return Answer((n - missing) / n, (n - unproven) / n, n)


_ANSWERS: dict[str, Callable[[Measure, _Series], Answer]] = {
    "exists": _exists,
    "distinct": _distinct,
    "sum": _sum,
    "mean": _mean,
    "percentile": _percentile,
}
