"""Names that are typed in part: found by name, code and pinyin, offered to who may read them, and never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from services.gateway.web.forms import choices, typed_names
from services.gateway.web.forms.parse_form import Typed
from tests.services.gateway.gateway_client import FilledForm, GatewayClient, without_tags
from tests.services.training import training_records

PEOPLE = "/v1/names/training/people"
MATTERS = "/registers/outreach/matters"
NEW = {"community": "映月", "matter": "路灯不亮", "requested_on": "2017-03-01"}
NAMES = {"DT-02": "张伟", "DT-03": "张三", "ZS-01": "曾单", "ZS-02": "李娜"}


@pytest.fixture
def counter(gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch) -> GatewayClient:
    """More people than are offered in a list."""
    monkeypatch.setattr(choices, "MOST_OFFERED", 2)
    for code, name in NAMES.items():
        gateway.office.person(code, code[:2], name=name)
    gateway.project_events()
    return gateway


def suggest(counter: GatewayClient, text: str, **who: Any) -> list[str]:
    """Whom the script is told of, by code."""
    response = counter.request(f"{PEOPLE}?q={text}", **who)
    assert response.status_code == 200, response.text
    return [one["id"] for one in response.get_json()["items"]]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("张", {"DT-02", "DT-03"}),
        ("张伟", {"DT-02"}),
        ("zw", {"DT-02"}),
        ("ZHANG S", {"DT-03"}),
        ("zhang'san", {"DT-03"}),
        ("cd", {"ZS-01"}),
        ("zengdan", {"ZS-01"}),
        ("zengshan", {"ZS-01"}),
        ("zs-0", {"ZS-01", "ZS-02"}),
        ("DT-03", {"DT-03"}),
        ("伟", set()),
        ("nobody", set()),
        ("%", set()),
        ("", set()),
    ],
)
def test_people_are_found_by_name_code_and_both_spellings_in_pinyin(
    counter: GatewayClient, text: str, people: set[str]
) -> None:
    assert set(suggest(counter, text)) == people


def test_an_own_unit_s_come_first_and_no_more_than_a_dozen_are_offered(counter: GatewayClient) -> None:
    assert set(suggest(counter, "z", unit="ZS")[:2]) == {"ZS-01", "ZS-02"}
    for number in range(20):
        counter.office.person(f"M{number}", "DT", name="马超")
    answer = counter.request(f"{PEOPLE}?q=mc").get_json()
    assert (len(answer["items"]), answer["more"]) == (12, True)
    assert answer["said"] == "列出 12 条，还有更多：请再输几个字"


def test_who_may_not_read_a_register_is_told_of_none_of_its_records(counter: GatewayClient) -> None:
    refused = counter.request("/v1/names/training/breaches?q=a", role="officer")
    assert refused.status_code == 403
    assert counter.request("/v1/names/training/nothing?q=a").status_code == 404


def accept(counter: GatewayClient) -> str:
    """The form in which a matter's handler is named."""
    saved = counter.fill(f"{MATTERS}/new", NEW)
    return f"{str(saved.headers['Location']).partition('?')[0]}/accept"


def handler(counter: GatewayClient) -> Any:
    (matter,) = counter.office.registers.page("outreach.matters", within={}, after="", most=9)
    return matter["fields"].get("handler")


@pytest.mark.parametrize("text", ["张伟", "zw", "dt-02", "DT-02"])
def test_without_a_script_what_fits_one_alone_is_taken(counter: GatewayClient, text: str) -> None:
    saved = counter.fill(accept(counter), {"accepted_on": "2017-03-02", "handler": text})
    assert saved.status_code == 303, without_tags(saved.text)
    assert handler(counter) == "DT-02"


