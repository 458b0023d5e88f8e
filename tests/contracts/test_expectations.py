"""Every field of every form can say what it asks for, with an example that it takes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from marshmallow import fields

from contracts import catalogue, expectations
from contracts import forms as ask
from contracts.errors import Invalid
from contracts.forms import Form, element_form, fields_of
from services.chassis.records.validation import load

FORMS = {step.form for register in catalogue.REGISTERS.values() for step in register.steps}


def every_field(form: type[Form]) -> list[fields.Field[Any]]:
    here = list(fields_of(form).values())
    return here + [one for field in here if (inner := element_form(field)) for one in every_field(inner)]


@pytest.mark.parametrize("form", sorted(FORMS, key=repr))
def test_every_field_says_what_it_expects_and_takes_its_own_example(form: type[Form]) -> None:
    for field in every_field(form):
        told = expectations.expectation(field)
        assert told.zh, field
        assert told.en.isascii(), told.en
        if told.example and "…" not in told.example:
            field.deserialize(_as_json(field, told.example))


def _as_json(field: fields.Field[Any], example: str) -> Any:
    return json.loads(example) if isinstance(field, fields.List | fields.Number | ask.Flag) else example


class Inner(Form):
    """An entry."""

    minutes = ask.number("分钟", "Minutes", least=1, most=1440)


class Outing(Form):
    """Some fields."""

    community = ask.text("社区", "Community", longest=40)
    on = ask.day("日期", "Day")
    kind = ask.choice("类别", "Kind", {"road": "道路", "light": "路灯"})
    name = ask.private("姓名", "Name", longest=5, required=False)
    service = ask.many(Inner, "服务", "Service", most=2)


SOUND: dict[str, Any] = {"community": "友谊", "on": "2017-03-08", "kind": "road", "service": [{"minutes": 60}]}


@pytest.mark.parametrize(
    ("wrong", "field", "zh", "en"),
    [
        (
            {"community": None},
            "community",
            "不能为空；应为文字，至多 40 字",
            "Empty; expected a text of at most 40 characters",
        ),
        ({"on": "3月8日"}, "on", "所填“3月8日”；应为日期", "Read “3月8日”; expected a day"),
        ({"on": "2017-02-30"}, "on", "2017-03-08", "such as 2017-03-08"),
        (
            {"kind": "tree"},
            "kind",
            "所填“tree”；应为以下之一：道路（road）、路灯（light），如 road",
            "one of road, light",
        ),
        (
            {"service": [{"minutes": "28¹"}]},
            "service.0.minutes",
            "所填“28¹”；应为整数，1 至 1440，如 60",
            "from 1 to 1440",
        ),
        ({"service": [{"minutes": 1}] * 3}, "service", "所填 3 项；应为1 至 2 项的列表", "Read 3 entries"),
        ({"community": "x" * 50}, "community", f"所填“{'x' * 40}…”（共 50 字）", "(50 characters)"),
        ({"community": "坏\uffff"}, "community", "所填第 2 个字符 U+FFFF 不是文字", "Character 2 is U+FFFF"),
        (
            {"comunity": "x"},
            "comunity",
            "没有此栏目；是否指：社区（community）？",
            "did you mean Community (community)?",
        ),
        ({"zzz": 1}, "zzz", "没有此栏目；可填：社区（community）、日期（on）", "there are Community (community)"),
        ({"service": [1]}, "service.0", "内容应为一组栏目", "Expected a set of fields"),
    ],
)
def test_a_refusal_says_what_was_read_what_was_expected_and_an_example(
    wrong: dict[str, Any], field: str, zh: str, en: str
) -> None:
    (told,) = faults(SOUND | wrong)
    assert told["field"] == field
    assert zh in told["zh"]
    assert en in told["en"]


def test_what_says_who_somebody_is_is_not_repeated() -> None:
    (told,) = faults(SOUND | {"name": "某某某某某某"})
    assert "某某" not in str(told)
    assert "至多 5 字" in told["zh"]
    assert (told["title_zh"], told["title"]) == ("姓名", "Name")


def test_a_missing_field_is_named_by_its_title() -> None:
    (told,) = faults({name: value for name, value in SOUND.items() if name != "on"})
    assert (told["title_zh"], told["zh"][:5]) == ("日期", "必填；应为")


def faults(payload: Any) -> list[dict[str, str]]:
    with pytest.raises(Invalid) as refusal:
        load(Outing, payload, "outing")
    errors: list[dict[str, str]] = refusal.value.to_dict()["errors"]
    return errors
