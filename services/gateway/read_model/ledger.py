"""The ledger: contributions, kept so that any order and any repetition of events gives the same rows.

Every row belongs to a district, the one whose service recorded the event, and every contribution to a programme: a
record's name and an event's id are one district's, and another's may be the same.

A row lives at a place in its record's history. A later revision of that place, or a void of the whole record, does not
delete it: it says from when on it is gone. `gone` is a minimum, rows are a set; both commute.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from contracts import envelope, evidence_levels
from contracts.envelope import Event
from services.chassis.storage import store
from services.chassis.storage.lists.window import ListWindow, Place
from services.gateway.read_model import fold
from services.gateway.read_model.programme import Programme

meta = sa.MetaData()
# The table keeps the name under which installed databases have it; it holds revisions.
tellings = sa.Table(
    "tellings",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("record", sa.String, nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("known", sa.String, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("tellings_by_record", "district", "record", "place", "version", "known"),
    sa.Index("tellings_by_time", "district", "known"),
)
contributions = sa.Table(
    "contributions",
    meta,
    sa.Column("event", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("programme", sa.String, primary_key=True),
    sa.Column("measure", sa.String, primary_key=True),
    sa.Column("side", sa.String, primary_key=True),
    sa.Column("role", sa.String, primary_key=True),
    sa.Column("number", sa.String, primary_key=True),
    sa.Column("unit", sa.String, primary_key=True),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("dated", sa.String, nullable=False),
    sa.Column("amount", sa.Float),
    sa.Column("turn", sa.String, nullable=False),
    sa.Column("facet", sa.String),
    sa.Column("expires", sa.String),
    sa.Column("record", sa.String, nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("happened", sa.String, nullable=False),
    sa.Column("known", sa.String, nullable=False),
    sa.Column("gone", sa.String),
    sa.Column("level", sa.String, nullable=False),
    sa.Index("contributions_by_subject", "measure", "side", "district", "programme", "subject", "record", "place"),
    sa.Index(
        "contributions_proving",
        *("measure", "side", "district", "programme", "subject"),
        sqlite_where=sa.text("role = 'proves'"),
        postgresql_where=sa.text("role = 'proves'"),
    ),
    sa.Index(
        "contributions_gone",
        *("district", "programme", "measure", "side", "unit", "gone", "event", "number"),
        sqlite_where=sa.text("gone IS NOT NULL AND role = 'opens'"),
        postgresql_where=sa.text("gone IS NOT NULL AND role = 'opens'"),
    ),
    sqlite_with_rowid=False,
)

DERIVED = 11
"""The version of what is derived beside contributions: greater by one whenever it has to be made anew (2: warnings; 3:
when and where city cases were reported; 4: tallies; 5: when a member of a ratio is missing; 6: complaints;
7: tallies of what is repeated period by period; 8: plans; 9: public records; 10: examinations
with a baseline; 11: what must be public without a period)."""
READ_AT_ONCE = 200

_t = tellings.c
_REPLACING = sa.select(_t.record, _t.version, _t.place, _t.known).where(
    store.any_of(_t.record, "records"), _t.district == sa.bindparam("district"), _t.place != _t.version
)
_COUNTS = (
    sa.select(_t.record, sa.func.count())
    .where(store.any_of(_t.record, "records"), _t.district == sa.bindparam("district"))
    .group_by(_t.record)
)
_BODIES = sa.select(_t.id, _t.body).where(store.any_of(_t.id, "ids"), _t.district == sa.bindparam("district"))
_BODIES_OF_RECORDS = sa.select(_t.record, _t.body).where(
    store.any_of(_t.record, "records"), _t.district == sa.bindparam("district")
)
_earlier = sa.select(_t.id).where(
    _t.record == sa.bindparam("of_record"),
    _t.district == sa.bindparam("of_district"),
    _t.version < sa.bindparam("before"),
    # Place 0 is a void: it ends every revision before it, whatever its place.
    sa.or_(sa.bindparam("at") == 0, _t.place == sa.bindparam("at")),
)
_NAMES = (
    sa.select(_t.record)
    .where(_t.district == sa.bindparam("district"), _t.record > sa.bindparam("after"))
    .order_by(_t.record)
    .limit(sa.bindparam("most"))
)
_END = (
    contributions.update()
    .where(contributions.c.event.in_(_earlier), contributions.c.district == sa.bindparam("of_district"))
    .where(sa.or_(contributions.c.gone.is_(None), contributions.c.gone > sa.bindparam("replaced")))
    .values(gone=sa.bindparam("replaced"))
)


class LedgerRow(NamedTuple):
    """A row of `contributions`, its columns in another order: first what the fold says of it."""

    event: str
    measure: str
    side: str
    role: str
    number: str
    unit: str
    subject: str
    dated: str
    amount: float | None
    facet: str | None
    expires: str | None
    district: str
    programme: str
    record: str
    place: int
    version: int
    happened: str
    known: str
    gone: str | None
    level: str
    turn: str


def stamp(time: dt.datetime) -> str:
    """A moment as text that sorts like the moment."""
    return time.astimezone(dt.UTC).isoformat(timespec="microseconds")


def turn(event: Event) -> str:
    """When it was an event's turn within its record: by day, on one day by place; as text that sorts so."""
    return f"{event.occurredon.isoformat()}.{event.place:06d}"


