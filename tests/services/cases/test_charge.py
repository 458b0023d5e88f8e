"""How old an act may be, under which power item, by which body; who the party is."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import OutOfOrder
from services.cases.penalties.charge import EndedBeforeItBegan, NoBody, NoPowerItem, PartyUnnamed, TooOld, WrongBody
from services.cases.penalties.charge import WrongCreditCode as WrongCode
from tests.services.cases.casework import Casework

PERSON = {"party_kind": "person", "party": None, "person_name": "赵某某", "person_age": 30}


def filing(work: Casework, **more: Any) -> str:
    case = work.clue("2026-03-02")
    work.take(case, "file", "2026-03-03", **{"act_on": "2026-03-01"} | more)
    return case


def test_an_act_found_after_two_years_is_not_penalised(work: Casework) -> None:
    assert filing(work, act_on="2024-03-02")
    with pytest.raises(TooOld) as refused:
        filing(work, act_on="2024-03-01")
    assert refused.value.to_dict()["article"] == "行政处罚法 第三十六条"


def test_the_two_years_of_a_continuing_act_begin_when_it_ends(work: Casework) -> None:
    assert filing(work, act_on="2020-01-01", act_ended_on="2024-03-02")
    with pytest.raises(EndedBeforeItBegan):
        filing(work, act_ended_on="2026-02-28")
    with pytest.raises(OutOfOrder):
        filing(work, act_on="2026-03-03")


def test_an_act_that_harmed_life_health_or_finance_is_penalised_for_five_years(work: Casework) -> None:
    assert filing(work, act_on="2021-03-02", endangers=True)
    with pytest.raises(TooOld):
        filing(work, act_on="2021-03-01", endangers=True)


def test_the_power_item_was_in_force_on_the_day_of_the_act(work: Casework) -> None:
    work.power_item("QL-002", enacted="2026-02-10")
    work.violation("V-2", "QL-002")
    assert filing(work, violation="V-2", act_on="2026-02-10")
    with pytest.raises(NoPowerItem) as refused:
        filing(work, violation="V-2", act_on="2026-02-09")
    assert "第三十七条" in refused.value.to_dict()["article"]
    work.office.do("cases.power_items", "QL-002", "repeal", repealed_on="2026-02-20", reason="修法")
    assert filing(work, violation="V-2", act_on="2026-02-19")
    with pytest.raises(NoPowerItem):
        filing(work, violation="V-2", act_on="2026-02-20")


def test_the_body_is_the_one_named_for_the_violation(work: Casework) -> None:
    with pytest.raises(WrongBody) as refused:
        filing(work, body="DT")
    assert "第三十八条" in refused.value.to_dict()["article"]
    work.violation("V-3", "QL-001", body=None)
    with pytest.raises(NoBody):
        filing(work, violation="V-3")
    work.office.do("cases.violation_types", "V-1", "map_body", body="ZS", mapped_on="2026-03-03")
    assert filing(work, body="ZS")
    with pytest.raises(WrongBody):
        filing(work, body="JU")


def test_a_citizen_has_a_name_and_an_age_and_an_organisation_a_name(work: Casework) -> None:
    assert filing(work, **PERSON)
    for wrong in ({**PERSON, "person_age": None}, {**PERSON, "person_name": None}, {"party": None}):
        with pytest.raises(PartyUnnamed):
            filing(work, **wrong)
    with pytest.raises(PartyUnnamed):
        filing(work, person_name="赵某某")


def test_a_credit_code_has_its_check_digit(work: Casework) -> None:
    assert filing(work, party_code="91110000600037341L")
    with pytest.raises(WrongCode):
        filing(work, party_code="91110000600037341A")


def test_the_power_item_follows_from_the_violation(work: Casework) -> None:
    assert work.record(filing(work))["power_item"] == "QL-001"
