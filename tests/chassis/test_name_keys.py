"""The keys by which names are found: on both databases, in every way in which a name is read, never within a word."""

from __future__ import annotations

import pytest

from contracts.name_keys import LONGEST, START, beginning
from services.chassis.records.finding import name_keys
from services.chassis.storage.lists.question import ListQuestion
from services.chassis.storage.sought import fold
from services.chassis.storage.store import Store
from tests.office import Office

PEOPLE = "training.people"


def keys(name: str) -> list[str]:
    """A name's keys without their marks."""
    return [one.removeprefix(START) for one in name_keys.keys(iter([fold(name)]))]


def test_a_family_s_name_is_read_in_every_way_and_a_code_is_its_own_key() -> None:
    assert {"王芳", "wf", "wangfang"} <= set(keys("王芳"))
    assert {"cengdan", "zengdan", "cd", "zd"} <= set(keys("曾单"))
    assert keys("DT-01") == ["dt-01"]
    assert keys("A3 路") == ["a3路", "a3l", "a3lu", "a3luo"]


def test_a_long_name_full_of_readings_has_a_few_short_keys() -> None:
    some = keys("长行重乐曾单解仇朝降盛都" * 40)
    assert len(some) <= 1 + 2 * name_keys.MOST_WAYS
    assert all(len(one) <= max(LONGEST, 8 * name_keys.MOST_READ) for one in some)


def test_a_private_character_that_somebody_types_begins_no_key() -> None:
    assert beginning(fold(f"{START}z w'")) == f"{START}zw"
    assert beginning(fold(f" {START} ")) == ""


@pytest.mark.parametrize(
    ("typed", "people"),
    [("张", ["P1"]), ("zw", ["P1"]), ("ZhangWei", ["P1"]), ("p", ["P1", "P2"]), ("伟", []), ("wei", [])],
)
def test_names_are_found_by_their_beginning_on_both_databases(store: Store, typed: str, people: list[str]) -> None:
    office = Office(store, units="DT")
    office.person("P1", "DT", name="张伟")
    office.person("P2", "DT", name="李娜")
    page = office.registers.list_page(ListQuestion(PEOPLE, "o1", text=beginning(fold(typed))))
    assert [row["id"] for row in page.rows] == people


def test_who_is_called_otherwise_is_found_by_the_new_name_alone(store: Store) -> None:
    office = Office(store, units="DT")
    office.person("P1", "DT", name="张伟")
    form = {"code": "P1", "name": "李娜", "unit": "DT", "role": "officer", "kind": "established"}
    office.do(PEOPLE, "P1", "join", 1, **form, party_member=False, joined_on="2016-01-01")
    found = {
        typed: [row["id"] for row in office.registers.list_page(ListQuestion(PEOPLE, "o1", text=beginning(typed))).rows]
        for typed in ("zw", "ln")
    }
    assert found == {"zw": [], "ln": ["P1"]}
