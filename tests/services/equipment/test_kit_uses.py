from __future__ import annotations

from typing import Any

import pytest

from services.chassis.records.command import Actor
from services.chassis.records.separation import AboutYourself
from services.equipment.kit_uses import KitOfAnother
from tests.office import Office
from tests.services.equipment import equipment_records

U = "equipment.kit_uses"
HELPS, ITEMS = "S4.kit_helps", "S4.kit_items_used"


@pytest.fixture
def patrol(office: Office) -> Office:
    for number in (1, 2):
        equipment_records.person(office, f"ZS-0{number}")
    equipment_records.definition(office)
    equipment_records.kit(office)
    return office


def help_with(office: Office, slot: int = 5, on: str = "2017-04-01", **more: Any) -> str:
    form: dict[str, Any] = {"kit": "KIT-ZS-01", "slot": slot, "officer": "ZS-01", "helped": "resident"}
    form |= {"help": "修自行车", "place": "某小区门口", "used_on": on}
    return office.do(U, "", "record", **form | more)[-1].subject


def test_an_item_is_called_as_the_kit_s_definition_calls_it(patrol: Office) -> None:
    record = patrol.record(U, help_with(patrol))
    assert (record["item"], record.unit) == ("便民修理箱", "ZS")


def test_only_who_held_the_kit_on_the_day_helped_with_it(patrol: Office) -> None:
    wrongs: list[dict[str, Any]] = [{"officer": "ZS-02"}, {"on": "2017-02-28"}]
    for wrong in wrongs:
        with pytest.raises(KitOfAnother):
            help_with(patrol, **wrong)
    patrol.do("equipment.kits", "KIT-ZS-01", "give_back", returned_by="ZS-01", returned_on="2017-05-01", signed=True)
    with pytest.raises(KitOfAnother):
        help_with(patrol, on="2017-05-02")
    assert help_with(patrol, on="2017-04-30")


def test_helps_and_items_are_counted_and_a_void_takes_them_back(patrol: Office) -> None:
    first = help_with(patrol)
    help_with(patrol)
    last = help_with(patrol, slot=2, helped="merchant", help="铲小广告", on="2017-06-01")
    assert [equipment_records.number(patrol, one).claimed for one in (HELPS, ITEMS)] == [3, 2]
    assert equipment_records.number(patrol, HELPS, "2017-05-31").claimed == 2
    with pytest.raises(AboutYourself):
        patrol.do_as(Actor("ZS-01", "quartermaster"), U, last, "void", reason="误录")
    for record in (first, last):
        patrol.do(U, record, "void", reason="误录")
    assert [equipment_records.number(patrol, one).claimed for one in (HELPS, ITEMS)] == [1, 1]
