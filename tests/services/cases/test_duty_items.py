from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.cases.duty_items import NoSuchPower
from services.cases.power_items import in_force, version_on
from services.chassis.records.references import UnknownReference
from services.gateway.read_model.programme import campaign
from tests.office import Office, build_view, day, measure_value
from tests.services.cases.list_records import duty, power

D, P = "cases.duty_items", "cases.power_items"


def test_a_duty_is_in_force_from_its_day_until_its_repeal(office: Office) -> None:
    duty(office, "ZR-01", on="2017-01-01")
    office.do(D, "ZR-01", "repeal", repealed_on="2017-06-01", reason="机构调整")
    record = office.record(D, "ZR-01")
    assert [in_force(record, day(on)) for on in ("2016-12-31", "2017-01-01", "2017-06-01")] == [False, True, False]


def test_every_amendment_is_a_version(office: Office) -> None:
    duty(office, "ZR-01", on="2017-01-01")
    office.do(D, "ZR-01", "amend", name="责任二", basis="依据", body="ZS", amended_on="2017-03-01")
    record = office.record(D, "ZR-01")
    assert record["version_number"] == 2
    assert [version_on(record, day(on)) for on in ("2016-12-31", "2017-02-28", "2017-03-01")] == [0, 1, 2]


def test_a_corrected_day_of_entry_into_force_moves_it(office: Office) -> None:
    duty(office, "ZR-01", on="2017-01-01")
    office.do(D, "ZR-01", "enact", corrects=3, in_force_on="2017-02-01")
    assert not in_force(office.record(D, "ZR-01"), day("2017-01-31"))
    assert office.record(D, "ZR-01")["version_number"] == 1


def test_a_duty_goes_with_powers_that_the_bureau_has_on_that_day(office: Office) -> None:
    power(office, "QL-001", on="2017-01-01")
    duty(office, "ZR-01", on="2017-01-01", power_items=["QL-001"])
    with pytest.raises(NoSuchPower):
        duty(office, "ZR-02", on="2016-12-31", power_items=["QL-001"])
    office.do(P, "QL-001", "repeal", repealed_on="2017-06-01", reason="修法")
    content: dict[str, Any] = {"name": "责任", "basis": "依据", "body": "ZS", "power_items": ["QL-001"]}
    with pytest.raises(NoSuchPower):
        office.do(D, "ZR-01", "amend", amended_on="2017-06-01", **content)
    assert office.do(D, "ZR-01", "amend", amended_on="2017-05-31", **content)


def test_a_duty_names_powers_that_exist(office: Office) -> None:
    with pytest.raises(UnknownReference):
        duty(office, "ZR-01", power_items=["QL-404"])


def test_only_what_was_reviewed_comes_into_force(office: Office) -> None:
    office.do(D, "", "draft", code="ZR-09", unit="ZS", name="责任", basis="依据", body="ZS", drafted_on="2016-12-01")
    with pytest.raises(NotNow):
        office.do(D, "ZR-09", "enact", in_force_on="2017-01-01")


def test_which_duties_have_a_post_follows_amendments(office: Office) -> None:
    duty(office, "ZR-01", on="2017-01-01", post="officer")
    duty(office, "ZR-02", on="2017-01-01")
    content: dict[str, Any] = {"name": "责任", "basis": "依据", "body": "ZS"}
    office.do(D, "ZR-01", "amend", amended_on="2017-03-01", **content)
    office.do(D, "ZR-02", "amend", amended_on="2017-04-01", **content, post="captain")
    office.do(D, "ZR-01", "amend", amended_on="2017-05-01", **content, post="captain")
    office.do(D, "ZR-02", "repeal", repealed_on="2017-06-01", reason="机构调整")
    read_model = build_view(office.events, campaign())
    days = ("2017-01-01", "2017-03-01", "2017-04-01", "2017-05-01", "2017-06-01")
    told = [measure_value(read_model, "B2.duties_with_post", on) for on in days]
    assert [(one.claimed, one.n) for one in told] == [(0.5, 2), (0, 2), (0.5, 2), (1, 2), (1, 1)]
