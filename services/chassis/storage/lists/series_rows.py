"""Writes which serials own records bear in the series of their register's numbers, and tells the greatest of a series.

In a table of its own: among the values by which look-ups find records a rule would read rows of serials too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from contracts.register import NEW
from services.chassis.records.finding.series import Place, places
from services.chassis.records.record import Record
from services.chassis.storage import store
from services.chassis.storage.lists.tables import series

_c = series.c
_OF_RECORDS = series.delete().where(_c.register == sa.bindparam("of"), store.any_of(_c.id, "ids"))
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
    of_register: dict[str, list[Record]] = {}
    for record in changed:
        if record.register.numbered and record.status() != NEW:
            of_register.setdefault(record.register.name, []).append(record)
    for register, some in of_register.items():
        tx.execute(_OF_RECORDS, {"of": register, "ids": [one.id for one in some]})
        rows = [
            {"register": register, "series": name, "serial": serial, "id": record.id}
            for record in some
            for name, serial in sorted(places(record))
        ]
        store.insert_many(tx, series, rows)


def clear(tx: sa.Connection, registers: Sequence[str]) -> None:
    """Forget the serials of some registers, to be written again."""
    tx.execute(series.delete().where(_c.register.in_(registers)))


def last_serial(tx: sa.Connection, register: str, name: str) -> int:
    """The greatest serial of a series; 0: none was used. One row of the table's order, however many there are."""
    return tx.scalar(_LAST, {"register": register, "series": name}) or 0


def bearers(tx: sa.Connection, register: str, place: Place) -> set[str]:
    """Some of the records that bear, or bore, the number of a place."""
    name, serial = place
    return set(tx.scalars(_BEARERS, {"register": register, "series": name, "serial": serial}))
