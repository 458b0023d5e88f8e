from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from contracts.refusals import NotOnStrength
from services.equipment.uniforms import ForFrontLineStaff, Nothing
from tests.office import Office
from tests.services.equipment import equipment_records

U, P = "equipment.uniforms", "training.people"
FULL: dict[str, Any] = {"caps": 1, "clothing": 6, "shoes": 2, "insignia": 8, "gear": 1}
CHANGEOVER = "S3.uniform_changeover"


def issue(office: Office, to: str = "a", on: str = "2017-04-01", **pieces: Any) -> str:
    return office.do(U, "", "issue", person=to, issued_on=on, **pieces)[-1].subject


@pytest.fixture
def squadron(office: Office) -> Office:
    for code in "abcd":
        equipment_records.person(office, code, "DT")
    equipment_records.person(office, "x", "DT", kind="auxiliary")
    return office


def test_an_auxiliary_is_refused_with_the_source_and_its_confidence(squadron: Office) -> None:
    with pytest.raises(ForFrontLineStaff) as refused:
        issue(squadron, "x", **FULL)
    problem = refused.value.to_dict()
    assert "供应管理办法" in problem["article"]
    assert "可信度不高" in problem["article"]
    assert problem["errors"][0]["field"] == "person"


def test_the_front_line_is_the_squadrons_on_the_day(squadron: Office) -> None:
    squadron.unit("FZK", kind="section")
    equipment_records.person(squadron, "s", "FZK")
    with pytest.raises(ForFrontLineStaff):
        issue(squadron, "s", **FULL)
    squadron.do(P, "s", "transfer", unit="DT", transferred_on="2017-05-01")
    with pytest.raises(ForFrontLineStaff):
        issue(squadron, "s", "2017-04-30", **FULL)
    record = squadron.record(U, issue(squadron, "s", "2017-05-01", **FULL))
    assert record.unit == "DT"


def test_who_is_not_on_strength_gets_none(squadron: Office) -> None:
    squadron.do(P, "a", "leave", reason="退休", left_on="2017-03-31")
    with pytest.raises(NotOnStrength):
        issue(squadron, **FULL)
    with pytest.raises(NotOnStrength):
        issue(squadron, "b", "2015-12-31", **FULL)


def test_an_issue_has_pieces_and_tells_them_class_by_class(squadron: Office) -> None:
    with pytest.raises(Nothing):
        issue(squadron)
    with pytest.raises(Nothing):
        issue(squadron, caps=0)
    record = squadron.record(U, issue(squadron, caps=2, shoes=1))
    assert record["items"] == [{"item": "caps", "pieces": 2}, {"item": "shoes", "pieces": 1}]


def test_an_officer_is_fully_issued_with_all_five_classes_on_one_receipt_or_several(squadron: Office) -> None:
    issue(squadron, "a", **FULL)
    issue(squadron, "b", "2017-04-01", caps=1, clothing=4)
    assert equipment_records.number(squadron, CHANGEOVER).claimed == 0.25
    issue(squadron, "b", "2017-06-01", shoes=1, insignia=4, gear=1)
    assert [equipment_records.number(squadron, CHANGEOVER, on).claimed for on in ("2017-05-31", "2017-06-01")] == [
        0.25,
        0.5,
    ]
    assert equipment_records.missing(squadron, CHANGEOVER) == ["c", "d"]
    assert equipment_records.number(squadron, CHANGEOVER).n == 4


def test_five_pieces_of_one_class_are_not_five_classes(squadron: Office) -> None:
    for month in range(1, 6):
        issue(squadron, "a", f"2017-0{month}-01", caps=1)
    assert equipment_records.number(squadron, CHANGEOVER).claimed == 0


def test_what_came_back_no_longer_counts(squadron: Office) -> None:
    record = issue(squadron, "a", **FULL)
    squadron.do(U, record, "give_back", reason="调离", returned_on="2017-08-01")
    assert [equipment_records.number(squadron, CHANGEOVER, on).claimed for on in ("2017-07-31", "2017-08-01")] == [
        0.25,
        0,
    ]
    with pytest.raises(NotNow):
        squadron.do(U, record, "give_back", reason="x", returned_on="2017-08-02")


def test_a_mover_a_leaver_a_void_and_a_correction_move_the_changeover(squadron: Office) -> None:
    record = issue(squadron, "a", **FULL)
    squadron.do(P, "a", "transfer", unit="ZS", transferred_on="2017-05-01")
    assert equipment_records.number(squadron, CHANGEOVER, "2017-04-30", units="DT").claimed == 0.25
    assert [equipment_records.number(squadron, CHANGEOVER, units=unit).claimed for unit in ("DT", "ZS")] == [0, 1]
    squadron.do(P, "b", "leave", reason="退休", left_on="2017-06-01")
    assert equipment_records.number(squadron, CHANGEOVER).n == 3
    form: dict[str, Any] = {"person": "a", "issued_on": "2017-04-01"} | FULL
    squadron.do(U, record, "issue", corrects=1, **form | {"gear": 0})
    assert equipment_records.number(squadron, CHANGEOVER).claimed == 0
    squadron.do(U, record, "issue", corrects=1, **form | {"gear": 2})
    assert equipment_records.number(squadron, CHANGEOVER, units="ZS").claimed == 1
    squadron.do(U, record, "void", reason="误录")
    assert equipment_records.number(squadron, CHANGEOVER).claimed == 0


def test_a_scanned_receipt_verifies_the_issue(squadron: Office) -> None:
    squadron.do(U, "", "issue", person="a", issued_on="2017-04-01", receipt=["c" * 64], **FULL)
    issue(squadron, "b", **FULL)
    result = equipment_records.number(squadron, CHANGEOVER)
    assert (result.claimed, result.verified) == (0.5, 0.25)


def test_who_goes_to_a_section_is_at_the_front_line_no_longer(squadron: Office) -> None:
    squadron.unit("FZK", kind="section")
    equipment_records.person(squadron, "s", "FZK")
    assert equipment_records.number(squadron, CHANGEOVER).n == 4
    squadron.do(P, "a", "transfer", unit="FZK", transferred_on="2017-05-01")
    assert [equipment_records.number(squadron, CHANGEOVER, on).n for on in ("2017-04-30", "2017-05-01")] == [4, 3]
    squadron.do(P, "s", "transfer", unit="ZS", transferred_on="2017-06-01")
    assert equipment_records.missing(squadron, CHANGEOVER) == ["b", "c", "d", "s"]
