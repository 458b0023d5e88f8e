from __future__ import annotations

from typing import Any

import pytest

from contracts import catalogue
from contracts.errors import Invalid
from services.gateway.view.answers import Answer
from services.gateway.view.programme import campaign
from services.training.conduct_checks import CheckedTwice, NotAmongThem, OwnInspector
from services.training.norms import NoSuchClause, NotInForce
from services.training.strength import NotOnStrength
from tests.office import PROOF, Office, ask, viewed
from tests.services.training.norm import published, revised

CHECKS = "training.conduct_checks"
PASSED = {"person": "a", "dressed": True}
FAILED = {"person": "b", "dressed": False}


@pytest.fixture
def staffed(office: Office) -> Office:
    """An inspector, two people to be checked, and a norm."""
    office.person("i", "ZS")
    for code in "ab":
        office.person(code, "DT")
    published(office)
    return office


def checked(office: Office, *persons: dict[str, Any], on: str = "2017-04-01", **more: Any) -> str:
    """A check of these people; the record's id."""
    form = {
        "unit": "DT",
        "inspector": "i",
        "checked_on": on,
        "persons": list(persons or (PASSED, FAILED)),
        "findings": [],
    }
    return office.do(CHECKS, "", "check", **form | more)[-1].subject


def test_a_check_names_the_unit_of_the_day_and_the_edition_in_force(staffed: Office) -> None:
    staffed.do("training.people", "b", "transfer", unit="DBT", transferred_on="2017-04-01")
    revised(staffed, on="2017-04-01")
    record = staffed.record(CHECKS, checked(staffed, findings=[{"norm": "ten", "clause": 10, "person": "b"}]))
    assert [one["unit"] for one in record["persons"]] == ["DT", "DBT"]
    assert record["findings"][0]["edition"] == 2


def test_a_finding_about_the_whole_unit_names_nobody(staffed: Office) -> None:
    record = staffed.record(CHECKS, checked(staffed, findings=[{"norm": "ten", "clause": 1}]))
    assert record["findings"][0]["person"] is None


def test_a_finding_names_a_clause_that_the_norm_has(staffed: Office) -> None:
    findings = [{"norm": "ten", "clause": 10}, {"norm": "ten", "clause": 11}]
    with pytest.raises(NoSuchClause) as refusal:
        checked(staffed, findings=findings)
    assert refusal.value.told()["errors"][0]["field"] == "findings.1.clause"


def test_a_finding_names_a_norm_that_was_in_force(staffed: Office) -> None:
    with pytest.raises(NotInForce) as refusal:
        checked(staffed, on="2017-01-09", findings=[{"norm": "ten", "clause": 1}])
    assert refusal.value.told()["errors"][0]["field"] == "findings.0.norm"


def test_nobody_is_checked_twice_or_by_themselves(staffed: Office) -> None:
    with pytest.raises(CheckedTwice):
        checked(staffed, PASSED, PASSED)
    with pytest.raises(OwnInspector):
        checked(staffed, {"person": "i", "dressed": True})


def test_whoever_was_not_checked_is_in_no_finding(staffed: Office) -> None:
    with pytest.raises(NotAmongThem):
        checked(staffed, PASSED, findings=[{"norm": "ten", "clause": 1, "person": "b"}])


def test_whoever_was_not_on_strength_is_not_checked(staffed: Office) -> None:
    staffed.do("training.people", "b", "leave", reason="退休", left_on="2017-03-01")
    with pytest.raises(NotOnStrength) as refusal:
        checked(staffed)
    assert refusal.value.told()["errors"][0]["field"] == "persons.1.person"
    checked(staffed, on="2017-02-28")


def test_a_check_is_of_somebody(staffed: Office) -> None:
    with pytest.raises(Invalid):
        staffed.do(CHECKS, "", "check", unit="DT", inspector="i", checked_on="2017-04-01", persons=[], findings=[])


def test_checks_and_passes_are_counted_by_the_units_of_the_day(staffed: Office) -> None:
    checked(staffed, evidence=PROOF)
    staffed.do("training.people", "b", "transfer", unit="DBT", transferred_on="2017-05-01")
    checked(staffed, on="2017-05-02")
    view = viewed(staffed.events, campaign())
    assert ask(view, "S3.checks") == Answer(2, 1, 2)
    assert ask(view, "S3.dress_pass_rate") == Answer(2 / 4, 1 / 4, 4)
    assert [ask(view, "S3.dress_pass_rate", units=unit) for unit in ("DT", "DBT", "ZS")] == [
        Answer(2 / 3, 1 / 3, 3),
        Answer(0, 0, 1),
        Answer(None, None, 0),
    ]


def test_a_corrected_and_a_voided_check_take_their_numbers_with_them(staffed: Office) -> None:
    first, second = checked(staffed), checked(staffed, on="2017-05-02")
    form = {"unit": "DT", "inspector": "i", "checked_on": "2017-04-01", "persons": [PASSED], "findings": []}
    staffed.do(CHECKS, first, "check", 1, **form)
    assert ask(viewed(staffed.events, campaign()), "S3.dress_pass_rate") == Answer(2 / 3, 0, 3)
    staffed.do(CHECKS, second, "void", reason="重复登记")
    view = viewed(staffed.events, campaign())
    assert (ask(view, "S3.checks").claimed, ask(view, "S3.dress_pass_rate").claimed) == (1, 1)


def test_what_was_found_of_people_is_read_by_few() -> None:
    readers = {"inspector", "captain", "leader", "trainer", "auditor", "legal"}
    assert catalogue.REGISTERS["training.conduct_checks"].read_by == readers
