from __future__ import annotations

from typing import Any

import pytest

from services.equipment.establishments import CountedOnce, EnteredAlready, HeadcountDiffers, NobodyCounted, NotInPlace
from tests.office import Office
from tests.services.equipment import equipment_records

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
        equipment_records.person(office, code, unit)
    equipment_records.person(office, "d", "DT", kind="auxiliary", joined_on="2017-02-01")
    office.do("training.people", "c", "transfer", unit="ZS", transferred_on="2017-03-01")
    office.do("training.people", "b", "transfer", unit="FZK", transferred_on="2017-04-01")
    office.do("training.people", "d", "leave", reason="离职", left_on="2017-05-01")
    days = ("2017-01-31", "2017-02-28", "2017-03-31", "2017-04-30", "2017-05-01")
    shares = [equipment_records.number(office, "S4.front_line_share", on).claimed for on in days]
    assert shares == [2 / 3, 3 / 4, 1, 3 / 4, 2 / 3]
    assert equipment_records.missing(office, "S4.front_line_share") == ["b"]
    office.do("training.people", "b", "void", reason="误录")
    assert equipment_records.number(office, "S4.front_line_share").claimed == 1


SHARE = "S4.front_line_share"


def count(office: Office, *people: str, headcount: int | None = None, **more: Any) -> str:
    """People of DT counted by name on 1 March."""
    named = {
        "people": [{"person": one} for one in people],
        "headcount": len(people) if headcount is None else headcount,
    }
    return enter(office, **{"basis": "snapshot", "entered_on": "2017-03-01", **named, **more})


def test_whoever_is_named_was_in_that_role_of_the_unit_on_that_day(office: Office) -> None:
    for code, more in {"a": {}, "b": {}, "c": {"role": "captain"}, "d": {"kind": "auxiliary"}}.items():
        equipment_records.person(office, code, "DT", **more)
    equipment_records.person(office, "e", "ZS")
    for stranger in "cde":
        with pytest.raises(NotInPlace) as refused:
            count(office, "a", stranger)
        assert refused.value.to_dict()["detail"] == stranger
    office.do("training.people", "e", "transfer", unit="DT", transferred_on="2017-03-01")
    office.do("training.people", "c", "appoint", role="officer", appointed_on="2017-02-01")
    office.do("training.people", "b", "leave", reason="退休", left_on="2017-03-02")
    count(office, "a", "b", "c", "e")


def test_a_list_has_everybody_once(office: Office) -> None:
    for code in "ab":
        equipment_records.person(office, code, "DT")
    for people, headcount in (("ab", 3), ("aa", 2), ("a", 0)):
        with pytest.raises(HeadcountDiffers):
            count(office, *people, headcount=headcount)
    with pytest.raises(NobodyCounted):
        count(office, "a", basis="norm")


def test_what_was_counted_on_a_day_is_counted_anew_and_not_revised(office: Office) -> None:
    record = count(office, headcount=18)
    with pytest.raises(CountedOnce):
        office.do(E, record, "revise", headcount=19, reason="x", revised_on="2017-05-01")


def test_a_count_by_name_with_its_paper_verifies_the_front_line_share(office: Office) -> None:
    office.unit("FZK", kind="section")
    for code, unit in (("a", "DT"), ("b", "DT"), ("c", "ZS"), ("d", "FZK")):
        equipment_records.person(office, code, unit)
    count(office, "a", "b")
    assert (equipment_records.number(office, SHARE).claimed, equipment_records.number(office, SHARE).verified) == (
        0.75,
        0,
    )
    count(office, "a", "b", entered_on="2017-04-01", evidence=["e" * 64])
    verified = [equipment_records.number(office, SHARE, on).verified for on in ("2017-03-31", "2017-04-01")]
    assert verified == [0, 0.5]
    office.do("training.people", "b", "transfer", unit="ZS", transferred_on="2017-05-01")
    assert equipment_records.number(office, SHARE).verified == 0.25, "where b is now nobody has counted yet"
