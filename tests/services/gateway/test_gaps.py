"""A gap list tells by what a member is known, what was last heard of it, and what it has already."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from contracts.errors import Invalid
from services.gateway.api.measures import gap_list
from services.gateway.display.formatting import Wording
from services.gateway.display.paging import BadCursor
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.programme import Programme, campaign
from services.gateway.read_model.question import Question
from tests.office import DISTRICT, PROOF, Office, build_view, day
from tests.services.cases.city import City
from tests.services.equipment import equipment_records

KITS, DASHCAMS, UNIFORMS = "S4.kits_complete", "S4.dashcam_coverage", "S3.uniform_changeover"


def make_request(**query: str) -> ApiRequest:
    """A request for the list, with what stands in its query."""
    http: Any = SimpleNamespace(headers={}, path="/v1")
    return ApiRequest(http, Bearer("SYN-clerk", "clerk", None), {}, query)


def gap_items(office: Office, measure: str, as_of: str = "2017-12-31", programme: Programme | None = None) -> list[Any]:
    """A gap list as it is answered."""
    with build_view(office.events, programme or campaign()).reader(Question(DISTRICT, day(as_of))) as reader:
        found = gap_list.find(reader, reader.programme.measures[measure], make_request(), 100)
        return gap_list.items(reader, found.gaps)


def gap_rows(office: Office, measure: str, as_of: str = "2017-12-31") -> list[gap_list.GapRow]:
    """The same as a page shows it."""
    one = campaign().measures[measure]
    with build_view(office.events, campaign()).reader(Question(DISTRICT, day(as_of))) as reader:
        facet = gap_list.facet_of(reader.programme, one)
        return [
            gap_list.gap_row(gap, facet, Wording("zh")) for gap in gap_list.find(reader, one, make_request(), 100).gaps
        ]


@pytest.fixture
def kit(office: Office) -> Office:
    equipment_records.person(office, "ZS-01")
    equipment_records.definition(office)
    equipment_records.kit(office)
    return office


def short(office: Office, on: str, **wrong: str) -> None:
    form: dict[str, Any] = {"contents": equipment_records.contents(**wrong), "found_short_on": on}
    office.do("equipment.kits", "KIT-ZS-01", "find_short", **form)


def test_which_kit_is_not_ten_of_ten_and_which_slot_is_missing(kit: Office) -> None:
    short(kit, "2017-04-01", _3="missing")
    short(kit, "2017-05-01", _3="missing", _7="damaged")
    (one,) = gap_items(kit, KITS)
    assert (one["subject"], one["record"], one["name"]) == ("KIT-ZS-01", "equipment.kits/KIT-ZS-01", "ZS-01 · KIT-1")
    assert one["last"] | {"event": ""} == {
        "how": "ended",
        "event": "",
        "type": "equipment.kits.found_short.v1",
        "title": {"zh": "检查缺件", "en": "Check short"},
        "record": "equipment.kits/KIT-ZS-01",
        "happened": day("2017-05-01"),
        "said": {
            "present": 8,
            "lacking": [
                {"slot": 3, "name": "联系卡", "state": "missing"},
                {"slot": 7, "name": "未具名物品7", "state": "damaged"},
            ],
        },
    }
    (row,) = gap_rows(kit, KITS)
    assert (row.last, row.said[1]) == ("检查缺件", ("缺件", "3 联系卡 缺失；7 未具名物品7 损坏"))


def test_what_was_last_heard_is_what_had_happened_by_the_day_and_still_stands(kit: Office) -> None:
    short(kit, "2017-04-01", _3="missing")
    short(kit, "2017-05-01", _4="missing")
    (one,) = gap_items(kit, KITS, "2017-04-30")
    assert one["last"]["said"]["lacking"][0]["slot"] == 3
    form: dict[str, Any] = {"contents": equipment_records.contents(_9="expired"), "found_short_on": "2017-04-15"}
    kit.do("equipment.kits", "KIT-ZS-01", "find_short", corrects=4, **form)
    (one,) = gap_items(kit, KITS)
    assert one["last"]["said"]["lacking"] == [{"slot": 9, "name": "未具名物品9", "state": "expired"}]
    assert one["last"]["happened"] == day("2017-04-15")


def test_which_vehicle_has_no_working_dashcam_and_why(office: Office) -> None:
    for number in (1, 2, 3):
        equipment_records.vehicle(office, f"DT-C{number}", plate=f"苏B1234{number}")
    equipment_records.fault(office, equipment_records.dashcam(office, "DT-C1"))
    equipment_records.dashcam(office, "DT-C2")
    equipment_records.dashcam(office, "DT-C3", accepted=None)
    out, waiting = gap_items(office, DASHCAMS)
    assert (out["subject"], out["name"].partition(" ")[0]) == ("DT-C1", "苏B12341")
    assert (out["last"]["title"]["en"], str(out["last"]["happened"])) == ("Report a fault", "2017-05-01")
    assert out["last"]["said"] == {"reason": "无信号", "faulted_at": "2017-05-01T00:00:00Z"}
    assert (waiting["subject"], waiting["last"]) == ("DT-C3", None)


def test_who_has_no_full_uniform_and_what_they_have(office: Office) -> None:
    for code in "ab":
        equipment_records.person(office, code, "DT", name="欧阳某某")
    office.do("equipment.uniforms", "", "issue", person="a", issued_on="2017-04-01", caps=1, shoes=2)
    back = office.do("equipment.uniforms", "", "issue", person="a", issued_on="2017-05-01", gear=1)[-1].subject
    first, second = gap_items(office, UNIFORMS)
    assert (first["name"], first["has"], first["last"]["how"]) == ("欧＊＊", ["caps", "gear", "shoes"], "partial")
    assert (second["subject"], second["has"], second["last"]) == ("b", [], None)
    assert gap_rows(office, UNIFORMS)[0].has == ["帽类", "装具类", "鞋类"]
    office.do("equipment.uniforms", back, "give_back", reason="尺码不符", returned_on="2017-06-01")
    first, _ = gap_items(office, UNIFORMS)
    assert (first["has"], first["last"]["how"]) == (["caps", "shoes"], "ended")
    assert first["last"]["said"] == {"reason": "尺码不符", "item": "gear", "pieces": 1}


def test_of_a_list_that_counts_one_by_one_the_member_s_own_element_is_told(office: Office) -> None:
    equipment_records.asset(office)
    form: dict[str, Any] = {"unit": "DT", "kind": "radio", "quantity": 2, "source": "标准", "set_on": "2017-02-01"}
    norm = office.do("equipment.equipment_norms", "", "set", **form)[-1].subject
    office.do("equipment.equipment_norms", norm, "assess", assessed_on="2017-03-01")
    (one,) = gap_items(office, "S4.norm_gap")
    assert one["last"]["said"] == {"item": "DT/radio/2", "required": True, "held": False}
    (row,) = gap_rows(office, "S4.norm_gap")
    assert row.said == [("已配", "否"), ("应配件", "DT/radio/2"), ("应配", "是")]


WORDS = """
campaign: t
title: {zh: 甲, en: A}
start: 2017-01-01
end: 2017-12-31
pillars:
- id: systems
  title: {zh: 甲, en: A}
  items:
  - id: A6
    title: {zh: 甲, en: A}
    measures:
    - {id: A6.replied, ref: M, title: &t {zh: 甲, en: A}, formula: *t, kind: ratio, unit: "%",
       clock: outreach.matters.reply}
    - {id: A6.lately, ref: M, title: *t, formula: *t, kind: ratio, unit: "%",
       whole: {takes: [{event: outreach.matters.registered.v1}]},
       part: {takes: [{event: outreach.matters.finished.v1, lasts: 30}]}}
    - {id: A6.pictured, ref: M, title: *t, formula: *t, kind: ratio, unit: "%",
       whole: {takes: [{event: cases.digital_cases.reported.v1}]},
       part: {takes: [{event: cases.digital_cases.disposed.v1, each: photos, lasts: 1}]}}
