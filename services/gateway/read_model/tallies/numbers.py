"""The number of a measure, from its tallies where it has them, else counted from the ledger's rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa

from services.gateway.read_model import queries
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.queries import Answer
from services.gateway.read_model.queries.shape import within_period
from services.gateway.read_model.question import ALWAYS, Question
from services.gateway.read_model.tallies import reading
from services.gateway.read_model.tallies.serving import serves

SumsKey = tuple[str, str, str, dt.date]


@dataclass
class Numbers:
    """Reads numbers from one state of the ledger; what stands of a measure on a day is read once for all units."""

    tx: sa.Connection
    _sums: dict[SumsKey, reading.Sums] = field(default_factory=dict)

    def value(self, measure: Measure, question: Question) -> Answer:
        """The number of a measure.

        What was known at an earlier moment is counted from the rows: tallies say what is known now.
        """
        if not _is_tallied(measure, question):
            return queries.value(self.tx, measure, question)
        key = _key(measure, question)
        if key not in self._sums:
            self.prepare([measure], question)
        return reading.answer(measure, self._sums[key], question.units)

    def prepare(self, measures: Iterable[Measure], question: Question) -> None:
        """Read what stands of several measures at once."""
        by_day: dict[dt.date, list[Measure]] = defaultdict(list)
        for one in measures:
            if _is_tallied(one, question) and _key(one, question) not in self._sums:
                by_day[one.day(question.as_of)].append(one)
        for wanted in by_day.values():
            found = reading.sums(self.tx, wanted, within_period(wanted[0], question))
            self._sums.update((_key(one, question), found[one.id]) for one in wanted)


def _is_tallied(measure: Measure, question: Question) -> bool:
    return question.known_at == ALWAYS and serves(measure)


def _key(measure: Measure, question: Question) -> SumsKey:
    return measure.programme, measure.id, question.district, measure.day(question.as_of)