def put(tx: sa.Connection, district: str, events: Sequence[Event]) -> list[Event]:
    """Put events into the ledger, and end what they replace in every generation; answers the district's that were new.

    Another district's are kept, and counted nowhere: only what a gateway is there for has contributions.
    """
    by_district: dict[str, list[Event]] = {}
    for event in events:
        by_district.setdefault(event.district, []).append(event)
    new_by_district = {name: _keep(tx, some) for name, some in by_district.items()}
    if new := new_by_district.get(district, []):
        # Both ways, since either may arrive first: what has replaced these events is found when they contribute.
        _end_what_was_replaced(tx, new)
    return new


def contribute(tx: sa.Connection, programme: Programme, events: Sequence[Event]) -> list[LedgerRow]:
    """Write what events of one district that the ledger keeps contribute; what is written already stays."""
    some = list(_rows(tx, programme, events))
    store.insert_tuples(tx, contributions, LedgerRow._fields, some)
    return some


def whole_records(tx: sa.Connection, district: str, events: Sequence[Event]) -> frozenset[str]:
    """The records of which the ledger keeps these events of a district and no others."""
    # Of the others, whose opening came before or has yet to come, nothing has to be asked.
    opened = {event.record for event in events if event.recordversion == 1}
    here = Counter(event.record for event in events if event.record in opened)
    counted = tx.execute(_COUNTS, {"records": opened, "district": district}) if opened else ()
    return frozenset(record for record, count in counted if count == here[record])


def _keep(tx: sa.Connection, events: Sequence[Event]) -> list[Event]:
    """Keep events of one district; those that were new."""
    fresh = store.insert_new(tx, tellings, [_revision_row(event) for event in events], within="district")
    return list({event.id: event for event in events if event.id in fresh}.values())


def _revision_row(event: Event) -> dict[str, object]:
    return {
        "id": event.id,
        "district": event.district,
        "record": event.record,
        "place": event.place,
        "version": event.recordversion,
        "known": stamp(event.time),
        "body": envelope.encode(event).decode(),
    }


def rows(programme: Programme, event: Event, gone: str | None = None) -> Iterator[LedgerRow]:
    """An event's contributions as they are kept; `gone`: since when they are ended."""
    common = (
        event.district,
        programme.generation,
        event.record,
        event.place,
        event.recordversion,
        event.occurredon.isoformat(),
        stamp(event.time),
        gone,
        level_of(event),
        turn(event),
    )
    for row in fold.contributions(programme, event):
        yield LedgerRow(*row, *common)


def level_of(event: Event) -> str:
    """What counts of an event's level: less than it says where a post of before or a program recorded it."""
    return evidence_levels.countable_level(event.evidencelevel, imported=event.imported, actor=event.actor)


