"""Rules for dashcams."""

import datetime as dt

from contracts.equipment.dashcams import register
from contracts.errors import NotYet, Refused
from services.chassis import clock
from services.chassis.desk import Find
from services.chassis.record import Data, Moment, Record
from services.chassis.rules import Rules
from services.equipment import in_service
from services.equipment.on_the_day import as_of, named

rules = Rules(register)
HOUR = dt.timedelta(hours=1)


class AlreadyFitted(Refused):
    """This vehicle has a dashcam that is not faulty; take it out first."""

    slug, zh, field = "already-fitted", "该车已装有正常的行车记录仪，请先拆除", "vehicle"


class DeviceInUse(Refused):
    """This device stands in a vehicle already."""

    slug, zh, field = "device-in-use", "该设备已装在车上", "serial"


class RestoredBeforeFault(Refused):
    """A dashcam works again after it was faulty."""

    slug, zh, field = "restored-before-fault", "恢复时间不晚于故障时间", "restored_at"


def fitted(installation: Record, form: Data, find: Find) -> list[Record]:
    """The other installations in the vehicle."""
    found = find.where(register.name, vehicle=form["vehicle"])
    return [one for one in found if one.id != installation.id]


def twins(installation: Record, form: Data, find: Find) -> list[Record]:
    """Other installations of the device that were not taken out."""
    found = find.where(register.name, serial=form["serial"])
    return [one for one in found if one.id != installation.id and one.status() != "removed"]


@rules.on("install", vehicle=named("equipment.vehicles", "vehicle"), fitted=fitted, twins=twins)
def install(
    _installation: Record, form: Data, _at: Moment, vehicle: Record, fitted: list[Record], twins: list[Record]
) -> Data:
    """A device of its own goes into a vehicle in service that has none, or a faulty one (F042)."""
    day = form["installed_on"]
    unit = in_service.unit_of(vehicle, day)
    if any(as_of(one, day).status() in ("installed", "working") for one in fitted):
        raise AlreadyFitted(vehicle.id)
    _alone(form, twins)
    return form | {"unit": unit}


@rules.on("report_fault")
def report_fault(_installation: Record, form: Data, at: Moment) -> Data:
    """A fault has a moment: downtime is told in hours (M-S4-2)."""
    return form | {"faulted_on": _day_of("faulted_at", form, at)}


@rules.on("repair")
def repair(installation: Record, form: Data, at: Moment) -> Data:
    """It works again; the hours without recording are counted, an hour begun as a whole one (M-S4-2)."""
    lasted = form["restored_at"] - installation["faulted_at"]
    if lasted <= dt.timedelta():
        raise RestoredBeforeFault(installation["faulted_at"].isoformat())
    return form | {"restored_on": _day_of("restored_at", form, at), "downtime": -(-lasted // HOUR)}


@rules.on("replace", twins=twins)
def replace(installation: Record, form: Data, at: Moment, twins: list[Record]) -> Data:
    """Another device ends the fault as a repair does."""
    _alone(form, twins)
    return repair(installation, form, at)


def _alone(form: Data, twins: list[Record]) -> None:
    if twins:
        raise DeviceInUse(form["serial"], twins[0].id)


def _day_of(field: str, form: Data, at: Moment) -> dt.date:
    """The business day of a moment that has passed. Raises NotYet."""
    if form[field] > at.now:
        raise NotYet(form[field].isoformat(), errors=[NotYet.fault(field)])
    return clock.day_of(form[field])
