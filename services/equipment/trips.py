"""Rules for trips of vehicles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from contracts.equipment.trips import register
from contracts.errors import Refused
from services.chassis.base import clock
from services.chassis.records.finding.newest import Window
from services.chassis.records.finding.record_row import RecordRow
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.equipment import in_service
from services.equipment.as_of import Moves, day_passed, later, posting_unit

rules = Rules(register)
MOST_DAYS = dt.timedelta(days=31)
"""How long a trip lasts at most (局内规定（待定）)."""
FEWEST = 2
"""The trip itself may be one of those that are found."""
MOST_APART = dt.timedelta(days=400)
"""A trip that is farther from another does not stand next to it: thirteen months (局内规定（待定）)."""


class VehicleOut(Refused):
    """This vehicle is out on another trip at that time; record that it came back, or void that trip."""

    slug, zh, field = "vehicle-out", "该车在此时间另有出车记录，请先登记归队或者作废该记录", "vehicle"


class BackBeforeOut(Refused):
    """A vehicle comes back after it left, within 31 days."""

    slug, zh, field = "back-before-out", "归队时间应晚于出车时间，且不超过31日", "back_at"


class OdometerLower(Refused):
    """An odometer does not run backwards: the reading at return is that at departure or more."""

    slug, zh, field = "odometer-lower", "归队里程表读数不得低于出车读数", "odometer_in"


class OdometerOutOfLine(Refused):
    """An odometer does not run backwards from one trip to the next."""

    slug, zh, field = "odometer-out-of-line", "里程表读数不得低于此前归队读数，也不得高于此后出车读数", "odometer_out"


def month_of(moment: dt.datetime) -> str:
    """The month of a moment's business day, as trips are found by."""
    return f"{clock.day_of(moment):%Y-%m}"


def others(trip: Record, form: Data, lookup: Lookup) -> list[RecordRow]:
    """The vehicle's other trips that could meet this one: those still out, those of its day, the next before and after.

    What is back meets no other: if the one before does not meet this trip, none before that does, and so on after it.
    """
    vehicle = form.get("vehicle") or trip["vehicle"]
    day = clock.day_of(form.get("out_at") or trip["out_at"])
    one_day = dt.timedelta(days=1)
    found = lookup.rows(register.name, vehicle=vehicle, standing="out")
    days = {
        day,
        *_nearest(trip, vehicle, Window(day - MOST_APART, day - one_day, most=FEWEST), lookup),
        *_nearest(trip, vehicle, Window(day + one_day, day + MOST_APART, most=FEWEST, oldest=True), lookup),
    }
    found += [row for one in sorted(days) for row in lookup.rows(register.name, vehicle=vehicle, out_on=one)]
    return list({one.id: one for one in found if one.id != trip.id}.values())


def _nearest(trip: Record, vehicle: str, window: Window, lookup: Lookup) -> list[dt.date]:
    """The day of the vehicle's next other trip within some days, if there is one."""
    found = lookup.newest(register.name, window, vehicle=vehicle)
    return [one.day for one in found if one.id != trip.id][:1]


def vehicle_and_driver(_trip: Record, form: Data, lookup: Lookup) -> tuple[Record, Record]:
    """The vehicle that leaves, and who drives it."""
    return lookup.record("equipment.vehicles", form["vehicle"]), lookup.record("training.people", form["driver"])


@dataclass(frozen=True)
class Around:
    """What there is around a trip: the vehicle's others, and its own later moves."""

    others: list[RecordRow]
    later: Moves


def around(trip: Record, form: Data, lookup: Lookup) -> Around:
    """The vehicle's other trips, and what came after the step that is corrected."""
    return Around(others(trip, form, lookup), later(trip, form, lookup))


@rules.on("depart", taken=vehicle_and_driver, around=around)
def depart(_trip: Record, form: Data, at: Context, taken: tuple[Record, Record], around: Around) -> Data:
    """A vehicle in service leaves with somebody on strength, and is out once at a time (F034)."""
    day, (vehicle, driver) = day_passed("out_at", form, at), taken
    unit = in_service.unit_of(vehicle, day)
    posting_unit(driver, day, "driver")
    back = next((move.data for move in around.later if move.leads == "back"), None)
    if back:
        _check_return(form["out_at"], form["odometer_out"], back)
    if meeting := _meeting(form["out_at"], back["back_at"] if back else None, around.others):
        raise VehicleOut(form["vehicle"], *meeting)
    _check_line("odometer_out", form["out_at"], form["odometer_out"], around.others)
    return form | {"unit": unit, "out_on": day, "month": month_of(form["out_at"]), "standing": "out"}


@rules.on("come_back", others=others)
def come_back(trip: Record, form: Data, at: Context, others: list[RecordRow]) -> Data:
    """It is back with no fewer kilometres than it left with."""
    day = day_passed("back_at", form, at)
    _check_return(trip["out_at"], trip["odometer_out"], form)
    if meeting := _meeting(trip["out_at"], form["back_at"], others):
        raise VehicleOut(trip["vehicle"], *meeting, errors=[VehicleOut.fault("back_at")])
    _check_line("odometer_in", form["back_at"], form["odometer_in"], others)
    kilometres = form["odometer_in"] - trip["odometer_out"]
    return form | {"back_on": day, "kilometres": kilometres, "standing": "back"}


def _check_return(out_at: dt.datetime, odometer_out: int, back: Data) -> None:
    """It came back later, soon enough, and not with fewer kilometres. Raises BackBeforeOut, OdometerLower."""
    if not dt.timedelta() < back["back_at"] - out_at <= MOST_DAYS:
        raise BackBeforeOut(out_at.isoformat())
    if back["odometer_in"] < odometer_out:
        raise OdometerLower(f"{back['odometer_in']} < {odometer_out}")


def _check_line(field: str, moment: dt.datetime, reading: int, others: Iterable[RecordRow]) -> None:
    """A reading lies between those of the trips that meet this one nowhere. Raises OdometerOutOfLine, at its field."""
    before = [one["odometer_in"] for one in others if one.get("back_at") and one["back_at"] <= moment]
    after = [one["odometer_out"] for one in others if one["out_at"] >= moment]
    least, most = max(before, default=reading), min(after, default=reading)
    if not least <= reading <= most:
        said = f"{reading} < {least}" if reading < least else f"{reading} > {most}"
        raise OdometerOutOfLine(said, errors=[OdometerOutOfLine.fault(field)])


def _meeting(out: dt.datetime, back: dt.datetime | None, others: Iterable[RecordRow]) -> list[str]:
    """The trips on which the vehicle was at that time; of one that is not back, at the moment of its departure."""
    until = back or out + dt.timedelta(microseconds=1)

    def meets(other: RecordRow) -> bool:
        its_end = other.get("back_at")
        return bool(other["out_at"] < until and (its_end is None or out < its_end))

    return sorted(one.id for one in others if meets(one))
