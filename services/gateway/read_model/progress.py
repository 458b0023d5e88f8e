"""The progress of the whole campaign: pillars, items, measures; each number computed from facts, none typed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from services.chassis.records.record import Record
from services.gateway.read_model import queries, status, units
from services.gateway.read_model.programme import BUREAU, Item, Measure, Pillar, Programme
from services.gateway.read_model.queries import Answer
from services.gateway.read_model.question import ALWAYS, Question

FEWEST = 3
"""Below this a number of personal facts would tell of single people."""
Answers = dict[tuple[str, Question], Answer]
Stale = Mapping[str, str]


@dataclass
class Reader:
    """Reads one state of the ledger; `answers` holds those that still stand, `stale` since when a service is silent."""

    tx: sa.Connection
    programme: Programme
    question: Question
    unit: str | None = None
    tree: Mapping[str, Record] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    stale: Stale = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The whole progress: pillars, their items, and the measures of each."""
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
        measures = [self.measure(self.programme.measures[name]) for name in item.measures]
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
        answer, target = self.answer(measure), self._target(measure)
        public = suppress_small_numbers(measure, answer)
        as_of, start = self.question.as_of, self.programme.start
        due = (
            None
            if target is None
            else {"op": target.op, "value": target.value, "by": target.by.isoformat(), "source": target.source}
        )
        return {
            "id": measure.id,
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
            "status": status.of_measure(answer, target, start, as_of),
            "awaits": measure.awaits,
            "withheld": public is not answer,
        }

    def _target(self, measure: Measure) -> Any:
        """A unit has its own scope's target; of a bureau's it shares the ratios, which mean everybody, no counts."""
        shared = self.unit in (None, measure.scope) or (measure.relative and measure.scope == BUREAU)
        return measure.target if shared else None

    def answer(self, measure: Measure) -> Answer:
        """The number: from the cache if it still stands."""
        if measure.awaits:
            return Answer(None, None, 0)
        question = self.as_of_for(measure)
        key = (measure.id, question)
        if key not in self.answers:
            self.answers[key] = queries.value(self.tx, measure, question)
        return self.answers[key]

    def as_of_for(self, measure: Measure) -> Question:
        """The question as it is asked of this measure: of the unit asked about, or of the unit whose number it is."""
        code = self.unit or (None if measure.scope == BUREAU else measure.scope)
        return self.question if code is None else self.of_unit(code)

    def of_unit(self, code: str) -> Question:
        """The question asked of a unit and all below it."""
        known_at = None if self.question.known_at == ALWAYS else self.question.known_at
        members = units.below(self.tree.values(), code, self.question.as_of, known_at)
        return replace(self.question, units=members)

    def by_unit(self, measure: Measure) -> list[dict[str, Any]]:
        """The number of every unit that has one; the bureau's is computed from subjects, never summed from these."""
        rows = []
        for code, unit in sorted(self.tree.items()):
            answer = suppress_small_numbers(measure, queries.value(self.tx, measure, self.of_unit(code)))
            if answer.n:
                rows.append(
                    {
                        "unit": code,
                        "title": unit["name"],
                        "claimed": answer.claimed,
                        "verified": answer.verified,
                        "n": answer.n,
                    }
                )
        return rows

    def by_month(self, measure: Measure) -> list[dict[str, Any]]:
        """The number as it stood at the end of each month of the campaign, up to the day asked about."""
        months, frame = [], self.as_of_for(measure)
        for end in _month_ends(self.programme.start, min(self.question.as_of, self.programme.end)):
            answer = suppress_small_numbers(measure, queries.value(self.tx, measure, replace(frame, as_of=end)))
            months.append(
                {"as_of": end.isoformat(), "claimed": answer.claimed, "verified": answer.verified, "n": answer.n}
            )
        return months


def suppress_small_numbers(measure: Measure, answer: Answer) -> Answer:
    """The number as it may be published: of a private measure none that tells of one or two people."""
    counted, people = (answer.n, 0) if answer.events is None else (answer.events, answer.n)
    return Answer(None, None, people) if measure.private and 0 < counted < FEWEST else answer


def _month_ends(start: dt.date, end: dt.date) -> list[dt.date]:
    ends, day = [], start.replace(day=1)
    while day <= end:
        following = (day + dt.timedelta(days=32)).replace(day=1)
        ends.append(min(following - dt.timedelta(days=1), end))
        day = following
    return ends
