"""Rules for dashcams."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from contracts import comparison
from contracts.equipment.dashcams import register
from contracts.errors import NotYet, Refused
from services.chassis.base import clock
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.equipment import in_service
from services.equipment.as_of import (
    Move,
    Moves,
    Span,
    later,
    lookup_by_field,
    moves,
    overlap,
    status_spans,
    value_spans,
)

rules = Rules(register)
HOUR = dt.timedelta(hours=1)
RECORDING = ("installed", "working")
"""In these statuses a device takes the one place that a vehicle has; a faulty one leaves it to another."""
SERIALS = ("serial", "former")


class AlreadyFitted(Refused):
    """This vehicle has a dashcam that is not faulty on one of those days; take it out first."""

    slug, zh, field = "already-fitted", "该车在此期间已装有正常的行车记录仪，请先拆除", "vehicle"


class DeviceInUse(Refused):
    """This device stands in another vehicle on one of those days."""

    slug, zh, field = "device-in-use", "该设备在此期间装在另一车上", "serial"


class RestoredBeforeFault(Refused):
    """A dashcam works again after it was faulty."""

    slug, zh, field = "restored-before-fault", "恢复时间不晚于故障时间", "restored_at"


class FaultyBeforeRestored(Refused):
    """A dashcam is faulty again after it worked again."""

    slug, zh, field = "faulty-before-restored", "故障时间早于上次恢复时间", "faulted_at"


@dataclass(frozen=True)
class RelatedInstallations:
    """Around an installation: the vehicle's others, the other places of its devices, its own later moves.

    key  what a serial number is compared by
    """

    fitted: list[Record]
    twins: list[Record]
    later: Moves
    key: Callable[[str], str]

    def check_vehicle(self, history: Moves, field: str) -> None:
        """One device records in a vehicle on a day, whenever it was entered. Raises AlreadyFitted, at the field."""
        mine = status_spans([*history, *self.later], *RECORDING)
        for one in self.fitted:
            if overlap(mine, status_spans(moves(one), *RECORDING)):
                raise AlreadyFitted(one["vehicle"], one.id, errors=[AlreadyFitted.fault(field)])

    def check_device(self, history: Moves, field: str) -> None:
        """A device stands in one vehicle on a day, whenever it was entered. Raises DeviceInUse, at the field."""
        for serial in _serials(history):
            mine = self._spans([*history, *self.later], serial)
            for one in self.twins:
                if overlap(mine, self._spans(moves(one), serial)):
                    raise DeviceInUse(serial, one["vehicle"], one.id, errors=[DeviceInUse.fault(field)])

    def _spans(self, history: Moves, serial: str) -> list[Span]:
        """The spans in which a device is the one that stands in a vehicle."""
        by_key = [
            Move(one.on, one.leads, one.data | {"serial": self.key(one.data["serial"])})
            if one.data.get("serial")
            else one
            for one in history
        ]
        return value_spans(by_key, "serial", self.key(serial), "removed")


def related_installations(installation: Record, form: Data, lookup: Lookup) -> RelatedInstallations:
    """What there is around an installation; a serial number is one however it is written."""
    return _related(installation, form, lookup, comparison.number)


def related_to_the_letter(installation: Record, form: Data, lookup: Lookup) -> RelatedInstallations:
    """The same as it was asked before, and of the steps that bring no device: two writings were two devices."""
    return _related(installation, form, lookup, str)


def _related(installation: Record, form: Data, lookup: Lookup, key: Callable[[str], str]) -> RelatedInstallations:
    vehicle = lookup.where(register.name, vehicle=form.get("vehicle") or installation["vehicle"])
    devices = {
        one.id: one
        for serial in _serials([*moves(installation), Move(dt.date.max, "", form)])
        for name in SERIALS
        for one in lookup.where(register.name, **{name: serial})
    }
    fitted, twins = ([one for one in group if one.id != installation.id] for group in (vehicle, devices.values()))
    return RelatedInstallations(fitted, twins, later(installation, form, lookup), key)


@rules.on("install", upto=1, vehicle=lookup_by_field("equipment.vehicles", "vehicle"), around=related_to_the_letter)
@rules.on("install", vehicle=lookup_by_field("equipment.vehicles", "vehicle"), around=related_installations)
def install(_installation: Record, form: Data, _at: Context, vehicle: Record, around: RelatedInstallations) -> Data:
    """A device of its own goes into a vehicle in service that has none, or a faulty one (F042)."""
    unit = in_service.unit_of(vehicle, form["installed_on"])
    history = [Move(form["installed_on"], "installed", form)]
    around.check_vehicle(history, "vehicle")
    around.check_device(history, "serial")
    return form | {"unit": unit}


@rules.on("report_fault", around=related_to_the_letter)
def report_fault(installation: Record, form: Data, at: Context, around: RelatedInstallations) -> Data:
    """A fault has a moment: downtime is measured in hours, and the last one was over (M-S4-2)."""
    day, last = _day_of("faulted_at", form, at), installation.get("restored_at")
    if last and form["faulted_at"] < last:
        raise FaultyBeforeRestored(last.isoformat())
    around.check_vehicle([*moves(installation), Move(day, "faulty", form)], "faulted_at")
    return form | {"faulted_on": day}


@rules.on("repair", around=related_to_the_letter)
def repair(installation: Record, form: Data, at: Context, around: RelatedInstallations) -> Data:
    """It works again; the hours without recording are counted, an hour begun as a whole one (M-S4-2)."""
    lasted = form["restored_at"] - installation["faulted_at"]
    if lasted <= dt.timedelta():
        raise RestoredBeforeFault(installation["faulted_at"].isoformat())
    day = _day_of("restored_at", form, at)
    around.check_vehicle([*moves(installation), Move(day, "working", form)], "restored_at")
    return form | {"restored_on": day, "downtime": -(-lasted // HOUR)}


@rules.on("replace", upto=1, around=related_to_the_letter)
@rules.on("replace", around=related_installations)
def replace(installation: Record, form: Data, at: Context, around: RelatedInstallations) -> Data:
    """Another device ends the fault as a repair does."""
    repaired = repair(installation, form, at, around)
    around.check_device([*moves(installation), Move(repaired["restored_on"], "working", form)], "serial")
    return repaired | {"former": installation["serial"]}


@rules.on("remove", around=related_to_the_letter)
def remove(installation: Record, form: Data, _at: Context, around: RelatedInstallations) -> Data:
    """Place and device are free from that day on; corrected to a later day, they must have been free so long."""
    history = [*moves(installation), Move(form["removed_on"], "removed", form)]
    around.check_vehicle(history, "removed_on")
    around.check_device(history, "removed_on")
    return form


def _serials(history: Moves) -> list[str]:
    return sorted({move.data["serial"] for move in history if move.data.get("serial")})


def _day_of(field: str, form: Data, at: Context) -> dt.date:
    """The business day of a moment that has passed. Raises NotYet."""
    if form[field] > at.now:
        raise NotYet(form[field].isoformat(), errors=[NotYet.fault(field)])
    return clock.day_of(form[field])
