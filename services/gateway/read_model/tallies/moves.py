"""What a subject's change adds to the tables: a plain function of how its facts stood before and how they stand now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from services.gateway.read_model.programme import Measure
from services.gateway.read_model.tallies.increments import Increments, State
from services.gateway.read_model.tallies.serving import Upkeep
from services.gateway.read_model.tallies.spans import Span
from services.gateway.read_model.tallies.states import MissingTime, PresenceChange, changes_of, missing_times, states_of


class TallyPlace(NamedTuple):
    """Where rows of one record stand: what they count in, and for whom."""

    measure: str
    subject: str
    side: str
    record: str


Standing = tuple[str, tuple[PresenceChange, ...]]
"""A measure's id, and how the spans of a subject begin and end, in the order of days."""
NOTHING: frozenset[Span] = frozenset()


@dataclass
class Moves:
    """What a batch writes."""

    gone: list[tuple[TallyPlace, Span]] = field(default_factory=list)
    come: list[tuple[TallyPlace, Span]] = field(default_factory=list)
    presence: list[tuple[str, str, PresenceChange]] = field(default_factory=list)
    no_more_missing: list[tuple[str, str, MissingTime]] = field(default_factory=list)
    missing: list[tuple[str, str, MissingTime]] = field(default_factory=list)
    increments: Increments = field(default_factory=Increments)
    _facts: Counter[tuple[str, Span]] = field(default_factory=Counter)
    _standing: Counter[Standing] = field(default_factory=Counter)
    _states_of: dict[Standing, Sequence[State]] = field(default_factory=dict)

    def add(self, measure: Measure, upkeep: Upkeep, subject: Subject) -> None:
        """Add what the change of one subject writes."""
        gone, come = subject.difference()
        if not gone and not come:
            return
        self.gone += gone
        self.come += come
        if not measure.compares:
            for sign, facts in ((-1, gone), (1, come)):
                for _, span in facts:
                    alike = span._replace(record="", event="", number="", dated="", facet="")
                    self._facts[measure.id, alike] += sign
        if upkeep is Upkeep.OWN_SUBJECTS:
            before, after = (_changes(measure, some) for some in (subject.before, {**subject.before, **subject.now}))
            self._add_states(measure, subject.id, before, after)
        elif upkeep is Upkeep.SHARED_SUBJECTS:
            difference = _sum(_of_spans(measure, come), (_negative(one) for one in _of_spans(measure, gone)))
            self._add_states(measure, subject.id, subject.presence, _sum(subject.presence, difference))
            self.presence += ((measure.id, subject.id, one) for one in difference)

    def _add_states(
        self, measure: Measure, subject: str, before: Iterable[PresenceChange], after: Iterable[PresenceChange]
    ) -> None:
        were, are = (measure.id, tuple(before)), (measure.id, tuple(after))
        self._standing[were] -= 1
        self._standing[are] += 1
        if measure.compares:
            gone, come = (missing_times(self._states(measure, one)) for one in (were, are))
            self.no_more_missing += ((measure.id, subject, one) for one in gone - come)
            self.missing += ((measure.id, subject, one) for one in come - gone)

    def _states(self, measure: Measure, standing: Standing) -> Sequence[State]:
        """How who stands so counts from day to day: of very many subjects it is the same."""
        if standing not in self._states_of:
            self._states_of[standing] = list(states_of(measure, standing[1]))
        return self._states_of[standing]

    def sum_up(self, measures: Mapping[str, Measure]) -> None:
        """Add to the increments what all subjects together change: what many have in common once for all of them."""
        for (measure, span), by in self._facts.items():
            if by:
                self.increments.add_fact(measures[measure], span, by)
        for standing, by in self._standing.items():
            if by:
                own = measures[standing[0]]
                self.increments.add_states(own, self._states(own, standing), by)
        self._facts.clear()
        self._standing.clear()


@dataclass
class Subject:
    """One subject of one measure.

    id        its name
    before    its spans as they are kept: of all its records, or of those alone that a batch touches
    now       the spans of the records that a batch touches
    presence  how all of its spans begin and end, in the order of days, where it is kept so
    """

    id: str
    before: dict[TallyPlace, frozenset[Span]] = field(default_factory=dict)
    now: dict[TallyPlace, frozenset[Span]] = field(default_factory=dict)
    presence: Sequence[PresenceChange] = ()

    def difference(self) -> tuple[list[tuple[TallyPlace, Span]], list[tuple[TallyPlace, Span]]]:
        """The spans that are no more, and those that are new."""
        gone = [(place, one) for place, new in self.now.items() for one in self.before.get(place, NOTHING) - new]
        come = [(place, one) for place, new in self.now.items() for one in new - self.before.get(place, NOTHING)]
        return gone, come


def _changes(measure: Measure, standing: Mapping[TallyPlace, frozenset[Span]]) -> list[PresenceChange]:
    spans = ((place, span) for place, some in standing.items() for span in some)
    return sorted(_of_spans(measure, spans), key=lambda one: one.day)


def _of_spans(measure: Measure, spans: Iterable[tuple[TallyPlace, Span]]) -> Iterable[PresenceChange]:
    return (change for place, span in spans for change in changes_of(measure, place.side, span))


def _negative(one: PresenceChange) -> PresenceChange:
    return one._replace(claimed=-one.claimed, verified=-one.verified)


def _sum(*some: Iterable[PresenceChange]) -> list[PresenceChange]:
    """The changes together, one for each day and kind, in the order of days; without those that are none."""
    claimed, verified = Counter[PresenceChange](), Counter[PresenceChange]()
    for changes in some:
        for one in changes:
            kind = one._replace(claimed=0, verified=0)
            claimed[kind] += one.claimed
            verified[kind] += one.verified
    together = (kind._replace(claimed=claimed[kind], verified=verified[kind]) for kind in claimed)
    return sorted((one for one in together if one.claimed or one.verified), key=lambda one: one.day)
