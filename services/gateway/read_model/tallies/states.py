"""What a subject is to a number, day by day: a plain function of how long the facts about it stand.

A subject may stand for several units, by several records. Of a number of some units it is claimed where it stands for
one of them. Of a ratio it is a member where the whole has it for one of them, and missing from the part where the part
does not have it at all, or not by the earliest day on which one of these units needed it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from services.gateway.read_model.programme import Measure
from services.gateway.read_model.tallies.spans import WHOLE, Span
from services.gateway.read_model.tallies.tables import FOREVER

SUBJECTS, PROVEN = "subjects", "proven"
MEMBERS, MISSING, UNPROVEN = "members", "missing", "unproven"
_day = attrgetter("day")


class PresenceChange(NamedTuple):
    """So many more spans of a subject from a day on, alike in what matters to the measure."""

    day: str
    side: str
    unit: str
    dated: str
    facet: str
    claimed: int
    verified: int


class MissingTime(NamedTuple):
    """From which day until before which other a member is missing, for which units: "|DT|ZS|"."""

    start: str
    until: str
    units: str


def changes_of(measure: Measure, side: str, span: Span) -> Iterator[PresenceChange]:
    """What a span changes on its first day, and on the day after its last."""
    dated = span.dated if measure.in_time else ""
    facet = span.facet if measure.facets > 1 and side != WHOLE else ""
    units = span.units[1:-1].split("|") if side != "part" else [""]
    for day, sign in ((span.start, 1), (span.until, -1)):
        if day < FOREVER:
            for unit in units:
                yield PresenceChange(day, side, unit, dated, facet, sign, sign * span.verified)


def states_of(measure: Measure, changes: Iterable[PresenceChange]) -> Iterator[tuple[str, dict[str, str]]]:
    """From which day on a subject counts for which units, by series: "|DT|ZS|", or nothing.

    changes  in the order of days
    """
    read = _ratio_state if measure.compares else _subject_state
    claimed, verified = Counter[PresenceChange](), Counter[PresenceChange]()
    for day, some in groupby(changes, _day):
        for one in some:
            kind = PresenceChange("", one.side, one.unit, one.dated, one.facet, 0, 0)
            claimed[kind] += one.claimed
            verified[kind] += one.verified
        yield day, read(measure, +claimed, +verified)


def missing_times(states: Iterable[tuple[str, dict[str, str]]]) -> set[MissingTime]:
    """When a subject is missing, of how it stands from day to day."""
    times, start, before = set[MissingTime](), "", ""
    for day, now in (*states, (FOREVER, {})):
        units = now.get(MISSING, "")
        if units != before:
            if before:
                times.add(MissingTime(start, day, before))
            start, before = day, units
    return times


def _subject_state(
    _measure: Measure, claimed: Iterable[PresenceChange], verified: Iterable[PresenceChange]
) -> dict[str, str]:
    return {SUBJECTS: _bars(one.unit for one in claimed), PROVEN: _bars(one.unit for one in verified)}


def _ratio_state(
    measure: Measure, claimed: Iterable[PresenceChange], verified: Iterable[PresenceChange]
) -> dict[str, str]:
    due: dict[str, str] = {}
    for one in claimed:
        if one.side == WHOLE:
            due[one.unit] = min(one.dated, due.get(one.unit, one.dated))
    late = {
        series: _bars(unit for unit, day in due.items() if reached is None or day < reached)
        for series, some in ((MISSING, claimed), (UNPROVEN, verified))
        for reached in [_reached(measure, some)]
    }
    return {MEMBERS: _bars(due), **late}


def _reached(measure: Measure, part: Iterable[PresenceChange]) -> str | None:
    """The day by which the part had as much of a subject as is asked for; None: it has not."""
    first: dict[str, str] = {}
    for one in part:
        if one.side != WHOLE and (one.facet or measure.facets == 1):
            first[one.facet] = min(one.dated, first.get(one.facet, one.dated))
    days = sorted(first.values())
    return days[measure.facets - 1] if len(days) >= measure.facets else None


def _bars(units: Iterable[str]) -> str:
    own = sorted(set(units))
    return "|".join(("", *own, "")) if own else ""
