"""Who was shown private texts in clear, on record before the answer leaves."""

from __future__ import annotations

from typing import Any

from contracts.audit.acts import MOST_RECORDS
from contracts.rpc import Caller
from services.chassis.base import tracing
from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.audit.trail import ActRecorder
from services.chassis.handling.masking import Sight
from services.chassis.records.command import BUREAU


def record(trail: ActRecorder, caller: Caller, sight: Sight) -> None:
    """One event for an answer that showed any: its records, the first of many by name. Raises NoRecord."""
    if sight.state:
        trail.record_view("text_shown", doer_of(caller), sight.state, register=sight.register, record=sight.records[0])
    elif sight.ids:
        trail.record("text_shown", doer_of(caller), register=sight.register, **_named(sight))


def _named(sight: Sight) -> dict[str, Any]:
    """Of a list it is not known in which version each was shown: each time it is told by itself."""
    if len(sight.ids) == 1:
        return {"record": sight.records[0]}
    return {"records": sight.records[:MOST_RECORDS], "rows": len(sight.ids)}


def doer_of(caller: Caller) -> Doer:
    """Who asks an owner through the gateway."""
    return Doer(
        caller.id,
        f"{caller.role}@{caller.unit or BUREAU}",
        caller.unit,
        caller.on_behalf_of,
        caller.address,
        caller.route,
        caller.request,
        tracing.current(),
    )
