from __future__ import annotations

import pytest

from contracts.errors import Invalid, NotNow
from services.chassis.records.command import Command
from services.chassis.records.references import UnknownReference
from services.gateway.read_model import units
from services.training.units import Circle
from tests.office import Office, clerk_of, day

U = "training.units"


def test_a_unit_may_have_two_parents_over_time(office: Office) -> None:
    office.unit("JU", kind="bureau")
    office.unit("ZHEN", kind="town")
    office.do(U, "DT", "move", parents=["JU"], reason="设立", moved_on="2015-01-01")
    office.do(U, "DBT", "move", parents=["JU", "ZHEN"], reason="下放", moved_on="2017-07-15")
    records = [office.record(U, code) for code in ("DT", "DBT", "ZS", "JU", "ZHEN")]
    assert units.below(records, "JU", day("2017-01-01")) == {"JU", "DT"}
    assert units.below(records, "JU", day("2017-08-01")) == {"JU", "DT", "DBT"}
    assert units.below(records, "ZHEN", day("2017-08-01")) == {"ZHEN", "DBT"}


def test_a_unit_cannot_come_under_itself(office: Office) -> None:
    office.unit("JU", kind="bureau")
    office.do(U, "DT", "move", parents=["JU"], reason="x", moved_on="2015-01-01")
    for code, parent in (("JU", "DT"), ("DT", "DT")):
        with pytest.raises(Circle):
            office.do(U, code, "move", parents=[parent], reason="x", moved_on="2016-01-01")


def test_parents_exist_and_are_two_at_most(office: Office) -> None:
    with pytest.raises(UnknownReference):
        office.unit("NEW", "NOBODY")
    with pytest.raises(Invalid):
        office.unit("NEW", "DT", "DBT", "ZS")


def test_a_code_is_used_once(office: Office) -> None:
    with pytest.raises(NotNow):
        office.unit("DT")


def test_a_unit_set_up_in_the_same_breath_may_be_a_parent(office: Office) -> None:
    office.unit("JU", kind="bureau")
    office.unit("NEW", "JU")
    assert office.record(U, "NEW").unit == "NEW"


def test_a_code_with_blanks_around_it_is_the_same_code(office: Office) -> None:
    with pytest.raises(NotNow):
        office.unit(" DT\n")


def test_a_correction_does_not_change_the_code(office: Office) -> None:
    form = {"code": "QQ", "name": "x", "kind": "squadron", "parents": [], "opened_on": "2010-01-01"}
    with pytest.raises(Invalid) as refused:
        office.command(Command("k", U, "open", form, clerk_of(U, "open"), "DT", corrects=1))
    assert refused.value.errors[0]["field"] == "code"


@pytest.mark.parametrize("called", ["dt", "ＤＴ", "单位 DT"])
def test_who_asks_for_a_unit_in_another_writing_is_told_which_one_may_be_meant(office: Office, called: str) -> None:
    tree = [office.record(U, code) for code in ("DT", "DBT")]
    assert units.hint(tree, called) == ["- did you mean DT? 是否指 DT？"]
    assert units.hint(tree, "NOBODY") == []
