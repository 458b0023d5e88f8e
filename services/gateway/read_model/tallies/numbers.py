"""The number of a measure, from its tallies where it has them, else counted from the ledger's rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from services.gateway.read_model import queries
from services.gateway.read_model.programme import Measure, Programme
from services.gateway.read_model.queries import Answer
from services.gateway.read_model.queries.shape import within_period
from services.gateway.read_model.question import ALWAYS, Question
from services.gateway.read_model.tallies import reading
from services.gateway.read_model.tallies.known_then import KnownThen
from services.gateway.read_model.tallies.milestones import Way
from services.gateway.read_model.tallies.serving import serves

SumsKey = tuple[str, str, Question]


@dataclass
class Numbers:
    """Reads numbers from one state of the ledger; what stands of a measure on a day is read once for all units."""

    tx: sa.Connection
    programme: Programme
    _sums: dict[SumsKey, reading.Sums] = field(default_factory=dict)
    _then: dict[tuple[str, dt.datetime], KnownThen] = field(default_factory=dict)

    def value(self, measure: Measure, question: Question) -> Answer:
        """The number of a measure.

        As it was known at an earlier moment: from the tallies of now or of a milestone, corrected by what was told
        between, unless that is much.
        """
        if not self._is_tallied(measure, question):
            return queries.value(self.tx, measure, question)
        key = _key(measure, question)
        if key not in self._sums:
            self.prepare([measure], question)
        return reading.answer(measure, self._sums[key], question.units)

    def values(self, measure: Measure, question: Question, members: Mapping[str, frozenset[str]]) -> dict[str, Answer]:
        """The numbers of several units at once, each with its members: what stands is read once, and shared out."""
        if not self._is_tallied(measure, question):
            return {code: self.value(measure, replace(question, units=own)) for code, own in members.items()}
        self.prepare([measure], question)
        return reading.answers(measure, self._sums[_key(measure, question)], members)

    def prepare(self, measures: Iterable[Measure], question: Question) -> None:
        """Read what stands of several measures at once."""
        by_day: dict[dt.date, list[Measure]] = defaultdict(list)
        for one in measures:
            if self._is_tallied(one, question) and _key(one, question) not in self._sums:
                by_day[one.day(question.as_of)].append(one)
        for wanted in by_day.values():
            found = self._sums_of(wanted, within_period(wanted[0], question))
            self._sums.update((_key(one, question), found[one.id]) for one in wanted)

    def prepare_month_ends(self, measures: Iterable[Measure], question: Question, days: Iterable[dt.date]) -> None:
        """Read what stands of some measures on those of some days that are the last of their months, at once."""
        asked_on: dict[dt.date, list[Measure]] = defaultdict(list)
        days, tallied = list(days), [one for one in measures if self._is_tallied(one, question)]
        for one in tallied:
            for day in {one.day(day) for day in days}:
                if _ends_a_month(day) and _key(one, replace(question, as_of=day)) not in self._sums:
                    asked_on[day].append(one)
        wanted = {one.id: one for some in asked_on.values() for one in some}.values()
        at_ends = reading.sums_at_month_ends(self.tx, wanted, question, asked_on.keys(), self._way(question))
        for day, some in asked_on.items():
            on_day = replace(question, as_of=day)
            rows = self._corrected({one.id: at_ends[one.id, day] for one in some}, on_day)
            self._sums.update((_key(one, on_day), rows[one.id]) for one in some)

    def _sums_of(self, measures: list[Measure], question: Question) -> Mapping[str, reading.Sums]:
        return self._corrected(reading.sums(self.tx, measures, question, self._way(question)), question)

    def _way(self, question: Question) -> Way | None:
        return None if question.known_at == ALWAYS else self._known_then(question).way

    def _corrected(self, now: Mapping[str, reading.Sums], question: Question) -> Mapping[str, reading.Sums]:
        if question.known_at == ALWAYS:
            return now
        corrections = self._known_then(question).corrections(list(now), question.as_of.isoformat())
        return {name: [*rows, *corrections[name]] for name, rows in now.items()}

    def _is_tallied(self, measure: Measure, question: Question) -> bool:
        if question.known_at == ALWAYS or not serves(measure):
            return serves(measure)
        return measure.programme == self.programme.generation and self._known_then(question).is_short

    def _known_then(self, question: Question) -> KnownThen:
        key = question.district, question.known_at
        if key not in self._then:
            self._then[key] = KnownThen(self.tx, self.programme, question)
        return self._then[key]


def _key(measure: Measure, question: Question) -> SumsKey:
    return measure.programme, measure.id, replace(question, as_of=measure.day(question.as_of), units=None)


def _ends_a_month(day: dt.date) -> bool:
    return (day + dt.timedelta(days=1)).day == 1
