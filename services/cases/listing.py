"""Every record of an own register, for rules that decide by all of them: a list, a year's figures."""

from __future__ import annotations

import sys
from typing import Any

from services.chassis import projection
from services.chassis.desk import Find
from services.chassis.record import Record


def rows(find: Find, register: str) -> list[dict[str, Any]]:
    """What stands in a register now, without what was voided: id, status, unit, and the last value of each field."""
    find.flush()
    found = projection.page(find.tx, register, within={}, after="", most=sys.maxsize)
    return [row for row in found if row["status"] != "voided"]


def every(find: Find, register: str) -> list[Record]:
    """The records of a register with their histories, without those that were voided."""
    ids = [row["id"] for row in rows(find, register)]
    find.read(register, ids)
    return [find.record(register, id_) for id_ in ids]
