"""What the columns of an office's own sheet may mean: suggested by heading, office words and likeness."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from contracts import catalogue
from services.gateway.spreadsheets.choosing import suggesting, words
from services.gateway.spreadsheets.choosing.choice import name_of
from services.gateway.spreadsheets.choosing.suggesting import Sample
from services.gateway.spreadsheets.field_columns import FieldColumn, vocabulary
from services.gateway.spreadsheets.grid import Cell


def suggestions(register: str, *headings: str, unfit: Sequence[str] = ()) -> dict[str, str]:
    def fits(slot: FieldColumn, _values: Sequence[Cell]) -> bool:
        return name_of(slot) not in unfit

    samples = [Sample(one, one) for one in headings]
    found = suggesting.suggest(vocabulary(catalogue.REGISTERS[register]), samples, fits)
    return {key: name_of(one.slot) for key, one in found.items()}


@pytest.mark.parametrize(
    ("register", "heading", "field"),
    [
        ("outreach.matters", "所属部门", "register.unit"),
        ("outreach.matters", "诉求时间", "register.requested_on"),
        ("outreach.matters", "诉求内容", "register.matter"),
        ("outreach.matters", "所在社区", "register.community"),
        ("outreach.matters", "承办单位（中队）", "register.unit"),
        ("outreach.matters", "办结时间", "finish.done_on"),
        ("outreach.matters", "完成日期", "finish.done_on"),
        ("outreach.matters", "处理结果", "finish.outcome"),
        ("outreach.matters", "Squadron", "register.unit"),
        ("equipment.assets", "资产编号", "register.code"),
        ("equipment.assets", "规格", "register.model"),
        ("equipment.assets", "设备类型", "register.kind"),
        ("equipment.assets", "登记日", "register.registered_on"),
        ("equipment.assets", "SN序列号", "register.serial"),
        ("training.people", "名字", "join.name"),
        ("training.people", "所属部门", "join.unit"),
    ],
)
def test_what_offices_write_is_suggested(register: str, heading: str, field: str) -> None:
    assert suggestions(register, heading) == {heading: field}


def test_no_field_is_suggested_twice_and_none_for_what_is_like_nothing() -> None:
    both = suggestions("outreach.matters", "所属部门", "承办部门", "柜号", "天气")
    assert list(both.values()).count("register.unit") == 1
    assert not {"柜号", "天气"} & set(both)


def test_what_cannot_be_read_as_a_field_is_not_suggested_for_it() -> None:
    suggestion = suggestions("outreach.matters", "诉求时间", unfit=["register.requested_on"])
    assert suggestion.get("诉求时间") != "register.requested_on"


def test_every_group_of_words_is_one_word_in_the_end() -> None:
    for group in words.GROUPS:
        assert {words.by_meaning(one.replace("(?=$|·)", "")) for one in group if "(?" not in one} == {group[0]}