def test_what_fits_several_comes_back_to_be_chosen_and_nothing_typed_is_lost(counter: GatewayClient) -> None:
    path = accept(counter)
    asked = counter.fill(path, {"accepted_on": "2017-03-02", "handler": "zhang"})
    assert asked.status_code == 422
    assert "符合“zhang”的有 2 条，请选择一条" in asked.text
    form = FilledForm(asked.text)
    assert (form.values["handler"], form.values["accepted_on"]) == ("zhang", "2017-03-02")
    assert '<option value="DT-03">张三 DT-03 · 单位DT</option>' in asked.text
    assert handler(counter) is None
    saved = counter.request(path, form.fill_in({"handler._pick": "DT-03"}))
    assert saved.status_code == 303, without_tags(saved.text)
    assert handler(counter) == "DT-03"


def test_what_fits_nobody_is_said_at_its_box(counter: GatewayClient) -> None:
    asked = counter.fill(accept(counter), {"accepted_on": "2017-03-02", "handler": "王"})
    assert asked.status_code == 422
    assert "没有符合“王”的" in asked.text
    assert FilledForm(asked.text).values["handler"] == "王"


def test_who_stands_in_a_form_stands_there_by_name_and_stays_who_they_are(counter: GatewayClient) -> None:
    counter.office.person("DT-09", "DT", name="张三")
    counter.project_events()
    path = accept(counter)
    page = FilledForm(counter.request(path, who="DT-03").text)
    assert page.values["handler"] == "张三 DT-03"
    saved = counter.request(path, page.fill_in({"accepted_on": "2017-03-02"}), who="DT-03")
    assert saved.status_code == 303, without_tags(saved.text)
    assert handler(counter) == "DT-03", "the label stands for one, though two are called so"


def test_a_whole_code_means_one_however_many_begin_so(counter: GatewayClient) -> None:
    counter.office.person("M1", "DT", name="马超")
    for number in range(10, 25):
        counter.office.person(f"M{number}", "DT", name="马超")
    counter.project_events()
    assert suggest(counter, "m1") == ["M1"]
    saved = counter.fill(accept(counter), {"accepted_on": "2017-03-02", "handler": "M1"})
    assert saved.status_code == 303, without_tags(saved.text)
    assert handler(counter) == "M1"


def test_of_two_that_are_labelled_alike_each_box_keeps_its_own() -> None:
    boxes = [("a", "1 甲 …x"), ("b", "2 甲 …x")]
    typed = Typed([pair for path, mark in boxes for pair in ((path, "甲 …x"), (f"{path}._chosen", mark))])
    typed_names.take_choices(typed)
    assert (typed["a"], typed["b"]) == ("1", "2")


def test_names_in_rows_are_found_for_the_row_in_which_they_stand(counter: GatewayClient) -> None:
    training_records.course(counter.office)
    session = training_records.take_steps(counter.office, training_records.SESSIONS, "", plan=training_records.plan())
    path = f"/registers/training/sessions/{session}/hold"
    filled = {"held_on": "2017-03-01", "minutes": "60", "attendance.0.person": "", "attendance.1.person": "zhang"}
    asked = counter.fill(path, filled | {"attendance.2.person": "ln"}, role="trainer", unit=None)
    assert asked.status_code == 422
    form = FilledForm(asked.text)
    assert form.values["attendance.0.person"] == "zhang", "rows that were blank are gone"
    assert form.values["attendance.1.person"] == "李娜 ZS-02"
    picked = form.fill_in({"attendance.0.person._pick": "DT-02"})
    saved = counter.request(path, picked, role="trainer", unit=None)
    assert saved.status_code == 303, without_tags(saved.text)
    record = counter.office.registers.record(training_records.SESSIONS, session)
    assert [one["person"] for one in record["attendance"]] == ["DT-02", "ZS-02"]


def test_a_list_that_is_short_is_chosen_from_and_runs_no_script(
    counter: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = accept(counter)
    page = counter.request(path)
    assert page.headers["Content-Security-Policy"].endswith("; script-src localhost/names.js; connect-src 'self'")
    monkeypatch.setattr(choices, "MOST_OFFERED", 40)
    short = counter.request(path)
    assert "script-src" not in short.headers["Content-Security-Policy"]
    assert '<select id="f-handler"' in short.text
