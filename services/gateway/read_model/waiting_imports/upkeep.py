"""A row for each step of an import that awaits a second person, and what an import's rows are together.

Rows are what a record's revisions say now, whatever the order in which they arrived.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import sqlalchemy as sa

from contracts import catalogue, envelope
from contracts.envelope import Event
from services.chassis.records import record
from services.chassis.records.record import Record
from services.chassis.records.release import may_await
from services.chassis.storage import store
from services.gateway.read_model import ledger
from services.gateway.read_model.waiting_imports.tables import imports, waiting

_c = waiting.c
_import = _c["import"]


@dataclass
class ImportChange:
    """By how much what awaits release of one import becomes more or less."""

    records: int = 0
    steps: Counter[str] = field(default_factory=Counter)

    def take(self, rows: Sequence[Mapping[str, Any]], by: int) -> None:
        """Note the steps of one record that wait from now on, or no longer."""
        self.records += by if rows else 0
        for row in rows:
            self.steps[row["step"]] += by


def put(tx: sa.Connection, district: str, events: Iterable[Event]) -> None:
    """Write what awaits release in the records of these events of a district."""
    touched = sorted({event.record for event in events if _concerns(event)})
    if not touched:
        return
    # Made anew from all events of the record: then the order in which they arrived cannot matter.
    own = (store.among(_c.record, touched), _c.district == district)
    before = [dict(row) for row in tx.execute(sa.select(waiting).where(*own)).mappings()]
    tx.execute(waiting.delete().where(*own))
    bodies = ledger.bodies(tx, district, touched)
    after = [row | {"district": district} for name, some in bodies.items() for row in _rows(name, some)]
    store.insert_many(tx, waiting, after)
    _count(tx, district, _changes(before, after))


def _concerns(event: Event) -> bool:
    """Whether an event may begin or end a wait: an import's claim, or what replaces one."""
    return event.place != event.recordversion or (event.imported and may_await(catalogue.step_of(event.type)[1]))


def _rows(name: str, bodies: Sequence[str]) -> Iterator[dict[str, Any]]:
    register, _, subject = name.partition("/")
    events = {event.id: event for body in bodies if (event := envelope.decode(body.encode()))}
    contract = catalogue.REGISTERS[register]
    one = Record(contract, subject, tuple(record.revision_from_event(contract, event) for event in events.values()))
    for revision in [] if one.voided else one.latest_revisions:
        if revision.awaits_release:
            yield {
                "record": name,
                "place": revision.place,
                "event": revision.event,
                "import": events[revision.event].correlationid,
                "step": revision.step.name,
                "unit": one.unit,
                "importer": revision.at.actor,
                "known": ledger.stamp(revision.at.now),
            }


def _changes(before: Collection[Mapping[str, Any]], after: Collection[Mapping[str, Any]]) -> dict[str, ImportChange]:
    """What became of each import of which rows went or came."""
    changes: dict[str, ImportChange] = {}
    for rows, by in ((before, -1), (after, +1)):
        groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for row in rows:
            groups.setdefault((row["import"], row["record"]), []).append(row)
        for (import_id, _), some in groups.items():
            changes.setdefault(import_id, ImportChange()).take(some, by)
    return changes


def _count(tx: sa.Connection, district: str, changes: Mapping[str, ImportChange]) -> None:
    own = (store.among(imports.c.id, sorted(changes)), imports.c.district == district)
    standing = {row["id"]: dict(row) for row in tx.execute(sa.select(imports).where(*own)).mappings()}
    tx.execute(imports.delete().where(*own))
    rows = (_counted(tx, district, id_, change, standing.get(id_)) for id_, change in changes.items())
    store.insert_many(tx, imports, [row for row in rows if row])


def _counted(
    tx: sa.Connection, district: str, id_: str, change: ImportChange, standing: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """The row of an import, where something of it still awaits release."""
    first = tx.execute(_FIRST, {"own_district": district, "own_import": id_}).first()
    if first is None:
        return None
    steps = Counter(orjson.loads(standing["steps"]) if standing else {})
    steps.update(change.steps)
    return {
        "id": id_,
        "district": district,
        "register": first.record.partition("/")[0],
        "importer": first.importer,
        "known": first.known,
        "records": change.records + (standing["records"] if standing else 0),
        "steps": orjson.dumps({name: n for name, n in sorted(steps.items()) if n}).decode(),
    }


_FIRST = (
    sa.select(_c.record, _c.importer, _c.known)
    .where(_c.district == sa.bindparam("own_district"), _import == sa.bindparam("own_import"))
    .order_by(_c.known, _c.record)
    .limit(1)
)


def clear(tx: sa.Connection, district: str) -> None:
    """Forget everything of a district, to be written again."""
    tx.execute(waiting.delete().where(_c.district == district))
    tx.execute(imports.delete().where(imports.c.district == district))
