"""Every digital city case in one row: whose it is, where it was, and on which days what became of it.

Rows are what a record's tellings say now, whatever the order in which they arrived.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from contracts.cases.digital_cases import register
from contracts.envelope import Event
from services.chassis import record, store
from services.chassis.record import Record
from services.gateway.view import ledger

PLACES = ("source", "district", "street", "community", "grid")
DAYS = (
    "reported_on",
    "accepted_on",
    "filed_on",
    "dispatched_on",
    "sent_back_on",
    "extended_on",
    "deferred_on",
    "dispose_due_on",
    "disposed_on",
    "reworked_on",
    "close_due_on",
    "closed_on",
    "forced_on",
    "voided_on",
)
FLAGS = ("filed_in_time", "disposed_in_time", "closed_in_time", "repeats")
city_cases = sa.Table(
    "city_cases",
    ledger.meta,
    sa.Column("record", sa.String, primary_key=True),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("opened_by", sa.String, nullable=False),
    sa.Column("case_class", sa.String),
    *(sa.Column(name, sa.String) for name in PLACES),
    *(sa.Column(name, sa.String) for name in DAYS),
    *(sa.Column(name, sa.Boolean) for name in FLAGS),
    sa.Column("clock", sa.String),
    sa.Column("took", sa.Integer),
    sa.Column("last_on", sa.String, nullable=False),
    sa.Column("told_at", sa.String, nullable=False),
    sa.Index("city_cases_by_day", "last_on"),
    sa.Index("city_cases_by_source", "source", "reported_on"),
    sqlite_with_rowid=False,
)
"""opened_by: the account that reported it. last_on: the last day of any kind, due days too. told_at: when its last
telling was recorded."""
FIRSTS = {
    "dispatched_on": "dispatch",
    "sent_back_on": "send_back",
    "extended_on": "grant_extension",
    "deferred_on": "defer",
    "reworked_on": "rework",
    "voided_on": "void",
}
"""Days of a step that may happen several times: the first counts."""


def put(tx: sa.Connection, events: Iterable[Event]) -> None:
    """Write what became of the cases of these events."""
    touched = sorted({event.record for event in events if event.register == register.name})
    if not touched:
        return
    tx.execute(city_cases.delete().where(store.among(city_cases.c.record, touched)))
    found = (record.read(register, name.partition("/")[2], told) for name, told in ledger.bodies(tx, touched).items())
    store.insert_many(tx, city_cases, [row(case) for case in found if case.get("reported_on")])


def row(case: Record) -> dict[str, Any]:
    """A case as the table has it."""
    days = _days(case)
    told = {
        "record": f"{register.name}/{case.id}",
        "unit": case.unit,
        "status": case.status(),
        "opened_by": case.standing[0].at.actor,
        "case_class": case.get("case_class"),
        "clock": case.get("limit_kind"),
        "took": case.get("took"),
        "last_on": max(day for day in days.values() if day),
        "told_at": ledger.stamp(max(entry.at.now for entry in case.entries)),
    }
    said = {name: case.get(name) for name in (*PLACES, *FLAGS)}
    return said | days | told


def _days(case: Record) -> dict[str, str | None]:
    said = {name: case.get(name) for name in DAYS} | {name: _first(case, step) for name, step in FIRSTS.items()}
    if case.status() == "sent_back":
        said |= {"dispose_due_on": None, "close_due_on": None}
    if _done_again(case):
        said["disposed_on"] = None
    return {name: day.isoformat() if day else None for name, day in said.items()}


def _first(case: Record, step: str) -> dt.date | None:
    return next((entry.on for entry in case.standing if entry.step.name == step), None)


def _done_again(case: Record) -> bool:
    """Whether it was disposed of, and has to be again."""
    turns = [entry.step.name for entry in case.standing if entry.step.name in ("dispose", "rework")]
    return bool(turns) and turns[-1] == "rework"


def clear(tx: sa.Connection) -> None:
    """Forget everything, to be told again."""
    tx.execute(city_cases.delete())
