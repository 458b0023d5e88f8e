from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from contracts.errors import NotYet
from contracts.refusals import NotOnStrength
from services.chassis.records.command import Actor
from services.chassis.records.separation import AboutYourself
from services.equipment.in_service import NotInService
from services.equipment.trips import BackBeforeOut, OdometerLower, OdometerOutOfLine, VehicleOut
from tests.office import Office
from tests.services.equipment import equipment_records

T = "equipment.trips"
Trip = tuple[int, int | None, int, int | None]
"""When it left and came back, in hours, and what the odometer said."""
TRIPS, KILOMETRES, NOT_BACK = "S3.vehicle_trips", "S3.vehicle_kilometres", "S3.trips_not_back"


@pytest.fixture
def fleet(office: Office) -> Office:
    for number in (1, 2):
        equipment_records.vehicle(office, f"DT-C{number}")
    equipment_records.person(office, "DT-01", "DT")
    return office


def depart(office: Office, at: str, vehicle: str = "DT-C1", **more: Any) -> str:
    form: dict[str, Any] = {"vehicle": vehicle, "driver": "DT-01", "purpose": "日常巡查", "odometer_out": 1000}
    return office.do(T, "", "depart", **form | {"out_at": moment(at)} | more)[-1].subject


def come_back(office: Office, trip: str, at: str, odometer: int = 1030, **more: Any) -> None:
    office.do(T, trip, "come_back", back_at=moment(at), odometer_in=odometer, **more)


def moment(at: str) -> str:
    return f"2017-{at}:00+08:00"


def test_a_vehicle_is_out_once_at_a_time(fleet: Office) -> None:
    first = depart(fleet, "03-01T08:00")
    with pytest.raises(VehicleOut) as refused:
        depart(fleet, "03-01T09:00")
    assert first in refused.value.to_dict()["detail"]
    assert depart(fleet, "03-01T09:00", "DT-C2"), "another vehicle may leave"
    come_back(fleet, first, "03-01T11:00")
    with pytest.raises(VehicleOut):
        depart(fleet, "03-01T10:59")
    assert depart(fleet, "03-01T11:00", odometer_out=1030)


def test_a_trip_that_is_entered_late_meets_no_other(fleet: Office) -> None:
    come_back(fleet, depart(fleet, "03-31T22:00", odometer_out=1030), "04-02T06:00")
    late = depart(fleet, "03-31T20:00")
    with pytest.raises(VehicleOut):
        come_back(fleet, late, "04-01T06:00")
    come_back(fleet, late, "03-31T22:00")
    with pytest.raises(VehicleOut):
        depart(fleet, "04-01T12:00")


def test_a_vehicle_that_is_out_does_not_keep_an_earlier_trip_from_being_entered(fleet: Office) -> None:
    depart(fleet, "04-10T08:00", odometer_out=1030)
    earlier = depart(fleet, "04-03T08:00")
    with pytest.raises(VehicleOut):
        come_back(fleet, earlier, "04-10T09:00")
    come_back(fleet, earlier, "04-03T10:00")


def test_it_comes_back_later_and_within_a_month(fleet: Office) -> None:
    trip = depart(fleet, "03-01T08:00")
    for at in ("03-01T08:00", "04-02T08:00"):
        with pytest.raises(BackBeforeOut):
            come_back(fleet, trip, at)


def test_an_odometer_does_not_run_backwards(fleet: Office) -> None:
    trip = depart(fleet, "03-01T08:00")
    with pytest.raises(OdometerLower) as refused:
        come_back(fleet, trip, "03-01T11:00", 999)
    assert refused.value.to_dict()["detail"] == "999 < 1000"
    come_back(fleet, trip, "03-01T11:00", 1000)
    assert fleet.record(T, trip)["kilometres"] == 0


def test_an_odometer_goes_on_from_trip_to_trip(fleet: Office) -> None:
    come_back(fleet, depart(fleet, "03-01T08:00"), "03-01T11:00", 1030)
    with pytest.raises(OdometerOutOfLine) as refused:
        depart(fleet, "03-02T08:00", odometer_out=1029)
    assert refused.value.to_dict()["detail"] == "1029 < 1030"
    later = depart(fleet, "03-02T08:00", odometer_out=1050)
    late = depart(fleet, "03-01T12:00", odometer_out=1030)
    with pytest.raises(OdometerOutOfLine) as refused:
        come_back(fleet, late, "03-01T14:00", 1051)
    assert refused.value.to_dict()["errors"][0]["field"] == "odometer_in"
    come_back(fleet, late, "03-01T14:00", 1050)
    with pytest.raises(OdometerOutOfLine):
        depart(fleet, "03-01T15:00", odometer_out=1051)
    assert depart(fleet, "03-01T15:00", "DT-C2", odometer_out=7), "another vehicle has another odometer"
    come_back(fleet, later, "03-02T09:00", 1060)
    with pytest.raises(OdometerOutOfLine):
        come_back(fleet, late, "03-01T14:00", 1055, corrects=2)


