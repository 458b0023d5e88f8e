"""Forms on pages: what a page asks for comes back as the form it was read off, whatever was typed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import fields

from contracts import catalogue
from contracts import forms as ask
from contracts.forms import Form, element_form, fields_of
from services.chassis.base import clock
from services.gateway.display.field_kinds import kind_of
from services.gateway.web import render
from services.gateway.web.forms import inputs, parse_form
from services.gateway.web.forms.inputs import Choices, Option
from services.gateway.web.render import Frame
from tests.services.gateway.gateway_client import FilledForm, GatewayClient
from tests.services.training import training_records

FORMS = {step.form for register in catalogue.REGISTERS.values() for step in register.steps}
PAGE = """{% import "inputs.html" as asks with context %}
<form class="sheet">{% for one in inputs %}{{ asks.input(one) }}{% endfor %}</form>"""
ONE_LINE = st.text("aB1 -_<>&\"'路灯；、", min_size=1, max_size=12).map(str.strip).filter(bool)
LINES = st.lists(ONE_LINE, min_size=1, max_size=3).map("\n".join)
CODES = st.from_regex("[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True)
BOUNDS = [dt.datetime(year, 1, 1) for year in (2000, 2100)]  # noqa: DTZ001 -- hypothesis adds the zone
MOMENTS = st.datetimes(*BOUNDS, timezones=st.just(clock.SHANGHAI))
HASHES = st.from_regex("[0-9a-f]{64}", fullmatch=True)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "text": ONE_LINE,
    "area": LINES,
    "private": ONE_LINE,
    "url": st.just("https://example.org/x?a=1&b=2"),
    "tel": st.just("0510-88700000"),
    "number": st.integers(-(10**9), 10**9),
    "degrees": st.integers(-180_000_000, 180_000_000).map(lambda one: one / 1_000_000),
    "money": st.decimals(0, 10**6, places=2).map(str),
    "flag": st.booleans(),
    "day": st.dates().map(str),
    "moment": MOMENTS.map(lambda one: one.replace(second=0, microsecond=0).isoformat()),
    **dict.fromkeys(("code", "unit", "person", "record"), CODES),
    **dict.fromkeys(("units", "several"), st.lists(CODES, min_size=1, max_size=3, unique=True)),
    "evidence": st.lists(HASHES, min_size=1, max_size=2, unique=True),
    "paper": HASHES,
}


def values(one: fields.Field[Any]) -> st.SearchStrategy[Any]:
    """What somebody might fill into a field."""
    inner = element_form(one)
    if inner:
        return st.lists(payloads(inner).filter(bool), min_size=1, max_size=2)
    meta = {**one.metadata, **(one.inner.metadata if isinstance(one, fields.List) else {})}
    words = st.sampled_from(sorted(meta["x-words"])) if "x-words" in meta else st.nothing()
    kind = kind_of(one)
    if kind == "choices":
        return st.lists(words, min_size=1, max_size=3, unique=True)
    return words if kind == "choice" else KINDS[kind]


def payloads(form: type[Form]) -> st.SearchStrategy[dict[str, Any]]:
    """What somebody might fill into a form, leaving out what they like."""
    return st.fixed_dictionaries({}, optional={name: values(one) for name, one in fields_of(form).items()})


def render_form(form: type[Form], payload: dict[str, Any], **more: Any) -> str:
    """A form on a page, filled in."""
    rows = inputs.InputBuilder(zh=True, **more).inputs(form, payload)
    frame = Frame("zh", "/", {})
    return render._templates().from_string(PAGE).render(inputs=rows, f=frame, lang="zh", say=frame.say)


@pytest.mark.parametrize("form", sorted(FORMS, key=str), ids=lambda one: f"{one.__module__}.{one.__name__}")
def test_what_stands_in_a_page_is_read_back_as_it_was_filled_in(form: type[Form]) -> None:
    @settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(payloads(form))
    def same(payload: dict[str, Any]) -> None:
        page_values = FilledForm(render_form(form, payload)).values
        assert sort_choices(form, parse_form.parse(form, page_values)) == sort_choices(form, payload)

    same()


def sort_choices(form: type[Form], payload: dict[str, Any]) -> dict[str, Any]:
    """A payload whose words of a list stand in the list's own order, in which a page shows them."""
    ordered_payload = dict(payload)
    for name, one in fields_of(form).items():
        inner = element_form(one)
        if inner and name in ordered_payload:
            ordered_payload[name] = [sort_choices(inner, row) for row in ordered_payload[name]]
        elif name in ordered_payload and isinstance(one, fields.List):
            ordered_payload[name] = sorted(ordered_payload[name])
    return ordered_payload


class Every(Form):
    """A form with one of each."""

    text = ask.text("文字", "Text", longest=40)
    number = ask.number("数", "Number", least=1, most=9)
    flag = ask.flag("是否", "Flag")
    flag_maybe = ask.flag("是否", "Flag", required=False)
    day = ask.day("日期", "Day")
    moment = ask.moment("时间", "Moment")
    unit = ask.unit()
    person = ask.person()
    paper = ask.record("training.papers", "试卷", "Paper")
    evidence = ask.evidence()


