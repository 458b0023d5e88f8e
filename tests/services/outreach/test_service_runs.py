from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.outreach.joint import HostAmongJoint
from services.outreach.service_runs import HelpedBefore, HelpedTwice, NotAShop
from tests.office import PROOF, Office
from tests.services.outreach.service_brand import OBJECTS, RUNS, number, shop


def run(office: Office, code: str = "R1", held_on: str | None = "2017-02-13", **more: Any) -> str:
    form = {"number": code, "unit": "ZS", "title": "公共服务在路上", "street": "某路", "planned_for": "2017-02-13"}
    office.do(RUNS, code, "plan", **form | {"planned_on": "2017-02-06"} | more)
    if held_on:
        office.do(RUNS, code, "hold", held_on=held_on)
    return code


def help_shop(office: Office, run: str, shop: str, what: str = "couplets", on: str = "2017-02-13", **more: Any) -> None:
    office.do(RUNS, run, "help", shop=shop, what=what, helped_on=on, **more)


def test_only_a_shop_that_was_there_is_helped(office: Office) -> None:
    record = run(office)
    with pytest.raises(NotAShop):
        help_shop(office, record, shop(office, "T1", kind="stall"))
    with pytest.raises(NotAShop):
        help_shop(office, record, shop(office, "S2", on="2017-03-01"))
    shop(office, "S1")
    office.do(OBJECTS, "S1", "close", closed_on="2017-06-01", reason="歇业")
    help_shop(office, record, "S1")


def test_the_same_help_is_recorded_once_and_not_before_the_outing(office: Office) -> None:
    record = run(office)
    help_shop(office, record, shop(office, "S1"))
    with pytest.raises(HelpedTwice):
        help_shop(office, record, "S1")
    help_shop(office, record, "S1", "lanterns")
    with pytest.raises(HelpedBefore):
        help_shop(office, record, shop(office, "S2"), on="2017-02-12")


def test_a_planned_or_cancelled_outing_helps_nobody(office: Office) -> None:
    record = run(office, held_on=None)
    shop(office, "S1")
    with pytest.raises(NotNow):
        help_shop(office, record, "S1")
    office.do(RUNS, record, "cancel", cancelled_on="2017-02-12", reason="雨")
    with pytest.raises(NotNow):
        office.do(RUNS, record, "hold", held_on="2017-02-13")
    with pytest.raises(HostAmongJoint):
        run(office, "R2", counits=["ZS"])


def test_outings_and_shops_are_counted_once_and_plans_not_at_all(office: Office) -> None:
    for code in ("S1", "S2"):
        shop(office, code)
    first, second = run(office), run(office, "R2", held_on="2017-02-20", counits=["DT"])
    run(office, "R3", held_on=None)
    help_shop(office, first, "S1", help_evidence=PROOF)
    help_shop(office, first, "S1", "lanterns")
    help_shop(office, second, "S1", on="2017-02-20")
    help_shop(office, second, "S2", on="2017-02-20")
    assert number(office.events, "B1.runs", units="ZS").claimed == 2
    assert number(office.events, "B1.runs", units="DT").claimed == 1
    shops = number(office.events, "B1.shops_helped", units="ZS")
    assert (shops.claimed, shops.verified) == (2, 1)
    assert number(office.events, "B1.shops_helped", "2017-02-15").claimed == 1


def test_a_voided_outing_and_a_corrected_shop_change_the_numbers(office: Office) -> None:
    for code in ("S1", "S2"):
        shop(office, code)
    first, second = run(office), run(office, "R2")
    help_shop(office, first, "S1")
    help_shop(office, second, "S1")
    office.do(RUNS, second, "help", corrects=3, shop="S2", what="couplets", helped_on="2017-02-13")
    assert number(office.events, "B1.shops_helped").claimed == 2
    office.do(RUNS, second, "void", reason="误录")
    assert number(office.events, "B1.shops_helped").claimed == 1
    assert number(office.events, "B1.runs").claimed == 1
