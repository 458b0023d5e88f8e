from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import Invalid, NotNow, NotYet
from services.outreach.qa_sessions import CapturedBeforeStarted, EndedBeforeStarted, NoSessionSnapshot, UnnamedPlatform
from tests.office import PROOF, Office
from tests.services.outreach.public_contact import SESSIONS, claimed_value, read_model, session, value

SNAPSHOT: dict[str, Any] = {"captured_at": "2017-03-09T09:00:00+08:00", "evidence": PROOF}


def test_a_session_opens_and_closes(office: Office) -> None:
    record = session(office)
    office.do(SESSIONS, record, "close", ended_at="2017-03-08T16:00:00+08:00")
    assert office.record(SESSIONS, record).status() == "closed"
    with pytest.raises(NotNow):
        office.do(SESSIONS, record, "close", ended_at="2017-03-08T17:00:00+08:00")


def test_the_business_day_is_shanghais(office: Office) -> None:
    record = session(office, started_at="2017-03-08T17:30:00+00:00")
    assert office.record(SESSIONS, record)["opened_on"].isoformat() == "2017-03-09"
    assert office.events[-1].occurredon.isoformat() == "2017-03-09"


def test_a_session_ends_after_it_began_and_not_in_the_future(office: Office) -> None:
    record = session(office)
    with pytest.raises(EndedBeforeStarted):
        office.do(SESSIONS, record, "close", ended_at="2017-03-08T13:59:00+08:00")
    with pytest.raises(NotYet):
        office.do(SESSIONS, record, "close", ended_at="2018-01-02T23:00:00+08:00")
    assert office.do(SESSIONS, record, "close", ended_at="2017-03-08T14:00:00+08:00")


def test_a_correction_of_the_start_must_still_agree_with_the_end(office: Office) -> None:
    record = session(office)
    office.do(SESSIONS, record, "close", ended_at="2017-03-08T16:00:00+08:00")
    form: dict[str, Any] = {"unit": "DBT", "title": "你问我答", "platform": "weibo", "kind": "post"}
    with pytest.raises(EndedBeforeStarted):
        office.do(SESSIONS, record, "open", corrects=1, **form, started_at="2017-03-08T17:00:00+08:00")
    assert office.do(SESSIONS, record, "open", corrects=1, **form, started_at="2017-03-08T15:00:00+08:00")


def test_another_platform_has_a_name(office: Office) -> None:
    with pytest.raises(UnnamedPlatform):
        session(office, platform="other")
    assert session(office, platform="other", platform_name="论坛", account="东北塘中队微博公众号")


def test_a_link_is_an_address_on_the_web(office: Office) -> None:
    with pytest.raises(Invalid):
        session(office, url="weibo/1")
    assert session(office, url="https://weibo.example/dbt/1")


def test_a_snapshot_is_a_file_and_verifies_the_session(office: Office) -> None:
    record = session(office)
    assert value(read_model(office), "A1.qa_sessions") == (1, 0)
    with pytest.raises(NoSessionSnapshot):
        office.do(SESSIONS, record, "capture", **SNAPSHOT | {"evidence": []})
    with pytest.raises(CapturedBeforeStarted):
        office.do(SESSIONS, record, "capture", **SNAPSHOT | {"captured_at": "2017-03-08T13:00:00+08:00"})
    office.do(SESSIONS, record, "close", ended_at="2017-03-08T16:00:00+08:00")
    office.do(SESSIONS, record, "capture", **SNAPSHOT)
    assert value(read_model(office), "A1.qa_sessions") == (1, 1)


def test_a_voided_session_does_not_count(office: Office) -> None:
    session(office)
    office.do(SESSIONS, session(office), "void", reason="重复")
    assert claimed_value(office, "A1.qa_sessions") == 1
    assert claimed_value(office, "A1.qa_sessions", "2017-03-07") == 0
