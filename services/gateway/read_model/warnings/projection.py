"""Bearings, clashes and answers kept as events arrive: a record's are made anew, and what its keys have in common.

What an event costs follows from how many records share a key with its record, never from how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa

from contracts.cases.warning_answers import register as answers_register
from contracts.envelope import Event
from services.chassis.records.record import Record
from services.chassis.storage import store
from services.gateway.read_model import ledger, paper_checks
from services.gateway.read_model.records.touched_records import TouchedRecords
from services.gateway.read_model.warnings import photographs, waiting
from services.gateway.read_model.warnings.bearings import CONCERNED, Bearing, bearings_of, papers_of
from services.gateway.read_model.warnings.comparison import MOST_COMPARED, Borne, Clash, clashes
from services.gateway.read_model.warnings.tables import answers
from services.gateway.read_model.warnings.tables import bearings as _bearings
from services.gateway.read_model.warnings.tables import clashes as _clashes

Key = tuple[str, str]
"""A kind of bearing, and what is compared."""
_b, _k, _a = _bearings.c, _clashes.c, answers.c
_OF_RECORDS = (store.any_of(_b.record, "records"), _b.district == sa.bindparam("district"))
_BORNE, _FORGET = sa.select(_bearings).where(*_OF_RECORDS), _bearings.delete().where(*_OF_RECORDS)
_SHARING = (
    sa.select(_bearings)
    .where(*(_b[name] == sa.bindparam(name) for name in ("kind", "key", "district")))
    .order_by(_b.known, _b.record, _b.part)
    .limit(MOST_COMPARED)
)
_LAST_COMPARED = (
    sa.select(_b.known)
    .where(*(_b[name] == sa.bindparam(name) for name in ("kind", "key", "district")))
    .order_by(_b.known, _b.record, _b.part)
    .limit(1)
    .offset(MOST_COMPARED - 1)
)


def put(tx: sa.Connection, district: str, events: Sequence[Event], records: TouchedRecords | None = None) -> None:
    """Write what the records of these events of a district bear now, what clashes by it, and what was answered."""
    of, registers = records or TouchedRecords(tx, district), {event.record: event.register for event in events}
    _put_answers(tx, district, of, [name for name, one in registers.items() if one == answers_register.name])
    papers = [paper_checks.papers_of(event) for event in events]
    seen = photographs.first_of(tx, {sha for some in papers for sha in some})
    touched = sorted(
        {
            one.record
            for one, some in zip(events, papers, strict=True)
            if one.register in CONCERNED or _shows_other(one, some, seen)
        }
    )
    if touched:
        compare(tx, district, _put_bearings(tx, district, of, touched))


def _put_bearings(tx: sa.Connection, district: str, of: TouchedRecords, touched: Sequence[str]) -> dict[Key, str]:
    """Write what some records bear; the keys of what changed by that, and when the first that changed was known."""
    whose = {"records": touched, "district": district}
    before = {tuple(row) for row in tx.execute(_BORNE, whose)}
    records = list(of.records(touched))
    first = photographs.first_of(tx, {sha for one in records for sha in papers_of(one)})
    rows = [row for one in records for row in _rows(district, one, first)]
    names = [column.name for column in _bearings.columns]
    after = {tuple(row[name] for name in names) for row in rows}
    if before == after:
        return {}
    tx.execute(_FORGET, whose)
    store.insert_many(tx, _bearings, rows)
    changed: dict[Key, str] = {}
    for row in (dict(zip(names, one, strict=True)) for one in before ^ after):
        key = row["kind"], row["key"]
        changed[key] = min(changed.get(key, row["known"]), row["known"])
    return changed


def _is_compared(tx: sa.Connection, district: str, key: Key, known: str) -> bool:
    """Whether what was known then may be among what is compared of its key; of very many only the first are."""
    last = tx.scalar(_LAST_COMPARED, {"kind": key[0], "key": key[1], "district": district})
    return last is None or known <= last


def load_records(tx: sa.Connection, district: str, names: Sequence[str]) -> Iterator[Record]:
    """Some records, of their events as they arrived."""
    return TouchedRecords(tx, district).records(names)


def name_of(one: Record) -> str:
    """A record within all registers."""
    return f"{one.register.name}/{one.id}"


def _shows_other(event: Event, papers: Sequence[str], photographs_seen: Mapping[str, str]) -> bool:
    """Whether the photographs that a record shows may be others since an event, which names these papers."""
    replaces = event.place != event.recordversion
    return replaces or any(sha in photographs_seen for sha in papers)


def _rows(district: str, one: Record, first: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for bearing in bearings_of(one, first):
        yield {"record": name_of(one), "district": district, "unit": one.unit} | vars(bearing)


def compare(tx: sa.Connection, district: str, changed: Mapping[Key, str]) -> None:
    """Make the clashes of the keys anew of which something changed that was first known then.

    Those that stay are not written again, and what is beyond all that are compared costs no comparison.
    """
    keys = sorted(key for key, known in changed.items() if _is_compared(tx, district, key, known))
    if not keys:
        return
    by_kind: dict[str, list[str]] = {}
    for kind, key in keys:
        by_kind.setdefault(kind, []).append(key)
    before: dict[str, dict[str, Any]] = {}
    for kind, some in by_kind.items():
        among = (_k.kind == kind, store.among(_k.key, some), _k.district == district)
        before |= {row["id"]: dict(row) for row in tx.execute(sa.select(_clashes).where(*among)).mappings()}
    after = {
        one.id: _clash_row(district, (kind, key), one)
        for kind, key in keys
        for one in clashes(sharing(tx, district, (kind, key)))
    }
    # Whether one waits follows from its answer, too: it is looked up for those that are written.
    stay = {id_ for id_, row in before.items() if id_ in after and after[id_] | {"waits": row["waits"]} == row}
    tx.execute(_clashes.delete().where(store.among(_k.id, sorted(before.keys() - stay)), _k.district == district))
    store.insert_many(tx, _clashes, [row for id_, row in after.items() if id_ not in stay])
    waiting.settle(tx, district, sorted(after.keys() - stay))


def _clash_row(district: str, key: Key, one: Clash) -> dict[str, Any]:
    more = {
        "read": orjson.dumps(one.read).decode(),
        "waits": 1,
        "restricted": waiting.restriction(one.record, one.other),
    }
    return {"district": district, "kind": key[0], "key": key[1]} | vars(one) | more


def sharing(tx: sa.Connection, district: str, key: Key) -> list[Borne]:
    """What bears a key, the first to be known first."""
    rows = tx.execute(_SHARING, {"kind": key[0], "key": key[1], "district": district}).mappings()
    names = Bearing.__dataclass_fields__
    return [Borne(row["record"], row["unit"], Bearing(**{name: row[name] for name in names})) for row in rows]


def _put_answers(tx: sa.Connection, district: str, of: TouchedRecords, names: Sequence[str]) -> None:
    """Write what was answered, or that an answer was taken back."""
    if not names:
        return
    records = list(of.records(names))
    ids = [one.id for one in records]
    tx.execute(answers.delete().where(store.among(_a.id, ids), _a.district == district))
    store.insert_many(tx, answers, [_answer_row(district, one) for one in records if _stands(one)])
    waiting.settle(tx, district, ids)


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
