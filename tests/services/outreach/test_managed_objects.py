from __future__ import annotations

import pytest

from contracts.errors import NotNow
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.outreach.counterparts import NotACreditCode
from services.outreach.managed_objects import NothingChanged
from tests.office import Office
from tests.services.outreach.service_brand import OBJECTS, USCC, shop


@pytest.mark.parametrize("uscc", [USCC.lower(), "９１１１００００６０００３７３４１Ｌ", "91 110000 600037341L"])
def test_a_credit_code_with_its_check_character_is_kept_in_standard_form(office: Office, uscc: str) -> None:
    shop(office, "S1", uscc=uscc)
    assert office.record(OBJECTS, "S1")["uscc"] == USCC


@pytest.mark.parametrize("wrong", ["911100006000373410", "12345", USCC[:-1] + "K"])
def test_a_credit_code_with_a_wrong_check_character_is_refused(office: Office, wrong: str) -> None:
    with pytest.raises(NotACreditCode):
        shop(office, "S1", uscc=wrong)
    shop(office, "S1")
    with pytest.raises(NotACreditCode):
        office.do(OBJECTS, "S1", "change", changed_on="2017-03-01", uscc=wrong)


def test_a_stall_needs_no_code(office: Office) -> None:
    assert office.record(OBJECTS, shop(office, "T1", kind="stall")).status() == "active"


def test_a_change_says_what_is_different_and_leaves_the_rest(office: Office) -> None:
    shop(office, "S1", keeper="张三", uscc=USCC)
    with pytest.raises(NothingChanged):
        office.do(OBJECTS, "S1", "change", changed_on="2017-03-01")
    before = office.record(OBJECTS, "S1")["keeper"]
    office.do(OBJECTS, "S1", "change", changed_on="2017-03-01", name="新店")
    record = office.record(OBJECTS, "S1")
    assert (record["name"], record["keeper"], record["uscc"]) == ("新店", before, USCC)


def test_what_was_closed_can_open_again_and_is_not_changed_meanwhile(office: Office) -> None:
    shop(office, "S1")
    office.do(OBJECTS, "S1", "close", closed_on="2017-03-01", reason="歇业")
    with pytest.raises(NotNow):
        office.do(OBJECTS, "S1", "change", changed_on="2017-03-02", name="x")
    office.do(OBJECTS, "S1", "reopen", reopened_on="2017-04-01")
    assert office.record(OBJECTS, "S1").status() == "active"


def test_who_keeps_a_shop_and_where_stays_with_the_owner(office: Office) -> None:
    shop(office, "S1", keeper="张三", telephone="13812345678", address="锡州中路1号")
    data = office.events[-1].data
    assert all(data[name].startswith("who-") for name in ("keeper", "telephone", "address"))
    assert data["name"] == "商铺S1"
    with pytest.raises(NamesSomebody):
        shop(office, "S2", note="店主13812345678")
