from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import Invalid
from contracts.refusals import NotOnStrength
from services.chassis.records.command import Actor
from services.chassis.records.separation import AboutYourself, NotApart
from services.training.duty_sheets import (
    CheckedBeforeSigned,
    FullOrNot,
    SheetNotReplaced,
    SheetReplacesAnother,
    SheetStands,
)
from tests.office import Office
from tests.services.training.training_records import claimed_value, gaps

SHEETS = "training.duty_sheets"
COVERAGE, IN_FULL, FORMER = "S3.duty_sheets", "S3.duties_in_full", "S3.former_duty_sheets"
CHECKED, FRONT_LINE = "A1.duty_sheets_checked", "S4.front_line_duties"


@pytest.fixture
def staffed_office(office: Office) -> Office:
    """Two officers of a squadron and one of the bureau."""
    office.unit("JU", kind="bureau")
    for code, unit in {"a": "DT", "b": "DT", "c": "JU"}.items():
        office.person(code, unit)
    return office


def issued_sheet(office: Office, person: str = "a", on: str = "2017-01-10", **more: Any) -> str:
    """A sheet that lies before its holder; its id."""
    form: dict[str, Any] = {"person": person, "duties": [{"duty": "巡查"}], "issued_on": on}
    return office.do(SHEETS, "", "issue", **form | more)[-1].subject


def signed_sheet(office: Office, person: str = "a", on: str = "2017-01-10") -> str:
    """A sheet in force; its id."""
    record = issued_sheet(office, person, on)
    office.do(SHEETS, record, "sign", signed_on=on)
    return record


def check(office: Office, record: str, on: str = "2017-03-01", **more: Any) -> None:
    """The duties are looked at by an inspector; performed in full unless it is said what is not."""
    form: dict[str, Any] = {"checker": "c", "checked_on": on, "in_full": not more.get("shortfalls")}
    office.do(SHEETS, record, "check", **form | more)


def test_a_sheet_is_of_the_unit_and_the_post_of_the_day(staffed_office: Office) -> None:
    staffed_office.do("training.people", "a", "appoint", role="clerk", appointed_on="2017-02-01")
    early, late = issued_sheet(staffed_office), issued_sheet(staffed_office, on="2017-02-01")
    found = [staffed_office.record(SHEETS, one) for one in (early, late)]
    assert [(one.unit, one["role"]) for one in found] == [("DT", "officer"), ("DT", "clerk")]


def test_a_person_has_one_sheet_a_post_and_it_says_something(staffed_office: Office) -> None:
    first = issued_sheet(staffed_office)
    with pytest.raises(SheetStands):
        issued_sheet(staffed_office)
    with pytest.raises(Invalid):
        issued_sheet(staffed_office, "b", duties=[])
    staffed_office.do(SHEETS, first, "close", closed_on="2017-01-20", reason="岗位撤销")
    issued_sheet(staffed_office)


def test_who_is_not_on_strength_neither_gets_a_sheet_nor_signs_one(staffed_office: Office) -> None:
    record = issued_sheet(staffed_office)
    staffed_office.do("training.people", "a", "leave", left_on="2017-02-01", reason="辞职")
    with pytest.raises(NotOnStrength):
        issued_sheet(staffed_office, on="2017-02-01")
    with pytest.raises(NotOnStrength):
        staffed_office.do(SHEETS, record, "sign", signed_on="2017-02-01")
    staffed_office.do(SHEETS, record, "sign", signed_on="2017-01-31")


def test_a_check_says_what_is_not_performed_or_that_all_is(staffed_office: Office) -> None:
    record = signed_sheet(staffed_office)
    for wrong in ({"in_full": False}, {"in_full": True, "shortfalls": [{"duty": "巡查"}]}):
        with pytest.raises(FullOrNot):
            check(staffed_office, record, **wrong)
    with pytest.raises(CheckedBeforeSigned):
        check(staffed_office, record, "2017-01-09")
    check(staffed_office, record)


def test_neither_the_holder_nor_who_issued_it_checks_it(staffed_office: Office) -> None:
    form: dict[str, Any] = {"person": "a", "duties": [{"duty": "巡查"}], "issued_on": "2017-01-10"}
    record = staffed_office.do_as(Actor("b", "captain"), SHEETS, "", "issue", **form)[-1].subject
    staffed_office.do(SHEETS, record, "sign", signed_on="2017-01-10")
    for who, refusal in (("a", AboutYourself), ("b", NotApart)):
        form = {"checker": who, "checked_on": "2017-03-01", "in_full": True}
        with pytest.raises(refusal):
            staffed_office.do_as(Actor(who, "captain"), SHEETS, record, "check", **form)


