"""What is done to a vehicle is done while it is in service, and belongs to the unit that had it on the day."""

from __future__ import annotations

import datetime as dt

from contracts.errors import Refused
from services.chassis.records.record import Record
from services.equipment.as_of import as_of, unit_on


class NotInService(Refused):
    """This vehicle was not in service on that day."""

    slug, zh, field = "vehicle-not-in-service", "该车当日未启用或已停用", "vehicle"


def unit_of(vehicle: Record, day: dt.date) -> str:
    """The unit that had a vehicle in service on a day. Raises NotInService."""
    if as_of(vehicle, day).status() != "in_service":
        raise NotInService(vehicle.id, day)
    return unit_on(vehicle, day)
