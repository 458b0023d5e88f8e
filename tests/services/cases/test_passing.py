"""A city case becomes a clue of a penalty case, or a rectification, by one step, and hears of its end once."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from contracts.refusals import HeardOfItself, OtherCategory, PassedOnAlready, SourceStays
from services.cases.digital_cases.passing import ClueNumberMissing
from services.chassis.storage import journal
from tests.office import PROOF, Office
from tests.services.cases.city import CASES, City

PENALTIES, ITEMS = "cases.penalties", "cases.rectifications"
TO_CLUE: dict[str, Any] = {"referred_on": "2017-03-02", "target": "clue", "act": "XS-1"}
PHOTOS = [{"kind": "near", "photo": PROOF}]


def filed_case(office: Office) -> tuple[City, str]:
    city = City(office)
    case = city.reported_case(photos=PHOTOS)
    city.advance_to(case, "receive")
    return city, case


def only_record(office: Office, register: str) -> str:
    with office.store.begin_read() as tx:
        (one,) = journal.subjects(tx, register)
    return one


def test_a_case_becomes_a_clue_with_what_was_said_and_its_photographs(office: Office) -> None:
    _, case = filed_case(office)
    office.do(CASES, case, "refer", **TO_CLUE)
    clue = office.record(PENALTIES, only_record(office, PENALTIES))
    assert (clue["city_case"], clue["source"], clue["act"]) == (case, "digital", "XS-1")
    assert (clue["matter"], clue["place"], clue["evidence"]) == ("占道经营", "映月路12号门前人行道", PROOF)
    assert (clue.unit, clue["online"], clue.status()) == ("DT", False, "clue")


def test_a_case_hears_only_that_the_penalty_case_is_over(office: Office) -> None:
    _, case = filed_case(office)
    office.do(CASES, case, "refer", **TO_CLUE)
    clue = only_record(office, PENALTIES)
    office.person("boss2", "DT")
    office.do(PENALTIES, clue, "verify", verified_on="2017-03-03", findings="属实")
    form: dict[str, Any] = {"not_filed_on": "2017-03-06", "reason": "已自行改正", "approved_by": "boss2"}
    office.do(PENALTIES, clue, "not_file", **form)
    record = office.record(CASES, case)
    assert (record["result"], record["outcome_text"], record["handled_as"]) == (
        "declined",
        "行政处罚案件：不予立案",
        clue,
    )
    assert (record.status(), record.status("passing")) == ("received", "ended")


def test_no_correction_takes_a_clue_from_the_case_that_waits_for_it(office: Office) -> None:
    _, case = filed_case(office)
    office.do(CASES, case, "refer", **TO_CLUE)
    clue, form = (
        only_record(office, PENALTIES),
        {"act": "XS-1", "unit": "DT", "source": "digital", "matter": "x", "online": False},
    )
    form |= {"found_on": "2017-03-02"}
    with pytest.raises(SourceStays):
        office.do(PENALTIES, clue, "find", 1, **form)
    office.do(PENALTIES, clue, "find", 1, **form | {"city_case": case})
    assert office.record(PENALTIES, clue)["matter"] == "x"


def test_a_clue_has_a_number_and_a_rectification_a_category_that_fits(office: Office) -> None:
    _, case = filed_case(office)
    with pytest.raises(ClueNumberMissing):
        office.do(CASES, case, "refer", **TO_CLUE | {"act": None})
    with pytest.raises(OtherCategory):
        office.do(CASES, case, "refer", referred_on="2017-03-02", target="rectification", category="street_order")


def test_a_case_becomes_a_rectification_and_hears_of_its_end(office: Office) -> None:
    _, case = filed_case(office)
    form: dict[str, Any] = {"referred_on": "2017-03-02", "target": "rectification", "category": "inaction"}
    office.do(CASES, case, "refer", **form)
    item = only_record(office, ITEMS)
    assert (office.record(ITEMS, item)["source"], office.record(ITEMS, item)["evidence"]) == (case, PROOF)
    with pytest.raises(NotNow):
        office.do(CASES, case, "refer", **form)
    office.do(ITEMS, item, "void", reason="误录")
    record = office.record(CASES, case)
    assert (record.status("passing"), record["result"], len(record.all("hear"))) == ("ended", "declined", 1)


def test_nobody_says_themselves_what_came_of_a_clue(office: Office) -> None:
    _, case = filed_case(office)
    office.do(CASES, case, "refer", **TO_CLUE)
    with pytest.raises(HeardOfItself):
        office.do(CASES, case, "hear", heard_on="2017-03-03", result="done", outcome_text="已办结")


@pytest.mark.parametrize("other", [{"act": "XS-2"}, {"online": True}, {"responsible_unit": "ZS"}])
def test_a_clue_that_was_passed_on_stays_the_one_that_the_case_names(office: Office, other: dict[str, Any]) -> None:
    _, case = filed_case(office)
    place = office.do(CASES, case, "refer", **TO_CLUE)[0].place
    with pytest.raises(PassedOnAlready):
        office.do(CASES, case, "refer", corrects=place, **TO_CLUE | other)
