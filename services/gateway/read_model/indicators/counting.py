"""The cases of a period counted for every group at once, over columns: a count is a mask, a group a code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from services.gateway.read_model.indicators.case_columns import NEVER, NOTHING, TOOK, UNTOLD, CaseColumns, Mask, Numbers
from services.gateway.read_model.indicators.counts import COUNTS, DISPOSED, REPORTED, VOIDED
from services.gateway.read_model.indicators.formulas import Count, Time
from services.gateway.read_model.indicators.periods import Period
from services.gateway.read_model.indicators.times import TIMES

ALL = (*COUNTS, VOIDED)
WHOLE_DAYS = "days"
LONGEST = 32
"""In how many bits a duration is told."""
Longs = npt.NDArray[np.int64]
Group = str | None


def order_of(group: Group) -> tuple[bool, str]:
    """By what groups stand in order: the one of which nothing was said comes last."""
    return group is None, group or ""


@dataclass(frozen=True)
class Durations:
    """How long something took (`id`): of each group and clock the numbers in order, one after the other.

    of   by group and clock where their numbers begin, and where they end
    """

    id: str
    numbers: Longs
    of: dict[Group, dict[str, tuple[int, int]]]


@dataclass(frozen=True)
class CountedCases:
    """What was counted in a period: of each group how many cases each count has, and how long things took.

    groups    those that have any case near the period, in order; the group of which nothing was said comes last
    counts    a row for each of `ALL`, a column for each group
    """

    groups: list[Group]
    counts: Longs
    durations: tuple[Durations, ...]


def count(columns: CaseColumns, period: Period, by: str | None) -> tuple[CountedCases, CountedCases]:
    """All cases of a period together, and those of each group by a column; nothing by none."""
    near = _NearCases(columns, period)
    masks = [near.of_count(one) for one in ALL]
    grouped = near.by_group(masks, by) if by else CountedCases([], np.zeros((len(ALL), 0), np.int64), ())
    together = np.array([[np.count_nonzero(mask)] for mask in masks], np.int64)
    return CountedCases([None], together, near.durations(None)), grouped


@dataclass(frozen=True)
class Members:
    """Which cases a count counts in a period, or of which it is told how long something took.

    by, group  a column: of its groups that one alone
    clock      of a time that is told by the limit's own clock: of that one alone
    """

    count: Count | Time
    period: Period
    by: str | None = None
    group: Group = None
    clock: str = ""


def places_of(columns: CaseColumns, asked: Members) -> Longs:
    """The places of the cases that a count counts, in order: those, and as many, as `count` counts."""
    return _NearCases(columns, asked.period).places_of(asked)


class _NearCases:
    """The cases of which any day may be in a period."""

    def __init__(self, columns: CaseColumns, period: Period) -> None:
        self._columns = columns
        self._first, self._last = period.first.toordinal(), period.last.toordinal()
        near = (columns.numbers("last_on") >= self._first) & (columns.numbers(REPORTED) <= self._last)
        # Of a case that is no more every day is one that never comes, the last of them too.
        self._chosen = np.flatnonzero(near & (columns.numbers("last_on") != NEVER))
        self._read: dict[str, Numbers] = {}
        self._by_end: dict[str, Mask] = {}

    def _of(self, name: str) -> Numbers:
        if name not in self._read:
            self._read[name] = self._columns.numbers(name)[self._chosen]
        return self._read[name]

    def _come(self, day: str) -> Mask:
        """The cases of which a day had come when the period ended."""
        if day not in self._by_end:
            self._by_end[day] = self._of(day) <= self._last
        return self._by_end[day]

    def _within(self, day: str) -> Mask:
        return (self._of(day) >= self._first) & self._come(day)

    @cached_property
    def _live(self) -> Mask:
        live: Mask = self._of(VOIDED.within) == NEVER
        return live

    def of_count(self, one: Count) -> Mask:
        """The cases that belong to a count."""
        holds = self._within(one.within)
        if one is not VOIDED:
            holds &= self._live
        if one.by:
            holds &= self._come(one.by)
        if one.unless:
            holds &= ~self._come(one.unless)
        for name, expected in ((one.flag, 1), (one.unlike, 0)):
            if name:
                holds &= self._columns.sign(name)[self._chosen] == expected
        return holds & self._crowded(holds, one.crowd) if one.crowd else holds

    def _crowded(self, holds: Mask, crowd: int) -> Mask:
        """The cases where there are so many of these in one grid cell and class, of all groups."""
        places = self._of("locus")
        often = np.bincount(places[holds], minlength=len(self._columns.words("locus"))) >= crowd
        often[NOTHING] = False
        crowded: Mask = often[places]
        return crowded

    def places_of(self, asked: Members) -> Longs:
        """The places of the cases of a count, of one group where it is asked for."""
        holds = self._of_time(asked.count) if isinstance(asked.count, Time) else self.of_count(asked.count)
        if asked.by:
            holds &= self._is_of(asked.by, asked.group)
        if asked.clock and asked.clock != WHOLE_DAYS:
            holds &= self._is_of("clock", asked.clock)
        return self._columns.places(self._chosen[holds])

    def _is_of(self, column: str, group: Group) -> Mask:
        words = self._columns.words(column)
        of_group: Mask = self._of(column) == (words.index(group) if group in words else UNTOLD)
        return of_group

    def by_group(self, masks: list[Mask], by: str) -> CountedCases:
        """The masks counted for each group."""
        codes, words = self._of(by).astype(np.intp), self._columns.words(by)
        there = np.flatnonzero(np.bincount(codes, minlength=len(words)))
        order = sorted(there.tolist(), key=lambda code: order_of(words[code]))
        counts = [np.bincount(codes[mask], minlength=len(words))[order] for mask in masks]
        return CountedCases([words[code] for code in order], np.array(counts, np.int64), self.durations(by))

    def durations(self, by: str | None) -> tuple[Durations, ...]:
        """How long things took, of each group."""
        return tuple(self._durations(time, by) for time in TIMES)

    def _durations(self, time: Time, by: str | None) -> Durations:
        own_clock = time.within == DISPOSED
        took = np.flatnonzero(self._of_time(time))
        numbers = self._took(took) if own_clock else (self._of(time.within) - self._of(REPORTED))[took].astype(np.int64)
        clocks: list[Group] = self._columns.words("clock") if own_clock else [WHOLE_DAYS]
        groups: list[Group] = self._columns.words(by) if by else [None]
        keys = self._of(by)[took].astype(np.int64) * len(clocks) if by else np.zeros(len(took), np.int64)
        if own_clock:
            keys += self._of("clock")[took]
        of: dict[Group, dict[str, tuple[int, int]]] = {}
        ranked = _ranked(keys, numbers)
        for key, start, end in _runs(ranked[0]):
            of.setdefault(groups[key // len(clocks)], {})[clocks[key % len(clocks)] or ""] = (start, end)
        return Durations(time.id, ranked[1], of)

    def _of_time(self, time: Time) -> Mask:
        """The cases of which it is told how long something took."""
        told = self._live & self._within(time.within)
        return told & (self._of(TOOK) != UNTOLD) if time.within == DISPOSED else told

    def _took(self, some: Longs) -> Longs:
        return self._of(TOOK)[some].astype(np.int64)


def _ranked(keys: Longs, numbers: Longs) -> tuple[Longs, Longs]:
    """Keys and numbers in their order: by keys, equal ones by numbers. Both in one number sort at once."""
    least = int(numbers.min(initial=0))
    both = np.sort((keys << LONGEST) | (numbers - least))
    return both >> LONGEST, (both & ((1 << LONGEST) - 1)) + least


def _runs(keys: Longs) -> Iterator[tuple[int, int, int]]:
    """Each key of keys in order, where it begins and where it ends."""
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    bounds = [*begins.tolist(), len(keys)]
    yield from zip(keys[begins].tolist(), bounds[:-1], bounds[1:], strict=True)
