from __future__ import annotations

import pytest

from contracts.errors import NotNow
from services.outreach.volunteer_events import HostJoins, NoLength, Twice
from tests.office import Office

V = "outreach.volunteer_events"
SERVICE = [{"volunteer": "v1", "minutes": 200}, {"volunteer": "v2", "minutes": 30}]


def test_hours_are_capped_at_the_length_of_the_event(office: Office) -> None:
    record = office.event()
    (told,) = office.do(V, record, "log_hours", logged_on="2017-04-02", service=SERVICE)
    assert [one["credited"] for one in told.data["service"]] == [90, 30]


def test_a_corrected_length_corrects_the_hours(office: Office) -> None:
    record = office.event()
    office.do(V, record, "log_hours", logged_on="2017-04-02", service=SERVICE)
    told = office.do(V, record, "hold", corrects=2, held_on="2017-04-01", minutes=20)
    assert [one["credited"] for one in told[-1].data["service"]] == [20, 20]


def test_nobodys_time_is_logged_twice(office: Office) -> None:
    record = office.event()
    office.do(V, record, "log_hours", logged_on="2017-04-02", service=SERVICE)
    with pytest.raises(Twice):
        office.do(V, record, "log_hours", logged_on="2017-04-02", service=SERVICE[:1])
    with pytest.raises(Twice):
        office.do(V, office.event(), "log_hours", logged_on="2017-04-02", service=SERVICE * 2)


def test_hours_of_an_event_without_a_length_are_refused(office: Office) -> None:
    record = office.event(held=None)
    office.do(V, record, "hold", held_on="2017-04-01")
    with pytest.raises(NoLength):
        office.do(V, record, "log_hours", logged_on="2017-04-02", service=SERVICE)


def test_a_planned_or_cancelled_event_has_no_hours(office: Office) -> None:
    record = office.event(held=None)
    with pytest.raises(NotNow):
        office.do(V, record, "log_hours", logged_on="2017-04-02", service=SERVICE)
    office.do(V, record, "cancel", reason="雨", cancelled_on="2017-03-31")
    with pytest.raises(NotNow):
        office.do(V, record, "hold", held_on="2017-04-01")


@pytest.mark.parametrize("joint", [["DT"], ["DBT", "DBT"]])
def test_the_host_does_not_join_itself_and_nobody_joins_twice(office: Office, joint: list[str]) -> None:
    with pytest.raises(HostJoins):
        office.event(unit="DT", counits=joint)
