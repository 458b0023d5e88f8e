"""What is proposed for a place: class, grid cell, street, community, unit. A proposal, never a decision.

It comes of what was there before: the object that was scanned, and the cases near by whose points are known, the
nearest first. The most frequent class near by comes first; the cell of the nearest case says street, community and the
unit that answers for it, as the register of cells has it today. What each rests on stands beside it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.cases import digital_cases
from contracts.cases.datums import Point, to_wgs84
from contracts.cases.whereabouts import FARTHEST, PROPOSED, Whereabouts
from contracts.documents.endpoints import JSON, POST
from contracts.register import Register
from contracts.roles import WRITERS
from services.chassis.base import clock
from services.chassis.records.record import Record, rehydrate
from services.chassis.records.validation import load
from services.gateway.http import permissions, responses
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.open311.near import Circle
from services.gateway.read_model import ledger
from services.gateway.read_model.indicators.city_cases import city_cases
from services.gateway.read_model.indicators.tiles import tiles_within
from services.gateway.read_model.read_model import ReadModel
from services.gateway.street.page_token import GROUP

NEAREST, SAME_PLACE, SAME_HOURS = 200, 50, 24
"""Metres within which cases say something of a place; of the same class within so many metres and hours another report
may be the same one (as Yuncheng's platform has it)."""
MOST_ROWS, MOST_OFFERED = 500, 3
"""So many cases are looked at, the newest of each tile; so many answers are offered of each kind."""
FEWEST, MOST_TILES = 30, 120
"""So many cases of a tile at least; around the poles, where a place has more tiles, nobody asks."""
NEAR, OBJECT, CELL = "cases", "object", "cell"
"""What a proposal rests on: cases near by, the object that was scanned, the register of cells."""
CELLS, CLASSES, OBJECTS = "cases.grids", "cases.case_classes", "outreach.managed_objects"
COLUMNS = ("record", "latitude", "longitude", "case_class", "grid", "street", "community", "reported_at")
_c = city_cases.c
Offer = dict[str, Any]


@dataclass(frozen=True)
class Near:
    """A case near by, and how far it is."""

    metres: float
    row: Mapping[str, Any]


@dataclass
class StreetProposals:
    """Answers what may be so at a place."""

    read_model: ReadModel

    @Route(
        POST,
        "/v1/street/proposals",
        "street_proposals",
        WRITERS,
        "街面建议 / What is proposed for a place",
        "StreetProposals",
        takes=(JSON,),
        body="Whereabouts",
        others=(400, 413, 422),
        group=GROUP,
        by_script=True,
    )
    def propose(self, request: ApiRequest) -> Response:
        """What is proposed for a place, each with what it rests on; nothing where nothing is known of it."""
        where = load(Whereabouts, request.json(), "where")
        point = to_wgs84(Point(where["longitude"], where["latitude"]), where["datum"])
        with self.read_model.store.begin_read() as tx:
            cases = self._near(tx, request.bearer, point, where["accuracy"] or 0)
            known = self._records(tx, request.bearer, _names(cases, where["object"]))
        offers = [*_of_object(known.get(_name(OBJECTS, where["object"]))), *_of_cases(cases, known)]
        alike = [_same(one) for one in _recent(cases, where["case_class"], clock.now())]
        body = {"longitude": point.longitude, "latitude": point.latitude, "cases": len(cases), "alike": alike}
        return responses.private(responses.answer(body | {kind: _few(offers, kind) for kind in PROPOSED}))

    def _near(self, tx: sa.Connection, bearer: Bearer, point: Point, accuracy: int) -> list[Near]:
        """The cases around a point, the nearest first; none where the device does not know better where it is."""
        if accuracy > FARTHEST or not permissions.may_read(digital_cases.register, bearer):
            return []
        circle = Circle(point.latitude, point.longitude, max(NEAREST, accuracy))
        tiles = tiles_within(*circle.bounds)
        if len(tiles) > MOST_TILES:
            return []
        most = max(FEWEST, MOST_ROWS // len(tiles))
        asked = sa.union_all(*(_newest(self.read_model.district, tile, most) for tile in tiles))
        rows = [
            Near(circle.metres_to(row["latitude"], row["longitude"]), {name: row[name] for name in COLUMNS})
            for row in tx.execute(asked).mappings()
        ]
        return sorted((one for one in rows if one.metres <= circle.radius), key=lambda one: one.metres)[:MOST_ROWS]

    def _records(self, tx: sa.Connection, bearer: Bearer, names: Sequence[str]) -> dict[str, Record]:
        """A few records by their names: those that are there, stand, and may be read."""
        bodies = ledger.bodies(tx, self.read_model.district, names) if names else {}
        told = {name: (*_split(name), some) for name, some in bodies.items() if some}
        some = {name: (register, rehydrate(register, id_, body)) for name, (register, id_, body) in told.items()}
        return {
            name: one
            for name, (register, one) in some.items()
            if one.status() in register.offered_statuses and permissions.may_read(register, bearer)
        }


def _newest(district: str, tile: int, most: int) -> sa.Select[Any]:
    """The newest cases of a tile of the map."""
    some = (
        sa.select(*(_c[name] for name in COLUMNS))
        .where(_c.source_district == district, _c.tile == tile, _c.voided_on.is_(None))
        .order_by(_c.reported_at.desc(), _c.record.desc())
        .limit(most)
    )
    return sa.select(some.subquery())


def _split(name: str) -> tuple[Register, str]:
    register, _, id_ = name.partition("/")
    return catalogue.REGISTERS[register], id_


def _name(register: str, id_: str | None) -> str:
    return f"{register}/{id_}"


def _names(cases: Sequence[Near], scanned: str | None) -> list[str]:
    """The records that are looked up: the nearest cell, the classes that are most frequent, what was scanned."""
    cells = [_name(CELLS, one.row["grid"]) for one in cases if one.row["grid"]][:1]
    classes = [_name(CLASSES, one) for one, _ in _frequent(cases)]
    return [*cells, *classes, *([_name(OBJECTS, scanned)] if scanned else [])]


def _frequent(cases: Iterable[Near]) -> list[tuple[str, int]]:
    """The most frequent classes near by; of two alike that of the nearer case."""
    return Counter(str(one.row["case_class"]) for one in cases if one.row["case_class"]).most_common(MOST_OFFERED)


def _offer(kind: str, value: str, label: str, rests_on: str, **about: Any) -> Offer:
    return {"kind": kind, "value": value, "label": label, "from": rests_on, "count": None, "metres": None} | about


def _of_object(scanned: Record | None) -> Iterator[Offer]:
    """What the object says that was scanned."""
    if scanned is not None:
        place = " ".join(str(scanned[name]) for name in ("street", "name") if scanned.get(name))
        yield _offer("place", place, place, OBJECT)
        yield _offer("unit", scanned.unit, scanned.unit, OBJECT)


def _of_cases(cases: Sequence[Near], known: Mapping[str, Record]) -> Iterator[Offer]:
    """What the cases near by say, and the cell of the nearest that has one."""
    for code, count in _frequent(cases):
        if one := known.get(_name(CLASSES, code)):
            yield _offer("case_class", code, str(one["name"]), NEAR, count=count)
    celled = next((one for one in cases if one.row["grid"]), None)
    cell = known.get(_name(CELLS, celled.row["grid"])) if celled else None
    if celled:
        yield _offer("grid", celled.row["grid"], celled.row["grid"], NEAR, metres=round(celled.metres))
    if cell:
        yield _offer("unit", cell.unit, cell.unit, CELL)
    for kind in ("street", "community"):
        if cell and cell.get(kind):
            yield _offer(kind, str(cell[kind]), str(cell[kind]), CELL)
        yield from (
            _offer(kind, one.row[kind], one.row[kind], NEAR, metres=round(one.metres)) for one in cases if one.row[kind]
        )


def _few(offers: Iterable[Offer], kind: str) -> list[Offer]:
    """Some of a kind, what was offered first before all others, each value once."""
    first: dict[str, Offer] = {}
    for one in offers:
        if one["kind"] == kind:
            first.setdefault(one["value"], {name: said for name, said in one.items() if name != "kind"})
    return list(first.values())[:MOST_OFFERED]


def _recent(cases: Iterable[Near], case_class: str | None, now: dt.datetime) -> list[Near]:
    """Cases of a class that were reported at the same place within a day."""
    since = ledger.stamp(now - dt.timedelta(hours=SAME_HOURS))
    same = (one for one in cases if one.metres <= SAME_PLACE and case_class and one.row["case_class"] == case_class)
    return [one for one in same if one.row["reported_at"] >= since][:MOST_OFFERED]


def _same(one: Near) -> dict[str, Any]:
    return {"record": _split(one.row["record"])[1], "metres": round(one.metres), "reported_at": one.row["reported_at"]}
