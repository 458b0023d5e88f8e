from __future__ import annotations

import pytest

from contracts.errors import NotNow
from services.outreach.joint import HostAmongJoint
from services.outreach.volunteer_events import LoggedBefore, LoggedTwice, NoLength
from tests.office import PROOF, Office
from tests.services.outreach.service_brand import number

V = "outreach.volunteer_events"
SERVICE = [{"volunteer": "v1", "minutes": 200}, {"volunteer": "v2", "minutes": 30}]


def test_hours_are_capped_at_the_length_of_the_event(office: Office) -> None:
    record = office.event()
    (event,) = office.do(V, record, "log_hours", logged_on="2017-04-02", service=SERVICE)
    assert [one["credited"] for one in event.data["service"]] == [90, 30]


def test_a_corrected_length_corrects_the_hours(office: Office) -> None:
    record = office.event()
    office.do(V, record, "log_hours", logged_on="2017-04-02", service=SERVICE)
    events = office.do(V, record, "hold", corrects=2, held_on="2017-04-01", minutes=20)
    assert [one["credited"] for one in events[-1].data["service"]] == [20, 20]


def test_nobodys_time_is_logged_twice(office: Office) -> None:
    record = office.event()
    office.do(V, record, "log_hours", logged_on="2017-04-02", service=SERVICE)
    with pytest.raises(LoggedTwice):
        office.do(V, record, "log_hours", logged_on="2017-04-02", service=SERVICE[:1])
    with pytest.raises(LoggedTwice):
        office.do(V, office.event(), "log_hours", logged_on="2017-04-02", service=SERVICE * 2)


def test_hours_of_an_event_without_a_length_are_refused(office: Office) -> None:
    record = office.event(held_on=None)
    office.do(V, record, "hold", held_on="2017-04-01")
    with pytest.raises(NoLength):
        office.do(V, record, "log_hours", logged_on="2017-04-02", service=SERVICE)


def test_a_planned_or_cancelled_event_has_no_hours(office: Office) -> None:
    record = office.event(held_on=None)
    with pytest.raises(NotNow):
        office.do(V, record, "log_hours", logged_on="2017-04-02", service=SERVICE)
    office.do(V, record, "cancel", reason="雨", cancelled_on="2017-03-31")
    with pytest.raises(NotNow):
        office.do(V, record, "hold", held_on="2017-04-01")


@pytest.mark.parametrize("joint", [["DT"], ["DBT", "DBT"]])
def test_the_host_does_not_join_itself_and_nobody_joins_twice(office: Office, joint: list[str]) -> None:
    with pytest.raises(HostAmongJoint):
        office.event(unit="DT", counits=joint)


def test_hours_are_not_logged_before_the_event_and_count_on_its_day(office: Office) -> None:
    record = office.event(held_on="2017-04-28")
    with pytest.raises(LoggedBefore):
        office.do(V, record, "log_hours", logged_on="2017-04-27", service=SERVICE)
    office.do(V, record, "log_hours", logged_on="2017-05-02", service=SERVICE)
    assert number(office.events, "A6.volunteer_minutes", "2017-05-01").claimed == 0, "nobody had logged them yet"
    assert number(office.events, "A6.volunteer_minutes", "2017-05-02").claimed == 120
    assert office.record(V, record)["served_on"].isoformat() == "2017-04-28"


def test_volunteer_time_is_verified_by_the_sign_in_sheet_and_gone_with_a_void(office: Office) -> None:
    record = office.event()
    office.do(V, record, "log_hours", logged_on="2017-04-02", service=SERVICE, evidence=PROOF)
    result = number(office.events, "A6.volunteer_minutes")
    assert (result.claimed, result.verified) == (120, 120)
    office.do(V, record, "void", reason="误录")
    assert number(office.events, "A6.volunteer_minutes").claimed == 0


def test_a_joint_event_is_one_for_the_bureau_and_one_for_each_unit(office: Office) -> None:
    office.event(unit="DT", counits=["ZS"], kind="cleanup")
    office.event(unit="DT", held_on=None, kind="cleanup")
    for measure in ("A6.events_held", "A6.cleanups"):
        assert [number(office.events, measure, units=one).claimed for one in (None, "DT", "ZS")] == [1, 1, 1]
    assert number(office.events, "A6.fairs").claimed == 0


def test_communities_are_those_in_which_a_visit_was_held(office: Office) -> None:
    for community in ("映月", "映月", "诺卡"):
        office.event(kind="visit", community=community)
    office.event(kind="visit", community="赛维拉", held_on=None)
    assert number(office.events, "A6.communities").claimed == 2


def test_a_community_is_one_by_whatever_form_of_its_name(office: Office) -> None:
    for community in ("映月", "映月社区", "映 月"):
        office.event(kind="visit", community=community)
    assert number(office.events, "A6.communities").claimed == 1
