"""The ledger: contributions, kept so that any order and any repetition of events gives the same rows.

A row lives at a place in its record's history. A later revision of that place, or a void of the whole record, does not
delete it: it says from when on it is gone. `gone` is a minimum, rows are a set; both commute.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from contracts import envelope
from contracts.envelope import Event
from services.chassis.storage import store
from services.gateway.read_model import fold
from services.gateway.read_model.programme import Programme

meta = sa.MetaData()
# The table keeps the name under which installed databases have it; it holds revisions.
tellings = sa.Table(
    "tellings",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("record", sa.String, nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("known", sa.String, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("tellings_by_record", "record", "place", "version", "known"),
    sa.Index("tellings_by_time", "known"),
)
contributions = sa.Table(
    "contributions",
    meta,
    sa.Column("event", sa.String, primary_key=True),
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
    sa.Index("contributions_by_subject", "measure", "side", "subject", "record", "place"),
    sqlite_with_rowid=False,
)

folded = sa.Table("folded", meta, sa.Column("programme", sa.String, primary_key=True))
"""The programme by which the contributions were made."""
REFOLDED_AT_ONCE = 1000
READ_AT_ONCE = 200

_t = tellings.c
_REPLACING = sa.select(_t.record, _t.version, _t.place, _t.known).where(
    store.any_of(_t.record, "records"), _t.place != _t.version
)
_BODIES = sa.select(_t.id, _t.body).where(store.any_of(_t.id, "ids"))


def stamp(time: dt.datetime) -> str:
    """A moment as text that sorts like the moment."""
    return time.astimezone(dt.UTC).isoformat(timespec="microseconds")


def turn(event: Event) -> str:
    """When it was an event's turn within its record: by day, on one day by place; as text that sorts so."""
    return f"{event.occurredon.isoformat()}.{event.place:06d}"


def put(tx: sa.Connection, programme: Programme, events: Sequence[Event]) -> list[Event]:
    """Put events into the ledger; answers those that were new."""
    rows = [_revision_row(event) for event in events]
    fresh = store.insert_new(tx, tellings, rows)
    new = list({event.id: event for event in events if event.id in fresh}.values())
    if new:
        # Both ways, since either may arrive first: what these events replace, and what has replaced them already.
        _end_what_was_replaced(tx, new)
        store.insert_many(tx, contributions, list(_rows(tx, programme, new)))
    return new


def _revision_row(event: Event) -> dict[str, object]:
    return {
        "id": event.id,
        "record": event.record,
        "place": event.place,
        "version": event.recordversion,
        "known": stamp(event.time),
        "body": envelope.encode(event).decode(),
    }


def rows(programme: Programme, event: Event, gone: str | None = None) -> Iterator[fold.Row]:
    """An event's contributions as they are kept; `gone`: since when they are ended."""
    common = {
        "record": event.record,
        "place": event.place,
        "version": event.recordversion,
        "happened": event.occurredon.isoformat(),
        "known": stamp(event.time),
        "gone": gone,
        "level": event.evidencelevel,
        "turn": turn(event),
    }
    for row in fold.contributions(programme, event):
        yield row | common


def _rows(tx: sa.Connection, programme: Programme, new: Sequence[Event]) -> Iterable[fold.Row]:
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
    """Corrections and voids of these records, whenever they arrived."""
    by_record: dict[str, list[tuple[int, int, str]]] = {}
    for row in tx.execute(_REPLACING, {"records": {event.record for event in new}}):
        by_record.setdefault(row.record, []).append((row.version, row.place, row.known))
    return by_record


def _end_what_was_replaced(tx: sa.Connection, new: Sequence[Event]) -> None:
    c, t = contributions.c, tellings.c
    for event in new:
        if event.place != event.recordversion:
            replaced_at = stamp(event.time)
            # Place 0 is a void: it ends every revision before it, whatever its place.
            place = sa.true() if event.place == 0 else t.place == event.place
            earlier = sa.select(t.id).where(t.record == event.record, t.version < event.recordversion, place)
            standing = sa.and_(c.event.in_(earlier), sa.or_(c.gone.is_(None), c.gone > replaced_at))
            tx.execute(contributions.update().where(standing).values(gone=replaced_at))


def agrees(tx: sa.Connection, programme: Programme) -> bool:
    """Whether the contributions were made by this programme."""
    return tx.scalar(sa.select(folded.c.programme)) == programme.digest


def refold(tx: sa.Connection, programme: Programme) -> Iterator[list[Event]]:
    """Make the contributions anew by this programme from the events that are kept; hands them on, some at a time."""
    tx.execute(contributions.delete())
    ids = list(tx.scalars(sa.select(tellings.c.id).order_by(tellings.c.id)))
    for start in range(0, len(ids), REFOLDED_AT_ONCE):
        batch = list(events(tx, ids[start : start + REFOLDED_AT_ONCE]).values())
        store.insert_many(tx, contributions, list(_rows(tx, programme, batch)))
        yield batch
    tx.execute(folded.delete())
    tx.execute(folded.insert().values(programme=programme.digest))


def clear(tx: sa.Connection) -> None:
    """Forget everything, to be written again from the journals."""
    tx.execute(contributions.delete())
    tx.execute(tellings.delete())


def since(tx: sa.Connection, moment: str) -> list[Event]:
    """The events recorded since a moment."""
    bodies = tx.scalars(sa.select(tellings.c.body).where(tellings.c.known >= moment))
    return [envelope.decode(body.encode()) for body in bodies]


def events_between(tx: sa.Connection, since: dt.datetime, until: dt.datetime) -> Iterator[Event]:
    """The events recorded after one moment and up to another, newest first, read as they are asked for."""
    within = sa.and_(tellings.c.known > stamp(since), tellings.c.known <= stamp(until))
    newest = sa.select(tellings.c.body).where(within).order_by(tellings.c.known.desc(), tellings.c.id)
    for body in tx.scalars(newest.execution_options(yield_per=READ_AT_ONCE)):
        yield envelope.decode(body.encode())


def has(tx: sa.Connection, event_id: str) -> bool:
    """Whether an event has arrived."""
    return tx.scalar(sa.select(tellings.c.id).where(tellings.c.id == event_id)) is not None


def present(tx: sa.Connection, ids: Iterable[str]) -> set[str]:
    """Which of these events have arrived."""
    return store.present(tx, tellings.c.id, ids)


def event(tx: sa.Connection, event_id: str) -> Event | None:
    """An event as it was published."""
    body = tx.scalar(sa.select(tellings.c.body).where(tellings.c.id == event_id))
    return envelope.decode(body.encode()) if body else None


def events(tx: sa.Connection, ids: Iterable[str]) -> dict[str, Event]:
    """Events as they were published, by their ids; those that have not arrived are missing."""
    keys = list(ids)
    rows = tx.execute(_BODIES, {"ids": keys}) if keys else ()
    return {row.id: envelope.decode(row.body.encode()) for row in rows}


def bodies(tx: sa.Connection, records: Sequence[str]) -> dict[str, list[str]]:
    """Every revision of some records as it was published, by record."""
    by_record: dict[str, list[str]] = {name: [] for name in records}
    query = sa.select(tellings.c.record, tellings.c.body).where(store.among(tellings.c.record, records))
    for row in tx.execute(query):
        by_record[row.record].append(row.body)
    return by_record


def revisions_of(tx: sa.Connection, record: str) -> list[Event]:
    """Every revision of a record, corrections and voids included, in the order of versions."""
    bodies = tx.scalars(sa.select(tellings.c.body).where(tellings.c.record == record).order_by(tellings.c.version))
    return [envelope.decode(body.encode()) for body in bodies]
