"""Writes which serials own records bear in the series of their register's numbers, and tells the greatest of a series.

In a table of its own: among the values by which look-ups find records a rule would read rows of serials too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from services.chassis.records.finding.series import Place, places
from services.chassis.records.record import Record
from services.chassis.storage.lists import rewriting
from services.chassis.storage.lists.tables import series

_c = series.c
_LAST = (
    sa.select(_c.serial)
    .where(*(_c[name] == sa.bindparam(name) for name in ("register", "series")))
    .order_by(_c.serial.desc())
    .limit(1)
)
_AT = sa.and_(*(_c[name] == sa.bindparam(name) for name in ("register", "series", "serial")))
_BEARERS = sa.select(_c.id).where(_AT).limit(2)
"""Two: one of them may be the record that is asked about."""


def save(tx: sa.Connection, changed: Iterable[Record]) -> None:
    """Write the serials that own records bear, or ever bore."""
    rewriting.rewrite(tx, series, (one for one in changed if one.register.numbered or one.register.serials), _rows)


def clear(tx: sa.Connection, registers: Sequence[str]) -> None:
    """Forget the serials of some registers, to be written again."""
    rewriting.clear(tx, series, registers)


def last_serial(tx: sa.Connection, register: str, name: str) -> int:
    """The greatest serial of a series; 0: none was used. One row of the table's order, however many there are."""
    return tx.scalar(_LAST, {"register": register, "series": name}) or 0


def bearers(tx: sa.Connection, register: str, place: Place) -> set[str]:
    """Some of the records that bear, or bore, the number of a place."""
    name, serial = place
    return set(tx.scalars(_BEARERS, {"register": register, "series": name, "serial": serial}))


def _rows(record: Record) -> Iterator[dict[str, str | int]]:
    for name, serial in sorted(places(record)):
        yield {"register": record.register.name, "series": name, "serial": serial, "id": record.id}
