"""Rules for enforcement vehicles."""

from contracts.equipment.vehicles import register
from contracts.errors import Refused
from services.chassis.desk import Find
from services.chassis.record import Data, Moment, Record
from services.chassis.rules import Rules
from services.equipment import plates

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
    """Another vehicle in service bears this plate."""

    slug, zh, field = "plate-in-use", "另一在用车辆已登记此号牌", "plate"


class MarkingInUse(Refused):
    """Another vehicle in service bears this marking number."""

    slug, zh, field = "marking-in-use", "另一在用车辆已使用此标志编号", "marking"


class SameUnit(Refused):
    """A vehicle is transferred to another unit than the one that uses it."""

    slug, zh, field = "same-unit", "接收单位与现使用单位相同", "unit"


def same_plate(vehicle: Record, form: Data, find: Find) -> list[Record]:
    """Other vehicles in service that bear the plate."""
    return _others(vehicle, find.where(register.name, plate=plates.written(form["plate"])))


def same_marking(vehicle: Record, form: Data, find: Find) -> list[Record]:
    """Other vehicles in service that bear the marking number."""
    return _others(vehicle, find.where(register.name, marking=form["marking"])) if form["marking"] else []


def _others(vehicle: Record, found: list[Record]) -> list[Record]:
    return [one for one in found if one.id != vehicle.id and one.status() == "in_service"]


@rules.on("commission", plate=same_plate, marking=same_marking)
def commission(_vehicle: Record, form: Data, _at: Moment, plate: list[Record], marking: list[Record]) -> Data:
    """A vehicle has a plate and a marking number of its own while it is in service (F034)."""
    _unused(marking)
    if plate:
        raise PlateInUse(plate[0].id)
    return form | {"plate": _checked(form["plate"]), "vin": _vin(form["vin"])}


@rules.on("mark", marking=same_marking)
def mark(_vehicle: Record, form: Data, _at: Moment, marking: list[Record]) -> Data:
    """A marking number belongs to one vehicle."""
    _unused(marking)
    return form


@rules.on("transfer")
def transfer(vehicle: Record, form: Data, _at: Moment) -> Data:
    """Another unit uses it from now on; what was counted before stays where it was."""
    if form["unit"] == vehicle.unit:
        raise SameUnit(vehicle.unit)
    return form


def _checked(said: str) -> str:
    plate = plates.written(said)
    if not plates.well_formed(plate):
        raise Malformed(plate)
    if not plate.startswith(plates.HOME):
        raise FromElsewhere(plate)
    return plate


def _vin(said: str) -> str:
    vin = plates.written(said)
    if not plates.VIN_END.fullmatch(vin):
        raise MalformedVin(vin)
    return vin


def _unused(marking: list[Record]) -> None:
    if marking:
        raise MarkingInUse(marking[0].id)