def test_who_signed_in_the_holders_stead_does_not_check_it(staffed_office: Office) -> None:
    record = issued_sheet(staffed_office)
    staffed_office.do_as(Actor("b", "captain"), SHEETS, record, "sign", signed_on="2017-01-10")
    form: dict[str, Any] = {"checker": "b", "checked_on": "2017-03-01", "in_full": True}
    with pytest.raises(NotApart):
        staffed_office.do_as(Actor("b", "captain"), SHEETS, record, "check", **form)


def test_a_sheet_is_replaced_by_the_same_persons_for_the_new_post(staffed_office: Office) -> None:
    old, others = signed_sheet(staffed_office), signed_sheet(staffed_office, "b")
    staffed_office.do("training.people", "a", "appoint", role="clerk", appointed_on="2017-02-01")
    new = issued_sheet(staffed_office, on="2017-02-01")
    for successor in (old, others, new):
        with pytest.raises(SheetNotReplaced):
            staffed_office.do(SHEETS, old, "replace", successor=successor, replaced_on="2017-02-05")
    staffed_office.do(SHEETS, new, "sign", signed_on="2017-02-05")
    staffed_office.do(SHEETS, old, "replace", successor=new, replaced_on="2017-02-05")
    with pytest.raises(SheetReplacesAnother):
        staffed_office.do(SHEETS, new, "void", reason="误录")
    assert staffed_office.record(SHEETS, old).status() == "replaced"


def test_a_sheet_counts_for_the_post_that_its_holder_has(staffed_office: Office) -> None:
    old = signed_sheet(staffed_office)
    issued_sheet(staffed_office, "b")
    assert (claimed_value(staffed_office, COVERAGE), gaps(staffed_office, COVERAGE)) == (
        pytest.approx(1 / 3),
        ["b/officer", "c/officer"],
    )
    staffed_office.do("training.people", "a", "appoint", role="clerk", appointed_on="2017-02-01")
    assert claimed_value(staffed_office, COVERAGE) == 0
    assert gaps(staffed_office, FORMER) == ["a/officer"]
    new = signed_sheet(staffed_office, on="2017-02-05")
    staffed_office.do(SHEETS, old, "replace", successor=new, replaced_on="2017-02-05")
    days = ("2017-01-31", "2017-02-04", "2017-02-05")
    assert [claimed_value(staffed_office, COVERAGE, on) for on in days] == [pytest.approx(n / 3) for n in (1, 0, 1)]
    assert [claimed_value(staffed_office, FORMER, on) for on in days] == [0, 1, 0]
    staffed_office.do("training.people", "a", "leave", left_on="2017-06-01", reason="辞职")
    assert claimed_value(staffed_office, COVERAGE) == 0
    assert gaps(staffed_office, FORMER) == ["a/clerk"], "closed when somebody left"
    staffed_office.do(SHEETS, new, "close", closed_on="2017-06-01", reason="辞职")
    assert gaps(staffed_office, FORMER) == []


def test_the_front_line_is_asked_for_apart(staffed_office: Office) -> None:
    signed_sheet(staffed_office, "c")
    assert (claimed_value(staffed_office, FRONT_LINE), gaps(staffed_office, FRONT_LINE)) == (0, ["a", "b"])
    signed_sheet(staffed_office, "a")
    assert claimed_value(staffed_office, FRONT_LINE) == 1 / 2


def test_the_last_check_says_whether_duties_are_performed_in_full(staffed_office: Office) -> None:
    first, second = signed_sheet(staffed_office), signed_sheet(staffed_office, "b")
    assert (claimed_value(staffed_office, IN_FULL), claimed_value(staffed_office, CHECKED)) == (None, 0)
    check(staffed_office, first)
    check(staffed_office, first, "2017-04-01", shortfalls=[{"duty": "巡查"}])
    assert [claimed_value(staffed_office, IN_FULL, on) for on in ("2017-03-31", "2017-04-01")] == [1, 0]
    check(staffed_office, second)
    assert (claimed_value(staffed_office, IN_FULL), claimed_value(staffed_office, CHECKED)) == (1 / 2, 1)
    staffed_office.do(SHEETS, first, "close", closed_on="2017-05-01", reason="岗位撤销")
    assert (claimed_value(staffed_office, IN_FULL), claimed_value(staffed_office, CHECKED)) == (1, 1)
