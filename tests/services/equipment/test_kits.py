from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow, OutOfOrder
from contracts.refusals import NotOnStrength
from services.equipment.custody import NotHolder
from services.equipment.kits import (
    DefinitionNotInForce,
    HoldsAnother,
    IssuedShort,
    NothingLacking,
    NotLookedAt,
    OfAnotherUnit,
    Short,
)
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.question import Question
from tests.office import DISTRICT, Office, build_view, day
from tests.services.equipment import equipment_records
from tests.services.equipment.equipment_records import contents

K = "equipment.kits"
ONE = "KIT-ZS-01"
COMPLETE, COVERAGE, HELD = "S4.kits_complete", "S4.kit_coverage", "S4.complete_kit_coverage"


@pytest.fixture
def store(office: Office) -> Office:
    for number in (1, 2):
        equipment_records.person(office, f"ZS-0{number}")
    equipment_records.person(office, "DT-01", "DT")
    equipment_records.person(office, "ZS-A1", kind="auxiliary")
    equipment_records.definition(office)
    return office


def look(office: Office, step: str, on: str, code: str = ONE, **wrong: str) -> None:
    days = {"check": "checked_on", "find_short": "found_short_on", "replenish": "replenished_on"}
    form: dict[str, Any] = {"contents": contents(**wrong), days[step]: on}
    office.do(K, code, step, **form)


def give_back(office: Office, by: str = "ZS-01", on: str = "2017-09-01") -> None:
    office.do(K, ONE, "give_back", returned_by=by, returned_on=on, signed=True)


def test_a_kit_is_issued_ten_of_ten_and_packed_again_when_it_is_short(store: Office) -> None:
    equipment_records.kit(store, holder=None, contents=contents(_2="missing", _7="damaged"))
    assert store.record(K, ONE)["present"] == 8
    with pytest.raises(IssuedShort) as refused:
        store.do(K, ONE, "issue", holder="ZS-01", issued_on="2017-03-01", signed=True)
    assert refused.value.to_dict()["detail"] == "2 铲刀 7 未具名物品7"
    store.do(K, ONE, "repack", repacked_on="2017-02-21", contents=contents())
    store.do(K, ONE, "issue", holder="ZS-01", issued_on="2017-03-01", signed=True)
    assert store.record(K, ONE).status() == "issued"


def test_a_correction_that_shows_a_kit_was_short_is_refused_once_it_is_issued(store: Office) -> None:
    equipment_records.kit(store)
    form: dict[str, Any] = {"code": ONE, "unit": "ZS", "definition": "KIT-1", "assembled_on": "2017-02-20"}
    with pytest.raises(IssuedShort):
        store.do(K, ONE, "assemble", corrects=1, contents=contents(_3="missing"), **form)


def test_a_kit_is_packed_by_a_definition_in_force(store: Office) -> None:
    with pytest.raises(DefinitionNotInForce):
        equipment_records.kit(store, assembled_on="2016-12-31")
    store.do("equipment.kit_definitions", "KIT-1", "supersede", reason="更换", superseded_on="2017-06-01")
    with pytest.raises(DefinitionNotInForce):
        equipment_records.kit(store, assembled_on="2017-06-01")
    equipment_records.kit(store)
    look(store, "check", "2017-07-01")


def test_every_slot_is_looked_at_once(store: Office) -> None:
    equipment_records.kit(store)
    twice = [*contents()[:9], {"slot": 1, "state": "present"}]
    with pytest.raises(NotLookedAt) as refused:
        store.do(K, ONE, "check", checked_on="2017-04-01", contents=twice)
    assert refused.value.to_dict()["detail"] == "10 未具名物品10"


def test_a_kit_that_is_not_issued_is_not_checked(store: Office) -> None:
    equipment_records.kit(store, holder=None)
    with pytest.raises(NotNow):
        look(store, "check", "2017-04-01")
    store.do(K, ONE, "issue", holder="ZS-01", issued_on="2017-03-01", signed=True)
    give_back(store)
    with pytest.raises(NotNow):
        look(store, "find_short", "2017-09-02", _3="missing")


def test_a_check_says_what_it_found(store: Office) -> None:
    equipment_records.kit(store)
    with pytest.raises(Short):
        look(store, "check", "2017-04-01", _3="missing")
    with pytest.raises(NothingLacking):
        look(store, "find_short", "2017-04-01")
    look(store, "find_short", "2017-04-01", _3="missing")
    record = store.record(K, ONE)
    assert (record.status(), record["present"]) == ("short", 9)
    assert record["lacking"] == [{"slot": 3, "name": "联系卡", "state": "missing"}]


