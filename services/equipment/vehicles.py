"""Rules for enforcement vehicles."""

import datetime as dt

from contracts import comparison
from contracts.equipment.vehicles import register
from contracts.errors import Refused
from contracts.refusals import SameUnit
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.equipment import plates
from services.equipment.as_of import Move, Moves, later, moves, overlap, status_spans

rules = Rules(register)


class Malformed(Refused):
    """A plate is a province, a letter, and five characters, or six with the new-energy letter."""

    slug, zh, field = "malformed-plate", "号牌格式有误", "plate"


class FromElsewhere(Refused):
    """The district's vehicles bear Wuxi's plates."""

    slug, zh, field = "plate-from-elsewhere", "号牌应以苏B开头", "plate"


class MalformedVin(Refused):
    """The last six of a VIN are digits and capital letters without I, O and Q."""

    slug, zh, field = "malformed-vin", "车架号后六位有误", "vin"


class PlateInUse(Refused):
    """Another vehicle bears this plate while this one is in service."""

    slug, zh, field = "plate-in-use", "另一在用车辆在此期间已登记此号牌", "plate"


class MarkingInUse(Refused):
    """Another vehicle bears this marking number while this one is in service."""

    slug, zh, field = "marking-in-use", "另一在用车辆在此期间已使用此标志编号", "marking"


class VehicleSameUnit(SameUnit):
    """A vehicle is transferred to another unit than the one that uses it."""

    zh = "接收单位与现使用单位相同"


class UsedLater(Refused):
    """Something was done to this vehicle on that day or after it, as one in service."""

    slug, zh, field = "vehicle-used-later", "该车在停用当日或之后仍有安装或检查记录", "out_of_service_on"


def same_plate(vehicle: Record, form: Data, lookup: Lookup) -> list[Record]:
    """Other vehicles that bear the plate."""
    return _others(vehicle, lookup.where(register.name, plate=comparison.compact(form["plate"])))


def same_marking(vehicle: Record, form: Data, lookup: Lookup) -> list[Record]:
    """Other vehicles that bear the marking number, however it is written."""
    return _others(vehicle, lookup.where(register.name, marking=form["marking"])) if form["marking"] else []


def same_marking_to_the_letter(vehicle: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The same as it was asked before: two writings of one number were two."""
    return [one for one in same_marking(vehicle, form, lookup) if one["marking"] == form["marking"]]


def _others(vehicle: Record, candidates: list[Record]) -> list[Record]:
    return [one for one in candidates if one.id != vehicle.id]


def days_of_use(vehicle: Record, _form: Data, lookup: Lookup) -> list[dt.date]:
    """The days on which a dashcam was installed in the vehicle, or the vehicle was checked."""
    days = [
        one for name in ("dashcams", "vehicle_checks") for one in lookup.where(f"equipment.{name}", vehicle=vehicle.id)
    ]
    return [entry.on for one in days for entry in one.effective if entry.step.name in ("install", "check")]


@rules.on("commission", upto=1, plate=same_plate, marking=same_marking_to_the_letter, later=later)
@rules.on("commission", plate=same_plate, marking=same_marking, later=later)
def commission(
    _vehicle: Record, form: Data, _at: Context, *, plate: list[Record], marking: list[Record], later: Moves
) -> Data:
    """A vehicle has a plate and a marking number of its own while it is in service (F034)."""
    history = [Move(form["in_service_on"], "in_service", form), *later]
    if other := _meeting(history, marking):
        raise MarkingInUse(other)
    if other := _meeting(history, plate):
        raise PlateInUse(other)
    return form | {"plate": _check_plate(form["plate"]), "vin": _vin(form["vin"])}


@rules.on("mark", upto=1, marking=same_marking_to_the_letter, later=later)
@rules.on("mark", marking=same_marking, later=later)
def mark(_vehicle: Record, form: Data, _at: Context, marking: list[Record], later: Moves) -> Data:
    """A marking number belongs to one vehicle."""
    if other := _meeting([Move(form["marked_on"], "in_service", form), *later], marking):
        raise MarkingInUse(other)
    return form


@rules.on("transfer")
def transfer(vehicle: Record, form: Data, _at: Context) -> Data:
    """Another unit uses it from now on; what was counted before stays where it was."""
    if form["unit"] == vehicle.unit:
        raise VehicleSameUnit(vehicle.unit)
    return form


@rules.on("retire", days_used=days_of_use)
def retire(_vehicle: Record, form: Data, _at: Context, days_used: list[dt.date]) -> Data:
    """It goes out of service after all that was done to it as a vehicle in service."""
    if later := [day for day in days_used if day >= form["out_of_service_on"]]:
        raise UsedLater(*sorted(later))
    return form


def _check_plate(text: str) -> str:
    plate = comparison.compact(text)
    if not plates.well_formed(plate):
        raise Malformed(plate)
    if not plate.startswith(plates.HOME):
        raise FromElsewhere(plate)
    return plate


def _vin(text: str) -> str:
    vin = comparison.compact(text)
    if not plates.VIN_END.fullmatch(vin):
        raise MalformedVin(vin)
    return vin


def _meeting(history: Moves, others: list[Record]) -> str:
    """The first of other vehicles that is in service on one of the same days; empty: none is."""
    mine = status_spans(history, "in_service")
    return next((one.id for one in others if overlap(mine, status_spans(moves(one), "in_service"))), "")
