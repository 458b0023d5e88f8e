"""Mappings of files for the platform above: what is refused, and that each fault is told by its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from contracts.exchange.careful_yaml import DEEPEST, MOST_CHARACTERS
from contracts.exchange.mapping import WrongMapping, read_mapping
from contracts.exchange.schema import MOST_COLUMNS, MOST_TABLES

EXAMPLE = Path("deploy/exchange/example.yaml")
Json = dict[str, Any]


def mapping(*columns: Json, **table: Any) -> Json:
    """A mapping of one table of city cases."""
    one = {
        "name": "cases",
        "register": "cases.digital_cases",
        "columns": list(columns) or [{"heading": "x", "from": "@id"}],
    }
    return {"title": {"zh": "案件", "en": "Cases"}, "tables": [one | table]}


def wrong(said: Json | str) -> dict[str, str]:
    """What is wrong with a mapping, by place."""
    text = said if isinstance(said, str) else json.dumps(said)
    with pytest.raises(WrongMapping) as refused:
        read_mapping(text)
    assert all(one.en and one.zh for one in refused.value.faults)
    return {one.place: one.en for one in refused.value.faults}


def test_the_example_is_right_and_says_that_it_is_no_standards() -> None:
    text = EXAMPLE.read_text("utf-8")
    example = read_mapping(text)
    assert example.standard == ""
    assert "no standard's" in text
    assert [one.register.name for one in example.tables] == ["cases.digital_cases"]


def test_what_is_read_record_by_record_is_never_given() -> None:
    assert "tables.0.register" in wrong(mapping(register="outreach.captions"))


@pytest.mark.parametrize(
    ("column", "place"),
    [
        ({"from": "report.reporter_name"}, "from"),
        ({"from": "report.reporter_contact"}, "from"),
        ({"from": "report.photos"}, "from"),
        ({"from": "report.nothing"}, "from"),
        ({"from": "nothing.number"}, "from"),
        ({"from": "report"}, "from"),
        ({"from": "report.due"}, "from"),
        ({"from": "@secret"}, "from"),
        ({"from": ["report.number", "report.nothing"]}, "from.1"),
        ({"from": "report.number", "constant": "1"}, "from"),
        ({}, "from"),
        ({"constant": "1", "codes": {"1": "2"}}, "constant"),
        ({"from": "report.number", "pattern": "("}, "pattern"),
        ({"from": "report.number", "pattern": "(?=x)x"}, "pattern"),
        ({"from": "report.number", "pattern": "(x{999}){999}"}, "pattern"),
        ({"from": "report.number", "longest": 0}, "longest"),
        ({"from": "report.number", "longest": "40"}, "longest"),
        ({"from": "report.number", "required": "yes"}, "required"),
        ({"from": "report.number", "date": "%Y"}, "date"),
        ({"from": "report.reported_at", "date": "%c"}, "date"),
        ({"from": "report.reported_at", "date": "day"}, "date"),
        ({"from": "report.reported_at", "date": "%Y%"}, "date"),
        ({"from": "dispatch.dispose_due_on", "date": "%Y-%m-%d %H"}, "date"),
        ({"from": "report.longitude"}, "datum"),
        ({"from": "report.number", "datum": "WGS84"}, "datum"),
        ({"from": "report.longitude", "datum": "Mars"}, "datum"),
        ({"from": "dispose.disposed_in_time"}, "codes"),
        ({"from": "dispose.disposed_in_time", "codes": {"maybe": "1"}}, "codes.maybe"),
        ({"from": "report.source", "codes": {"rumour": "9"}}, "codes.rumour"),
        ({"from": "@status", "codes": {"gone": "9"}}, "codes.gone"),
        ({"from": "report.number", "colour": "red"}, "colour"),
        ({"from": "report.number", "heading": "a\nb"}, "heading"),
    ],
)
def test_each_fault_of_a_column_is_told_by_its_place(column: Json, place: str) -> None:
    assert list(wrong(mapping({"heading": "x"} | column))) == [f"tables.0.columns.0.{place}"]


@pytest.mark.parametrize(
    ("table", "place"),
    [
        ({"register": "cases.nothing"}, "register"),
        ({"statuses": ["closed", "gone"]}, "statuses.1"),
        ({"period": "report.number"}, "period"),
        ({"period": "report.nothing"}, "period"),
        ({"name": "../cases"}, "name"),
        ({"name": "rejected"}, "name"),
        ({"name": "manifest"}, "name"),
        ({"columns": [{"heading": "x", "from": "@id"}, {"heading": "x", "from": "@unit"}]}, "columns.1.heading"),
        ({"columns": []}, "columns"),
        ({"columns": [{"heading": str(n), "from": "@id"} for n in range(MOST_COLUMNS + 1)]}, "columns"),
    ],
)
def test_each_fault_of_a_table_is_told_by_its_place(table: Json, place: str) -> None:
    assert list(wrong(mapping(**table))) == [f"tables.0.{place}"]


def test_no_pattern_takes_longer_than_a_text_is_long() -> None:
    """By an engine that goes back this one takes four times as long with every two digits more."""
    (table,) = read_mapping(json.dumps(mapping({"heading": "x", "from": "@id", "pattern": "([0-9]+)+x"}))).tables
    column = table.columns[0]
    assert not column.matches("1" * 10_000)
    assert column.matches("1" * 10_000 + "x")


def test_what_is_wrong_is_told_all_at_once() -> None:
    said = mapping({"heading": "x", "from": "report.reporter_name"}, {"heading": "y", "from": "report.nothing"})
    assert len(wrong(said)) == 2


def test_two_files_have_two_names_and_there_are_not_too_many() -> None:
    said = mapping()
    assert list(wrong(said | {"tables": said["tables"] * 2})) == ["tables.1.name"]
    assert list(wrong(said | {"tables": said["tables"] * (MOST_TABLES + 1)})) == ["tables"]


@pytest.mark.parametrize(("name", "value"), [("form", "pdf"), ("bom", 1), ("guard", "no"), ("title", {"zh": "x"})])
def test_what_is_said_of_the_whole_is_looked_at_too(name: str, value: Any) -> None:
    assert [one.partition(".")[0] for one in wrong(mapping() | {name: value})] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "title: [",
        "a: &a [1]\nb: *a",
        "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1),
        "x" * (MOST_CHARACTERS + 1),
        "title: 1\ntitle: 2",
        "!!python/object/apply:os.system ['true']",
        "? {a: 1}\n: 2",
        "\0",
        "",
        "- a",
    ],
)
def test_a_text_that_is_no_mapping_or_costs_too_much_is_refused_whole(text: str) -> None:
    assert wrong(text)


def test_a_column_may_fall_back_on_an_earlier_step_and_its_dates_have_an_own_form() -> None:
    column = {"heading": "类别", "from": ["accept.case_class", "report.case_class"]}
    table = read_mapping(yaml.safe_dump(mapping(column, period="close.closed_at"))).tables[0]
    assert [one.text for one in table.columns[0].sources] == ["accept.case_class", "report.case_class"]
    assert (table.dated and table.dated.text) == "close.closed_at"


@pytest.mark.parametrize("value", ["!!bool x", "!!int ''", "!!float ''", "!!timestamp x", "!!map [a]", "!!binary é"])
def test_a_value_that_is_not_of_the_kind_that_it_says_is_no_yaml(value: str) -> None:
    assert list(wrong(f"title: {value}\n")) == [""]
