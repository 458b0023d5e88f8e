from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import Invalid
from services.chassis.records.command import Actor
from services.chassis.records.separation import NotApart
from services.equipment.stocktakes import CodeTwice, NotOnBooks, OnBooks, SheetTaken
from tests.office import Office
from tests.services.equipment import equipment_records

S = "equipment.stocktakes"
UNSEEN, SURPLUS = "S4.assets_not_seen", "S4.stocktake_surplus"


@pytest.fixture
def store(office: Office) -> Office:
    for number in (1, 2, 3):
        equipment_records.asset(office, f"R-{number}")
    equipment_records.asset(office, "Z-1", "ZS")
    return office


def count(office: Office, on: str = "2017-06-01", sheet: int = 1, **states: Any) -> str:
    """A sheet: `count(office, R_1="found")`."""
    lines = [{"code": code.replace("_", "-"), "state": state} for code, state in states.items()]
    form: dict[str, Any] = {"unit": "DT", "sheet": sheet, "counted_on": on, "lines": lines}
    return office.do(S, "", "count", **form)[-1].subject


def surplus(many: int) -> dict[str, Any]:
    return {f"X_{number}": "surplus" for number in range(many)}


def test_a_sheet_says_what_it_comes_to(store: Office) -> None:
    record = store.record(S, count(store, R_1="found", R_2="missing", Z_1="surplus", X_9="surplus"))
    assert [record[f"{one}_count"] for one in ("found", "missing", "surplus")] == [1, 1, 2]


def test_what_is_not_on_the_unit_s_books_is_surplus_and_nothing_else_is(store: Office) -> None:
    strangers: list[dict[str, Any]] = [{"Z_1": "found"}, {"X_9": "missing"}]
    for stranger in strangers:
        with pytest.raises(NotOnBooks):
            count(store, **stranger)
    with pytest.raises(OnBooks) as refused:
        count(store, R_1="surplus", Z_1="surplus")
    assert refused.value.to_dict()["detail"] == "R-1"
    store.do("equipment.assets", "R-1", "transfer", unit="ZS", reason="调配", transferred_on="2017-07-01")
    assert count(store, R_1="found"), "on that day it was still here"
    with pytest.raises(NotOnBooks):
        count(store, "2017-07-02", R_1="found")


def test_a_large_unit_counts_in_several_sheets_and_a_code_stands_once(store: Office) -> None:
    count(store, R_1="found")
    with pytest.raises(SheetTaken):
        count(store, R_2="found")
    with pytest.raises(CodeTwice) as refused:
        count(store, sheet=2, R_1="found", R_2="found")
    assert refused.value.to_dict()["detail"] == "R-1"
    count(store, sheet=2, R_2="found", R_3="missing")
    count(store, "2017-09-01", R_1="found")


def test_a_sheet_has_five_hundred_codes_at_most(store: Office) -> None:
    with pytest.raises(Invalid):
        count(store, **surplus(501))
    assert count(store, **surplus(500))


def test_another_person_confirms_just_what_was_counted(store: Office) -> None:
    sheet = count(store, R_1="found", R_2="missing")
    for code in ("SYN-count", "DT-09"):
        equipment_records.person(store, code, "DT")
    with pytest.raises(NotApart):
        store.do_as(Actor("SYN-count", "captain"), S, sheet, "confirm", checker="SYN-count", confirmed_on="2017-06-02")
    (event,) = store.do(S, sheet, "confirm", checker="DT-09", confirmed_on="2017-06-02")
    assert event.evidencelevel == "E2"
    assert event.data["lines"] == [{"code": "R-1", "state": "found"}, {"code": "R-2", "state": "missing"}]


def test_what_no_stock_take_of_the_year_saw_is_a_gap(store: Office) -> None:
    assert equipment_records.missing(store, UNSEEN) == ["R-1", "R-2", "R-3", "Z-1"]
    sheet = count(store, R_1="found", R_2="missing", X_9="surplus")
    count(store, sheet=2, R_3="found")
    assert equipment_records.missing(store, UNSEEN) == ["R-2", "Z-1"]
    assert equipment_records.number(store, UNSEEN, units="DT").claimed == 1
    assert equipment_records.number(store, SURPLUS).claimed == 1
    store.do("equipment.assets", "R-2", "lose", reason="遍寻不见", lost_on="2017-06-05")
    assert equipment_records.missing(store, UNSEEN) == ["Z-1"]
    assert equipment_records.missing(store, UNSEEN, "2018-06-01") == ["Z-1"]
    assert equipment_records.missing(store, UNSEEN, "2018-06-02") == ["R-1", "R-3", "Z-1"], "a year has gone by"
    store.do(S, sheet, "void", reason="误录")
    assert equipment_records.missing(store, UNSEEN) == ["R-1", "Z-1"]