def is_not_apart(event: Event) -> bool:
    """Whether an event counts for less than it says because nobody knows which person vouched for it."""
    return not evidence_levels.vouches(event.actor) and level_of(event) < event.evidencelevel


def _rows(tx: sa.Connection, programme: Programme, new: Sequence[Event]) -> Iterable[LedgerRow]:
    later = _later_revisions(tx, new)
    for event in new:
        ended = (
            replaced_at for version, place, replaced_at in later.get(event.record, ()) if _ends(version, place, event)
        )
        yield from rows(programme, event, min(ended, default=None))


def _ends(version: int, place: int, event: Event) -> bool:
    """Whether a revision replaces an event: a greater version in the same place, or a void."""
    return version > event.recordversion and place in (0, event.place)


def _later_revisions(tx: sa.Connection, new: Sequence[Event]) -> dict[str, list[tuple[int, int, str]]]:
    """Corrections and voids of these records of one district, whenever they arrived."""
    by_record: dict[str, list[tuple[int, int, str]]] = {}
    bound = {"records": {event.record for event in new}, "district": new[0].district}
    for row in tx.execute(_REPLACING, bound):
        by_record.setdefault(row.record, []).append((row.version, row.place, row.known))
    return by_record


def _end_what_was_replaced(tx: sa.Connection, new: Sequence[Event]) -> None:
    for event in new:
        if event.place != event.recordversion:
            of = {"of_record": event.record, "of_district": event.district, "before": event.recordversion}
            tx.execute(_END, {**of, "at": event.place, "replaced": stamp(event.time)})


def made_by(programme: Programme) -> str:
    """The version of the programme, of the rules by which levels are read, and of what is derived beside."""
    return f"{programme.digest}.{evidence_levels.RULES}.{DERIVED}"


def records_after(tx: sa.Connection, district: str, record: str, most: int) -> list[str]:
    """The next records of a district in the order of their names, with some `most` events between them."""
    return list(dict.fromkeys(tx.scalars(_NAMES, {"district": district, "after": record, "most": most})))


def count_events(tx: sa.Connection, district: str) -> int:
    """How many events of a district have arrived."""
    counted = sa.select(sa.func.count()).select_from(tellings).where(tellings.c.district == district)
    return tx.scalar(counted) or 0


def events_of(tx: sa.Connection, district: str, records: Sequence[str]) -> list[Event]:
    """Every revision of some records."""
    by_record = bodies(tx, district, records)
    return [envelope.decode(body.encode()) for some in by_record.values() for body in some]


def clear(tx: sa.Connection, district: str) -> None:
    """Forget everything of a district, to be written again from the journals."""
    whose = {table: _own(tx, table.c.district, district) for table in (contributions, tellings)}
    for table, own in whose.items():
        tx.execute(table.delete().where(*own))


def _own(tx: sa.Connection, column: sa.ColumnElement[str], district: str) -> tuple[sa.ColumnElement[bool], ...]:
    """That a row is the district's; nothing where all rows are."""
    # SQLite empties a whole table much faster than it picks all of its rows.
    first, last = (tx.scalar(sa.select(end(tellings.c.district))) for end in (sa.func.min, sa.func.max))
    return () if first == last == district else (column == district,)


def all_bodies(tx: sa.Connection, district: str) -> Iterator[sa.Row[Any]]:
    """The `id` and the `body` of every event of a district, by id, read as they are asked for."""
    chosen = sa.select(tellings.c.id, tellings.c.body).where(tellings.c.district == district).order_by(tellings.c.id)
    yield from tx.execute(chosen.execution_options(yield_per=READ_AT_ONCE))


