"""What lies over a case though it is no step of its own: the supervision orders that were laid over it (F124)."""

from __future__ import annotations

from dataclasses import replace

from contracts.cases.supervision_orders import SUBJECTS
from contracts.cases.supervision_orders import register as orders
from contracts.rpc import RecordHistory
from services.chassis.handling import presenter
from services.chassis.handling.command_service import CommandService
from services.chassis.handling.masking import Masker
from services.chassis.records.record import Record

NOTHING_PRIVATE = Masker(None, {})


def with_supervision(commands: CommandService, record: RecordHistory) -> RecordHistory:
    """A record with the orders over it, each as it is now; what no order can lie over, as it is."""
    if record.register not in SUBJECTS:
        return record
    with commands.store.begin_read() as tx:
        of_this_id = commands.lookup(tx).with_value(orders.name, "case", record.id)
        over = [order for order in of_this_id if _is_over(order, record.register)]
    return replace(record, supervision=tuple(presenter.brief(order, NOTHING_PRIVATE) for order in over))


def _is_over(order: Record, register: str) -> bool:
    """Whether an order is over a case of this register: ids are a register's own."""
    return bool(order["register"] == register)