def test_a_short_kit_is_replenished_whole(store: Office) -> None:
    equipment_records.kit(store)
    look(store, "find_short", "2017-04-01", _3="missing", _8="expired")
    with pytest.raises(Short):
        look(store, "replenish", "2017-04-05", _8="expired")
    look(store, "replenish", "2017-04-05")
    assert (store.record(K, ONE).status(), store.record(K, ONE)["lacking"]) == ("issued", [])
    with pytest.raises(NotNow):
        look(store, "replenish", "2017-04-06")


def test_a_person_on_strength_holds_one_kit(store: Office) -> None:
    equipment_records.kit(store)
    with pytest.raises(HoldsAnother):
        equipment_records.kit(store, "KIT-ZS-02")
    store.do("training.people", "ZS-02", "leave", reason="退休", left_on="2017-02-01")
    with pytest.raises(NotOnStrength):
        equipment_records.kit(store, "KIT-ZS-03", "ZS-02")
    give_back(store)
    store.do(K, "KIT-ZS-02", "issue", holder="ZS-01", issued_on="2017-09-02", signed=True)


def issue(office: Office, code: str, on: str, holder: str = "ZS-01") -> None:
    office.do(K, code, "issue", holder=holder, issued_on=on, signed=True)


def test_an_issue_entered_late_meets_no_other_kit_of_the_holder(store: Office) -> None:
    for number in (1, 2):
        equipment_records.kit(store, f"KIT-ZS-0{number}", None)
    issue(store, ONE, "2017-03-10")
    with pytest.raises(HoldsAnother) as refused:
        issue(store, "KIT-ZS-02", "2017-03-01")
    assert refused.value.to_dict()["detail"] == f"ZS-01 {ONE}"
    give_back(store, on="2017-04-01")
    store.do(K, ONE, "repack", repacked_on="2017-04-02", contents=contents())
    issue(store, ONE, "2017-04-02", "ZS-02")
    with pytest.raises(HoldsAnother):
        issue(store, "KIT-ZS-02", "2017-03-31")
    issue(store, "KIT-ZS-02", "2017-04-01")
    with pytest.raises(HoldsAnother) as refused:
        store.do(K, ONE, "give_back", corrects=3, returned_by="ZS-01", returned_on="2017-04-02", signed=True)
    assert refused.value.errors[0]["field"] == "returned_on"


def test_a_kit_is_held_by_one_person_whenever_that_is_entered(store: Office) -> None:
    equipment_records.kit(store)
    with pytest.raises(NotNow) as refused:
        issue(store, ONE, "2017-02-25", "ZS-02")
    assert refused.value.to_dict()["detail"] == "领用 issue: 已领用 issued (领用 issued 2017-03-01) ZS-01"
    give_back(store)
    store.do(K, ONE, "repack", repacked_on="2017-09-01", contents=contents())
    with pytest.raises(OutOfOrder):
        issue(store, ONE, "2017-08-31", "ZS-02")
    issue(store, ONE, "2017-09-01", "ZS-02")


def test_a_kit_goes_to_the_unit_for_which_it_was_packed(store: Office) -> None:
    equipment_records.kit(store, holder=None)
    with pytest.raises(OfAnotherUnit) as refused:
        issue(store, ONE, "2017-03-01", "DT-01")
    assert (refused.value.article, refused.value.to_dict()["errors"][0]["field"]) == ("F044", "holder")
    store.do("training.people", "DT-01", "transfer", unit="ZS", transferred_on="2017-03-02")
    with pytest.raises(OfAnotherUnit):
        issue(store, ONE, "2017-03-01", "DT-01")
    issue(store, ONE, "2017-03-02", "DT-01")


def test_nothing_happens_to_a_kit_before_it_was_packed(store: Office) -> None:
    equipment_records.kit(store, holder=None)
    with pytest.raises(OutOfOrder):
        issue(store, ONE, "2017-02-19")
    with pytest.raises(OutOfOrder):
        store.do(K, ONE, "scrap", reason="x", scrapped_on="2017-02-19")


def test_the_article_s_kits_are_those_of_its_squadron(store: Office) -> None:
    equipment_records.kit(store)
    equipment_records.kit(store, "KIT-DT-01", "DT-01", unit="DT")
    with build_view(store.events, campaign()).reader(Question(DISTRICT, day("2017-12-31"))) as reader:
        measure = reader.measure(campaign().measures["S4.kits_issued"])
    assert (measure["scope"], measure["claimed"]) == ("ZS", 1)
    assert equipment_records.number(store, "S4.kits_issued", units="DT").claimed == 1


