from __future__ import annotations

import pytest

from contracts.errors import NotYet
from services.cases.emergencies import BeforeDispatch
from services.gateway.read_model.programme import campaign
from tests.office import Office, build_view, measure_value

E = "cases.emergencies"


def dispatched_emergency(office: Office, at: str = "2017-04-01T23:50:00+08:00") -> str:
    events = office.do(
        E, "", "dispatch", unit="DT", source="hotline", situation="树倒", place="锡州中路", dispatched_at=at
    )
    return events[-1].subject


def test_begun_minutes_count_whole_and_midnight_is_crossed(office: Office) -> None:
    (event,) = office.do(E, dispatched_emergency(office), "arrive", arrived_at="2017-04-02T00:04:01+08:00")
    assert (event.data["took_minutes"], event.data["arrived_on"]) == (15, "2017-04-02")


def test_nobody_arrives_before_being_sent_nor_is_done_before_having_arrived(office: Office) -> None:
    emergency = dispatched_emergency(office)
    with pytest.raises(BeforeDispatch):
        office.do(E, emergency, "arrive", arrived_at="2017-04-01T23:49:00+08:00")
    office.do(E, emergency, "arrive", arrived_at="2017-04-01T23:55:00+08:00")
    with pytest.raises(BeforeDispatch):
        office.do(E, emergency, "resolve", resolved_at="2017-04-01T23:54:00+08:00", outcome="x")
    office.do(E, emergency, "resolve", resolved_at="2017-04-01T23:55:00+08:00", outcome="x")


def test_a_moment_to_come_has_not_happened(office: Office) -> None:
    with pytest.raises(NotYet):
        dispatched_emergency(office, "2018-01-03T09:00:00+08:00")


def test_the_ninetieth_percentile_of_arrivals(office: Office) -> None:
    for minutes in range(1, 11):
        office.do(
            E,
            dispatched_emergency(office, "2017-04-01T08:00:00Z"),
            "arrive",
            arrived_at=f"2017-04-01T08:{minutes:02}:00Z",
        )
    dispatched_emergency(office)
    assert measure_value(build_view(office.events, campaign()), "B2.arrival_minutes").claimed == 9