def events_between(
    tx: sa.Connection,
    district: str,
    moments: tuple[dt.datetime, dt.datetime],
    window: ListWindow,
    hidden: Iterable[str] = (),
) -> Iterator[Event]:
    """A district's events recorded after one moment and up to another, from a window's place on in its direction.

    The newest come first, or backwards the earliest; they are read as they are asked for. A place is `place_of`. Of the
    hidden registers there are none: the database passes them over, however many follow each other.
    """
    c, place, (since, until) = tellings.c, window.place, moments
    lower, upper = c.known > stamp(since), c.known <= stamp(until)
    if place is not None:
        # In the place of a bound: of two on one side, a database may go along from the farther one.
        key, end = sa.tuple_(c.known, c.id), sa.tuple_(*map(sa.literal, place))
        if window.backward and place[0] > stamp(since):
            lower = key > end
        elif not window.backward and place[0] <= stamp(until):
            upper = key < end
    order = (c.known, c.id) if window.backward else (c.known.desc(), c.id.desc())
    # "0" follows "/".
    shown = (sa.not_(c.record.between(f"{register}/", f"{register}0")) for register in sorted(hidden))
    newest = sa.select(tellings.c.body).where(c.district == district, lower, upper, *shown).order_by(*order)
    for body in tx.scalars(newest.execution_options(yield_per=READ_AT_ONCE)):
        yield envelope.decode(body.encode())


def first_known(tx: sa.Connection, district: str) -> dt.datetime | None:
    """When the first event of a district was recorded; None: nothing was."""
    c = tellings.c
    first = tx.scalar(sa.select(c.known).where(c.district == district).order_by(c.known).limit(1))
    return None if first is None else dt.datetime.fromisoformat(str(first))


def last_known(tx: sa.Connection, district: str) -> tuple[str, str] | None:
    """When the last event of a district was recorded, and its id: up to where the ledger reaches; None: nowhere."""
    c = tellings.c
    newest = sa.select(c.known, c.id).where(c.district == district).order_by(c.known.desc(), c.id.desc()).limit(1)
    row = tx.execute(newest).one_or_none()
    return None if row is None else (str(row.known), str(row.id))


def place_of(one: Event) -> Place:
    """Where an event stands among those of its district: when it was recorded, and its id."""
    return stamp(one.time), one.id


def has(tx: sa.Connection, district: str, event_id: str) -> bool:
    """Whether an event of a district has arrived."""
    return event(tx, district, event_id) is not None


def present(tx: sa.Connection, district: str, ids: Iterable[str]) -> set[str]:
    """Which of these events of a district have arrived."""
    return store.present(tx, tellings.c.id, ids, {"district": district})


def event(tx: sa.Connection, district: str, event_id: str) -> Event | None:
    """An event of a district as it was published."""
    return events(tx, district, [event_id]).get(event_id)


def events(tx: sa.Connection, district: str, ids: Iterable[str]) -> dict[str, Event]:
    """A district's events as they were published, by their ids; those that have not arrived are missing."""
    keys = list(ids)
    rows = tx.execute(_BODIES, {"ids": keys, "district": district}) if keys else ()
    return {row.id: envelope.decode(row.body.encode()) for row in rows}


def bodies(tx: sa.Connection, district: str, records: Sequence[str]) -> dict[str, list[str]]:
    """Every revision of some records of a district as it was published, by record."""
    by_record: dict[str, list[str]] = {name: [] for name in records}
    for record, body in tx.execute(_BODIES_OF_RECORDS, {"records": records, "district": district}).all():
        by_record[record].append(body)
    return by_record


def bodies_of_register(tx: sa.Connection, district: str, register: str) -> dict[str, list[str]]:
    """Every revision of a register's records as it was published, by the record's id, in the order of ids."""
    by_id: dict[str, list[str]] = {}
    t, first = tellings.c, f"{register}/"
    within = (t.record > first, t.record < f"{register}0", t.district == district)  # "0" follows "/"
    for row in tx.execute(sa.select(t.record, t.body).where(*within).order_by(t.record)):
        by_id.setdefault(row.record.removeprefix(first), []).append(row.body)
    return by_id


def revisions_of(tx: sa.Connection, district: str, record: str) -> list[Event]:
    """Every revision of a record, corrections and voids included, in the order of versions."""
    own = (tellings.c.record == record, tellings.c.district == district)
    bodies = tx.scalars(sa.select(tellings.c.body).where(*own).order_by(tellings.c.version))
    return [envelope.decode(body.encode()) for body in bodies]
