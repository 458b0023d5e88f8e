from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow, Problem
from services.cases.case_classes import GradeTwice, WrongCode, WrongDivision, limit_of, standard_on
from tests.office import Office, day
from tests.services.cases.city import CLASS, CLASSES, LIMITS


def define_class(office: Office, code: str = "E-0501", **more: Any) -> Any:
    office.unit("ZX", kind="section")
    return office.do(CLASSES, "", "define", code=code, **CLASS | more)[-1].data


@pytest.mark.parametrize(
    ("code", "kind", "big", "full"),
    [("E-0501", "event", "E-05", "3202050501"), ("C-0102", "component", "C-01", "3202050102")],
)
def test_kind_big_class_and_full_code_follow_from_the_code(
    office: Office, code: str, kind: str, big: str, full: str
) -> None:
    record = define_class(office, code)
    assert (record["kind"], record["big_class"], record["full_code"]) == (kind, big, full)


@pytest.mark.parametrize("code", ["E-0901", "C-0601", "X-0101", "E-501", "E-05011", "e-0501"])
def test_a_code_of_no_known_big_class_is_refused(office: Office, code: str) -> None:
    with pytest.raises(WrongCode):
        define_class(office, code)


def test_a_division_has_six_digits(office: Office) -> None:
    with pytest.raises(WrongDivision):
        define_class(office, division="32020")


def test_a_class_that_says_nothing_of_verification_and_check_has_the_usual_hours(office: Office) -> None:
    record = define_class(office)
    assert (record["verify_hours"], record["check_hours"]) == (24, 2)
    assert office.do(CLASSES, "E-0501", "define", corrects=1, code="E-0501", **CLASS | {"check_hours": 4})
    assert office.record(CLASSES, "E-0501")["check_hours"] == 4


def test_a_grade_has_one_limit_and_a_class_has_some(office: Office) -> None:
    with pytest.raises(GradeTwice):
        define_class(office, limits=[*LIMITS[:2], LIMITS[0]])
    with pytest.raises(Problem, match="not filled in"):
        office.do(CLASSES, "", "define", code="E-0501", **CLASS | {"limits": []})


def test_an_amended_standard_holds_from_its_day_and_a_withdrawn_one_no_more(office: Office) -> None:
    define_class(office)
    standard = {name: value for name, value in CLASS.items() if name not in ("unit", "division")}
    limits = [{"grade": "B", "kind": "workdays", "value": 3}]
    office.do(CLASSES, "E-0501", "amend", **standard | {"limits": limits, "in_force_on": "2017-04-01"})
    office.do(CLASSES, "E-0501", "withdraw", withdrawn_on="2017-07-01", reason="并入其他小类")
    klass = office.record(CLASSES, "E-0501")

    def days(on: str) -> Any:
        standard = standard_on(klass, day(on))
        limit = standard and limit_of(standard, "B")
        return limit and (limit["kind"], limit["value"])

    assert [days(on) for on in ("2015-12-31", "2017-03-31", "2017-04-01", "2017-07-01")] == [
        None,
        ("workhours", 8),
        ("workdays", 3),
        None,
    ]
    with pytest.raises(NotNow):
        office.do(CLASSES, "E-0501", "amend", **standard)


def test_a_voided_class_was_never_in_force(office: Office) -> None:
    define_class(office)
    office.do(CLASSES, "E-0501", "void", reason="误录")
    assert standard_on(office.record(CLASSES, "E-0501"), day("2017-03-01")) is None
