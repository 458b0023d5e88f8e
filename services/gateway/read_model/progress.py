"""The progress of the whole campaign: pillars, items, measures; each number computed from facts, none typed in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from contracts.register import BETWEEN
from services.chassis.records.record import Record
from services.gateway.read_model import queries, status, units
from services.gateway.read_model.programme import BUREAU, Item, Measure, Pillar, Programme, Target
from services.gateway.read_model.queries import Answer, disclosure
from services.gateway.read_model.queries.disclosure import PublicNumber
from services.gateway.read_model.queries.shape import within_period
from services.gateway.read_model.question import ALWAYS, Question
from services.gateway.read_model.tallies.numbers import Numbers

Answers = dict[tuple[str, Question], Answer]
Stale = Mapping[str, str]
MembersByDay = dict[tuple[dt.date, dt.datetime], dict[str, frozenset[str]]]


@dataclass
class Reader:
    """Reads one state of the ledger; `answers` holds those that still stand, `stale` since when a service is silent.

    exact  the private measures that whoever asks may see as they are
    today  the day on which it is asked
    members  of each day that was asked about every unit with all below it
    """

    tx: sa.Connection
    programme: Programme
    question: Question
    unit: str | None = None
    tree: Mapping[str, Record] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    stale: Stale = field(default_factory=dict)
    exact: frozenset[str] = frozenset()
    today: dt.date = dt.date.max
    members: MembersByDay = field(default_factory=dict)
    numbers: Numbers = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is read yet."""
        self.numbers = Numbers(self.tx, self.programme)

    def document(self) -> dict[str, Any]:
        """The whole progress: pillars, their items, and the measures of each."""
        self.numbers.prepare(self.programme.by_name.values(), self.question)
        return {
            "campaign": self.programme.campaign,
            "title": self.programme.title,
            "as_of": self.question.as_of.isoformat(),
            "known_at": None if self.question.known_at == ALWAYS else self.question.known_at.isoformat(),
            "unit": self.unit,
            "pillars": [self._pillar(pillar) for pillar in self.programme.pillars],
        }

    def _pillar(self, pillar: Pillar) -> dict[str, Any]:
        return {"id": pillar.id, "title": pillar.title, "items": [self.item(item) for item in pillar.items]}

    def item(self, item: Item) -> dict[str, Any]:
        """One item with its measures."""
        measures = [self.measure(self.programme.by_name[name]) for name in item.measures]
        silent = {self.stale[s] for name in item.measures for s in self.programme.sources(name) if s in self.stale}
        return {
            "id": item.id,
            "title": item.title,
            "status": status.of_item(measures),
            "stale_since": min(silent, default=None),
            "measures": measures,
        }

    def measure(self, measure: Measure) -> dict[str, Any]:
        """One measure: its number as claimed and as verified, beside its target."""
        number, target = self.public_number(measure), self._target(measure)
        public, as_of, (start, _) = number.answer, number.as_of, self._year_of(measure)
        due = (
            None
            if target is None
            else {"op": target.op, "value": target.value, "by": target.by.isoformat(), "source": target.source}
        )
        return {
            "id": measure.name,
            "ref": measure.ref,
            "title": measure.title,
            "kind": measure.kind,
            "unit": measure.unit,
            "scope": measure.scope,
            "value": public.claimed,
            "claimed": public.claimed,
            "verified": public.verified,
            "verified_from": measure.verified_from,
            "n": public.n,
            "target": due,
            "expected": None if target is None else status.expected_value(target, start, as_of),
            "status": None if number.withheld else _status(measure, public, target, start, as_of),
            "awaits": measure.awaits,
            "withheld": number.withheld,
            "as_of": as_of.isoformat(),
        }

    def standing(self, measure: Measure, answer: Answer) -> str | None:
        """Where a number stands against the measure's target."""
        (start, _), as_of = self._year_of(measure), measure.day(self.question.as_of)
        return _status(measure, answer, measure.target, start, as_of)

    def standing_and_weight(self, measure: Measure, answer: Answer) -> tuple[str | None, str | None]:
        """The same, and as what it weighs: where nothing was done of what was due by now, as behind."""
        name, target = self.standing(measure, answer), measure.target
        if name is None or target is None:
            return name, name
        expected = status.expected_value(target, self._year_of(measure)[0], measure.day(self.question.as_of))
        return name, status.weight({"status": name, "target": {"op": target.op}, "expected": expected})

    def public_number(self, measure: Measure) -> PublicNumber:
        """The number as whoever asks may see it."""
        if not self._is_covered(measure):
            return PublicNumber(self.answer(measure), measure.day(self.question.as_of))
        if self.question.known_at != ALWAYS:
            return disclosure.withhold(Answer(None, None, 0), self._last_month_end())
        counted = self._at_month_end()
        answer, as_of = counted.answer(measure), measure.day(counted.question.as_of)
        if self.unit is None or self.unit in counted.publishable_units(measure):
            return disclosure.round_down(measure, answer, as_of)
        return disclosure.withhold(answer, as_of)

    def _is_covered(self, measure: Measure) -> bool:
        """Whether a number is personal, and whoever asks is not among those who may read what it is made of."""
        return measure.private and measure.id not in self.exact and not measure.awaits

    def _last_month_end(self) -> dt.date:
        return disclosure.month_end(min(self.question.as_of, self.today))

    def _at_month_end(self) -> Reader:
        """The same question as of the last month-end."""
        return self._as_of(self._last_month_end())

    def _as_of(self, day: dt.date) -> Reader:
        """The same question as of another day; what is read of the tallies is read for both."""
        other = replace(self, question=replace(self.question, as_of=day))
        other.numbers = self.numbers
        return other

    def publishable_units(self, measure: Measure) -> set[str]:
        """The units whose numbers of a private measure tell nothing of another unit's."""
        whole = self._of_bureau(measure)
        counts = {code: disclosure.count_of(self.answer_of(measure, self.of_unit(measure, code))) for code in self.tree}
        parents = {code: units.parents_on(unit, whole.as_of) for code, unit in self.tree.items()}
        return disclosure.publishable_units(parents, counts, disclosure.count_of(self.answer_of(measure, whole)))

    def _target(self, measure: Measure) -> Any:
        """A unit has its own scope's target; of a bureau's it shares the ratios, which mean everybody, no counts."""
        shared = self.unit in (None, measure.scope) or (measure.relative and measure.scope == BUREAU)
        return measure.target if shared else None

    def answer(self, measure: Measure) -> Answer:
        """The number as it is, whoever asks."""
        if measure.awaits:
            return Answer(None, None, 0)
        return self.answer_of(measure, self.as_of_for(measure))

    def answer_of(self, measure: Measure, question: Question) -> Answer:
        """The number that a question to this state of the ledger has: from the cache if it still stands."""
        if self.programme.measures.get(measure.id) is not measure:  # of a generation that was read before
            return self.numbers.value(measure, question)
        key = (measure.id, question)
        if key not in self.answers:
            self.answers[key] = self.numbers.value(measure, question)
        return self.answers[key]

    def as_of_for(self, measure: Measure) -> Question:
        """The question as it is asked of this measure: of the unit asked about, or of the unit whose number it is."""
        code = self.unit or (None if measure.scope == BUREAU else measure.scope)
        return self._of_bureau(measure) if code is None else self.of_unit(measure, code)

    def _of_bureau(self, measure: Measure) -> Question:
        """The question as of a day on which the measure still counts; above the units stands the bureau."""
        return within_period(measure, self.question)

    def of_unit(self, measure: Measure, code: str) -> Question:
        """The question asked of a unit and all below it, as these stood on the day as of which it is answered."""
        asked = self._of_bureau(measure)
        known_at = None if asked.known_at == ALWAYS else asked.known_at
        return replace(asked, units=units.below(self.tree.values(), code, asked.as_of, known_at))

    def by_unit(self, measure: Measure) -> list[dict[str, Any]]:
        """The number of every unit that has one; the bureau's is computed from subjects, never summed from these."""
        return [
            {
                "unit": code,
                "title": self.tree[code]["name"],
                "claimed": answer.claimed,
                "verified": answer.verified,
                "n": answer.n,
            }
            for code, answer in self.answers_by_unit(measure).items()
            if answer.n
        ]

    def by_part(self, measure: Measure) -> list[dict[str, Any]]:
        """The number part by part, where the programme says by what: to those alone who may see it as it is."""
        take = self.programme.parts_of(measure.id)
        if take is None or self._is_covered(measure):
            return []
        return [
            {
                "by": dict(zip(take.by, (one or None for one in values.split(BETWEEN)), strict=True)),
                "claimed": claimed,
                "verified": verified,
            }
            for values, claimed, verified in queries.parts(self.tx, measure, self.as_of_for(measure))
        ]

    def answers_by_unit(self, measure: Measure) -> dict[str, Answer]:
        """The number of every unit of which whoever asks may see one, by the unit's code."""
        if self._is_covered(measure):
            return {code: self._of_a_unit(measure, code) for code in self._units_told_of(measure)}
        asked = self._of_bureau(measure)
        return self.numbers.values(measure, asked, self._members_on(asked))

    def _members_on(self, asked: Question) -> dict[str, frozenset[str]]:
        """Every unit with all below it, as these stood on the day asked about; computed once for a day."""
        key = asked.as_of, asked.known_at
        if key not in self.members:
            known_at = None if asked.known_at == ALWAYS else asked.known_at
            below = units.below_each(self.tree.values(), asked.as_of, known_at)
            self.members[key] = {code: below[code] for code in sorted(below)}
        return self.members[key]

    def _units_told_of(self, measure: Measure) -> list[str]:
        """The units whose numbers of a private measure whoever asks may see."""
        told = self.question.known_at == ALWAYS
        return sorted(self._at_month_end().publishable_units(measure)) if told else []

    def _of_a_unit(self, measure: Measure, code: str) -> Answer:
        counted = self._at_month_end()
        question = counted.of_unit(measure, code)
        return disclosure.round_down(measure, counted.answer_of(measure, question), question.as_of).answer

    def by_month(self, measure: Measure) -> list[dict[str, Any]]:
        """The number as it stood at the end of each month of its year, up to the day asked about, and the pace."""
        start, _ = self._year_of(measure)
        return [
            {
                "as_of": one.as_of.isoformat(),
                "claimed": one.answer.claimed,
                "verified": one.answer.verified,
                "n": one.answer.n,
                "expected": None if target is None else status.expected_value(target, start, one.as_of),
            }
            for one in self._months(measure)
            for target in [self._target(self._on(one.as_of, measure))]
        ]

    def _on(self, day: dt.date, measure: Measure) -> Measure:
        """A measure with the target that held on a day of its year."""
        then = self.programme.on(day).by_name.get(measure.name)
        return then if then and then.id == measure.id else measure

    def prepare_months(self, measures: Collection[Measure]) -> None:
        """Read what stands of some measures at the ends of their months by one statement, and on the day itself."""
        by_year: dict[tuple[dt.date, dt.date], list[Measure]] = defaultdict(list)
        for one in measures:
            by_year[self._year_of(one)].append(one)
        for year, some in by_year.items():
            ends = self._ends_of(year)
            self.numbers.prepare_month_ends(some, self.question, ends)
            for day in {self.question.as_of, *ends[-1:]}:
                self.numbers.prepare(some, replace(self.question, as_of=day))

    def _ends_of(self, year: tuple[dt.date, dt.date]) -> list[dt.date]:
        first, last = year
        return _month_ends(first, min(self.question.as_of, last))

    def _year_of(self, measure: Measure) -> tuple[dt.date, dt.date]:
        """The first day and the last of the year that a measure is shown in: its own, where it bears that in its id."""
        if measure.since and measure.until and measure.id != measure.name:
            return measure.since, measure.until
        return self.programme.start, self.programme.end

    def _months(self, measure: Measure) -> Iterator[PublicNumber]:
        ends = self._ends_of(self._year_of(measure))
        self.numbers.prepare_month_ends([measure], self.question, ends)
        if self._is_covered(measure):
            whole = (end for end in ends if end <= self._last_month_end())
            yield from (self._as_of(end).public_number(measure) for end in whole)
            return
        frame = self.as_of_for(measure)
        for end in ends:
            yield PublicNumber(self.numbers.value(measure, replace(frame, as_of=end)), end)


def _status(measure: Measure, answer: Answer, target: Target | None, start: dt.date, as_of: dt.date) -> str | None:
    return status.of_measure(answer, target, start, as_of, zero_is_best=measure.zero_is_best)


def _month_ends(start: dt.date, end: dt.date) -> list[dt.date]:
    ends, day = [], start.replace(day=1)
    while day <= end:
        following = (day + dt.timedelta(days=32)).replace(day=1)
        ends.append(min(following - dt.timedelta(days=1), end))
        day = following
    return ends
