from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.cases.power_items import NobodyEntrusts, in_force, version_on
from tests.office import Office, day

P = "cases.power_items"
CONTENT: dict[str, Any] = {"name": "权力事项001", "kind": "penalty", "basis": "示例", "body": "ZS", "entrusted": False}


def drafted_item(office: Office, code: str = "QL-001", **more: Any) -> str:
    office.do(P, "", "draft", **CONTENT | {"code": code, "unit": "ZS", "drafted_on": "2016-12-01"} | more)
    return code


def enacted_item(office: Office, on: str = "2017-01-01", **more: Any) -> str:
    code = drafted_item(office, **more)
    office.do(P, code, "review", reviewed_on="2016-12-05")
    office.do(P, code, "enact", in_force_on=on)
    return code


def test_an_item_is_in_force_from_its_day_until_its_repeal(office: Office) -> None:
    code = enacted_item(office)
    office.do(P, code, "repeal", repealed_on="2017-06-01", reason="修法")
    item = office.record(P, code)
    days = ("2016-12-31", "2017-01-01", "2017-05-31", "2017-06-01")
    assert [in_force(item, day(on)) for on in days] == [False, True, True, False]


def test_an_item_that_was_voided_was_never_in_force(office: Office) -> None:
    code = enacted_item(office)
    office.do(P, code, "void", reason="误录")
    assert not in_force(office.record(P, code), day("2017-03-01"))


def test_every_amendment_is_a_version(office: Office) -> None:
    code = enacted_item(office)
    for on in ("2017-03-01", "2017-05-01"):
        office.do(P, code, "amend", amended_on=on, **CONTENT)
    item = office.record(P, code)
    assert item["version_number"] == 3
    days = ("2016-12-31", "2017-02-28", "2017-03-01", "2017-05-01")
    assert [version_on(item, day(on)) for on in days] == [0, 1, 2, 3]


def test_a_corrected_date_of_entry_into_force_moves_it(office: Office) -> None:
    code = enacted_item(office)
    office.do(P, code, "enact", corrects=3, in_force_on="2017-02-01")
    assert not in_force(office.record(P, code), day("2017-01-31"))
    assert office.record(P, code)["version_number"] == 1


def test_only_what_was_reviewed_comes_into_force(office: Office) -> None:
    with pytest.raises(NotNow):
        office.do(P, drafted_item(office), "enact", in_force_on="2017-01-01")


@pytest.mark.parametrize("wrong", [{"entrusted": True}, {"entrusted_by": "区政府"}])
def test_an_entrusted_matter_names_who_entrusts_it(office: Office, wrong: dict[str, Any]) -> None:
    with pytest.raises(NobodyEntrusts) as refused:
        drafted_item(office, **wrong)
    assert refused.value.to_dict()["article"] == "行政处罚法 第二十条"
    code = enacted_item(office, entrusted=True, entrusted_by="区政府")
    with pytest.raises(NobodyEntrusts):
        office.do(P, code, "amend", amended_on="2017-03-01", **CONTENT | wrong)
