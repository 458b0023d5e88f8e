from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.equipment.facilities import DefectUnsaid
from tests.office import Office
from tests.services.equipment import equipment_records

F, PASSED = "equipment.facilities", "S4.facility_pass_rate"


def install(office: Office, code: str, unit: str = "DT") -> None:
    form: dict[str, Any] = {"code": code, "unit": unit, "kind": "wall_notice", "name": "公示牌", "site": "大厅"}
    office.do(F, "", "install", installed_on="2017-01-10", **form)


def check(office: Office, code: str, on: str, defect: str = "") -> None:
    form: dict[str, Any] = {"passed": not defect} | ({"defect": defect} if defect else {})
    office.do(F, code, "check", checked_on=on, evidence=["f" * 64], **form)


def test_a_failed_check_says_what_is_wrong(office: Office) -> None:
    install(office, "F-1")
    with pytest.raises(DefectUnsaid):
        office.do(F, "F-1", "check", checked_on="2017-04-01", passed=False)
    check(office, "F-1", "2017-04-01", "破损")
    assert office.record(F, "F-1")["defect"] == "破损"


def test_what_is_taken_down_is_not_checked(office: Office) -> None:
    install(office, "F-1")
    office.do(F, "F-1", "remove", reason="搬迁", removed_on="2017-04-01")
    with pytest.raises(NotNow):
        check(office, "F-1", "2017-04-02")


def test_the_last_check_of_each_facility_counts(office: Office) -> None:
    for code in ("F-1", "F-2", "F-3"):
        install(office, code)
    check(office, "F-1", "2017-04-01")
    check(office, "F-2", "2017-04-01", "破损")
    check(office, "F-2", "2017-05-01")
    check(office, "F-1", "2017-06-01", "褪色")
    days = ("2017-03-31", "2017-04-30", "2017-05-31", "2017-06-30")
    assert [equipment_records.number(office, PASSED, on).claimed for on in days] == [None, 0.5, 1, 0.5]
    assert equipment_records.missing(office, PASSED) == ["F-1"]


def test_removal_correction_and_void_move_the_rate(office: Office) -> None:
    for code in ("F-1", "F-2"):
        install(office, code)
        check(office, code, "2017-04-01", "破损")
    office.do(F, "F-1", "check", corrects=2, checked_on="2017-04-01", passed=True)
    assert equipment_records.number(office, PASSED).claimed == 0.5
    office.do(F, "F-2", "remove", reason="搬迁", removed_on="2017-07-01")
    assert [equipment_records.number(office, PASSED, on).claimed for on in ("2017-06-30", "2017-07-01")] == [0.5, 1]
    office.do(F, "F-1", "void", reason="误录")
    assert equipment_records.number(office, PASSED).claimed is None
