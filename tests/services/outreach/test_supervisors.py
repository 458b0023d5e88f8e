from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.chassis.records import deadlines
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.outreach.supervisors import EndsAtOnce, EndsEarlier, StillInOffice
from tests.office import PROOF, Office
from tests.services.outreach.service_brand import number

WHO = "outreach.supervisors"
ACTIVE = "B3.supervisors"


def supervisor(
    office: Office, code: str = "JD1", appointed: str | None = "2017-01-10", to: str = "2017-12-31", **more: Any
) -> str:
    form = {"number": code, "unit": "ZS", "kind": "supervisor", "name": "张三", "nominated_on": "2017-01-03"}
    office.do(WHO, code, "nominate", **form | more)
    if appointed:
        office.do(WHO, code, "appoint", appointed_on=appointed, term_to=to, evidence=PROOF)
    return code


def test_who_it_is_stays_with_the_owner(office: Office) -> None:
    supervisor(office, telephone="13812345678")
    assert office.events[-2].data["name"].startswith("who-")
    assert office.events[-2].data["telephone"].startswith("who-")
    for field in ("area", "note"):
        with pytest.raises(NamesSomebody):
            supervisor(office, "JD2", **{field: "电话13812345678"})


def test_a_term_ends_after_it_begins_and_a_renewal_reaches_further(office: Office) -> None:
    with pytest.raises(EndsAtOnce):
        supervisor(office, to="2017-01-10")
    office.do(WHO, "JD1", "appoint", appointed_on="2017-01-10", term_to="2017-06-30")
    with pytest.raises(EndsEarlier):
        office.do(WHO, "JD1", "renew", renewed_on="2017-06-01", term_to="2017-06-30")
    with pytest.raises(EndsAtOnce):
        office.do(WHO, "JD1", "renew", renewed_on="2017-07-01", term_to="2017-07-01")
    office.do(WHO, "JD1", "renew", renewed_on="2017-06-01", term_to="2018-06-30")


def test_a_term_expires_after_its_last_day_and_may_be_renewed_after_a_pause(office: Office) -> None:
    supervisor(office, to="2017-06-30")
    with pytest.raises(StillInOffice):
        office.do(WHO, "JD1", "expire", expired_on="2017-06-30")
    office.do(WHO, "JD1", "expire", expired_on="2017-07-01")
    office.do(WHO, "JD1", "renew", renewed_on="2017-08-01", term_to="2018-07-31")
    assert office.record(WHO, "JD1").status() == "appointed"


def test_who_was_nominated_only_is_not_in_office(office: Office) -> None:
    supervisor(office, appointed=None)
    with pytest.raises(NotNow):
        office.do(WHO, "JD1", "expire", expired_on="2017-07-01")
    assert number(office.events, ACTIVE).claimed == 0


def test_the_clock_runs_to_the_end_of_the_term_and_warns_before(office: Office) -> None:
    supervisor(office, to="2017-06-30")
    (due,) = deadlines.running(office.record(WHO, "JD1"))
    assert (due.clock, due.due.isoformat()) == ("term", "2017-06-30")
    office.do(WHO, "JD1", "renew", renewed_on="2017-06-01", term_to="2018-06-30")
    (due,) = deadlines.running(office.record(WHO, "JD1"))
    assert due.due.isoformat() == "2018-06-30"
    office.do(WHO, "JD1", "resign", resigned_on="2017-07-01", reason="迁居")
    assert deadlines.running(office.record(WHO, "JD1")) == []


def test_those_in_office_on_the_day_are_counted(office: Office) -> None:
    supervisor(office, to="2017-06-30")
    supervisor(office, "JD2", kind="informant")
    assert (number(office.events, ACTIVE).claimed, number(office.events, ACTIVE).verified) == (2, 2)
    assert number(office.events, ACTIVE, "2017-01-09").claimed == 0
    assert number(office.events, ACTIVE, "2017-06-30").claimed == 2
    assert number(office.events, ACTIVE, "2017-07-01").claimed == 1, "nobody had to record that the term ran out"
    office.do(WHO, "JD1", "renew", renewed_on="2017-08-01", term_to="2018-07-31")
    assert [number(office.events, ACTIVE, one).claimed for one in ("2017-07-15", "2017-08-01")] == [1, 2]


def test_who_resigned_was_voided_or_had_another_term_is_counted_as_it_is_now_known(office: Office) -> None:
    supervisor(office)
    supervisor(office, "JD2")
    office.do(WHO, "JD1", "resign", resigned_on="2017-05-01", reason="迁居")
    assert [number(office.events, ACTIVE, one).claimed for one in ("2017-04-30", "2017-05-01")] == [2, 1]
    office.do(WHO, "JD2", "appoint", corrects=2, appointed_on="2017-01-10", term_to="2017-03-31")
    assert number(office.events, ACTIVE).claimed == 0
    office.do(WHO, "JD1", "void", reason="误录")
    assert number(office.events, ACTIVE, "2017-03-01").claimed == 1
