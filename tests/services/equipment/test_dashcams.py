from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow, NotYet, OutOfOrder
from services.chassis.records.references import UnknownReference
from services.equipment.dashcams import AlreadyFitted, DeviceInUse, FaultyBeforeRestored, RestoredBeforeFault
from services.equipment.in_service import NotInService
from tests.office import Office
from tests.services.equipment import equipment_records

D, V = "equipment.dashcams", "equipment.vehicles"
COVERAGE, DOWNTIME = "S4.dashcam_coverage", "S4.dashcam_downtime"


@pytest.fixture
def fleet(office: Office) -> Office:
    for number in (1, 2, 3, 4):
        equipment_records.vehicle(office, f"DT-C{number}")
    return office


def test_an_installation_belongs_to_the_unit_that_had_the_vehicle(fleet: Office) -> None:
    fleet.do(V, "DT-C1", "transfer", unit="ZS", reason="调配", transferred_on="2017-04-01")
    early = equipment_records.dashcam(fleet)
    fleet.do(D, early, "remove", reason="换型", removed_on="2017-04-02")
    late = equipment_records.dashcam(fleet, accepted=None, installed_on="2017-04-02")
    assert (fleet.record(D, early).unit, fleet.record(D, late).unit) == ("DT", "ZS")


def test_nothing_is_installed_in_a_vehicle_that_is_not_in_service(fleet: Office) -> None:
    fleet.do(V, "DT-C1", "retire", reason="报废", out_of_service_on="2017-03-01")
    with pytest.raises(NotInService):
        equipment_records.dashcam(fleet)
    with pytest.raises(NotInService):
        equipment_records.dashcam(fleet, installed_on="2016-05-31")
    equipment_records.dashcam(fleet, installed_on="2017-02-28")
    fleet.do(V, "DT-C2", "void", reason="误录")
    with pytest.raises(UnknownReference):
        equipment_records.dashcam(fleet, "DT-C2")


def test_a_vehicle_has_one_dashcam_unless_it_is_faulty(fleet: Office) -> None:
    first = equipment_records.dashcam(fleet, accepted=None)
    with pytest.raises(AlreadyFitted):
        equipment_records.dashcam(fleet)
    fleet.do(D, first, "accept", accepted_on="2017-03-15")
    equipment_records.fault(fleet, first)
    with pytest.raises(AlreadyFitted):
        equipment_records.dashcam(fleet, installed_on="2017-04-30")
    equipment_records.dashcam(fleet, accepted=None, installed_on="2017-05-02")


def test_a_device_stands_in_one_vehicle(fleet: Office) -> None:
    first = equipment_records.dashcam(fleet, serial="X")
    with pytest.raises(DeviceInUse):
        equipment_records.dashcam(fleet, "DT-C2", serial="X")
    with pytest.raises(DeviceInUse):
        equipment_records.dashcam(fleet, "DT-C2", serial=" ｘ")
    second = equipment_records.dashcam(fleet, "DT-C2", serial="Y")
    equipment_records.fault(fleet, second)
    with pytest.raises(DeviceInUse):
        fleet.do(D, second, "replace", serial="X", restored_at="2017-05-02T08:00:00+08:00")
    fleet.do(D, first, "remove", reason="换车", removed_on="2017-03-20")
    equipment_records.dashcam(fleet, "DT-C3", accepted=None, serial="X", installed_on="2017-03-20")


def test_what_is_entered_late_meets_no_other_in_the_vehicle(fleet: Office) -> None:
    first = equipment_records.dashcam(fleet, installed_on="2017-03-10")
    with pytest.raises(AlreadyFitted) as refused:
        equipment_records.dashcam(fleet, installed_on="2017-03-01")
    assert refused.value.to_dict()["detail"] == f"DT-C1 {first}"
    fleet.do(D, first, "remove", reason="换型", removed_on="2017-06-01")
    with pytest.raises(AlreadyFitted):
        equipment_records.dashcam(fleet, installed_on="2017-05-31")
    second = equipment_records.dashcam(fleet, accepted=None, installed_on="2017-06-01")
    with pytest.raises(AlreadyFitted) as refused:
        fleet.do(D, first, "remove", corrects=3, reason="换型", removed_on="2017-06-02")
    assert refused.value.errors[0]["field"] == "removed_on"
    with pytest.raises(AlreadyFitted):
        fleet.do(D, second, "install", corrects=1, vehicle="DT-C1", serial="Z", installed_on="2017-05-30")
    early: dict[str, Any] = {"vehicle": "DT-C1", "serial": "Z", "installed_on": "2017-03-02"}
    fleet.do(D, first, "install", corrects=1, **early)


