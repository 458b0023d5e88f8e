"""Goes along a list: its groups each lie in order, and are merged, so that a page costs its rows and a few a group."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import orjson
import sqlalchemy as sa

from services.chassis.storage import store
from services.chassis.storage.lists.question import EXACT_UP_TO, Group

FEWEST, MOST = 4, 200
"""How many places of a group are read at a time."""


@dataclass(frozen=True)
class Stretch:
    """The places of an order between two, neither of them among it, and which way it is gone along."""

    register: str
    column: str
    low: str
    high: str
    descending: bool

    def beyond(self, place: str) -> Stretch:
        """What of it comes after a place."""
        return replace(self, high=place) if self.descending else replace(self, low=place)


def along(tx: sa.Connection, stretch: Stretch, groups: Sequence[Group], need: int) -> Iterator[str]:
    """The places of some groups in their order, as many as are asked for; some `need` will be."""
    most = min(MOST, max(FEWEST, 2 * need // max(1, len(groups))))
    again = min(MOST, max(most, need))
    parts = {group: deque(some) for group, some in _read(tx, stretch, groups, most).items()}
    full = {group for group, some in parts.items() if len(some) == most}
    heads = [_Head(some.popleft(), group, descending=stretch.descending) for group, some in parts.items()]
    heapq.heapify(heads)
    while heads:
        head = heads[0]
        yield head.place
        some = parts[head.group]
        if not some and head.group in full:
            some.extend(_read(tx, stretch.beyond(head.place), [head.group], again).get(head.group, ()))
            full -= set() if len(some) == again else {head.group}
        if some:
            heapq.heapreplace(heads, _Head(some.popleft(), head.group, descending=stretch.descending))
        else:
            heapq.heappop(heads)


@dataclass(frozen=True)
class _Head:
    """The next place of a group."""

    place: str
    group: Group
    descending: bool

    def __lt__(self, other: _Head) -> bool:
        return self.place > other.place if self.descending else self.place < other.place


def _read(tx: sa.Connection, stretch: Stretch, groups: Sequence[Group], most: int) -> dict[Group, list[str]]:
    """The next places of each group that has any."""
    bounds = {"register": stretch.register, "low": stretch.low, "high": stretch.high, "most": most}
    found: dict[Group, list[str]] = {}
    if store.is_lite(tx):
        one_group = _of_one_group(stretch.column, descending=stretch.descending)
        for group in groups:
            if some := list(tx.scalars(one_group, bounds | dict(zip(("unit", "status"), group, strict=True)))):
                found[group] = some
        return found
    units, statuses = zip(*groups, strict=True) if groups else ((), ())
    several = _of_groups(stretch.column, descending=stretch.descending)
    for row in tx.execute(several, bounds | {"units": list(units), "statuses": list(statuses)}):
        found.setdefault((row.unit, row.status), []).append(row.place)
    return found


def _places(column: str, group: str) -> str:
    return f"""FROM listed WHERE register = :register AND {group}
    AND {column} IS NOT NULL AND {column} > :low AND {column} < :high"""


@cache
def _of_one_group(column: str, *, descending: bool) -> sa.TextClause:
    way = "DESC" if descending else "ASC"
    return sa.text(
        f"SELECT {column} {_places(column, 'unit = :unit AND status = :status')} ORDER BY {column} {way} LIMIT :most"
    )


_GROUPS = "unnest(CAST(:units AS text[]), CAST(:statuses AS text[])) AS g(unit, status)"
_SAME_GROUP = "listed.unit = g.unit AND listed.status = g.status"


@cache
def _of_groups(column: str, *, descending: bool) -> sa.TextClause:
    """PostgreSQL reads every group by the index within one statement."""
    way = "DESC" if descending else "ASC"
    some = f"SELECT {column} AS place {_places(column, _SAME_GROUP)} ORDER BY {column} {way} LIMIT :most"
    every = f"SELECT g.unit, g.status, part.place FROM {_GROUPS} CROSS JOIN LATERAL ({some}) AS part"  # noqa: S608 -- columns of ours
    return sa.text(f"{every} ORDER BY part.place {way}")


def count(tx: sa.Connection, stretch: Stretch, groups: Sequence[Group]) -> int:
    """How many places these are; one more than `EXACT_UP_TO` where they are more."""
    bounds = {"register": stretch.register, "low": stretch.low, "high": stretch.high, "most": EXACT_UP_TO + 1}
    if store.is_lite(tx):
        asked = {"groups": orjson.dumps(groups).decode()}
        return int(tx.scalar(_count_lite(stretch.column), bounds | asked) or 0)
    units, statuses = zip(*groups, strict=True) if groups else ((), ())
    asked_lists = {"units": list(units), "statuses": list(statuses)}
    return int(tx.scalar(_count_large(stretch.column), bounds | asked_lists) or 0)


@cache
def _count_lite(column: str) -> sa.TextClause:
    group = "unit = json_extract(g.value, '$[0]') AND status = json_extract(g.value, '$[1]')"
    some = _places(column, group).replace("FROM listed", "FROM json_each(:groups) AS g CROSS JOIN listed")
    return sa.text(f"SELECT count(*) FROM (SELECT 1 {some} LIMIT :most)")  # noqa: S608 -- columns of ours


@cache
def _count_large(column: str) -> sa.TextClause:
    some = f"SELECT 1 {_places(column, _SAME_GROUP)} LIMIT :most"
    every = f"SELECT 1 FROM {_GROUPS} CROSS JOIN LATERAL ({some}) AS part LIMIT :most"  # noqa: S608 -- columns of ours
    return sa.text(f"SELECT count(*) FROM ({every}) AS counted")  # noqa: S608 -- columns of ours
