"""Rules for driving incidents."""

from __future__ import annotations

import datetime as dt

from contracts.equipment.driving_incidents import register
from contracts.errors import Refused
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.equipment import in_service
from services.equipment.as_of import as_of, day_passed, lookup_by_field, posting_unit

rules = Rules(register)


class DashcamUnnamed(Refused):
    """Footage comes from a dashcam: name it, or say that nothing was recorded."""

    slug, zh, field = "dashcam-unnamed", "有影像的应填写行车记录仪；没有影像的不填", "dashcam"


class DashcamElsewhere(Refused):
    """This dashcam did not record in this vehicle on that day."""

    slug, zh, field = "dashcam-elsewhere", "该行车记录仪当日不在该车上或者未正常工作", "dashcam"


def person_named(_incident: Record, form: Data, lookup: Lookup) -> Record | None:
    """Who drove, where it is said."""
    return lookup.record("training.people", form["driver"]) if form["driver"] else None


def dashcam_named(_incident: Record, form: Data, lookup: Lookup) -> Record | None:
    """The dashcam that is named."""
    return lookup.record("equipment.dashcams", form["dashcam"]) if form["dashcam"] else None


@rules.on(
    "report",
    vehicle=lookup_by_field("equipment.vehicles", "vehicle"),
    driver=person_named,
    dashcam=dashcam_named,
)
def report(
    _incident: Record, form: Data, at: Context, *, vehicle: Record, driver: Record | None, dashcam: Record | None
) -> Data:
    """It happened to a vehicle in service; footage is that of a dashcam that worked in it that day (F042)."""
    day = day_passed("happened_at", form, at)
    unit = in_service.unit_of(vehicle, day)
    if driver:
        posting_unit(driver, day, "driver")
    if form["filmed"] != bool(dashcam):
        raise DashcamUnnamed
    if dashcam and (dashcam["vehicle"] != vehicle.id or not _recorded_on(dashcam, form, day)):
        raise DashcamElsewhere(dashcam.id)
    return form | {"unit": unit, "incident_on": day}


def _recorded_on(dashcam: Record, form: Data, day: dt.date) -> bool:
    """Whether it stood in its vehicle on that day, accepted, and was not faulty at that moment."""
    then, moment = as_of(dashcam, day), form["happened_at"]
    if then.status() not in ("working", "faulty"):
        return False
    faulted, restored = then.get("faulted_at"), then.get("restored_at")
    return not (faulted and faulted <= moment and (restored is None or restored < faulted or moment < restored))
