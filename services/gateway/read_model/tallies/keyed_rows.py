"""Rows of several subjects read and deleted at once, each found by its key.

The keys are one parameter, in JSON: a statement is the same however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa

from services.chassis.storage import store
from services.gateway.read_model.ledger import contributions
from services.gateway.read_model.tallies.tables import missing, presence, spans, told_presence

Key = Sequence[str]
SIDE_OF_ALL = ("measure", "side")
SUBJECT = ("measure", "subject")
SIDE = (*SUBJECT, "side")
PLACE = (*SIDE, "record")
SPAN = (*PLACE, "event", "number", "start")
MISSING_TIME = (*SUBJECT, "start")
_ROW = "c.measure, c.subject, c.side, c.record, c.role, c.event, c.number, c.unit, c.dated, c.amount, c.facet"
_CHANGE = "c.measure, c.subject, c.day, c.side, c.unit, c.dated, c.facet"
_SUMS = f"{_CHANGE}, CAST(sum(c.claimed) AS BIGINT) AS claimed, CAST(sum(c.verified) AS BIGINT) AS verified"
_ALONG = {
    True: "SELECT value FROM json_each(:way)",
    False: "SELECT CAST(value AS bigint) FROM jsonb_array_elements_text(CAST(:way AS jsonb))",
}
"""The milestones of a way, on SQLite and on PostgreSQL."""
_PLACES = "DISTINCT c.measure, c.subject, c.side, c.record"
ROW = f"{_ROW}, c.expires, c.turn, c.place, c.happened, c.level"


@dataclass(frozen=True)
class KnownRows:
    """The ledger's rows as they are known now, or were at a moment."""

    tx: sa.Connection
    own: Mapping[str, str]
    known: str = ""

    def live(self, places: Iterable[Key]) -> Iterable[Any]:
        """The rows of some places that no revision replaced, in the order of turns."""
        return self._of(PLACE, f" AND {self._live()} ORDER BY c.turn", places)

    def proving(self, sides: Iterable[Key]) -> Iterable[Any]:
        """The proofs of some subjects that no revision replaced, by whichever record."""
        return self._of(SIDE, f" AND c.role = 'proves' AND {self._live()}", sides)

    def of_sides(self, sides: Iterable[Key]) -> Iterable[Any]:
        """The rows of some measures' sides, whatever their subjects, that no revision replaced."""
        return self._of(SIDE_OF_ALL, f" AND {self._live()}", sides)

    def _live(self) -> str:
        return "c.known <= :known AND (c.gone IS NULL OR c.gone > :known)" if self.known else "c.gone IS NULL"

    def _of(self, key: tuple[str, ...], more: str, keys: Iterable[Key]) -> Iterable[Any]:
        own = {**self.own, "known": self.known} if self.known else self.own
        return _read(self.tx, _Chosen(contributions.name, ROW, key, more), own, keys)


def records_beside(tx: sa.Connection, own: Mapping[str, str], sides: Iterable[Key]) -> Iterable[Any]:
    """The places of all records that name some subjects."""
    return _read(tx, _Chosen(contributions.name, _PLACES, SIDE), own, sides)


def places_of_sides(tx: sa.Connection, own: Mapping[str, str], sides: Iterable[Key]) -> Iterable[Any]:
    """All places on some measures' sides."""
    return _read(tx, _Chosen(contributions.name, _PLACES, SIDE_OF_ALL), own, sides)


def spans_of_subjects(tx: sa.Connection, own: Mapping[str, str], subjects: Iterable[Key]) -> Iterable[Any]:
    """The spans of some subjects."""
    return _read(tx, _Chosen(spans.name, "c.*", SUBJECT), own, subjects)


def spans_of_places(tx: sa.Connection, own: Mapping[str, str], places: Iterable[Key]) -> Iterable[Any]:
    """The spans of some places."""
    return _read(tx, _Chosen(spans.name, "c.*", PLACE), own, places)


def told_presence_of(
    tx: sa.Connection, own: Mapping[str, str], subjects: Iterable[Key], way: Sequence[int]
) -> Iterable[Any]:
    """How some subjects stood by what had been told along some milestones, in the order of days."""
    along = f" AND c.milestone IN ({_ALONG[store.is_lite(tx)]})"
    more = f"{along} GROUP BY {_CHANGE} HAVING sum(c.claimed) <> 0 OR sum(c.verified) <> 0 ORDER BY c.day"
    bound = {**own, "way": orjson.dumps(way).decode()}
    return _read(tx, _Chosen(told_presence.name, _SUMS, SUBJECT, more), bound, subjects)


def presence_of(tx: sa.Connection, own: Mapping[str, str], subjects: Iterable[Key]) -> Iterable[Any]:
    """How some subjects stand, in the order of days."""
    return _read(tx, _Chosen(presence.name, "c.*", SUBJECT, " ORDER BY c.day"), own, subjects)


def delete_spans(tx: sa.Connection, own: Mapping[str, str], keys: Sequence[Key]) -> None:
    """Delete some spans."""
    _delete(tx, spans.name, SPAN, own, keys)


def delete_missing(tx: sa.Connection, own: Mapping[str, str], keys: Sequence[Key]) -> None:
    """Delete some times for which a member was missing."""
    _delete(tx, missing.name, MISSING_TIME, own, keys)


def _delete(tx: sa.Connection, table: str, key: tuple[str, ...], own: Mapping[str, str], keys: Sequence[Key]) -> None:
    if keys:
        where = " AND ".join(f"{name} = :{name}" for name in (*own, *key))
        rows = [{**own, **dict(zip(key, one, strict=True))} for one in keys]
        tx.execute(sa.text(f"DELETE FROM {table} WHERE {where}"), rows)  # noqa: S608 -- names of ours


class _Chosen(NamedTuple):
    """A statement: of which table, which columns, by which key, and what follows."""

    table: str
    columns: str
    key: tuple[str, ...]
    more: str = ""


def _read(tx: sa.Connection, chosen: _Chosen, own: Mapping[str, Any], keys: Iterable[Key]) -> Iterable[Any]:
    rows = [list(key) for key in keys]
    if not rows:
        return ()
    bound = {"keys": orjson.dumps(rows).decode(), **own}
    return tx.execute(_statement(chosen, lite=store.is_lite(tx)), bound).all()


@cache
def _statement(chosen: _Chosen, *, lite: bool) -> sa.TextClause:
    table, columns, _, more = chosen
    on = [f"c.{name} = k.value ->> {place}" for place, name in enumerate(chosen.key)]
    condition = " AND ".join([*on, "c.district = :district", "c.programme = :programme"])
    if lite:
        # SQLite reads the left table of a CROSS JOIN first: each key is looked up once.
        keys = f"json_each(:keys) AS k CROSS JOIN {table} AS c"
        return sa.text(f"SELECT {columns} FROM {keys} WHERE {condition}{more}")  # noqa: S608 -- names of ours
    # PostgreSQL knows not how few the keys are: the offset keeps it from reading the whole table for them.
    where, order, rest = more.partition(" GROUP BY") if " GROUP BY" in more else more.partition(" ORDER BY")
    own = f"SELECT * FROM {table} AS c WHERE {condition}{where} OFFSET 0"  # noqa: S608 -- names of ours
    keys = f"jsonb_array_elements(CAST(:keys AS jsonb)) AS k(value) CROSS JOIN LATERAL ({own}) AS c"
    return sa.text(f"SELECT {columns} FROM {keys}{order}{rest}")  # noqa: S608 -- names of ours
