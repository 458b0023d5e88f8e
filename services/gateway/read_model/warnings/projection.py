"""Bearings, clashes and answers kept as events arrive: a record's are made anew, and what its keys have in common.

What an event costs follows from how many records share a key with its record, never from how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from contracts import catalogue
from contracts.cases.warning_answers import register as answers_register
from contracts.envelope import Event
from services.chassis.records import record
from services.chassis.records.record import Record
from services.chassis.storage import store
from services.gateway.read_model import ledger, paper_checks
from services.gateway.read_model.warnings import photographs
from services.gateway.read_model.warnings.bearings import CONCERNED, Bearing, bearings_of, papers_of
from services.gateway.read_model.warnings.comparison import MOST_COMPARED, Borne, Clash, clashes
from services.gateway.read_model.warnings.tables import answers
from services.gateway.read_model.warnings.tables import bearings as _bearings
from services.gateway.read_model.warnings.tables import clashes as _clashes

Key = tuple[str, str]
"""A kind of bearing, and what is compared."""
_b, _k, _a = _bearings.c, _clashes.c, answers.c
_SHARING = (
    sa.select(_bearings)
    .where(*(_b[name] == sa.bindparam(name) for name in ("kind", "key", "district")))
    .order_by(_b.known, _b.record)
    .limit(MOST_COMPARED)
)


def put(tx: sa.Connection, district: str, events: Sequence[Event]) -> None:
    """Write what the records of these events of a district bear now, what clashes by it, and what was answered."""
    registers = {event.record: event.register for event in events}
    _put_answers(tx, district, [name for name, one in registers.items() if one == answers_register.name])
    seen = photographs.first_of(tx, {sha for event in events for sha in paper_checks.papers_of(event)})
    touched = sorted({one.record for one in events if one.register in CONCERNED or _shows_other(one, seen)})
    if touched:
        _compare(tx, district, sorted(_put_bearings(tx, district, touched)))


def _put_bearings(tx: sa.Connection, district: str, touched: Sequence[str]) -> set[Key]:
    """Write what some records bear; the keys that they had or have."""
    whose = (store.among(_b.record, touched), _b.district == district)
    before = {tuple(row) for row in tx.execute(sa.select(_bearings).where(*whose))}
    records = list(load_records(tx, district, touched))
    first = photographs.first_of(tx, {sha for one in records for sha in papers_of(one)})
    rows = [row for one in records for row in _rows(district, one, first)]
    names = [column.name for column in _bearings.columns]
    after = {tuple(row[name] for name in names) for row in rows}
    if before == after:
        return set()
    tx.execute(_bearings.delete().where(*whose))
    store.insert_many(tx, _bearings, rows)
    return {(row[names.index("kind")], row[names.index("key")]) for row in before ^ after}


def load_records(tx: sa.Connection, district: str, names: Sequence[str]) -> Iterator[Record]:
    """Some records, of their events as they arrived."""
    for name, bodies in ledger.bodies(tx, district, names).items():
        register, _, subject = name.partition("/")
        yield record.rehydrate(catalogue.REGISTERS[register], subject, bodies)


def name_of(one: Record) -> str:
    """A record within all registers."""
    return f"{one.register.name}/{one.id}"


def _shows_other(event: Event, photographs_seen: Mapping[str, str]) -> bool:
    """Whether the photographs that a record shows may be others since an event."""
    replaces = event.place != event.recordversion
    return replaces or any(sha in photographs_seen for sha in paper_checks.papers_of(event))


def _rows(district: str, one: Record, first: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for bearing in bearings_of(one, first):
        yield {"record": name_of(one), "district": district, "unit": one.unit} | vars(bearing)


def _compare(tx: sa.Connection, district: str, keys: Sequence[Key]) -> None:
    """Make the clashes of some keys anew."""
    by_kind: dict[str, list[str]] = {}
    for kind, key in keys:
        by_kind.setdefault(kind, []).append(key)
    for kind, some in by_kind.items():
        among = (_k.kind == kind, store.among(_k.key, some), _k.district == district)
        tx.execute(_clashes.delete().where(*among))
    rows = [
        {"district": district, "kind": kind, "key": key} | vars(one) | {"read": orjson.dumps(one.read).decode()}
        for kind, key in keys
        for one in clashes(sharing(tx, district, (kind, key)))
    ]
    store.insert_many(tx, _clashes, rows)


def sharing(tx: sa.Connection, district: str, key: Key) -> list[Borne]:
    """What bears a key, the first to be known first."""
    rows = tx.execute(_SHARING, {"kind": key[0], "key": key[1], "district": district}).mappings()
    names = Bearing.__dataclass_fields__
    return [Borne(row["record"], row["unit"], Bearing(**{name: row[name] for name in names})) for row in rows]


def _put_answers(tx: sa.Connection, district: str, names: Sequence[str]) -> None:
    """Write what was answered, or that an answer was taken back."""
    if not names:
        return
    records = list(load_records(tx, district, names))
    tx.execute(answers.delete().where(store.among(_a.id, [one.id for one in records]), _a.district == district))
    store.insert_many(tx, answers, [_answer_row(district, one) for one in records if _stands(one)])


def _stands(one: Record) -> bool:
    return bool(one.revisions) and not one.voided and one.get("answer") is not None


def _answer_row(district: str, one: Record) -> dict[str, Any]:
    last = one.effective[-1]
    return {
        "id": one.id,
        "district": district,
        "unit": one.unit,
        "answer": one["answer"],
        "actor": last.at.actor,
        "post": last.at.post,
        "known": ledger.stamp(last.at.now),
    }


def clear(tx: sa.Connection, district: str) -> None:
    """Forget everything of a district, to be written again."""
    for table in (_bearings, _clashes, answers):
        tx.execute(table.delete().where(table.c.district == district))


def clashes_of(tx: sa.Connection, district: str, one: Record) -> list[Clash]:
    """What a record would clash with if it stood so, beside what it is known to clash with; nothing is written."""
    name, found = name_of(one), dict[str, Clash]()
    for bearing in bearings_of(one, photographs.first_of(tx, papers_of(one))):
        others = [each for each in sharing(tx, district, (bearing.kind, bearing.key)) if each.record != name]
        found |= {clash.id: clash for clash in clashes([*others, Borne(name, one.unit, bearing)])}
    known = store.present(tx, _k.id, list(found), {"district": district})
    return [one for one in found.values() if one.id not in known and name in (one.record, one.other)]