def test_what_cannot_be_read_stays_as_it_was_typed() -> None:
    payload = {"number": "3只", "day": "去年", "moment": "下午", "flag": "也许", "unit": "没有 这个"}
    page = render_form(Every, payload)
    assert 'value="3只"' in page
    assert 'value="下午"' in page
    assert '<option value="没有 这个" selected>' not in page, "without a list to choose from it is typed"
    page_values = FilledForm(page).fill_in({"flag": "也许"})
    assert parse_form.parse(Every, page_values) == payload


def test_blank_rows_do_not_count_and_the_others_move_up() -> None:
    form = catalogue.REGISTERS["outreach.volunteer_events"].step("log_hours").form
    row_values = parse_form.Typed({"service.0.minutes": " ", "service.2.volunteer": "V1", "service.10.minutes": "x"})
    assert parse_form.parse(form, row_values) == {"service": [{"volunteer": "V1"}, {"minutes": "x"}]}
    assert parse_form.parse(form, parse_form.Typed({"service.1000.volunteer": "V", "service.a.volunteer": "V"})) == {}


def test_an_input_says_what_it_is_about_what_is_wrong_and_where_that_stands() -> None:
    page = render_form(
        Every,
        {},
        faults=[{"field": "text", "zh": "必填", "en": "Missing"}, {"field": "evidence.0", "zh": "坏", "en": "Bad"}],
    )
    assert '<label for="f-text">' in page
    assert 'aria-describedby="f-text-fault" aria-invalid="true" required' in page
    assert 'id="f-text-fault"><span>必填</span></p>' in page
    assert 'id="f-evidence-fault"' in page
    assert page.count("<legend>") == 2, "a choice between buttons is a group with a name"
    assert '<input type="radio" name="flag_maybe" value="" checked>' in page
    assert 'value="" checked' not in page.partition('name="flag_maybe"')[0], "what is needed is not chosen beforehand"


def test_a_fault_that_no_input_stands_for_is_told_all_the_same() -> None:
    asks = inputs.InputBuilder(
        zh=True, faults=[{"field": "", "zh": "整体", "en": "All"}, {"field": "text", "zh": "a", "en": "b"}]
    )
    assert asks.elsewhere(asks.inputs(Every, {})) == [{"field": "", "zh": "整体", "en": "All"}]


def test_those_of_an_own_unit_come_first_and_what_is_not_offered_stays_chosen() -> None:
    people = [Option("P1", "甲 P1", "东亭"), Option("P2", "乙 P2", "直属"), Option("P3", "丙 P3", "东亭")]
    page = render_form(Every, {"person": "GONE"}, offered=Choices(records={"training.people": people}))
    assert page.index('<optgroup label="东亭">') < page.index('<optgroup label="直属">')
    assert page.index("丙 P3") < page.index('<optgroup label="直属">')
    assert '<option value="GONE" selected>' in page


def test_there_are_as_many_rows_as_were_filled_in_some_to_spare_and_never_too_many() -> None:
    form = catalogue.REGISTERS["outreach.volunteer_events"].step("log_hours").form
    row = {"volunteer": "V", "minutes": 1}

    def rows(entries: list[Any], spare: int = 0) -> tuple[int, bool]:
        (_, one, _) = inputs.InputBuilder(zh=True, spare={"service": spare}).inputs(form, {"service": entries})
        return len(one.rows), one.more

    assert rows([]) == (3, True)
    assert rows([row]) == (1, True)
    assert rows([row], spare=3) == (4, True)
    assert rows([row] * 500, spare=3) == (500, False)


def test_a_correction_is_filled_in_without_what_the_rule_added_and_without_masked_texts() -> None:
    form = catalogue.REGISTERS["outreach.matters"].opening.form
    record_fields = {
        "unit": "DT",
        "matter": "路灯",
        "took_days": 3,
        "of": {},
        "requester_name": "张**",
        "telephone": "13800001234",
    }
    names = {name for name in record_fields if name in fields_of(form)}
    again = inputs.correction_form(form, record_fields)
    assert set(again) == names - {name for name, one in fields_of(form).items() if "*" in str(record_fields.get(name))}
    assert again["matter"] == "路灯"


def test_in_rows_people_are_offered_while_one_types(gateway: GatewayClient) -> None:
    training_records.course(gateway.office)
    session = training_records.take_steps(gateway.office, training_records.SESSIONS, "", plan=training_records.plan())
    page = gateway.request(f"/registers/training/sessions/{session}/hold", role="trainer").text
    assert page.count('<option value="DT-01">') == 1, "one list for all rows"
    assert re.search('name="attendance.0.person" value=""[^>]* list="l-training.people"', page)
    assert '<datalist id="l-training.people">' in page
