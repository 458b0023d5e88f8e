"""What imports say and nobody else has vouched for: a row for each step that awaits a second person.

Rows are what a record's revisions say now, whatever the order in which they arrived.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from contracts import catalogue, envelope
from contracts.envelope import Event
from contracts.register import Register, Step
from services.chassis.records import record
from services.chassis.records.record import Record
from services.chassis.records.release import may_await
from services.chassis.storage import store
from services.gateway.read_model import ledger

waiting = sa.Table(
    "awaiting_release",
    ledger.meta,
    sa.Column("record", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("event", sa.String, nullable=False),
    sa.Column("import", sa.String, nullable=False),
    sa.Column("step", sa.String, nullable=False),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("importer", sa.String, nullable=False),
    sa.Column("known", sa.String, nullable=False),
    sa.Index("awaiting_release_by_import", "district", "import", "record", "place"),
    sqlite_with_rowid=False,
)
_c = waiting.c
_import = _c["import"]


@dataclass(frozen=True)
class WaitingStep:
    """A step of an import that awaits a second person."""

    register: Register
    record: str
    step: Step
    place: int
    event: str
    unit: str
    importer: str
    known: str


@dataclass(frozen=True)
class WaitingImport:
    """What of one import awaits a second person: how many steps, in how many records, since when."""

    id: str
    register: Register
    importer: str
    known: str
    records: int
    steps: dict[str, int]


def put(tx: sa.Connection, district: str, events: Iterable[Event]) -> None:
    """Write what awaits release in the records of these events of a district."""
    touched = sorted({event.record for event in events if _concerns(event)})
    if not touched:
        return
    # Made anew from all events of the record: then the order in which they arrived cannot matter.
    tx.execute(waiting.delete().where(store.among(_c.record, touched), _c.district == district))
    bodies = ledger.bodies(tx, district, touched)
    rows = [row | {"district": district} for name, some in bodies.items() for row in _rows(name, some)]
    store.insert_many(tx, waiting, rows)


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


def clear(tx: sa.Connection, district: str) -> None:
    """Forget everything of a district, to be written again."""
    tx.execute(waiting.delete().where(_c.district == district))


def imports(tx: sa.Connection, district: str) -> list[WaitingImport]:
    """The imports of which something awaits release, the newest first."""
    counted = (
        sa.func.min(_c.record).label("record"),
        sa.func.min(_c.importer).label("importer"),
        sa.func.min(_c.known).label("known"),
        sa.func.count().label("n"),
        sa.func.count(_c.record.distinct()).label("records"),
    )
    steps: dict[str, dict[str, int]] = {}
    by_step = sa.select(_import, _c.step, sa.func.count().label("n")).where(_c.district == district)
    for row in tx.execute(by_step.group_by(_import, _c.step).order_by(_import, _c.step)):
        steps.setdefault(row[0], {})[row.step] = row.n
    query = sa.select(_import, *counted).where(_c.district == district).group_by(_import)
    rows = sorted(tx.execute(query), key=lambda row: (row.known, row[0]), reverse=True)
    return [
        WaitingImport(row[0], _register(row.record), row.importer, row.known, row.records, steps[row[0]])
        for row in rows
    ]


def steps(tx: sa.Connection, district: str, import_id: str, after: tuple[str, int], most: int) -> list[WaitingStep]:
    """What of an import awaits release, in the order of records, after one of its rows."""
    beyond = sa.tuple_(_c.record, _c.place) > sa.tuple_(sa.literal(after[0]), sa.literal(after[1]))
    own = (_c.district == district, _import == import_id, beyond)
    query = sa.select(waiting).where(*own).order_by(_c.record, _c.place).limit(most)
    return [_step(row) for row in tx.execute(query)]


def _step(row: Any) -> WaitingStep:
    register, subject = _register(row.record), row.record.partition("/")[2]
    step = register.step(row.step)
    return WaitingStep(register, subject, step, row.place, row.event, row.unit, row.importer, row.known)


def _register(name: str) -> Register:
    return catalogue.REGISTERS[name.partition("/")[0]]
