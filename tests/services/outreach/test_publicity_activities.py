from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.outreach.joint import HostAmongJoint
from tests.office import PROOF, Office
from tests.services.outreach.service_brand import number

PUBLICITY = "outreach.publicity_activities"


def activity(office: Office, held_on: str | None = "2017-04-10", **more: Any) -> str:
    form = {"unit": "ZS", "title": "送法进社区", "topic": "市容条例", "way": "lecture", "planned_for": "2017-04-10"}
    record = office.do(PUBLICITY, "", "plan", **form | {"planned_on": "2017-04-01"} | more)[-1].subject
    if held_on:
        office.do(PUBLICITY, record, "hold", held_on=held_on, reached=120, evidence=PROOF)
    return record


def test_what_was_held_is_counted_once_for_the_bureau_and_once_for_each_unit(office: Office) -> None:
    activity(office, counits=["DT"])
    activity(office, held_on=None)
    assert number(office.events, "B3.publicity").claimed == 1
    assert [number(office.events, "B3.publicity", units=one).claimed for one in ("ZS", "DT", "DBT")] == [1, 1, 0]
    assert number(office.events, "B3.publicity").verified == 1


def test_a_cancelled_or_voided_activity_does_not_count(office: Office) -> None:
    record = activity(office, held_on=None)
    office.do(PUBLICITY, record, "cancel", cancelled_on="2017-04-09", reason="雨")
    with pytest.raises(NotNow):
        office.do(PUBLICITY, record, "hold", held_on="2017-04-10")
    other = activity(office)
    office.do(PUBLICITY, other, "void", reason="误录")
    assert number(office.events, "B3.publicity").claimed == 0


def test_a_corrected_day_moves_the_count_over_the_end_of_a_month(office: Office) -> None:
    record = activity(office, held_on="2017-04-30")
    office.do(PUBLICITY, record, "hold", corrects=2, held_on="2017-05-01", evidence=PROOF)
    assert [number(office.events, "B3.publicity", one).claimed for one in ("2017-04-30", "2017-05-01")] == [0, 1]


def test_the_host_does_not_join_itself(office: Office) -> None:
    with pytest.raises(HostAmongJoint):
        activity(office, counits=["ZS"])