"""


def test_what_came_too_late_and_what_is_over_are_told_apart(office: Office) -> None:
    programme = Programme(WORDS)
    late = office.matter(requested="2017-03-01", done="2017-06-01")
    waiting = office.do(
        "outreach.matters", "", "register", unit="DT", community="映月", matter="路灯", requested_on="2017-03-01"
    )[-1].subject
    reasons = {
        one["subject"]: one["last"] and one["last"]["how"]
        for one in gap_items(office, "A6.lately", programme=programme)
    }
    assert reasons == {late: "expired", waiting: None}
    office.do("outreach.matters", waiting, "accept", accepted_on="2017-04-20")
    (one,) = gap_items(office, "A6.replied", programme=programme)
    assert (one["subject"], one["last"]["how"], str(one["last"]["happened"])) == (waiting, "late", "2017-04-20")


def test_of_an_element_no_paper_is_told(office: Office) -> None:
    city = City(office)
    photos = [{"kind": "after", "photo": PROOF}]
    city.case_after("dispose", photos=photos)
    (one,) = gap_items(office, "A6.pictured", programme=Programme(WORDS))
    element = one["last"]["said"]
    assert (one["last"]["how"], element["kind"], "photo" in element) == ("expired", "after", False)


def test_only_what_has_a_whole_has_gaps(office: Office) -> None:
    with pytest.raises(Invalid):
        gap_items(office, "S4.kits_issued")


def test_a_person_s_name_is_in_no_gap_list(office: Office) -> None:
    equipment_records.person(office, "a", "DT", name="欧阳某某")
    assert "欧阳某某" not in str(gap_items(office, UNIFORMS))


def test_gaps_are_turned_in_both_directions(office: Office) -> None:
    for code in "abcde":
        equipment_records.person(office, code, "DT")
    with build_view(office.events, campaign()).reader(Question(DISTRICT, day("2017-12-31"))) as reader:
        measure = reader.programme.measures[UNIFORMS]
        turned, query = [], dict[str, str]()
        while True:
            found = gap_list.find(reader, measure, make_request(**query), 2)
            turned.append([gap.subject for gap in found.gaps])
            if found.turns.next is None:
                break
            query = {"cursor": found.turns.next}
        assert (turned, found.number) == ([["a", "b"], ["c", "d"], ["e"]], 5)
        assert found.turns.previous
        back = gap_list.find(reader, measure, make_request(cursor=found.turns.previous), 2)
        assert [gap.subject for gap in back.gaps] == ["c", "d"]
        with pytest.raises(BadCursor):
            gap_list.find(reader, measure, make_request(cursor=found.turns.previous, unit="DT"), 2)
