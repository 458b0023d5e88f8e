from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow, OutOfOrder
from services.equipment import plates
from services.equipment.vehicles import (
    FromElsewhere,
    Malformed,
    MalformedVin,
    MarkingInUse,
    PlateInUse,
    UsedLater,
    VehicleSameUnit,
)
from tests.office import Office
from tests.services.equipment import equipment_records

V = "equipment.vehicles"


@pytest.mark.parametrize("plate", ["苏B12345", "苏BA12B3", "苏BD12345", "苏BFA2345", "苏BDA2345", "苏B12345D"])
def test_ordinary_and_new_energy_plates_are_well_formed(plate: str) -> None:
    assert plates.well_formed(plate)


@pytest.mark.parametrize(
    "plate",
    [
        "苏B1234",
        "苏B123456",
        "B12345",
        "苏112345",
        "苏BI2345",
        "苏BO2345",
        "苏BI12345",
        "苏B12345I",
        "苏BDAB345",
        "港B12345",
    ],
)
def test_other_plates_are_not(plate: str) -> None:
    assert not plates.well_formed(plate)


@pytest.mark.parametrize("plate", ["苏B·12345", "苏b12345", "苏Ｂ１２３４５", " 苏B 12345 "])
def test_a_plate_is_kept_in_one_way_of_writing(office: Office, plate: str) -> None:
    equipment_records.vehicle(office, plate=plate)
    assert office.record(V, "DT-C1")["plate"] == "苏B12345"


def test_a_plate_is_one_of_wuxi(office: Office) -> None:
    with pytest.raises(FromElsewhere):
        equipment_records.vehicle(office, plate="苏A12345")
    with pytest.raises(Malformed):
        equipment_records.vehicle(office, plate="苏B1234")


def test_the_end_of_a_vin_has_six_places_without_i_o_q(office: Office) -> None:
    for wrong in ("12345", "12345O", "12345I", "12345Q"):
        with pytest.raises(MalformedVin):
            equipment_records.vehicle(office, vin=wrong)
    equipment_records.vehicle(office, vin="a1b2c3")
    assert office.record(V, "DT-C1")["vin"] == "A1B2C3"


def test_a_plate_and_a_marking_number_belong_to_one_vehicle_in_service(office: Office) -> None:
    equipment_records.vehicle(office, plate="苏B12345", marking="05-001")
    with pytest.raises(PlateInUse):
        equipment_records.vehicle(office, "DT-C2", plate="苏B·12345")
    with pytest.raises(MarkingInUse):
        equipment_records.vehicle(office, "DT-C2", marking="05-001")
    office.do(V, "DT-C1", "retire", reason="报废", out_of_service_on="2017-02-01")
    equipment_records.vehicle(office, "DT-C2", plate="苏B12345", marking="05-001", in_service_on="2017-02-02")


def test_a_plate_and_a_marking_number_are_free_from_the_day_of_retirement_on(office: Office) -> None:
    equipment_records.vehicle(office, plate="苏B12345", marking="05-001")
    office.do(V, "DT-C1", "retire", reason="报废", out_of_service_on="2017-02-01")
    with pytest.raises(PlateInUse):
        equipment_records.vehicle(office, "DT-C2", plate="苏B12345", in_service_on="2017-01-31")
    with pytest.raises(MarkingInUse):
        equipment_records.vehicle(office, "DT-C2", marking="05-001", in_service_on="2017-01-31")
    equipment_records.vehicle(office, "DT-C2", plate="苏B12345", marking="05-001", in_service_on="2017-02-01")
    form: dict[str, Any] = {"code": "DT-C1", "unit": "DT", "plate": "苏B12345", "vin": "123456", "marking": "05-001"}
    office.do(V, "DT-C1", "commission", corrects=1, in_service_on="2016-05-01", **form)


def test_a_vehicle_is_retired_after_all_that_was_done_to_it(office: Office) -> None:
    equipment_records.vehicle(office)
    equipment_records.dashcam(office, installed_on="2017-03-10")
    with pytest.raises(UsedLater) as refused:
        office.do(V, "DT-C1", "retire", reason="报废", out_of_service_on="2017-03-10")
    assert refused.value.to_dict()["detail"] == "2017-03-10"
    equipment_records.checklist(office)
    equipment_records.check_vehicle(office, "DT-C1", "2017-04-01")
    with pytest.raises(UsedLater):
        office.do(V, "DT-C1", "retire", reason="报废", out_of_service_on="2017-04-01")
    office.do(V, "DT-C1", "retire", reason="报废", out_of_service_on="2017-04-02")


def test_nothing_happens_to_a_vehicle_before_it_was_put_into_service(office: Office) -> None:
    equipment_records.vehicle(office)
    forms: dict[str, dict[str, Any]] = {
        "mark": {"marking": "05-001", "marked_on": "2016-05-31"},
        "transfer": {"unit": "ZS", "reason": "x", "transferred_on": "2016-05-31"},
        "retire": {"reason": "x", "out_of_service_on": "2016-05-31"},
    }
    for step, form in forms.items():
        with pytest.raises(OutOfOrder):
            office.do(V, "DT-C1", step, **form)


def test_a_vehicle_may_get_its_marking_number_later(office: Office) -> None:
    equipment_records.vehicle(office, marking="05-001")
    equipment_records.vehicle(office, "DT-C2")
    with pytest.raises(MarkingInUse):
        office.do(V, "DT-C2", "mark", marking="05-001", marked_on="2017-02-01")
    office.do(V, "DT-C2", "mark", marking="05-002", marked_on="2017-02-01")
    office.do(V, "DT-C2", "mark", corrects=2, marking="05-003", marked_on="2017-02-01")
    assert office.record(V, "DT-C2")["marking"] == "05-003"


def test_a_vehicle_is_transferred_elsewhere_while_it_is_in_service(office: Office) -> None:
    equipment_records.vehicle(office)
    with pytest.raises(VehicleSameUnit):
        office.do(V, "DT-C1", "transfer", unit="DT", reason="x", transferred_on="2017-02-01")
    office.do(V, "DT-C1", "transfer", unit="ZS", reason="x", transferred_on="2017-02-01")
    office.do(V, "DT-C1", "retire", reason="报废", out_of_service_on="2017-03-01")
    with pytest.raises(NotNow):
        office.do(V, "DT-C1", "transfer", unit="DT", reason="x", transferred_on="2017-04-01")


def test_a_correction_of_the_plate_is_checked_like_the_plate_itself(office: Office) -> None:
    equipment_records.vehicle(office, plate="苏B12345")
    form: dict[str, Any] = {"code": "DT-C1", "unit": "DT", "vin": "123456", "in_service_on": "2016-06-01"}
    with pytest.raises(Malformed):
        office.do(V, "DT-C1", "commission", corrects=1, plate="苏B1", **form)
    office.do(V, "DT-C1", "commission", corrects=1, plate="苏BD12345", **form)
    assert office.record(V, "DT-C1")["plate"] == "苏BD12345"
