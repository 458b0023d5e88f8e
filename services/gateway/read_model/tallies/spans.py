"""From when until when the facts of a record count: a plain function of its rows in the ledger.

As of a day those rows count that had happened and had come into force by then, that no ending followed by then, and
that had not expired; where the last word on a subject decides, the rows of the last opening alone. What they show is
what they say themselves, or what a proof says that followed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from services.gateway.read_model.programme import Measure
from services.gateway.read_model.tallies.tables import FOREVER

Interval = tuple[str, str]
"""The first day, and the first day after."""
WHOLE = "whole"
_turn = attrgetter("turn")
_fact = attrgetter("event", "number")


class Span(NamedTuple):
    """How long a fact counts, for which units ("|DT|ZS|"), and whether it is verified (1) all that time or not (0)."""

    record: str
    event: str
    number: str
    start: str
    until: str
    units: str
    dated: str
    facet: str
    amount: float | None
    verified: int


@lru_cache(4096)
def day_after(day: str) -> str:
    """The day that follows, as text."""
    return (dt.date.fromisoformat(day[:10]) + dt.timedelta(days=1)).isoformat()


def spans_of(measure: Measure, side: str, rows: Sequence[Any], proofs: Sequence[Any]) -> Iterator[Span]:
    """The spans of one record's rows on one side for one subject.

    rows    those of the ledger that no revision replaced, in the order of turns
    proofs  those that raise what the rows of this subject show, other records' too
    """
    opens = [row for row in rows if row.role == "opens"]
    if not opens:
        return
    if len(rows) == 1 and not proofs:
        yield from _alone(_Rules(measure, side), opens[0])
        return
    ends = [row for row in rows if row.role == "ends"]
    if not measure.proved or side == WHOLE:
        proofs = ()
    proving = [one for one in proofs if one.level >= measure.verified_from]
    make = _last_words if measure.stateful else _each_for_itself
    yield from make(_Rules(measure, side), opens, ends, proving)


@dataclass(frozen=True, slots=True)
class _Rules:
    measure: Measure
    side: str

    def in_force(self, row: Any) -> Interval | None:
        """On which days a row is in force, once it has happened; None: on none that this measure counts."""
        since = self.measure.since
        if since and self.side != WHOLE and row.dated < since.isoformat():
            return None
        # A moment sorts after its own day, so that what is due at an hour counts from the day that follows.
        start = row.dated if len(row.dated) == len(FOREVER) else day_after(row.dated)
        return max(start, row.happened), day_after(row.expires) if row.expires else FOREVER

    def is_proven(self, row: Any) -> bool:
        return bool(row.level >= self.measure.verified_from)


def _alone(rules: _Rules, row: Any) -> Iterator[Span]:
    """A fact of which no other row says anything: most are such."""
    days = rules.in_force(row)
    if days and days[0] < days[1]:
        proven = int(rules.is_proven(row))
        yield Span(
            row.record, row.event, row.number, *days, f"|{row.unit}|", row.dated, row.facet or "", row.amount, proven
        )


def _each_for_itself(
    rules: _Rules, opens: Sequence[Any], ends: Sequence[Any], proving: Sequence[Any]
) -> Iterator[Span]:
    for fact in _facts(opens):
        row = fact[0]
        ended = min((one.happened for one in ends if one.turn >= row.turn), default=FOREVER)
        proven = [(row.happened, FOREVER)] if rules.is_proven(row) else _proven_by(row, proving)
        yield from _pieces(rules, fact, ended, proven)


def _last_words(rules: _Rules, opens: Sequence[Any], ends: Sequence[Any], proving: Sequence[Any]) -> Iterator[Span]:
    openings = [list(some) for _, some in groupby(opens, _turn)]
    standing: list[Any] = []
    """All openings since the last ending."""
    before = ""
    for number, opening in enumerate(openings):
        row = opening[0]
        if any(before <= one.turn < row.turn for one in ends):
            standing = []
        before = row.turn
        standing += opening
        later = openings[number + 1][0].happened if number + 1 < len(openings) else FOREVER
        ended = min((one.happened for one in ends if one.turn >= row.turn), default=FOREVER)
        proven = [*_shown_by(rules, standing), *_proven_by(row, proving)]
        for fact in _facts(opening):
            yield from _pieces(rules, fact, min(later, ended), proven)


def _facts(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Rows that are one fact for several units."""
    return (list(some) for _, some in groupby(sorted(rows, key=_fact), _fact))


def _shown_by(rules: _Rules, rows: Iterable[Any]) -> Iterator[Interval]:
    for row in rows:
        if rules.is_proven(row) and (days := rules.in_force(row)):
            yield days


def _proven_by(row: Any, proving: Iterable[Any]) -> list[Interval]:
    """From when on a proof stands for a row: a later step of the same record, or another record's of then or later."""
    days = (
        one.happened
        for one in proving
        if (one.place > row.place if one.record == row.record else one.happened >= row.happened)
    )
    first = min(days, default=None)
    return [] if first is None else [(first, FOREVER)]


def _pieces(rules: _Rules, fact: Sequence[Any], ended: str, proven: Iterable[Interval]) -> Iterator[Span]:
    """A fact's time, cut where it becomes verified or ceases to be."""
    row, days = fact[0], rules.in_force(fact[0])
    if days is None:
        return
    start, until = days[0], min(days[1], ended)
    cuts = sorted({start, until, *(day for one in proven for day in one if start < day < until)})
    units = "|".join(("", *sorted({one.unit for one in fact}), ""))
    pieces = [
        (first, last, any(one[0] <= first and last <= one[1] for one in proven))
        for first, last in pairwise(cuts)
        if start <= first < until
    ]
    for verified, some in groupby(pieces, lambda piece: piece[2]):
        same = list(some)
        yield Span(
            row.record,
            row.event,
            row.number,
            same[0][0],
            same[-1][1],
            units,
            row.dated,
            row.facet or "",
            row.amount,
            int(verified),
        )
