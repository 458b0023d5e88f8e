"""A page of rows by the keys that a table has an index for: what lies before it is not read, whichever way it is read.

A list may be several groups of rows, each of which lies in the order of one index: of each so many are read as the page
may have, and they are laid together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from services.chassis.storage.lists.window import ListPart, ListWindow, Place

Row = TypeVar("Row")
AT_ONCE = 200
"""How many groups one statement reads: SQLite puts 500 together at most."""
EXACT_UP_TO = 10_000


@dataclass(frozen=True)
class KeyOrder:
    """By which of their columns rows are sorted: no two have the same in all; `newest`: the last first."""

    columns: tuple[str, ...]
    newest: bool = False


@dataclass(frozen=True)
class RowPage(Generic[Row]):
    """Some rows in their order, or what they say, and where their list goes on."""

    rows: Sequence[Row]
    part: ListPart


def page(tx: sa.Connection, groups: Sequence[sa.Select[Any]], order: KeyOrder, window: ListWindow) -> RowPage[Any]:
    """The rows of some groups within a window. Each group selects the columns of the order among others."""
    falls = order.newest != window.backward
    rows: dict[Place, Any] = {}
    for some in _portions(groups):
        parts = [_part(group, order.columns, window, falls=falls) for group in some]
        rows |= {tuple(getattr(row, name) for name in order.columns): row for row in tx.execute(_together(parts))}
    part = window.part(sorted(rows, reverse=falls))
    return RowPage([rows[place] for place in part.places], part)


def _part(group: sa.Select[Any], names: tuple[str, ...], window: ListWindow, *, falls: bool) -> sa.Select[Any]:
    """So many rows of a group as a page may have, and one to tell whether there are more."""
    columns = [group.selected_columns[name] for name in names]
    if window.place is not None:
        key, place = sa.tuple_(*columns), sa.tuple_(*map(sa.literal, window.place))
        group = group.where(key < place if falls else key > place)
    return group.order_by(*(one.desc() if falls else one for one in columns)).limit(window.most + 1)


def count(tx: sa.Connection, groups: Sequence[sa.Select[Any]], most: int = EXACT_UP_TO + 1) -> int:
    """How many rows some groups have; not more than `most` are counted."""
    number = 0
    for some in _portions(groups):
        parts: list[sa.Select[Any]] = [
            group.with_only_columns(sa.literal_column("1").label("one")).limit(most) for group in some
        ]
        counted = _together(parts).limit(most).subquery()
        number += int(tx.scalar(sa.select(sa.func.count()).select_from(counted)) or 0)
        if number >= most:
            return most
    return number


def _together(parts: Sequence[sa.Select[Any]]) -> sa.Select[Any] | sa.CompoundSelect[Any]:
    # Each by itself in brackets: otherwise its order and its end would be those of all.
    return parts[0] if len(parts) == 1 else sa.union_all(*(sa.select(one.subquery()) for one in parts))


def _portions(groups: Sequence[sa.Select[Any]]) -> Iterator[Sequence[sa.Select[Any]]]:
    for start in range(0, len(groups), AT_ONCE):
        yield groups[start : start + AT_ONCE]
