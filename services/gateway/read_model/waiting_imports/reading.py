"""The imports of which something awaits a second person, and what that is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from contracts import catalogue
from contracts.register import Register, Step
from services.chassis.storage.lists import keyset
from services.chassis.storage.lists.keyset import KeyOrder, RowPage
from services.chassis.storage.lists.window import ListWindow
from services.gateway.read_model.waiting_imports.tables import imports, waiting

NEWEST_FIRST = KeyOrder(("known", "id"), newest=True)
BY_RECORD = KeyOrder(("record", "place"))
_c = waiting.c


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


def page(tx: sa.Connection, district: str, registers: Collection[str], window: ListWindow) -> RowPage[WaitingImport]:
    """Some imports of these registers of which something awaits release, the newest first."""
    found = keyset.page(tx, _groups(district, registers), NEWEST_FIRST, window)
    return RowPage([_import(row) for row in found.rows], found.part)


def count(tx: sa.Connection, district: str, registers: Collection[str]) -> int:
    """How many there are; one more than is exact, where there are more."""
    return keyset.count(tx, _groups(district, registers))


def _groups(district: str, registers: Collection[str]) -> list[sa.Select[Any]]:
    own = sa.select(imports).where(imports.c.district == district)
    return [own.where(imports.c.register == one) for one in sorted(registers)]


def find(tx: sa.Connection, district: str, import_id: str) -> WaitingImport | None:
    """One import; None where nothing of it awaits release, or there is no such import."""
    row = tx.execute(sa.select(imports).where(imports.c.id == import_id, imports.c.district == district)).first()
    return _import(row) if row else None


def steps(tx: sa.Connection, district: str, import_id: str, window: ListWindow) -> RowPage[WaitingStep]:
    """Some of what awaits release of an import, in the order of records."""
    own = sa.select(waiting).where(_c.district == district, _c["import"] == import_id)
    found = keyset.page(tx, [own], BY_RECORD, window)
    return RowPage([_step(row) for row in found.rows], found.part)


def _import(row: Any) -> WaitingImport:
    register, steps = catalogue.REGISTERS[row.register], orjson.loads(row.steps)
    return WaitingImport(row.id, register, row.importer, row.known, row.records, steps)


def _step(row: Any) -> WaitingStep:
    name, _, subject = row.record.partition("/")
    register = catalogue.REGISTERS[name]
    step = register.step(row.step)
    return WaitingStep(register, subject, step, row.place, row.event, row.unit, row.importer, row.known)
