"""Every survey in one row: its questions and its waves as they were closed; the first and the latest are shown.

A row is what the record's revisions say now, whatever the order in which they arrived, however many sheets there were.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from contracts.envelope import Event
from contracts.outreach.surveys import register
from services.chassis.records.record import Record, Revision
from services.chassis.storage import store
from services.chassis.storage.lists import keyset
from services.chassis.storage.lists.keyset import KeyOrder
from services.chassis.storage.lists.window import ListPart, ListWindow
from services.gateway.read_model import ledger
from services.gateway.read_model.records.touched_records import TouchedRecords

ABOUT = ("title", "about", "audience", "designed_on")
surveys = sa.Table(
    "surveys",
    ledger.meta,
    sa.Column("record", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("unit", sa.String, nullable=False),
    *(sa.Column(name, sa.String, nullable=False) for name in ABOUT),
    sa.Column("told", sa.String, nullable=False),
    sa.Index("surveys_by_design", "district", "designed_on", "record"),
    sa.Index("surveys_by_unit", "district", "unit", "designed_on", "record"),
    sqlite_with_rowid=False,
)
"""told: the questions, and the waves with their days and results, as JSON."""
_c = surveys.c
_LAST_FIRST = KeyOrder(("designed_on", "record"), newest=True)


def put(tx: sa.Connection, district: str, events: Iterable[Event], records: TouchedRecords | None = None) -> None:
    """Write what became of the surveys of these events of a district."""
    touched = sorted({event.record for event in events if event.register == register.name})
    if not touched:
        return
    tx.execute(surveys.delete().where(store.among(_c.record, touched), _c.district == district))
    some = (records or TouchedRecords(tx, district)).records(touched)
    store.insert_many(tx, surveys, [_row(district, one) for one in some if _stands(one)])


def _stands(one: Record) -> bool:
    """Whether it was designed, and not taken back."""
    return bool(one.effective) and one.effective[0].step.first and not one.voided


def _row(district: str, one: Record) -> dict[str, Any]:
    return {
        "record": f"{register.name}/{one.id}",
        "district": district,
        "unit": one.effective[0].unit,
        "title": one["title"],
        "about": one["about"],
        "audience": one["audience"],
        "designed_on": one["designed_on"].isoformat(),
        "told": orjson.dumps(_told(one)).decode(),
    }


def _told(one: Record) -> dict[str, Any]:
    closed = {e.data["wave"]: e for e in one.effective if e.step.line == "wave" and e.step.leads == "closed"}
    opened = {e.data["wave"]: e for e in one.effective if e.step.name == "open_wave"}
    return {
        "anonymous": one["anonymous"],
        "questions": one["questions"],
        "ended_on": one.get("ended_on"),
        "opened": {str(number): event.on for number, event in sorted(opened.items())},
        "waves": [_wave(closed[number], opened.get(number)) for number in sorted(closed)],
    }


def _wave(closing: Revision, opening: Revision | None) -> dict[str, Any]:
    """A wave as it may be told: of too few sheets neither how many nor what they say."""
    data, shown = closing.data, bool(closing.data["shown"])
    return {
        "wave": data["wave"],
        "opened_on": opening.on if opening else None,
        "closed_on": closing.on,
        "shown": shown,
        "counted_elsewhere": bool(data["counted_elsewhere"]),
        "sheets": data["sheets"] if shown else None,
        "handed_out": opening.data.get("handed_out") if opening else None,
        "results": data["results"] if shown else [],
    }


@dataclass(frozen=True)
class SurveyQuestion:
    """Whose surveys, and as they stood on which day; of some units or (None) of all."""

    district: str
    day: dt.date
    units: frozenset[str] | None = None


def find(tx: sa.Connection, asked: SurveyQuestion, window: ListWindow) -> tuple[ListPart, list[dict[str, Any]]]:
    """A page of surveys, those designed last first."""
    chosen = sa.select(surveys).where(_c.district == asked.district, _c.designed_on <= asked.day.isoformat())
    # Of each unit so many are read as the page may have, by an index: a unit without any costs nothing.
    groups = [chosen] if asked.units is None else [chosen.where(_c.unit == unit) for unit in sorted(asked.units)]
    page = keyset.page(tx, groups, _LAST_FIRST, window)
    return page.part, [_on_the_day(row, asked.day.isoformat()) for row in page.rows]


def _on_the_day(row: Any, day: str) -> dict[str, Any]:
    """A survey as it stood on a day."""
    told = orjson.loads(row.told)
    waves = [one for one in told["waves"] if one["closed_on"] <= day]
    opened = {int(number) for number, on in told["opened"].items() if on <= day}
    is_ended = bool(told["ended_on"]) and told["ended_on"] <= day
    return {
        "record": row.record,
        "unit": row.unit,
        **{name: getattr(row, name) for name in ABOUT},
        "status": "ended" if is_ended else "designed",
        "anonymous": told["anonymous"],
        "questions": told["questions"],
        "open_wave": max(opened - {one["wave"] for one in waves}, default=None),
        "first": waves[0] if waves else None,
        "latest": waves[-1] if len(waves) > 1 else None,
    }


def clear(tx: sa.Connection, district: str) -> None:
    """Forget everything of a district, to be written again."""
    tx.execute(surveys.delete().where(_c.district == district))
