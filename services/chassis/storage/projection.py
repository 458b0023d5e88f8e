"""The projection of records for lists and look-ups: of a service's own, and of the replicas it keeps of others'."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import orjson
import sqlalchemy as sa

from contracts.errors import Invalid, fault
from contracts.register import Register
from services.chassis.records.finding.finding_keys import keys_of, moment
from services.chassis.records.finding.newest import RecentRecord, Window
from services.chassis.records.finding.record_row import RecordRow, row_of
from services.chassis.records.record import Record
from services.chassis.storage import sought, store
from services.chassis.storage.lists import mention_rows, series_rows, task_rows
from services.chassis.storage.lists import rows as list_rows
from services.chassis.storage.tables import found_by, records

SHOWN = [column for column in records.c if column.name != "sought"]
_BARE = [column for column in SHOWN if column.name != "fields"]
_BARE_NAMES = [column.name for column in _BARE]
_UNDER_KEY = sa.and_(*(found_by.c[name] == sa.bindparam(name) for name in ("register", "field", "value")))
_IDS_BY_VALUE = sa.select(found_by.c.id).where(_UNDER_KEY)
_SOME_IDS = _IDS_BY_VALUE.limit(sa.bindparam("most"))
_SAME_RECORD = sa.and_(records.c.register == found_by.c.register, records.c.id == found_by.c.id)
_ROWS_BY_VALUE = sa.select(*SHOWN).select_from(found_by.join(records, _SAME_RECORD)).where(_UNDER_KEY)
_PLACE = ("day", "known", "id")


def _chosen(*, oldest: bool) -> sa.Select[Any]:
    """So many of the records under a value, from one end of their days."""
    chosen = (
        sa.select(*(found_by.c[name] for name in ("register", "id", "day", "known", "compared")))
        .where(
            _UNDER_KEY,
            # As the index has it, word for word: a parameter would keep it from being used.
            found_by.c.day != sa.literal_column("''"),
            found_by.c.day.between(sa.bindparam("since"), sa.bindparam("until")),
            found_by.c.known <= sa.bindparam("known_by"),
        )
        .order_by(*(found_by.c[name] if oldest else found_by.c[name].desc() for name in _PLACE))
        .limit(sa.bindparam("most"))
        .subquery()
    )
    # Of each that was chosen: joined, PostgreSQL would read all of a small register at once.
    status = (
        sa.select(records.c.status)
        .where(records.c.register == chosen.c.register, records.c.id == chosen.c.id)
        .correlate(chosen)
        .scalar_subquery()
    )
    shown = (chosen.c[name] for name in ("id", "day", "compared", "known"))
    order = (chosen.c[name] if oldest else chosen.c[name].desc() for name in _PLACE)
    return sa.select(*shown, status.label("status")).order_by(*order)


_NEWEST, _OLDEST = _chosen(oldest=False), _chosen(oldest=True)
_ROWS_BY_ID = sa.select(*SHOWN).where(records.c.register == sa.bindparam("register"), store.any_of(records.c.id, "ids"))
_LAST_MOMENT = "9999"
AT_ONCE = 500
"""How many records are read and written together where a whole register is."""
Write = Callable[[sa.Connection, Iterable[Record]], None]
_EXISTING = sa.select(records.c.id).where(
    records.c.register == sa.bindparam("register"), store.any_of(records.c.id, "ids"), records.c.status != "voided"
)


def save(tx: sa.Connection, changed: Iterable[Record]) -> None:
    """Write what these records are now."""
    opened = [record for record in changed if record.status() != "new"]
    store.insert_many(tx, records, [_row(record) for record in opened], update="version status unit fields sought")
    _index(tx, [record for record in opened if record.register.indexed_fields])


def save_own(tx: sa.Connection, changed: Iterable[Record]) -> None:
    """Write what own records are now, where they stand in lists, what they wait for, name, and are numbered."""
    records_now = list(changed)
    save(tx, records_now)
    list_rows.save(tx, records_now)
    task_rows.save(tx, records_now)
    mention_rows.save(tx, records_now)
    series_rows.save(tx, records_now)


def save_all(tx: sa.Connection, changed: Iterable[Record], write: Write) -> int:
    """Write many records, some at a time, so that a large register is never in memory whole; how many they were."""
    waiting, count = iter(changed), 0
    while some := list(islice(waiting, AT_ONCE)):
        write(tx, some)
        count += len(some)
    return count


def _index(tx: sa.Connection, changed: list[Record]) -> None:
    """Write by which values these records are found; voided ones by none."""
    of_register: dict[str, list[str]] = {}
    for record in changed:
        of_register.setdefault(record.register.name, []).append(record.id)
    for register, ids in of_register.items():
        # Values change: those of before would go on finding the record.
        tx.execute(found_by.delete().where(found_by.c.register == register, store.among(found_by.c.id, ids)))
    store.insert_many(tx, found_by, [row for record in changed for row in _lookup_rows(record)])


def _lookup_rows(record: Record) -> list[dict[str, str]]:
    return [
        {
            "register": record.register.name,
            "field": key.field,
            "value": key.value,
            "id": record.id,
            "day": key.day,
            "known": key.known,
            "compared": key.compared,
        }
        for key in keys_of(record)
    ]


def is_empty(tx: sa.Connection, register: str) -> bool:
    """Whether a register has no record, voided ones among them."""
    return tx.execute(sa.select(records.c.id).where(records.c.register == register).limit(1)).first() is None


def where(tx: sa.Connection, register: Register, field: str, value: Any) -> list[str]:
    """The ids of the records of which an indexed field has this value now, however it is written, in their order."""
    key = register.key_of(field, value)
    return sorted(tx.scalars(_IDS_BY_VALUE, {"register": register.name, "field": field, "value": key}))


def some_ids(tx: sa.Connection, register: Register, field: str, value: Any, most: int) -> list[str]:
    """The ids of so many of the records that a value finds, whichever they are."""
    key = {"register": register.name, "field": field, "value": register.key_of(field, value)}
    return list(tx.scalars(_SOME_IDS, key | {"most": most}))


def rows(tx: sa.Connection, register: Register, field: str, value: Any) -> list[RecordRow]:
    """The records that a value finds, as they stand, in the order of their ids."""
    key = {"register": register.name, "field": field, "value": register.key_of(field, value)}
    return sorted((row_of(register, row) for row in _decoded(tx.execute(_ROWS_BY_VALUE, key))), key=lambda row: row.id)


def row_as_read(record: Record) -> RecordRow:
    """A record that is not written yet, as it will be read when it is."""
    row = _row(record)
    return row_of(record.register, row | {"fields": orjson.loads(row["fields"])})


def newest(tx: sa.Connection, register: Register, field: str, value: Any, window: Window) -> list[RecentRecord]:
    """The newest of the records that a value finds, the newest first, or the oldest."""
    bounds = {
        "since": window.since.isoformat(),
        "until": window.until.isoformat(),
        "known_by": moment(window.known_by) if window.known_by else _LAST_MOMENT,
        "most": window.most,
    }
    key = {"register": register.name, "field": field, "value": register.key_of(field, value)}
    return [
        RecentRecord(row.id, dt.date.fromisoformat(row.day), row.compared, row.status, row.known)
        for row in tx.execute(_OLDEST if window.oldest else _NEWEST, key | bounds)
    ]


def clashes(tx: sa.Connection, register: Register) -> list[tuple[str, str, list[str]]]:
    """What stands in several records although one alone may bear it: the field, the key, the records' ids."""
    c = found_by.c
    mine = sa.and_(c.register == register.name, c.field.in_(register.sole_fields))
    several = sa.select(c.field, c.value).where(mine).group_by(c.field, c.value).having(sa.func.count() > 1)
    rows = tx.execute(several.order_by(c.field, c.value)).all()
    return [(row.field, row.value, where(tx, register, row.field, row.value)) for row in rows]


