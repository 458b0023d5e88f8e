from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.equipment.equipment_norms import SetAlready
from tests.office import Office
from tests.services.equipment import equipment_records

N, A, GAP = "equipment.equipment_norms", "equipment.assets", "S4.norm_gap"


def lay_down(office: Office, quantity: int = 3, on: str = "2017-02-01", **more: Any) -> str:
    form: dict[str, Any] = {
        "unit": "DT",
        "kind": "radio",
        "quantity": quantity,
        "source": "市区规范化建设标准",
        "set_on": on,
    }
    return office.do(N, "", "set", **form | more)[-1].subject


def assess(office: Office, norm: str, on: str) -> None:
    office.do(N, norm, "assess", assessed_on=on)


def test_the_gap_is_known_as_soon_as_the_norm_is_set(office: Office) -> None:
    equipment_records.asset(office)
    equipment_records.asset(office, "R-2", "ZS")
    equipment_records.asset(office, "B-1", kind="body_camera")
    lay_down(office)
    assert equipment_records.number(office, GAP).claimed == 2
    assert equipment_records.missing(office, GAP) == ["DT/radio/2", "DT/radio/3"]
    assert equipment_records.number(office, GAP, "2017-01-31").claimed is None


def test_what_was_supplied_no_longer_counts_once_it_is_assessed(office: Office) -> None:
    equipment_records.asset(office)
    norm = lay_down(office)
    equipment_records.asset(office, "R-2", registered_on="2017-03-01", stocked=False)
    assert equipment_records.number(office, GAP).claimed == 2
    assess(office, norm, "2017-03-10")
    assert [equipment_records.number(office, GAP, on).claimed for on in ("2017-03-09", "2017-03-10")] == [2, 1]


def test_lost_retired_and_transferred_pieces_are_not_held(office: Office) -> None:
    for number in (1, 2, 3):
        equipment_records.asset(office, f"R-{number}")
    norm = lay_down(office)
    assert equipment_records.number(office, GAP).claimed == 0
    office.do(A, "R-1", "lose", reason="x", lost_on="2017-03-01")
    office.do(A, "R-2", "retire", reason="x", retired_on="2017-03-01")
    office.do(A, "R-3", "transfer", unit="ZS", reason="x", transferred_on="2017-03-01")
    assess(office, norm, "2017-03-02")
    assert (equipment_records.number(office, GAP).claimed, office.record(N, norm)["held"]) == (3, 0)


def test_an_assessment_goes_by_its_day(office: Office) -> None:
    equipment_records.asset(office)
    norm = lay_down(office)
    office.do(A, "R-1", "lose", reason="x", lost_on="2017-06-01")
    assess(office, norm, "2017-05-31")
    assert office.record(N, norm)["held"] == 1


def test_a_revision_adds_and_takes_away_pieces(office: Office) -> None:
    equipment_records.asset(office)
    norm = lay_down(office)
    office.do(N, norm, "revise", quantity=5, reason="新标准", revised_on="2017-04-01")
    assert equipment_records.number(office, GAP).claimed == 4
    office.do(N, norm, "revise", quantity=1, reason="新标准", revised_on="2017-05-01")
    assert [equipment_records.number(office, GAP, on).claimed for on in ("2017-03-31", "2017-04-30", "2017-05-01")] == [
        2,
        4,
        0,
    ]
    office.do(N, norm, "withdraw", reason="废止", withdrawn_on="2017-06-01")
    assert equipment_records.number(office, GAP).claimed is None
    with pytest.raises(NotNow):
        assess(office, norm, "2017-06-02")


def test_there_is_one_norm_for_a_unit_and_a_kind(office: Office) -> None:
    norm = lay_down(office)
    with pytest.raises(SetAlready):
        lay_down(office)
    lay_down(office, kind="terminal")
    office.do(N, norm, "withdraw", reason="废止", withdrawn_on="2017-06-01")
    lay_down(office, on="2017-06-02")


def test_a_norm_entered_late_meets_no_other_of_its_kind(office: Office) -> None:
    norm = lay_down(office)
    office.do(N, norm, "withdraw", reason="废止", withdrawn_on="2017-06-01")
    with pytest.raises(SetAlready):
        lay_down(office, on="2017-05-31")
    lay_down(office, on="2017-06-01")


def test_a_norm_that_was_withdrawn_holds_nothing_for_the_next(office: Office) -> None:
    for number in (1, 2, 3, 4):
        equipment_records.asset(office, f"R-{number}")
    norm = lay_down(office, 4)
    office.do(N, norm, "revise", quantity=2, reason="新标准", revised_on="2017-03-01")
    office.do(N, norm, "withdraw", reason="废止", withdrawn_on="2017-06-01")
    for number in (1, 2, 3, 4):
        office.do(A, f"R-{number}", "retire", reason="x", retired_on="2017-06-02")
    lay_down(office, 4, on="2017-06-03")
    assert (
        equipment_records.number(office, GAP).claimed,
        equipment_records.number(office, GAP, "2017-05-31").claimed,
    ) == (4, 0)


def test_vehicles_are_counted_in_their_own_register(office: Office) -> None:
    equipment_records.vehicle(office, "DT-C1")
    equipment_records.vehicle(office, "DT-C2", in_service_on="2017-05-01")
    norm = lay_down(office, kind="vehicle")
    assert office.record(N, norm)["held"] == 1
    office.do("equipment.vehicles", "DT-C1", "retire", reason="报废", out_of_service_on="2017-05-02")
    assess(office, norm, "2017-05-03")
    assert (office.record(N, norm)["held"], equipment_records.number(office, GAP).claimed) == (1, 2)


def test_a_correction_and_a_void_move_the_gap(office: Office) -> None:
    norm = lay_down(office)
    form: dict[str, Any] = {"unit": "DT", "kind": "radio", "source": "市区规范化建设标准", "set_on": "2017-02-01"}
    office.do(N, norm, "set", corrects=1, quantity=2, **form)
    assert equipment_records.number(office, GAP).claimed == 2
    other = lay_down(office, 1, kind="terminal", unit="ZS")
    assert [equipment_records.number(office, GAP, units=unit).claimed for unit in ("DT", "ZS")] == [2, 1]
    office.do(N, other, "void", reason="误录")
    assert equipment_records.number(office, GAP).claimed == 2