def test_a_faulty_one_does_not_come_back_beside_the_one_that_took_its_place(fleet: Office) -> None:
    first = equipment_records.dashcam(fleet)
    equipment_records.fault(fleet, first, "2017-05-01T08:00:00+08:00")
    second = equipment_records.dashcam(fleet, accepted=None, installed_on="2017-05-02")
    restored: dict[str, Any] = {"restored_at": "2017-05-03T08:00:00+08:00"}
    with pytest.raises(AlreadyFitted) as refused:
        fleet.do(D, first, "repair", **restored)
    assert refused.value.errors[0]["field"] == "restored_at"
    with pytest.raises(AlreadyFitted):
        fleet.do(D, first, "replace", serial="N", **restored)
    with pytest.raises(AlreadyFitted):
        fleet.do(D, first, "report_fault", corrects=3, faulted_at="2017-05-03T08:00:00+08:00", reason="无信号")
    fleet.do(D, second, "remove", reason="误装", removed_on="2017-05-03")
    equipment_records.repair(fleet, first, "2017-05-03T09:00:00+08:00")


def test_what_is_entered_late_meets_the_device_nowhere_else(fleet: Office) -> None:
    first = equipment_records.dashcam(fleet, serial="X", installed_on="2017-03-10")
    with pytest.raises(DeviceInUse):
        equipment_records.dashcam(fleet, "DT-C2", serial="X", installed_on="2017-03-01")
    fleet.do(D, first, "remove", reason="换车", removed_on="2017-06-01")
    with pytest.raises(DeviceInUse):
        equipment_records.dashcam(fleet, "DT-C2", serial="X", installed_on="2017-05-31")
    equipment_records.dashcam(fleet, "DT-C2", accepted=None, serial="X", installed_on="2017-06-01")
    with pytest.raises(DeviceInUse):
        fleet.do(D, first, "remove", corrects=3, reason="换车", removed_on="2017-06-02")


def test_a_device_that_was_replaced_is_free_from_that_day_on(fleet: Office) -> None:
    first = equipment_records.dashcam(fleet, serial="X")
    equipment_records.fault(fleet, first)
    fleet.do(D, first, "replace", serial="Y", restored_at="2017-05-03T08:00:00+08:00")
    assert fleet.record(D, first)["former"] == "X"
    with pytest.raises(DeviceInUse):
        equipment_records.dashcam(fleet, "DT-C2", serial="X", installed_on="2017-05-02")
    equipment_records.dashcam(fleet, "DT-C2", accepted=None, serial="X", installed_on="2017-05-03")


def test_faults_of_one_day_keep_their_order(fleet: Office) -> None:
    installed = equipment_records.dashcam(fleet)
    equipment_records.fault(fleet, installed, "2017-05-01T08:00:00+08:00")
    equipment_records.repair(fleet, installed, "2017-05-01T10:30:00+08:00")
    assert (fleet.record(D, installed).status(), fleet.record(D, installed)["downtime"]) == ("working", 3)
    assert equipment_records.number(fleet, COVERAGE, "2017-05-01").claimed == 0.25
    with pytest.raises(FaultyBeforeRestored) as refused:
        equipment_records.fault(fleet, installed, "2017-05-01T10:00:00+08:00")
    assert refused.value.to_dict()["errors"][0]["field"] == "faulted_at"
    equipment_records.fault(fleet, installed, "2017-05-01T16:00:00+08:00")
    assert equipment_records.number(fleet, COVERAGE, "2017-05-01").claimed == 0
    equipment_records.repair(fleet, installed, "2017-05-01T17:00:00+08:00")
    assert equipment_records.number(fleet, COVERAGE, "2017-05-01").claimed == 0.25


def test_downtime_is_told_in_hours_begun(fleet: Office) -> None:
    installed = equipment_records.dashcam(fleet)
    equipment_records.fault(fleet, installed)
    equipment_records.repair(fleet, installed, "2017-05-06T08:00:01+08:00")
    record = fleet.record(D, installed)
    assert (record.status(), record["downtime"]) == ("working", 121)
    assert str(record["faulted_on"]) == "2017-05-01"


def test_the_day_of_a_fault_is_the_day_in_shanghai(fleet: Office) -> None:
    installed = equipment_records.dashcam(fleet)
    equipment_records.fault(fleet, installed, "2017-04-30T17:00:00Z")
    assert str(fleet.record(D, installed)["faulted_on"]) == "2017-05-01"


def test_faults_and_repairs_have_happened_and_in_that_order(fleet: Office) -> None:
    installed = equipment_records.dashcam(fleet)
    with pytest.raises(NotNow):
        equipment_records.repair(fleet, installed)
    with pytest.raises(OutOfOrder):
        equipment_records.fault(fleet, installed, "2017-03-14T08:00:00+08:00")
    with pytest.raises(NotYet) as refused:
        equipment_records.fault(fleet, installed, "2018-01-02T23:00:00+08:00")
    assert refused.value.errors[0]["field"] == "faulted_at"
    equipment_records.fault(fleet, installed)
    with pytest.raises(NotNow):
        equipment_records.fault(fleet, installed)
    with pytest.raises(RestoredBeforeFault):
        equipment_records.repair(fleet, installed, "2017-05-01T08:00:00+08:00")


