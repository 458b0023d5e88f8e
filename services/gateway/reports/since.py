"""What changed since a report was issued: its numbers then and now, of the same day, and the events that moved them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from contracts import catalogue
from contracts.envelope import Event, register_of
from services.chassis.base import clock
from services.chassis.storage.lists.window import ListWindow, Place
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model import ledger
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reports.contents.items import items_of
from services.gateway.reports.report_store import IssuedReport

SHOWN = ("claimed", "verified", "status")
MOST_READ = 2000
"""So many events are read for a page of those that moved something; the next page goes on behind them."""
MARGIN = dt.timedelta(minutes=1)
"""An event that was on its way when the report was made was recorded a little before."""
LATE, CORRECTION, VOID = "late", "correction", "void"
Json = dict[str, Any]


@dataclass(frozen=True)
class SinceQuestion:
    """Whose eyes look, and which part of the events they see: so many from a place on."""

    bearer: Bearer
    most: int
    place: Place | None = None


@dataclass(frozen=True)
class Since:
    """What is different now; `later` is where the events go on, None: nowhere.

    programme  whether the campaign is counted by another programme than it was
    """

    now: dt.datetime
    items: list[Json]
    measures: list[Json]
    events: list[Json]
    later: Place | None
    programme: bool


def compare(read_model: ReadModel, report: IssuedReport, said: Json, ask: SinceQuestion) -> Since:
    """A report's numbers beside those of the same day as they are known now. Raises Unknown for a unit that is gone."""
    now, unit = clock.now(), report.unit or None
    question = read_model.question(dt.date.fromisoformat(report.as_of))
    with read_model.reader(question, unit) as reader:
        progress = {one["id"]: one for pillar in reader.document()["pillars"] for one in pillar["items"]}
        then = items_of(said)
        measures = list(_moved(then, progress))
        takers = _takers(reader.programme, {one["id"] for one in measures})
        span = _since(report, said), now
        events, later = _events(reader.tx, question.district, span, takers, ask) if measures else ([], None)
        other = said.get("programme") != reader.programme.digest
    items = [
        {"id": one["id"], "title": one["title"], "before": one["status"], "after": progress[one["id"]]["status"]}
        for one in then
        if one["id"] in progress and progress[one["id"]]["status"] != one["status"]
    ]
    return Since(now, items, measures, events, later, other)


def _since(report: IssuedReport, said: Json) -> dt.datetime:
    """From when on what was recorded was not in it: of a service that was silent, from when it was."""
    silent = [dt.datetime.fromisoformat(one) for one in said["limits"]["stale"].values()]
    return min([dt.datetime.fromisoformat(report.known_at), *silent]) - MARGIN


def _moved(then: list[Json], now: Mapping[str, Json]) -> Iterator[Json]:
    """The measures that differ, with both sides; what is withheld on one of them is no other number."""
    for item in then:
        today = {one["id"]: one for one in now.get(item["id"], {"measures": []})["measures"]}
        for old in item["measures"]:
            new = today.get(old["id"])
            if new and not (old["withheld"] or new["withheld"]) and any(old[one] != new[one] for one in SHOWN):
                plain = {"kind": new["kind"]} | {name: old[name] for name in ("id", "ref", "title", "unit")}
                sides = {side: {key: one[key] for key in SHOWN} for side, one in (("before", old), ("after", new))}
                yield plain | {"item": item["id"]} | sides


def _takers(programme: Programme, names: set[str]) -> tuple[set[str], set[str]]:
    """The types of events that feed some measures, and the registers whose voids and corrections may move them."""
    by_id = {programme.by_name[name].id for name in names if name in programme.by_name}
    types = {type_ for type_, takes in programme.takes.items() if any(one.measure in by_id for one in takes)}
    return types, {register_of(one) for one in types}


def _events(
    tx: Any,
    district: str,
    span: tuple[dt.datetime, dt.datetime],
    takers: tuple[set[str], set[str]],
    ask: SinceQuestion,
) -> tuple[list[Json], Place | None]:
    """The newest of what moved the numbers that somebody may read, and where it goes on."""
    registers = catalogue.REGISTERS.values()
    hidden = {one.name for one in registers if not permissions.may_read(one, ask.bearer)}
    found = ledger.events_between(tx, district, span, ListWindow(MOST_READ, ask.place), hidden)
    events = list[Json]()
    place: Place | None = None
    for event in islice(found, MOST_READ):
        if len(events) == ask.most:
            return events, place
        place = ledger.place_of(event)
        if event.type in takers[0] or (event.voids and event.register in takers[1]):
            events.append(_event(event))
    return events, place if next(found, None) is not None else None


def _event(event: Event) -> Json:
    kind = VOID if event.voids else CORRECTION if event.corrects else LATE
    register, step = catalogue.step_of(event.type) if event.place else (catalogue.REGISTERS[event.register], None)
    zh, en = (register.zh + step.zh, f"{register.en}, {step.en.lower()}") if step else (register.zh, register.en)
    return {
        "event": event.id,
        "kind": kind,
        "title": {"zh": zh, "en": en},
        "record": event.record,
        "unit": event.unit,
        "happened": event.occurredon,
        "recorded_at": event.time,
        "recorder": event.actor,
        "reason": event.correctionreason or (event.data.get("reason") if event.voids else None) or None,
    }
