"""Checks by exception on pages: all that is to be looked at is listed at once, in order, and what is not is marked."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from contracts import catalogue
from contracts.forms import CHECKS, ROLL, element_form, fields_of
from services.chassis.records.record import Record
from services.gateway.web.forms.submission import REASON
from tests.services.equipment import equipment_records
from tests.services.gateway.gateway_client import FilledForm, GatewayClient, without_tags
from tests.services.gateway.test_drafts import paper

KIT = "/registers/equipment/kits/KIT-ZS-01"
KITS, BOOKS, NORMS = "equipment.kits", "equipment.vehicle_checks", "cases.norm_checks"
KEEPER: dict[str, Any] = {"role": "quartermaster", "unit": None, "who": "QM"}
INSPECTOR: dict[str, Any] = {"role": "inspector", "unit": None, "who": "INS"}
DAY = "2017-05-01"


@pytest.fixture
def counter(gateway: GatewayClient) -> GatewayClient:
    """A kit that was issued, and a vehicle with its book and a checklist of three lines."""
    office = gateway.office
    for code, unit in (("ZS-01", "ZS"), ("QM", "DBT"), ("INS", "DBT")):
        equipment_records.person(office, code, unit)
    equipment_records.definition(office)
    equipment_records.kit(office)
    equipment_records.checklist(office)
    equipment_records.vehicle(office)
    office.do(BOOKS, "", "open", vehicle="DT-C1", opened_on="2017-01-05")
    gateway.project_events()
    return gateway


def list_all(counter: GatewayClient, path: str, field: str, **more: Any) -> FilledForm:
    """The page after the button was pressed that lists what is to be looked at."""
    who = more.pop("by", KEEPER)
    form = FilledForm(counter.request(path, **who).text)
    assert not [name for name in form.values if name.startswith(f"{field}.")], "nothing is in order by itself"
    page = counter.request(path, form.fill_in({"_do": f"list:{field}"} | more), **who)
    assert page.status_code == 200, without_tags(page.text)
    return FilledForm(page.text)


def send(counter: GatewayClient, path: str, form: MultiDict[str, Any], **who: Any) -> TestResponse:
    return counter.request(path, form, **(who or KEEPER))


def record(counter: GatewayClient, register: str, id_: str) -> Record:
    return counter.office.registers.record(register, id_)


def test_a_kit_that_is_in_order_is_listed_and_saved_and_nothing_is_typed(counter: GatewayClient) -> None:
    form = list_all(counter, f"{KIT}/check", "contents", checked_on=DAY)
    assert form.values["contents.2.slot"] == "3"
    assert send(counter, f"{KIT}/check", form.fill_in({})).status_code == 303
    (check,) = record(counter, KITS, "KIT-ZS-01").all("check")
    assert check["contents"] == equipment_records.contents(), "as when every row is typed"


def test_what_is_to_be_looked_at_stands_there_by_name(counter: GatewayClient) -> None:
    form = FilledForm(counter.request(f"{KIT}/check", **KEEPER).text)
    page = counter.request(f"{KIT}/check", form.fill_in({"_do": "list:contents"}), **KEEPER).text
    assert "<span>2 铲刀 · 数量 1</span>" in page
    english = counter.request(f"{KIT}/check?lang=en", form.fill_in({"_do": "list:contents"}), **KEEPER).text
    assert "<span>2 铲刀 · Quantity 1</span>" in english


def test_exceptions_alone_are_marked_and_outlast_a_refusal(counter: GatewayClient) -> None:
    path = f"{KIT}/find_short"
    form = list_all(counter, path, "contents", found_short_on="")
    refused = send(counter, path, form.fill_in({"contents.2.state": "missing"}))
    assert refused.status_code == 422
    assert "<span>3 联系卡 · 数量 1</span>" in refused.text
    again = FilledForm(refused.text)
    assert again.values["contents.2.state"] == "missing"
    assert send(counter, path, again.fill_in({"found_short_on": DAY})).status_code == 303
    assert record(counter, KITS, "KIT-ZS-01")["lacking"] == [{"slot": 3, "name": "联系卡", "state": "missing"}]


def test_listing_again_keeps_what_was_marked(counter: GatewayClient) -> None:
    form = list_all(counter, f"{KIT}/find_short", "contents")
    sent = form.fill_in({"contents.2.state": "missing", "_do": "list:contents"})
    again = FilledForm(send(counter, f"{KIT}/find_short", sent).text)
    assert [again.values[f"contents.{n}.state"] for n in range(4)] == ["present", "present", "missing", "present"]
    assert "contents.10.slot" not in again.values


def test_a_correction_shows_what_was_recorded_by_name(counter: GatewayClient) -> None:
    form = list_all(counter, f"{KIT}/find_short", "contents", found_short_on=DAY)
    assert send(counter, f"{KIT}/find_short", form.fill_in({"contents.4.state": "damaged"})).status_code == 303
    place = record(counter, KITS, "KIT-ZS-01").version
    page = counter.request(f"{KIT}/find_short?corrects={place}", **KEEPER).text
    assert "<span>5 便民修理箱 · 数量 1</span>" in page
    shown = FilledForm(page)
    assert [shown.values[f"contents.{n}.state"] for n in (3, 4)] == ["present", "damaged"]
    mended = shown.fill_in({"contents.4.state": "expired", REASON: "录入有误"})
    assert send(counter, f"{KIT}/find_short?corrects={place}", mended).status_code == 303
    assert record(counter, KITS, "KIT-ZS-01")["lacking"][0]["state"] == "expired"


def test_a_vehicle_s_points_are_those_of_the_one_checklist_in_force(counter: GatewayClient) -> None:
    path = "/registers/equipment/vehicle_checks/DT-C1/check"
    form = list_all(counter, path, "answers", checked_on=DAY)
    assert form.values["checklist"] == "CL-1", "there is one that can be meant"
    assert [form.values[f"answers.{n}.passed"] for n in range(3)] == ["true"] * 3
    marked = {"answers.0.photo": paper(), "answers.1.passed": "false", "answers.1.note": "泥污"}
    saved = send(counter, path, form.fill_in(marked))
    assert saved.status_code == 303, without_tags(saved.text)
    book = record(counter, BOOKS, "DT-C1")
    assert (book["marking_passed"], book["cleanliness_passed"]) == (True, False)
    assert book["answers"][1]["note"] == "泥污"


def test_of_several_checklists_one_is_chosen_first(counter: GatewayClient) -> None:
    equipment_records.checklist(counter.office, "CL-2")
    path = "/registers/equipment/vehicle_checks/DT-C1/check"
    form = FilledForm(counter.request(path, **KEEPER).text)
    asked = send(counter, path, form.fill_in({"_do": "list:answers"}))
    assert asked.status_code == 422
    assert "请先选择，再列出检查项" in asked.text
    listed = send(counter, path, form.fill_in({"_do": "list:answers", "checklist": "CL-2"}))
    assert FilledForm(listed.text).values["answers.2.line"] == "3"


def test_points_of_another_list_begin_in_order(counter: GatewayClient) -> None:
    aspects = enumerate(("marking", "cleanliness", "use"), 1)
    lines = [{"line": number, "aspect": aspect, "text": f"别的 {number}"} for number, aspect in aspects]
    about: dict[str, Any] = {"code": "CL-2", "unit": "ZS", "effective_on": "2017-01-01", "lines": lines}
    counter.office.do("equipment.vehicle_checklists", "", "publish", **about)
    path, again = "/registers/equipment/vehicle_checks/DT-C1/check", {"_do": "list:answers"}
    form = FilledForm(counter.request(path, **KEEPER).text)
    first = FilledForm(send(counter, path, form.fill_in(again | {"checklist": "CL-1"})).text)
    marked = first.fill_in(again | {"answers.1.passed": "false", "answers.1.note": "脏污"})
    kept = FilledForm(send(counter, path, marked).text)
    assert kept.values["answers.1.passed"] == "false", "of the same list what was marked stays"
    other = FilledForm(send(counter, path, kept.fill_in(again | {"checklist": "CL-2"})).text)
    assert other.values["answers.1.passed"] == "true"
    assert "脏污" not in other.values.values()


def test_norms_are_looked_at_by_the_points_of_the_last_check_of_the_same_focus(counter: GatewayClient) -> None:
    path, office = "/registers/cases/norm_checks/new", counter.office
    for focus, points in (("conduct", ("着装 整洁", "持证上岗")), ("procedure", ("两人执法",))):
        findings = [{"point": one, "passed": one != "持证上岗"} for one in points]
        about: dict[str, Any] = {"unit": "DT", "focus": focus, "checker": "INS", "findings": findings}
        office.do(NORMS, "", "check", checked_on="2017-04-01", **about)
    form = list_all(counter, path, "findings", by=INSPECTOR, focus="conduct", unit="ZS", checked_on=DAY)
    assert [form.values[f"findings.{n}.point"] for n in range(2)] == ["着装 整洁", "持证上岗"]
    assert form.values["findings.1.passed"] == "true", "what failed then is not failed now"
    saved = send(counter, path, form.fill_in({"findings.0.passed": "false"}), **INSPECTOR)
    assert saved.status_code == 303, without_tags(saved.text)
    done = record(counter, NORMS, saved.headers["Location"].partition("?")[0].rpartition("/")[2])
    assert (done["failed"], done["findings"][0]["point"]) == (1, "着装 整洁")
    none = FilledForm(counter.request(path, **INSPECTOR).text).fill_in({"_do": "list:findings", "focus": "management"})
    assert "此前没有同类检查可参照" in send(counter, path, none, **INSPECTOR).text


def test_the_people_of_a_unit_are_inspected_by_exception(counter: GatewayClient) -> None:
    path = "/registers/training/conduct_checks/new"
    form = FilledForm(counter.request(path, **INSPECTOR).text)
    more = {"_do": "list:persons", "_unit.persons": "ZS", "unit": "ZS", "checked_on": DAY}
    listed = FilledForm(send(counter, path, form.fill_in(more), **INSPECTOR).text)
    assert (listed.values["persons.0.person"], listed.values["persons.0.dressed"]) == ("ZS-01", "true")
    assert send(counter, path, listed.fill_in({}), **INSPECTOR).status_code == 303


def test_a_mark_of_checks_means_lists_that_there_are() -> None:
    marked = 0
    for register in catalogue.REGISTERS.values():
        for step in register.steps:
            for name, one in fields_of(step.form).items():
                if points := one.metadata.get(CHECKS):
                    marked += 1
                    source = fields_of(catalogue.REGISTERS[points.register].opening.form)[points.points]
                    assert points.key in fields_of(element_form(source) or step.form), (register.name, step.name, name)
                    assert points.key in fields_of(element_form(one) or step.form), (register.name, step.name, name)
                    assert ROLL not in one.metadata
    assert marked >= 6
