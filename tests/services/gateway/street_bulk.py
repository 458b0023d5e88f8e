"""A bureau with as many records as one cares for, for what the street costs: copies of a few that were entered."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from services.chassis.storage import store as storage
from services.chassis.storage.lists.tables import COLUMNS, list_groups, listed
from services.chassis.storage.store import Store
from services.chassis.storage.tables import records
from services.gateway.read_model import ledger
from services.gateway.read_model.indicators.city_cases import DAYS, FLAGS, PLACES, city_cases
from services.gateway.read_model.indicators.tiles import tile_of
from tests.office import DISTRICT, Office
from tests.services.cases.city import CASES, City
from tests.services.cases.grid_records import CELL, GRIDS, adopt, define
from tests.services.equipment import equipment_records

AT_ONCE = 5_000
UNIT, KITS, OBJECTS, PEOPLE = "ZS", "equipment.kits", "outreach.managed_objects", "training.people"
MIDDLE, ACROSS = (120.3532, 31.5901), 0.2
"""Of nobody: a square of the example, some 20 km wide."""


@dataclass(frozen=True)
class Seeds:
    """The records that are copied: a kit, cases that a unit has before it, one that is closed."""

    kit: str
    cases: tuple[str, ...]
    closed: str


@dataclass(frozen=True)
class Sizes:
    """How many there are of each, all of one unit."""

    cases: int = 1_000
    objects: int = 200
    people: int = 20
    kits: int = 50
    grids: int = 20

    def times(self, much: int) -> Sizes:
        """So many times as many."""
        return Sizes(*(much * one for one in (self.cases, self.objects, self.people, self.kits, self.grids)))


def bureau_of(office: Office, sizes: Sizes) -> Seeds:
    """A bureau of which one unit has so much: one record of each kind is entered, the others are its copies."""
    seeds = enter(office)
    fill(office.store, seeds, sizes)
    return seeds


def enter(office: Office) -> Seeds:
    """One record of each kind."""
    city = City(office)
    office.unit("JU", kind="bureau")
    adopt(office)
    define(office, CELL, unit=UNIT, street="东亭街道")
    equipment_records.person(office, "ZS-01", UNIT)
    equipment_records.definition(office)
    kit = equipment_records.kit(office)
    shop: dict[str, Any] = {
        "kind": "shop",
        "name": "面馆（合成）",
        "street": "映月路",
        "keeper": "合成甲",
        "telephone": "10000000077",
    }
    office.do(OBJECTS, "", "register", code="S-1", unit=UNIT, registered_on="2017-01-01", **shop)
    dispatched, received, disposing, closed = (
        city.case_after(one) for one in ("dispatch", "receive", "receive", "close")
    )
    city.take(disposing, "begin")
    return Seeds(kit, (dispatched, received, disposing), closed)


def fill(store: Store, seeds: Seeds, sizes: Sizes, mark: str = "") -> None:
    """So many more of each; a twentieth of the cases are in each status in which a unit has them before it."""
    waiting = sizes.cases // 20
    for case in seeds.cases:
        copy(store, CASES, case, waiting, f"{mark}{case}")
    copy(store, CASES, seeds.closed, sizes.cases - len(seeds.cases) * waiting, f"{mark}{seeds.closed}")
    for register, id_, many in (
        (KITS, seeds.kit, sizes.kits),
        (OBJECTS, "S-1", sizes.objects),
        (PEOPLE, "ZS-01", sizes.people),
        (GRIDS, CELL, sizes.grids),
    ):
        copy(store, register, id_, many, f"{mark}{id_}")


def copy(store: Store, register: str, id_: str, many: int, name: str) -> None:
    """So many records like one of a register, with a place of their own in each of its lists."""
    with store.begin_read() as tx:
        record, place = (
            dict(tx.execute(sa.select(table).where(table.c.register == register, table.c.id == id_)).mappings().one())
            for table in (records, listed)
        )
    place |= {"unit": UNIT}
    record |= {"unit": UNIT, "sought": ""}
    for first in range(0, many, AT_ONCE):
        numbers = range(first, min(many, first + AT_ONCE))
        with store.begin() as tx:
            storage.insert_many(tx, records, [record | {"id": f"{name}-{one:06}"} for one in numbers])
            storage.insert_many(tx, listed, [place | _places(place, id_, f"{name}-{one:06}") for one in numbers])
    with store.begin() as tx:
        group = {"register": register, "unit": UNIT, "status": record["status"]}
        storage.insert_many(tx, list_groups, [group])


def _places(place: Mapping[str, Any], id_: str, other: str) -> dict[str, Any]:
    return {"id": other} | {one: place[one] and place[one].replace(f"\x1f{id_}", f"\x1f{other}") for one in COLUMNS}


def cases_on_the_map(store: Store, many: int) -> None:
    """The read model's side of so many cases: a square with points at random, one a minute."""
    chance, nothing = random.Random(21), dict.fromkeys((*PLACES, *DAYS, *FLAGS, "collected", "clock", "took"))
    start = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    for first in range(0, many, AT_ONCE):
        rows = [
            nothing
            | {"record": f"{CASES}/M{number:06}", "source_district": DISTRICT, "unit": UNIT, "status": "closed"}
            | {"opened_by": "SYN", "case_class": "E-0501", "last_on": "2026-05-01"}
            | dict.fromkeys(("told_at", "reported_at"), ledger.stamp(start + dt.timedelta(minutes=number)))
            | {"longitude": MIDDLE[0] + ACROSS * (chance.random() - 0.5)}
            | {"latitude": MIDDLE[1] + ACROSS * (chance.random() - 0.5)}
            for number in range(first, min(many, first + AT_ONCE))
        ]
        rows = [one | {"tile": tile_of(one["longitude"], one["latitude"])} for one in rows]
        with store.begin() as tx:
            storage.insert_many(tx, city_cases, rows)
