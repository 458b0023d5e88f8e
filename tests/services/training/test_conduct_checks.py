from __future__ import annotations

from typing import Any

import pytest

from contracts import catalogue
from contracts.errors import Invalid
from contracts.refusals import NotOnStrength
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.queries import Answer
from services.training.conduct_checks import CheckedTwice, NotAmongThem, OwnInspector
from services.training.norms import NormNotInForce, NoSuchClause
from tests.office import PROOF, Office, build_view, measure_value
from tests.services.training.norm_records import published_norm, revise_norm

CHECKS = "training.conduct_checks"
PASSED = {"person": "a", "dressed": True}
FAILED = {"person": "b", "dressed": False}


@pytest.fixture
def staffed_office(office: Office) -> Office:
    """An inspector, two people to be checked, and a norm."""
    office.person("i", "ZS")
    for code in "ab":
        office.person(code, "DT")
    published_norm(office)
    return office


def conduct_check(office: Office, *persons: dict[str, Any], on: str = "2017-04-01", **more: Any) -> str:
    """A check of these people; the record's id."""
    form = {
        "unit": "DT",
        "inspector": "i",
        "checked_on": on,
        "persons": list(persons or (PASSED, FAILED)),
        "findings": [],
    }
    return office.do(CHECKS, "", "check", **form | more)[-1].subject


def test_a_check_names_the_unit_of_the_day_and_the_edition_in_force(staffed_office: Office) -> None:
    staffed_office.do("training.people", "b", "transfer", unit="DBT", transferred_on="2017-04-01")
    revise_norm(staffed_office, on="2017-04-01")
    record = staffed_office.record(
        CHECKS, conduct_check(staffed_office, findings=[{"norm": "ten", "clause": 10, "person": "b"}])
    )
    assert [one["unit"] for one in record["persons"]] == ["DT", "DBT"]
    assert record["findings"][0]["edition"] == 2


def test_a_finding_about_the_whole_unit_names_nobody(staffed_office: Office) -> None:
    record = staffed_office.record(CHECKS, conduct_check(staffed_office, findings=[{"norm": "ten", "clause": 1}]))
    assert record["findings"][0]["person"] is None


def test_a_finding_names_a_clause_that_the_norm_has(staffed_office: Office) -> None:
    findings = [{"norm": "ten", "clause": 10}, {"norm": "ten", "clause": 11}]
    with pytest.raises(NoSuchClause) as refusal:
        conduct_check(staffed_office, findings=findings)
    assert refusal.value.to_dict()["errors"][0]["field"] == "findings.1.clause"


def test_a_finding_names_a_norm_that_was_in_force(staffed_office: Office) -> None:
    with pytest.raises(NormNotInForce) as refusal:
        conduct_check(staffed_office, on="2017-01-09", findings=[{"norm": "ten", "clause": 1}])
    assert refusal.value.to_dict()["errors"][0]["field"] == "findings.0.norm"


def test_nobody_is_checked_twice_or_by_themselves(staffed_office: Office) -> None:
    with pytest.raises(CheckedTwice):
        conduct_check(staffed_office, PASSED, PASSED)
    with pytest.raises(OwnInspector):
        conduct_check(staffed_office, {"person": "i", "dressed": True})


def test_whoever_was_not_checked_is_in_no_finding(staffed_office: Office) -> None:
    with pytest.raises(NotAmongThem):
        conduct_check(staffed_office, PASSED, findings=[{"norm": "ten", "clause": 1, "person": "b"}])


def test_whoever_was_not_on_strength_is_not_checked(staffed_office: Office) -> None:
    staffed_office.do("training.people", "b", "leave", reason="退休", left_on="2017-03-01")
    with pytest.raises(NotOnStrength) as refusal:
        conduct_check(staffed_office)
    assert refusal.value.to_dict()["errors"][0]["field"] == "persons.1.person"
    conduct_check(staffed_office, on="2017-02-28")


def test_a_check_is_of_somebody(staffed_office: Office) -> None:
    with pytest.raises(Invalid):
        staffed_office.do(
            CHECKS, "", "check", unit="DT", inspector="i", checked_on="2017-04-01", persons=[], findings=[]
        )


def test_checks_and_passes_are_counted_by_the_units_of_the_day(staffed_office: Office) -> None:
    conduct_check(staffed_office, evidence=PROOF)
    staffed_office.do("training.people", "b", "transfer", unit="DBT", transferred_on="2017-05-01")
    conduct_check(staffed_office, on="2017-05-02")
    read_model = build_view(staffed_office.events, campaign())
    assert measure_value(read_model, "S3.checks") == Answer(2, 1, 2)
    assert measure_value(read_model, "S3.dress_pass_rate") == Answer(2 / 4, 1 / 4, 4)
    assert [measure_value(read_model, "S3.dress_pass_rate", units=unit) for unit in ("DT", "DBT", "ZS")] == [
        Answer(2 / 3, 1 / 3, 3),
        Answer(0, 0, 1),
        Answer(None, None, 0),
    ]


def test_a_corrected_and_a_voided_check_take_their_numbers_with_them(staffed_office: Office) -> None:
    first, second = conduct_check(staffed_office), conduct_check(staffed_office, on="2017-05-02")
    form = {"unit": "DT", "inspector": "i", "checked_on": "2017-04-01", "persons": [PASSED], "findings": []}
    staffed_office.do(CHECKS, first, "check", 1, **form)
    assert measure_value(build_view(staffed_office.events, campaign()), "S3.dress_pass_rate") == Answer(2 / 3, 0, 3)
    staffed_office.do(CHECKS, second, "void", reason="重复登记")
    read_model = build_view(staffed_office.events, campaign())
    assert (
        measure_value(read_model, "S3.checks").claimed,
        measure_value(read_model, "S3.dress_pass_rate").claimed,
    ) == (1, 1)


def test_what_was_found_of_people_is_read_by_few() -> None:
    readers = {"inspector", "captain", "leader", "trainer", "auditor", "legal"}
    assert catalogue.REGISTERS["training.conduct_checks"].reader_roles == readers


def test_checks_are_counted_by_the_provisions_by_which_they_were_made(staffed_office: Office) -> None:
    for provisions in ("eight_provisions", "eight_provisions", "ten_provisions", None):
        conduct_check(staffed_office, provisions=provisions)
    read_model = build_view(staffed_office.events, campaign())
    assert [measure_value(read_model, f"A2.checks_{one}").claimed for one in ("eight", "ten")] == [2, 1]


@pytest.mark.parametrize("provisions", ["eight", "ten"])
def test_clauses_that_were_not_kept_are_told_one_by_one(staffed_office: Office, provisions: str) -> None:
    kind = f"{provisions}_provisions"
    conduct_check(staffed_office, provisions=kind, findings=[{"norm": "ten", "clause": n} for n in (1, 3)])
    conduct_check(staffed_office, provisions=kind, findings=[{"norm": "ten", "clause": 3, "person": "b"}])
    conduct_check(staffed_office, findings=[{"norm": "ten", "clause": 5}])
    read_model = build_view(staffed_office.events, campaign())
    assert measure_value(read_model, f"A2.checked_clauses_{provisions}", "2017-12-31").claimed == 2