def test_a_vehicle_that_stood_for_months_goes_on_where_it_stopped(fleet: Office) -> None:
    come_back(fleet, depart(fleet, "01-10T08:00"), "01-10T11:00", 1030)
    with pytest.raises(OdometerOutOfLine):
        depart(fleet, "09-01T08:00")
    depart(fleet, "09-01T08:00", odometer_out=1030)
    with pytest.raises(OdometerOutOfLine):
        depart(fleet, "05-01T08:00", odometer_out=1031)


def test_only_what_is_in_service_leaves_and_only_with_somebody_on_strength(fleet: Office) -> None:
    fleet.do("equipment.vehicles", "DT-C2", "retire", reason="报废", out_of_service_on="2017-02-01")
    with pytest.raises(NotInService):
        depart(fleet, "03-01T08:00", "DT-C2")
    fleet.do("training.people", "DT-01", "leave", reason="退休", left_on="2017-02-01")
    with pytest.raises(NotOnStrength) as refused:
        depart(fleet, "03-01T08:00")
    assert refused.value.to_dict()["errors"][0]["field"] == "driver"


def test_what_has_not_happened_is_not_entered(fleet: Office) -> None:
    with pytest.raises(NotYet):
        depart(fleet, "03-01T08:00", out_at="2018-03-01T08:00:00+08:00")


def test_the_driver_does_not_void_their_own_trip(fleet: Office) -> None:
    trip = depart(fleet, "03-01T08:00")
    with pytest.raises(AboutYourself):
        fleet.do_as(Actor("DT-01", "quartermaster"), T, trip, "void", reason="误录")


def test_trips_and_kilometres_are_counted_and_one_without_a_return_is_a_gap(fleet: Office) -> None:
    first, second = depart(fleet, "03-01T08:00"), depart(fleet, "03-02T08:00", "DT-C2")
    come_back(fleet, first, "03-01T11:00", 1034)
    numbers = [equipment_records.number(fleet, one).claimed for one in (TRIPS, KILOMETRES, NOT_BACK)]
    assert numbers == [2, 34, 1]
    assert equipment_records.missing(fleet, NOT_BACK) == [second]
    come_back(fleet, second, "03-02T09:00", 1006)
    assert [equipment_records.number(fleet, one).claimed for one in (KILOMETRES, NOT_BACK)] == [40, 0]


def test_a_correction_and_a_void_move_the_kilometres(fleet: Office) -> None:
    trip = depart(fleet, "03-01T08:00")
    come_back(fleet, trip, "03-01T11:00", 1034)
    come_back(fleet, trip, "03-01T11:00", 1043, corrects=2)
    assert equipment_records.number(fleet, KILOMETRES).claimed == 43
    form: dict[str, Any] = {"vehicle": "DT-C1", "driver": "DT-01", "purpose": "日常巡查"}
    with pytest.raises(OdometerLower):
        fleet.do(T, trip, "depart", corrects=1, odometer_out=2000, out_at=moment("03-01T08:00"), **form)
    fleet.do(T, trip, "void", reason="误录")
    assert equipment_records.number(fleet, TRIPS).claimed == 0
    assert depart(fleet, "03-01T09:00"), "a voided trip makes room"


@pytest.mark.parametrize("seed", range(4))
def test_what_is_let_pass_is_what_a_look_at_all_trips_lets_pass(fleet: Office, seed: int) -> None:
    draw, start = random.Random(seed), dt.datetime.fromisoformat("2017-01-01T00:00:00+08:00")
    trips: dict[str, Trip] = {}
    verdicts = set()
    for _ in range(90):
        waiting = [one for one, (_, back, _, _) in trips.items() if back is None]
        hour = draw.randrange(4000)
        odometer = max(0, hour + draw.randrange(-300, 300))
        if waiting and draw.random() < 0.6:
            trip = draw.choice(waiting)
            out, _, odometer_out, _ = trips[trip]
            back = out + draw.randrange(1, 700)
            odometer = odometer_out + draw.randrange(300)
            wanted: Trip = (out, back, odometer_out, odometer)
        else:
            trip, wanted = "", (hour, None, odometer, None)
        is_free = _is_free(wanted, [one for id_, one in trips.items() if id_ != trip])
        at = (start + dt.timedelta(hours=wanted[1] or wanted[0])).isoformat()
        try:
            if trip:
                fleet.do(T, trip, "come_back", back_at=at, odometer_in=odometer)
            else:
                trip = depart(fleet, "", out_at=at, odometer_out=odometer)
        except (VehicleOut, OdometerOutOfLine):
            assert not is_free
        else:
            assert is_free
            trips[trip] = wanted
        verdicts.add(is_free)
    assert verdicts == {True, False}


def _is_free(wanted: Trip, others: list[Trip]) -> bool:
    """Whether a trip meets no other, and its odometer lies between all that were before and all that are after."""
    out, back, odometer_out, odometer_in = wanted
    moment, reading = (out, odometer_out) if back is None else (back, odometer_in or 0)
    until = out + 1 if back is None else back
    free = not any(one[0] < until and (one[1] is None or out < one[1]) for one in others)
    least = max((one[3] or 0 for one in others if one[1] is not None and one[1] <= moment), default=0)
    most = min((one[2] for one in others if one[0] >= moment), default=10**9)
    return free and least <= reading <= most
