from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.chassis.records import deadlines
from services.outreach.honours import HoldsForNoDay, HonourHolds
from tests.office import PROOF, Office
from tests.services.outreach.service_brand import number

HONOURS = "outreach.honours"
PROVINCIAL = "A6.honours_provincial"


def honour(office: Office, level: str = "provincial", **more: Any) -> str:
    form = {"unit": "DBT", "title": "文明单位（合成）", "level": level, "issuer": "某机关（合成）"}
    return office.do(HONOURS, "", "award", **form | {"awarded_on": "2017-02-01"} | more)[-1].subject


def test_an_honour_is_held_from_the_day_on_which_it_was_given_to_its_last(office: Office) -> None:
    honour(office, valid_until="2017-06-30")
    days = ("2017-01-31", "2017-02-01", "2017-06-30", "2017-07-01")
    assert [number(office.events, PROVINCIAL, on).claimed for on in days] == [0, 1, 1, 0]


def test_honours_are_counted_by_level(office: Office) -> None:
    for level in ("national", "provincial", "provincial", "district"):
        honour(office, level)
    counts = [number(office.events, f"A6.honours_{level}").claimed for level in ("national", "provincial", "city")]
    assert counts == [1, 2, 0]


def test_one_without_a_day_until_when_holds_until_it_is_withdrawn(office: Office) -> None:
    record = honour(office, evidence=PROOF)
    with pytest.raises(HonourHolds):
        office.do(HONOURS, record, "lapse", lapsed_on="2017-12-01")
    assert number(office.events, PROVINCIAL, "2017-12-31").verified == 1
    office.do(HONOURS, record, "withdraw", withdrawn_on="2017-10-01", reason="复查未通过（合成）")
    assert number(office.events, PROVINCIAL, "2017-12-31").claimed == 0
    with pytest.raises(NotNow):
        office.do(HONOURS, record, "renew", renewed_on="2017-11-01")


def test_one_that_lapsed_may_be_renewed(office: Office) -> None:
    record = honour(office, valid_until="2017-06-30")
    with pytest.raises(HonourHolds):
        office.do(HONOURS, record, "lapse", lapsed_on="2017-06-30")
    office.do(HONOURS, record, "lapse", lapsed_on="2017-07-01")
    office.do(HONOURS, record, "renew", renewed_on="2017-08-01", valid_until="2018-07-31")
    assert [number(office.events, PROVINCIAL, on).claimed for on in ("2017-07-15", "2017-08-01")] == [0, 1]


def test_its_last_day_is_announced(office: Office) -> None:
    record = honour(office, valid_until="2017-06-30")
    (due,) = deadlines.running(office.record(HONOURS, record))
    assert (due.clock, due.due.isoformat()) == ("validity", "2017-06-30")
    assert deadlines.running(office.record(HONOURS, honour(office))) == []


def test_a_term_ends_after_it_begins(office: Office) -> None:
    with pytest.raises(HoldsForNoDay):
        honour(office, valid_until="2017-02-01")
    record = honour(office)
    with pytest.raises(HoldsForNoDay):
        office.do(HONOURS, record, "renew", renewed_on="2017-08-01", valid_until="2017-08-01")
