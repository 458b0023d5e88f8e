from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotYet
from services.chassis.records import deadlines
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.chassis.records.references import UnknownReference
from services.outreach.service_calls import AnsweredFirst
from tests.office import PROOF, Office
from tests.services.outreach.service_brand import number

CALLS = "outreach.service_calls"


def call(office: Office, at: str = "2017-03-01T09:00:00+08:00", **more: Any) -> str:
    form = {"unit": "ZS", "received_at": at, "caller_kind": "merchant", "caller": "张三", "matter": "门前灯不亮"}
    return office.do(CALLS, "", "receive", **form | more)[-1].subject


def answer(office: Office, record: str, at: str = "2017-03-01T10:30:00+08:00", **more: Any) -> None:
    office.do(CALLS, record, "answer", answered_at=at, reply="已修", **more)


def test_a_call_belongs_to_the_day_in_shanghai_on_which_it_came(office: Office) -> None:
    record = call(office, "2017-02-28T16:30:00Z")
    assert office.events[-1].occurredon.isoformat() == "2017-03-01"
    assert office.record(CALLS, record)["due"]["answer"].isoformat() == "2017-03-02"


def test_how_long_the_caller_waited_is_counted_in_minutes(office: Office) -> None:
    record = call(office)
    answer(office, record)
    assert office.record(CALLS, record)["took_minutes"] == 90


def test_a_corrected_call_corrects_the_wait(office: Office) -> None:
    record = call(office)
    answer(office, record)
    form = {"unit": "ZS", "caller_kind": "merchant", "matter": "x", "received_at": "2017-03-01T10:00:00+08:00"}
    events = office.do(CALLS, record, "receive", corrects=1, **form)
    assert events[-1].data["took_minutes"] == 30


def test_nothing_is_answered_before_it_was_asked_nor_in_the_future(office: Office) -> None:
    record = call(office)
    with pytest.raises(AnsweredFirst):
        answer(office, record, "2017-03-01T08:59:00+08:00")
    with pytest.raises(NotYet) as refused:
        answer(office, record, "2018-01-02T23:00:00+08:00")
    assert [one["field"] for one in refused.value.to_dict()["errors"]] == ["answered_at"]
    with pytest.raises(NotYet) as refused:
        call(office, "2018-01-02T23:00:00+08:00")
    assert [one["field"] for one in refused.value.to_dict()["errors"]] == ["received_at"]


def test_a_call_becomes_a_matter_that_is_registered(office: Office) -> None:
    record = call(office)
    with pytest.raises(UnknownReference):
        office.do(CALLS, record, "convert", converted_on="2017-03-02", matter_record="nothing")
    office.do(CALLS, record, "convert", converted_on="2017-03-02", matter_record=office.matter(unit="ZS"))
    assert office.record(CALLS, record).status() == "converted"
    assert deadlines.running(office.record(CALLS, record)) == []


def test_calls_are_counted_once_and_not_when_voided(office: Office) -> None:
    record = call(office)
    call(office, "2017-07-01T09:00:00+08:00")
    assert number(office.events, "B1.calls").claimed == 1
    office.do(CALLS, record, "void", reason="误录")
    assert number(office.events, "B1.calls").claimed == 0


def test_the_proof_of_the_answer_verifies_the_call(office: Office) -> None:
    first, second = call(office), call(office)
    answer(office, first, evidence=PROOF)
    answer(office, second)
    result = number(office.events, "B1.calls")
    assert (result.claimed, result.verified) == (2, 1)


def test_calls_in_time_are_those_answered_by_the_next_working_day_of_those_due(office: Office) -> None:
    first, second = call(office), call(office)
    call(office, "2017-06-15T09:00:00+08:00")
    answer(office, first, "2017-03-02T17:00:00+08:00", evidence=PROOF)
    answer(office, second, "2017-03-03T09:00:00+08:00")
    result = number(office.events, "B1.calls_in_time")
    assert (result.claimed, result.verified, result.n) == (0.5, 0.5, 2)
    office.do(CALLS, second, "answer", corrects=2, answered_at="2017-03-02T09:00:00+08:00", reply="已修")
    assert number(office.events, "B1.calls_in_time").claimed == 1


def test_a_number_in_the_text_of_a_call_is_refused_and_in_its_own_field_kept(office: Office) -> None:
    with pytest.raises(NamesSomebody):
        call(office, matter="请回电13812345678")
    record = call(office, telephone="13812345678")
    with pytest.raises(NamesSomebody):
        office.do(CALLS, record, "answer", answered_at="2017-03-01T10:30:00+08:00", reply="已回13812345678")