def _row(record: Record) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for revision in record.effective:
        fields |= {name: value for name, value in revision.data.items() if value not in (None, [], {})}
    return {
        "register": record.register.name,
        "id": record.id,
        "version": record.version,
        "status": record.status(),
        "unit": record.unit,
        "fields": orjson.dumps(fields).decode(),
        "sought": sought.text_of(record.register, record.id, fields),
    }


def clear(tx: sa.Connection, registers: Iterable[str]) -> None:
    """Empty the projection of some registers, to be written again."""
    for table in (records, found_by):
        tx.execute(table.delete().where(table.c.register.in_(list(registers))))
    list_rows.clear(tx, registers)
    task_rows.clear(tx, list(registers))
    mention_rows.clear(tx, list(registers))
    series_rows.clear(tx, list(registers))


def digest(tx: sa.Connection, registers: Iterable[str]) -> str:
    """A fingerprint of the projection of some registers."""
    fingerprint = hashlib.sha256()
    query = sa.select(records).where(records.c.register.in_(list(registers))).order_by(records.c.register, records.c.id)
    for row in tx.execute(query):
        fingerprint.update(orjson.dumps(list(row)))
    return fingerprint.hexdigest()


def existing_ids(tx: sa.Connection, register: str, ids: Iterable[str]) -> set[str]:
    """Which of these ids stand in a register and were not voided."""
    return set(tx.scalars(_EXISTING, {"register": register, "ids": ids}))


