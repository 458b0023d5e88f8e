"""What lies over a case though it is no step of its own: the supervision orders that were laid over it (F124)."""

from __future__ import annotations

from typing import Any

from contracts.cases.supervision_orders import SUBJECTS
from contracts.cases.supervision_orders import register as orders
from services.chassis.handling import presenter
from services.chassis.handling.command_service import CommandService
from services.chassis.handling.masking import Masker
from services.chassis.records.record import Record
from services.chassis.storage import projection

NOTHING_PRIVATE = Masker(None, {})
Told = dict[str, Any]


def with_supervision(registers: CommandService, told: Told) -> Told:
    """A record as it is told, with the orders over it, each as it stands; what no order can lie over, as it is."""
    if told.get("register") not in SUBJECTS:
        return told
    with registers.store.begin_read() as tx:
        lookup = registers.lookup(tx)
        ids = projection.where(tx, orders.name, "case", told["id"])
        found = [one for id_ in ids if _over(one := lookup.record(orders.name, id_), told["register"])]
    return told | {"supervision": [presenter.brief(one, NOTHING_PRIVATE) for one in found]}


def _over(order: Record, register: str) -> bool:
    """Whether an order is over a case of this register: ids are a register's own."""
    return bool(order["register"] == register)
