"""Every digital city case in one row: whose it is, where it was, and on which days what became of it.

Rows are what a record's revisions say now, whatever the order in which they arrived.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa

from contracts.cases.datums import place_of
from contracts.cases.digital_cases import register
from contracts.cases.digital_cases.intake import COLLECTOR
from contracts.envelope import Event
from services.chassis.records.record import Record
from services.chassis.storage import store
from services.gateway.read_model import ledger
from services.gateway.read_model.indicators import case_places
from services.gateway.read_model.indicators.tiles import tile_of
from services.gateway.read_model.records.touched_records import TouchedRecords

PLACES = ("source", "district", "street", "community", "grid", "locus")
DAYS = (
    "reported_on",
    "verify_due_on",
    "verified_on",
    "accepted_on",
    "filed_on",
    "dispatched_on",
    "sent_back_on",
    "extended_on",
    "deferred_on",
    "dispose_due_on",
    "disposed_on",
    "reworked_on",
    "check_due_on",
    "checked_on",
    "close_due_on",
    "closed_on",
    "forced_on",
    "appealed_on",
    "allowed_on",
    "voided_on",
)
FLAGS = ("verified_in_time", "filed_in_time", "disposed_in_time", "checked_in_time", "closed_in_time", "repeats")
city_cases = sa.Table(
    "city_cases",
    ledger.meta,
    sa.Column("record", sa.String, primary_key=True),
    sa.Column("source_district", sa.String, primary_key=True),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("opened_by", sa.String, nullable=False),
    sa.Column("case_class", sa.String),
    *(sa.Column(name, sa.String) for name in PLACES),
    *(sa.Column(name, sa.String) for name in DAYS),
    *(sa.Column(name, sa.Boolean) for name in FLAGS),
    sa.Column("collected", sa.Boolean),
    sa.Column("clock", sa.String),
    sa.Column("took", sa.Integer),
    sa.Column("last_on", sa.String, nullable=False),
    sa.Column("told_at", sa.String, nullable=False),
    sa.Column("reported_at", sa.String),
    sa.Column("latitude", sa.Float),
    sa.Column("longitude", sa.Float),
    sa.Column("tile", sa.BigInteger),
    sa.Index("city_cases_by_day", "source_district", "last_on"),
    sa.Index("city_cases_by_source", "source", "source_district", "reported_on"),
    sa.Index("city_cases_by_report", "source_district", "source", "reported_at", "record"),
    sa.Index("city_cases_by_change", "source_district", "source", "told_at", "record"),
    sa.Index("city_cases_by_tile", "source_district", "tile", "reported_at", "record"),
    sqlite_with_rowid=False,
)
"""source_district: whose service recorded it; `district` is where it was. opened_by: the account that reported it.
collected: a collector did. locus: grid cell and class. last_on: the last day of any kind, due days too. told_at: when
its last revision was recorded. latitude, longitude: where it was, in WGS-84; tile: on which tile of the map."""
FIRSTS = {
    "dispatched_on": "dispatch",
    "sent_back_on": "send_back",
    "extended_on": "grant_extension",
    "deferred_on": "defer",
    "reworked_on": "rework",
    "appealed_on": "appeal",
    "allowed_on": "allow_appeal",
    "voided_on": "void",
}
"""Days of a step that may happen several times: the first counts."""

_FORGET = city_cases.delete().where(
    store.any_of(city_cases.c.record, "records"), city_cases.c.source_district == sa.bindparam("district")
)


def put(tx: sa.Connection, district: str, events: Iterable[Event], records: TouchedRecords | None = None) -> None:
    """Write what became of the cases of these events of a district."""
    touched = sorted({event.record for event in events if event.register == register.name})
    if not touched:
        return
    tx.execute(_FORGET, {"records": touched, "district": district})
    cases = (records or TouchedRecords(tx, district)).records(touched)
    store.insert_many(tx, city_cases, [row(district, case) for case in cases if case.get("reported_on")])
    case_places.put(tx, district, touched)


def row(district: str, case: Record) -> dict[str, Any]:
    """A case of a district as the table has it."""
    days = _days(case)
    facts = {
        "record": f"{register.name}/{case.id}",
        "source_district": district,
        "unit": _disposer(case),
        "status": case.status(),
        "opened_by": case.effective[0].at.actor,
        "case_class": case.get("case_class"),
        "collected": case["source"] == COLLECTOR,
        "clock": case.get("limit_kind"),
        "took": case.get("took"),
        "last_on": max(day for day in days.values() if day),
        "told_at": ledger.stamp(max(entry.at.now for entry in case.revisions)),
        "reported_at": ledger.stamp(reported_at(case)),
        **(place := columns_of_place(case)),
        "tile": tile_of(**place),
    }
    values = {name: case.get(name) for name in (*PLACES, *FLAGS)}
    return values | days | facts


def columns_of_place(one: Record) -> dict[str, float | None]:
    """Where something was, in WGS-84, as its row has it."""
    place = place_of(one.get("longitude"), one.get("latitude"), one.get("datum"))
    return {"longitude": place and place.longitude, "latitude": place and place.latitude}


def reported_at(case: Record) -> dt.datetime:
    """When it was reported; where nothing says so, when that was recorded."""
    moment: dt.datetime | None = case.get("reported_at")
    return moment or min(entry.at.now for entry in case.revisions)


def _days(case: Record) -> dict[str, str | None]:
    days = {name: case.get(name) for name in DAYS} | {name: _first(case, step) for name, step in FIRSTS.items()}
    untrue = {name: None for name, holds in UNTRUE.items() if holds(case)}
    return {name: day.isoformat() if day else None for name, day in (days | untrue).items()}


def _first(case: Record, step: str) -> dt.date | None:
    return next((entry.on for entry in case.effective if entry.step.name == step), None)


def _disposer(case: Record) -> str:
    """The unit to which it was last dispatched; before that, the unit that took it in."""
    return next((entry.unit for entry in reversed(case.effective) if entry.step.name == "dispatch"), case.unit)


def _sent_back(case: Record) -> bool:
    """Whether no unit has it."""
    return case.status() == "sent_back"


def _done_again(case: Record) -> bool:
    """Whether it was disposed of, and has to be again."""
    return _last(case, "dispose", "rework") == "rework"


def _awaits_check(case: Record) -> bool:
    """Whether its last disposal was not checked yet."""
    return _last(case, "dispose", "check") == "dispose"


def _spared_check(case: Record) -> bool:
    """Whether nobody has to check its last disposal any more."""
    return _awaits_check(case) and case.status() == "forced_closed"


def _spared_verification(case: Record) -> bool:
    """Whether nobody had to see it: a source of ours had, or it was rejected on its report alone."""
    rejected = case.status() == "rejected" and not case.get("verified_on")
    return not case["to_verify"] or rejected


def _last(case: Record, *steps: str) -> str:
    """Which of these steps was the last."""
    return next((entry.step.name for entry in reversed(case.effective) if entry.step.name in steps), "")


UNTRUE: dict[str, Callable[[Record], bool]] = {
    "verify_due_on": _spared_verification,
    "dispose_due_on": _sent_back,
    "close_due_on": _sent_back,
    "disposed_on": _done_again,
    "checked_on": _awaits_check,
    "check_due_on": _spared_check,
}
"""Days that were recorded and hold no longer, and when."""


def clear(tx: sa.Connection, district: str) -> None:
    """Forget everything of a district, to be written again."""
    tx.execute(city_cases.delete().where(city_cases.c.source_district == district))
    case_places.clear(tx, district)