def all_ids(tx: sa.Connection, register: str) -> list[str]:
    """The ids of all records that were not voided, in their order."""
    c = records.c
    return list(tx.scalars(sa.select(c.id).where(c.register == register, c.status != "voided").order_by(c.id)))


def page(tx: sa.Connection, register: str, *, within: Mapping[str, Any], after: str, most: int) -> list[dict[str, Any]]:
    """Records in the order of their ids; `within` narrows by status, units, and `q`, a text that their fields hold.

    `bare`: without their fields.
    """
    query = _narrowed(register, within, after).limit(most)
    if within.get("bare"):
        found = tx.execute(query.with_only_columns(*_BARE))
        return [dict(zip(_BARE_NAMES, row, strict=True), fields={}) for row in found]
    return list(_rows(tx, query))


def some_rows(tx: sa.Connection, register: str, ids: Iterable[str]) -> list[dict[str, Any]]:
    """The records of a register that have these ids, as lists have them."""
    return list(_decoded(tx.execute(_ROWS_BY_ID, {"register": register, "ids": list(ids)})))


def _narrowed(register: str, within: Mapping[str, Any], after: str) -> sa.Select[Any]:
    c = records.c
    query = sa.select(*SHOWN).where(c.register == register, c.id > after).order_by(c.id)
    if within.get("status"):
        query = query.where(c.status == within["status"])
    if within.get("q"):
        query = query.where(c.sought.contains(sought.fold(within["q"]), autoescape=True))
    # None is no limit; an empty set is a person who speaks for no unit and sees nothing.
    if within.get("units") is not None:
        query = query.where(store.among(c.unit, sorted(within["units"])))
    return query


def _rows(tx: sa.Connection, query: sa.Select[Any]) -> Iterator[dict[str, Any]]:
    yield from _decoded(tx.execute(query))


def _decoded(found: sa.Result[Any]) -> Iterator[dict[str, Any]]:
    yield from ({**row, "fields": orjson.loads(row["fields"])} for row in found.mappings())


def cursor_of(id_: str) -> str:
    """Where the next page begins, as clients carry it."""
    return base64.urlsafe_b64encode(id_.encode()).decode().rstrip("=")


def from_cursor(cursor: str) -> str:
    """The id in a cursor. Raises Invalid."""
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:
        raise Invalid("cursor", errors=[fault("cursor", "Not a cursor of ours", "游标无效")]) from None
