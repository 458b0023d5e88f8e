"""By which definitions a projection was written: what another version wrote by others is written anew at the start.

A look-up that a rule begins to make would otherwise find nothing that was recorded before, and say nothing of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

import orjson
import sqlalchemy as sa

from contracts.register import Register, Step
from services.chassis.base import log
from services.chassis.records.finding import mentions
from services.chassis.records.record import Record
from services.chassis.records.tasks import has_tasks
from services.chassis.storage import lease, projection, sought, store
from services.chassis.storage.tables import projected

_log = log.get("projected")


def shape(register: Register) -> str:
    """A fingerprint of what decides how a register's records are projected: statuses, and what finds them."""
    found = [(name, register.sorts.get(name, "")) for name in register.indexed_fields]
    found += [(register.dated, register.compared)] if register.dated else []
    found += [("numbered", register.numbered)] if register.numbered else []
    found += [("serials", register.serials)] if register.serials else []
    definition = [
        sought.EDITION,
        found,
        register.list_orders,
        [(step.name, step.move, step.voids) for step in register.steps],
        *([sorted(register.reader_roles), *map(_task_shape, register.steps)] if has_tasks(register) else []),
        *([mentions.EDITION, mentions.shape(register)] if mentions.may_name(register) else []),
    ]
    return hashlib.blake2b(orjson.dumps(definition), digest_size=16).hexdigest()


def _task_shape(step: Step) -> list[object]:
    """What decides at whose desk a task lies, and who may not take it."""
    who = sorted(step.roles), step.apart, step.concerned, step.other_unit, step.apart_reason, step.level
    return [step.name, step.task, step.task_of, step.during, *who]


def renew(
    tx: sa.Connection,
    registers: Iterable[Register],
    read: Callable[[str], Iterable[Record]],
    write: projection.Write = projection.save,
) -> list[str]:
    """Write anew what other definitions wrote, from the histories that `read` gives; the registers that it was."""
    # Of several processes that start at once one does it, and the others find it done.
    lease.advisory_lock(tx, "projected")
    shapes = {row.register: row.shape for row in tx.execute(sa.select(projected))}
    stale = [register for register in registers if shapes.get(register.name) != shape(register)]
    for register in stale:
        projection.clear(tx, [register.name])
        projection.save_all(tx, read(register.name), write)
    rows = [{"register": register.name, "shape": shape(register)} for register in stale]
    store.insert_many(tx, projected, rows, update="shape")
    # A register that was never projected is new here: nothing was renewed that anybody should hear of.
    if renewed := sorted(register.name for register in stale if register.name in shapes):
        _log.info("projection.renewed", registers=renewed)
    return renewed
