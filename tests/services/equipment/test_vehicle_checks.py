from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.equipment.in_service import NotInService
from services.equipment.vehicle_checks import ChecklistNotInForce, LinesUnanswered, PhotoMissing
from tests.office import Office
from tests.services.equipment import equipment_records
from tests.services.equipment.equipment_records import check_vehicle, checklist_answers

C = "equipment.vehicle_checks"
MARKING, CLEAN = "S3.vehicle_marking", "S3.vehicle_cleanliness"


@pytest.fixture
def fleet(office: Office) -> Office:
    for number in (1, 2):
        equipment_records.vehicle(office, f"DT-C{number}")
    equipment_records.checklist(office)
    return office


def test_an_aspect_passes_when_all_of_its_lines_do(fleet: Office) -> None:
    check_vehicle(fleet, "DT-C1", "2017-04-01", 2)
    record = fleet.record(C, "DT-C1")
    assert [record[f"{one}_passed"] for one in ("marking", "cleanliness", "use")] == [True, False, True]


def test_every_line_is_answered_and_no_other(fleet: Office) -> None:
    check_vehicle(fleet, "DT-C1", "2017-04-01")
    more = [*checklist_answers(), {"line": 4, "passed": True}]
    for wrong in (checklist_answers()[:2], more, [*checklist_answers()[:2], checklist_answers()[0]]):
        with pytest.raises(LinesUnanswered):
            fleet.do(C, "DT-C1", "check", checklist="CL-1", checked_on="2017-05-01", answers=wrong)


def test_a_line_that_asks_for_a_photo_gets_one(fleet: Office) -> None:
    check_vehicle(fleet, "DT-C1", "2017-04-01")
    bare = [one | {"photo": []} for one in checklist_answers()]
    with pytest.raises(PhotoMissing) as refused:
        fleet.do(C, "DT-C1", "check", checklist="CL-1", checked_on="2017-05-01", answers=bare)
    assert refused.value.to_dict()["detail"] == "1"


def test_a_check_follows_a_checklist_in_force(fleet: Office) -> None:
    fleet.do("equipment.vehicle_checklists", "CL-1", "supersede", reason="换版", superseded_on="2017-06-01")
    check_vehicle(fleet, "DT-C1", "2017-05-31")
    for on in ("2016-12-31", "2017-06-01"):
        with pytest.raises(ChecklistNotInForce):
            check_vehicle(fleet, "DT-C1", on)


def test_only_a_vehicle_in_service_is_checked(fleet: Office) -> None:
    check_vehicle(fleet, "DT-C1", "2017-04-01")
    fleet.do("equipment.vehicles", "DT-C1", "retire", reason="报废", out_of_service_on="2017-06-01")
    with pytest.raises(NotInService):
        check_vehicle(fleet, "DT-C1", "2017-06-02")
    with pytest.raises(NotInService):
        fleet.do(C, "", "open", vehicle="DT-C2", opened_on="2016-05-01")


def test_a_vehicle_has_one_book(fleet: Office) -> None:
    check_vehicle(fleet, "DT-C1", "2017-04-01")
    with pytest.raises(NotNow):
        fleet.do(C, "", "open", vehicle="DT-C1", opened_on="2017-05-01")


def test_the_last_check_of_each_vehicle_counts(fleet: Office) -> None:
    check_vehicle(fleet, "DT-C1", "2017-04-01")
    check_vehicle(fleet, "DT-C2", "2017-04-01", 1, 2)
    check_vehicle(fleet, "DT-C2", "2017-05-01", 2)
    check_vehicle(fleet, "DT-C1", "2017-06-01", 1)
    days = ("2017-03-31", "2017-04-30", "2017-05-31", "2017-06-30")
    assert [equipment_records.number(fleet, MARKING, on).claimed for on in days] == [0, 0.5, 1, 0.5]
    assert [equipment_records.number(fleet, CLEAN, on).claimed for on in days] == [None, 0.5, 0.5, 0.5]
    assert equipment_records.missing(fleet, MARKING) == ["DT-C1"]


def test_an_unchecked_vehicle_has_not_passed_its_marking_check(fleet: Office) -> None:
    check_vehicle(fleet, "DT-C1", "2017-04-01")
    assert equipment_records.missing(fleet, MARKING) == ["DT-C2"]
    assert equipment_records.number(fleet, CLEAN).n == 1


def test_a_photo_verifies_the_check(fleet: Office) -> None:
    check_vehicle(fleet, "DT-C1", "2017-04-01")
    assert equipment_records.number(fleet, MARKING).verified == 0.5


def test_a_mover_a_correction_and_a_void_move_the_numbers(fleet: Office) -> None:
    check_vehicle(fleet, "DT-C1", "2017-04-01")
    fleet.do("equipment.vehicles", "DT-C1", "transfer", unit="ZS", reason="调配", transferred_on="2017-05-01")
    assert [equipment_records.number(fleet, MARKING, units=unit).claimed for unit in ("DT", "ZS")] == [0, 1]
    check_vehicle(fleet, "DT-C1", "2017-05-02", 3)
    assert fleet.events[-1].unit == "ZS"
    wrong: dict[str, Any] = {"checklist": "CL-1", "checked_on": "2017-04-01", "answers": checklist_answers(1)}
    fleet.do(C, "DT-C1", "check", corrects=2, **wrong)
    assert equipment_records.number(fleet, MARKING, "2017-04-30").claimed == 0
    assert equipment_records.number(fleet, MARKING).claimed == 0.5
    fleet.do(C, "DT-C1", "void", reason="误录")
    assert equipment_records.number(fleet, MARKING).claimed == 0
    assert equipment_records.number(fleet, CLEAN).claimed is None


def test_the_last_check_of_use_and_management_counts(fleet: Office) -> None:
    check_vehicle(fleet, "DT-C1", "2017-04-01", 3)
    check_vehicle(fleet, "DT-C2", "2017-04-01", 1)
    assert equipment_records.number(fleet, "S3.vehicle_use").claimed == 0.5
    check_vehicle(fleet, "DT-C1", "2017-05-01")
    assert equipment_records.number(fleet, "S3.vehicle_use").claimed == 1
