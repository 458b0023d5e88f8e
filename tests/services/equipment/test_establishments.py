from __future__ import annotations

from typing import Any

import pytest

from services.equipment.establishments import EnteredAlready
from tests.office import Office
from tests.services.equipment import depot

E = "equipment.establishments"


def enter(office: Office, **more: Any) -> str:
    form: dict[str, Any] = {"unit": "DT", "role": "officer", "kind": "established", "basis": "norm", "headcount": 20}
    return office.do(E, "", "enter", **form | {"entered_on": "2017-01-01"} | more)[-1].subject


def test_one_number_is_laid_down_for_a_role_of_a_unit(office: Office) -> None:
    record = enter(office)
    with pytest.raises(EnteredAlready):
        enter(office, headcount=22, entered_on="2017-05-01")
    enter(office, role="captain", headcount=1)
    enter(office, unit="ZS")
    office.do(E, record, "revise", headcount=22, reason="倾斜基层", revised_on="2017-05-01")
    assert office.record(E, record)["headcount"] == 22


def test_people_are_counted_once_on_a_day(office: Office) -> None:
    enter(office, basis="snapshot", headcount=18)
    enter(office, basis="snapshot", headcount=19, entered_on="2017-06-01")
    with pytest.raises(EnteredAlready):
        enter(office, basis="snapshot", headcount=20, entered_on="2017-06-01")


def test_a_voided_entry_makes_room(office: Office) -> None:
    office.do(E, enter(office), "void", reason="误录")
    enter(office)


def test_a_correction_is_no_second_entry(office: Office) -> None:
    record = enter(office)
    form: dict[str, Any] = {
        "unit": "DT",
        "role": "officer",
        "kind": "established",
        "basis": "norm",
        "entered_on": "2017-01-01",
    }
    office.do(E, record, "enter", corrects=1, headcount=21, **form)
    assert office.record(E, record)["headcount"] == 21


def test_the_front_line_share_is_that_of_the_squadrons_on_the_day(office: Office) -> None:
    office.unit("FZK", kind="section")
    for code, unit in (("a", "DT"), ("b", "ZS"), ("c", "FZK")):
        depot.person(office, code, unit)
    depot.person(office, "d", "DT", kind="auxiliary", joined_on="2017-02-01")
    office.do("training.people", "c", "transfer", unit="ZS", transferred_on="2017-03-01")
    office.do("training.people", "b", "transfer", unit="FZK", transferred_on="2017-04-01")
    office.do("training.people", "d", "leave", reason="离职", left_on="2017-05-01")
    days = ("2017-01-31", "2017-02-28", "2017-03-31", "2017-04-30", "2017-05-01")
    shares = [depot.number(office, "S4.front_line_share", on).claimed for on in days]
    assert shares == [2 / 3, 3 / 4, 1, 3 / 4, 2 / 3]
    assert depot.missing(office, "S4.front_line_share") == ["b"]
    office.do("training.people", "b", "void", reason="误录")
    assert depot.number(office, "S4.front_line_share").claimed == 1
