from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import Invalid
from services.equipment.kit_definitions import NotNumbered
from tests.office import Office
from tests.services.equipment import equipment_records

K = "equipment.kit_definitions"


def publish_definition(office: Office, slots: list[dict[str, Any]]) -> None:
    form: dict[str, Any] = {"code": "KIT-2", "unit": "ZS", "version": 2, "effective_on": "2017-06-01"}
    office.do(K, "", "publish", slots=slots, **form)


def slots(*numbers: int) -> list[dict[str, Any]]:
    return [{"slot": number, "name": "物品", "quantity": 1} for number in numbers]


def test_a_kit_has_ten_slots_of_its_own_numbers(office: Office) -> None:
    with pytest.raises(NotNumbered):
        publish_definition(office, slots(1, 2, 3, 4, 5, 6, 7, 8, 9, 9))
    for wrong in (slots(*range(1, 10)), slots(*range(10)), slots(*range(1, 12))):
        with pytest.raises(Invalid):
            publish_definition(office, wrong)
    publish_definition(office, slots(*range(10, 0, -1)))


def test_the_article_names_five_of_the_ten(office: Office) -> None:
    equipment_records.definition(office)
    names = [one["name"] for one in office.record(K, "KIT-1")["slots"]]
    assert names[:5] == ["相关法律文书", "铲刀", "联系卡", "地图", "便民修理箱"]
    office.do(K, "KIT-1", "supersede", reason="更换", superseded_on="2017-06-01")
    assert office.record(K, "KIT-1").status() == "superseded"
