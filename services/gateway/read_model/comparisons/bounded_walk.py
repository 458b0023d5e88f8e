"""A page of what matters among the entries of an index, found by passing so many of them and no more.

Most entries of such an index may not matter: a fact that became verified ends a span and goes on. However many of them
follow each other, a page costs no more; where nothing was found among those passed, the list goes on behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from services.chassis.storage.lists.window import ListPart, ListWindow, Place

PASSED = 500
"""So many entries of each set of units are passed for one page, and less than a page more."""
BEGINNING: Place = ("", "", "")
LAST = "~"
"""After every id."""


@dataclass(frozen=True)
class WalkPage:
    """What a page has, of each place the rows that share it, and where the list goes on."""

    rows: Sequence[Sequence[Any]]
    part: ListPart


@dataclass(frozen=True)
class IndexStretch:
    """What was passed of one set of units: the entries that matter, and where it went no further; None: at its end."""

    rows: Sequence[Any]
    stop: Place | None = None


def stretch(window: ListWindow, begin: Place, read: Callable[[Place, int], Sequence[Any]]) -> IndexStretch:
    """The entries that matter from a place on, one more than a window has where there are so many.

    `read` gives so many entries behind a place, each with its place and whether it matters.
    """
    found: list[Any] = []
    place, at_once = begin, window.most + 1
    for _ in range(0, max(PASSED, at_once), at_once):
        rows = read(place, at_once)
        found += (row for row in rows if row.matters)
        if len(rows) < at_once or len(found) > window.most:
            return IndexStretch(found)
        place = _place(rows[-1])
    return IndexStretch(found, place)


def page_of(window: ListWindow, stretches: Iterable[IndexStretch]) -> WalkPage:
    """The page of a window, of what was passed in each set of units, in the way in which it is read."""
    by_place: dict[Place, list[Any]] = {}
    stops = []
    for one in stretches:
        stops += [one.stop] if one.stop else []
        for row in one.rows:
            by_place.setdefault(_place(row), []).append(row)
    end = (max if window.backward else min)(stops, default=None)
    places = sorted((one for one in by_place if _is_passed(one, end, window)), reverse=window.backward)
    part = window.part(places[: window.most + 1])
    if end is not None and len(places) <= window.most:
        part = replace(part, before=end) if window.backward else replace(part, after=end)
    return WalkPage([by_place[one] for one in part.places], part)


def there_is(*conditions: Any) -> sa.ColumnElement[bool]:
    """That there is such a row: looked up for each entry, where PostgreSQL would lay whole tables together."""
    return sa.select(sa.literal(1)).where(*conditions).limit(1).scalar_subquery().is_not(None)


def _place(row: Any) -> Place:
    return row.at, row.event, row.number


def _is_passed(place: Place, end: Place | None, window: ListWindow) -> bool:
    """Whether all sets were passed up to a place: what lies behind it may have others before it."""
    return end is None or (place >= end if window.backward else place <= end)