def test_coverage_follows_acceptance_fault_repair_and_removal_by_date(fleet: Office) -> None:
    for number in (1, 2, 3):
        equipment_records.dashcam(fleet, f"DT-C{number}")
    waiting = equipment_records.dashcam(fleet, "DT-C4", accepted=None)
    first = next(event.subject for event in fleet.events if event.register == D)
    equipment_records.fault(fleet, first)
    equipment_records.repair(fleet, first)
    days = ("2017-03-14", "2017-03-15", "2017-04-30", "2017-05-01", "2017-05-05", "2017-05-06")
    assert [equipment_records.number(fleet, COVERAGE, on).claimed for on in days] == [0, 0.75, 0.75, 0.5, 0.5, 0.75]
    assert equipment_records.missing(fleet, COVERAGE) == ["DT-C4"]
    assert equipment_records.missing(fleet, COVERAGE, "2017-05-03") == ["DT-C1", "DT-C4"]
    fleet.do(D, waiting, "accept", accepted_on="2017-06-01")
    assert equipment_records.number(fleet, COVERAGE).claimed == 1
    fleet.do(D, waiting, "remove", reason="x", removed_on="2017-07-01")
    assert equipment_records.number(fleet, COVERAGE).claimed == 0.75
    assert equipment_records.number(fleet, COVERAGE, "2017-06-30").claimed == 1


def test_coverage_counts_the_vehicles_in_service_on_the_day(fleet: Office) -> None:
    for number in (1, 2, 3):
        equipment_records.dashcam(fleet, f"DT-C{number}")
    fleet.do(V, "DT-C4", "retire", reason="报废", out_of_service_on="2017-06-01")
    fleet.do(V, "DT-C3", "transfer", unit="ZS", reason="调配", transferred_on="2017-06-01")
    assert [equipment_records.number(fleet, COVERAGE, on).n for on in ("2016-05-31", "2017-05-31", "2017-06-01")] == [
        0,
        4,
        3,
    ]
    assert equipment_records.number(fleet, COVERAGE, units="ZS").n == 1
    assert equipment_records.number(fleet, COVERAGE, units="DT").n == 2
    assert equipment_records.number(fleet, COVERAGE, "2017-05-31", units="ZS").claimed is None


def test_a_void_and_a_correction_move_coverage_and_known_at_does_not_forget(fleet: Office) -> None:
    installed = [equipment_records.dashcam(fleet, f"DT-C{number}") for number in (1, 2, 3, 4)]
    before = fleet.events[-1].time
    fleet.do(D, installed[0], "void", reason="误录")
    fleet.do(D, installed[1], "accept", corrects=2, accepted_on="2017-03-20", evidence=["b" * 64])
    assert equipment_records.number(fleet, COVERAGE).claimed == 0.75
    assert equipment_records.number(fleet, COVERAGE, "2017-03-19").claimed == 0.5
    assert equipment_records.number(fleet, COVERAGE, "2017-03-19", known_at=before).claimed == 1


def test_a_replacement_counts_like_a_repair(fleet: Office) -> None:
    installed = equipment_records.dashcam(fleet)
    equipment_records.fault(fleet, installed)
    fleet.do(D, installed, "replace", serial="NEW", restored_at="2017-05-01T20:00:00+08:00")
    assert fleet.record(D, installed)["serial"] == "NEW"
    assert equipment_records.number(fleet, COVERAGE).claimed == 0.25
    assert equipment_records.number(fleet, DOWNTIME).claimed == 12


def test_downtime_is_the_ninetieth_percentile_of_faults_that_ended(fleet: Office) -> None:
    installed = equipment_records.dashcam(fleet)
    for month in range(4, 10):
        equipment_records.fault(fleet, installed, f"2017-0{month}-01T08:00:00+08:00")
        equipment_records.repair(fleet, installed, f"2017-0{month}-01T1{month}:00:00+08:00")
    equipment_records.fault(fleet, installed, "2017-11-01T08:00:00+08:00")
    assert equipment_records.number(fleet, DOWNTIME).claimed == 11
    assert equipment_records.number(fleet, DOWNTIME, "2017-08-31").claimed == 10
    assert equipment_records.number(fleet, DOWNTIME, "2017-03-31").claimed is None


def test_a_correction_of_the_fault_changes_the_downtime_of_its_repair(fleet: Office) -> None:
    installed = equipment_records.dashcam(fleet)
    equipment_records.fault(fleet, installed)
    equipment_records.repair(fleet, installed)
    assert equipment_records.number(fleet, DOWNTIME).claimed == 120
    events = fleet.do(D, installed, "report_fault", corrects=3, faulted_at="2017-05-02T08:00:00+08:00", reason="无信号")
    assert [event.type.split(".")[2] for event in events] == ["faulted", "repaired"]
    assert equipment_records.number(fleet, DOWNTIME).claimed == 96
    with pytest.raises(RestoredBeforeFault):
        fleet.do(D, installed, "report_fault", corrects=3, faulted_at="2017-05-06T09:00:00+08:00", reason="无信号")