def test_a_kit_is_given_back_by_its_holder_and_packed_again(store: Office) -> None:
    equipment_records.kit(store)
    with pytest.raises(NotHolder):
        give_back(store, "ZS-02")
    look(store, "find_short", "2017-08-01", _3="missing")
    give_back(store)
    store.do(K, ONE, "repack", repacked_on="2017-09-02", contents=contents())
    store.do(K, ONE, "issue", holder="ZS-02", issued_on="2017-09-03", signed=True)
    assert store.record(K, ONE)["custody"] == f"{ONE}/2"
    with pytest.raises(NotNow):
        store.do(K, ONE, "scrap", reason="x", scrapped_on="2017-09-04")


def test_completeness_is_that_of_the_last_check_by_date(store: Office) -> None:
    equipment_records.kit(store)
    equipment_records.kit(store, "KIT-ZS-02", "ZS-02")
    look(store, "find_short", "2017-04-01", _3="missing")
    look(store, "replenish", "2017-05-01")
    look(store, "find_short", "2017-06-01", "KIT-ZS-02", _1="expired")
    days = ("2017-02-28", "2017-03-01", "2017-04-01", "2017-05-01", "2017-06-01")
    assert [equipment_records.number(store, COMPLETE, on).claimed for on in days] == [None, 1, 0.5, 1, 0.5]
    assert equipment_records.missing(store, COMPLETE, "2017-04-30") == [ONE]
    assert equipment_records.missing(store, COMPLETE) == ["KIT-ZS-02"]


def test_a_void_and_a_correction_move_completeness(store: Office) -> None:
    equipment_records.kit(store)
    equipment_records.kit(store, "KIT-ZS-02", "ZS-02")
    look(store, "find_short", "2017-04-01", _3="missing")
    store.do(K, ONE, "find_short", corrects=3, contents=contents(_3="missing"), found_short_on="2017-04-10")
    assert equipment_records.number(store, COMPLETE, "2017-04-05").claimed == 1
    assert equipment_records.number(store, COMPLETE, "2017-04-10").claimed == 0.5
    store.do(K, ONE, "void", reason="误录")
    result = equipment_records.number(store, COMPLETE)
    assert (result.claimed, result.n) == (1, 1)


def test_coverage_is_over_the_established_officers_of_the_squadron(store: Office) -> None:
    equipment_records.kit(store)
    assert equipment_records.number(store, COVERAGE, units="ZS").claimed == 0.5
    assert equipment_records.number(store, COVERAGE, units="ZS").n == 2
    store.do("training.people", "DT-01", "transfer", unit="ZS", transferred_on="2017-05-01")
    assert [equipment_records.number(store, COVERAGE, on, units="ZS").n for on in ("2017-04-30", "2017-05-01")] == [
        2,
        3,
    ]
    store.do("training.people", "ZS-02", "leave", reason="退休", left_on="2017-06-01")
    assert equipment_records.number(store, COVERAGE, units="ZS").claimed == 0.5
    give_back(store)
    assert equipment_records.number(store, COVERAGE, units="ZS").claimed == 0
    assert equipment_records.number(store, COVERAGE, "2017-08-31", units="ZS").claimed == 0.5


def test_who_holds_a_short_kit_holds_no_complete_one(store: Office) -> None:
    equipment_records.kit(store)
    look(store, "find_short", "2017-04-01", _3="missing")
    assert [equipment_records.number(store, one, units="ZS").claimed for one in (COVERAGE, HELD)] == [0.5, 0]
    look(store, "check", "2017-05-01")
    assert equipment_records.number(store, HELD, units="ZS").claimed == 0.5


def test_kits_issued_counts_holders_once_and_returned_kits_no_longer(store: Office) -> None:
    equipment_records.kit(store)
    equipment_records.kit(store, "KIT-ZS-02", "ZS-02")
    assert equipment_records.number(store, "S4.kits_issued").claimed == 2
    give_back(store)
    assert equipment_records.number(store, "S4.kits_issued").claimed == 1
    assert equipment_records.number(store, "S4.kits_issued", "2017-08-31").claimed == 2
    assert equipment_records.number(store, "S4.kits_issued").verified == 1


def test_a_kit_issue_counts_among_the_signed_hand_overs(store: Office) -> None:
    equipment_records.kit(store)
    equipment_records.kit(store, "KIT-ZS-02", None)
    store.do(K, "KIT-ZS-02", "issue", holder="ZS-02", issued_on="2017-03-02", signed=False)
    assert equipment_records.number(store, "S4.custody_signed").claimed == 0.5
    assert equipment_records.missing(store, "S4.custody_signed") == ["KIT-ZS-02/1"]
