"""One step of what is to be done: some records built, the pointer switched, some rows let go, or a milestone set.

Each step is a short transaction that notes how far it came: after a kill the next one goes on from there. Records go in
the order of their names, each with all of its events. What arrives meanwhile is written into every generation, built or
not, by whoever receives it; since rows are sets, what both write is there once, and what the builder has passed is not
missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from contracts import catalogue
from services.chassis.base import clock
from services.chassis.storage import lease
from services.chassis.storage.store import Store
from services.gateway.read_model import ledger, ledger_version, projections
from services.gateway.read_model.changes import change_rows
from services.gateway.read_model.generations import besides, deciding, pointer
from services.gateway.read_model.generations.tables import (
    BUILDING,
    BUILDS,
    DECLINED,
    KEPT,
    LAYING,
    LEAVING,
    PREVIEW,
    Generation,
)
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.shadow import removal
from services.gateway.read_model.tallies import keeping

EVENTS_A_STEP = 200
"""Some more where the last record has them: a tenth of a second in which nobody else writes, seldom four."""
BUILT, SWITCHED, READY, REMOVED, GONE, MARKED = "built", "switched", "ready", "removed", "gone", "marked"


@dataclass(frozen=True)
class Step:
    """What was done, for which generation, with so many events."""

    what: str
    name: str
    events: int = 0


def next_of(some: Sequence[Generation], wanted: Programme) -> Generation | None:
    """The generation for which something is to be done."""
    for state in (*BUILDS, LAYING, LEAVING):
        if one := next((one for one in some if one.state == state), None):
            return one
    return next((one for one in some if deciding.is_over(one, wanted)), None)


def _every(tx: sa.Connection, district: str, wanted: Programme) -> list[Generation]:
    """Every generation, those of the programme in force before those of the programmes beside it."""
    every = pointer.by_campaign(tx, district)
    return [*every.pop(wanted.campaign, []), *(one for some in every.values() for one in some)]


def waits(store: Store, district: str, wanted: Programme) -> bool:
    """Whether there is something to do."""
    with store.begin_read() as tx:
        if next_of(_every(tx, district, wanted), wanted):
            return True
        live = pointer.live(tx, district, wanted)
        return live is not None and keeping.waits(tx, district, live, keeping.settled_until())


def step(store: Store, district: str, wanted: Programme, most: int = EVENTS_A_STEP) -> Step | None:
    """Do the next step, with some `most` events; None: there is nothing to do.

    Raises Undefined for a generation whose programme was not kept, or is none to this version.
    """
    with store.begin(durable=False) as tx:
        # No subscriber may write meanwhile: it takes the same lock.
        lease.advisory_lock(tx, catalogue.inbox("gateway"))
        one = next_of(_every(tx, district, wanted), wanted)
        if one is None:
            return _mark(tx, district, wanted)
        if one.state in (*BUILDS, LAYING):
            return _build(tx, district, wanted, one, most)
        if one.state in (KEPT, PREVIEW):
            pointer.note(tx, district, one.name, state=LEAVING, place="")
            return Step(REMOVED, one.name)
        return _remove(tx, district, wanted, one, most)


def _mark(tx: sa.Connection, district: str, wanted: Programme) -> Step | None:
    """Set a milestone in the generation that is read, or remove one; those that are built get theirs afterwards."""
    live = pointer.live(tx, district, wanted)
    if live is None or not keeping.step(tx, district, live, keeping.settled_until()):
        return None
    return Step(MARKED, live.generation)


def _build(tx: sa.Connection, district: str, wanted: Programme, one: Generation, most: int) -> Step:
    began = clock.ticks()
    programme = pointer.programme_of(tx, wanted, one)
    records = ledger.records_after(tx, district, one.place, most)
    if not records:
        return _end(tx, district, programme, one)
    events = ledger.events_of(tx, district, records)
    if one.state == LAYING:
        with besides.counting(tx, district, one.name):
            projections.make(tx, district, programme, events, whole=one.whole)
    else:
        projections.make(tx, district, programme, events, whole=one.whole)
    spent = one.seconds + clock.ticks() - began
    pointer.note(tx, district, one.name, place=records[-1], done=one.done + len(events), seconds=spent)
    return Step(BUILT, one.name, len(events))


def _end(tx: sa.Connection, district: str, programme: Programme, one: Generation) -> Step:
    if one.state == BUILDING:
        return _switch(tx, district, programme, one)
    if one.state == LAYING:
        besides.take_place(tx, district, programme.campaign, one)
    else:
        pointer.note(tx, district, one.name, state=PREVIEW)
    return Step(READY, one.name)


def _switch(tx: sa.Connection, district: str, programme: Programme, one: Generation) -> Step:
    live = pointer.live_of(pointer.of_district(tx, district, programme.campaign))
    before = pointer.readable(tx, programme, live) if live else None
    if live:
        pointer.switch(tx, district, live, one)
    ledger_version.increment(tx)
    change_rows.put(tx, district, {*programme.measures, *(before.measures if before else ())})
    return Step(SWITCHED, one.name)


def _remove(tx: sa.Connection, district: str, wanted: Programme, one: Generation, most: int) -> Step:
    records = ledger.records_after(tx, district, one.place, most)
    if records:
        removal.remove_contributions(tx, district, one.name, records)
        pointer.note(tx, district, one.name, place=records[-1])
        return Step(REMOVED, one.name)
    if removal.remove_tallies(tx, district, one.name):
        return Step(REMOVED, one.name)
    live = pointer.live_of(pointer.of_district(tx, district, wanted.campaign))
    if one.refused and live and live.digest != one.digest:
        pointer.note(tx, district, one.name, state=DECLINED)
    else:
        pointer.remove(tx, district, one.name)
    return Step(GONE, one.name)
