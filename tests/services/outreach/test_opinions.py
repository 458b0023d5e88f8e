from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow, NotYet, OutOfOrder
from contracts.forms import fields_of
from contracts.outreach.opinions import register
from contracts.refusals import OtherCategory
from services.chassis.records import deadlines
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.chassis.records.references import UnknownReference
from services.outreach.opinions import (
    BeforeItsSource,
    OpinionDueInThePast,
    OtherSource,
    RepliedBeforeReceived,
    WithoutVisit,
)
from tests.office import PROOF, Office
from tests.services.outreach.public_contact import (
    OPINIONS,
    claimed_value,
    opinion,
    read_model,
    session,
    value,
    visit,
    visited_opinion,
)

ANSWER: dict[str, Any] = {"answered_at": "2017-03-09T10:00:00+08:00", "outcome": "answered", "reply": "已安排巡查"}
CONVERSION: dict[str, Any] = {
    "converted_on": "2017-03-09",
    "target": "rectification",
    "category": "slow",
    "summary": "占道处置慢",
}
RESOLUTION: dict[str, Any] = {"resolved_on": "2017-03-20", "result": "done", "outcome_text": "已整改"}
FEEDBACK: dict[str, Any] = {"fed_back_at": "2017-03-21T09:00:00+08:00", "reply": "已整改完毕"}


def converted_opinion(office: Office, **more: Any) -> str:
    record = opinion(office)
    office.do(OPINIONS, record, "convert", **CONVERSION | more)
    return record


def test_an_opinion_is_answered_and_closed(office: Office) -> None:
    record = opinion(office)
    office.do(OPINIONS, record, "answer", **ANSWER)
    office.do(OPINIONS, record, "close", closed_on="2017-03-10")
    assert office.record(OPINIONS, record).status() == "closed"


def test_a_converted_opinion_waits_for_its_result_and_is_fed_back(office: Office) -> None:
    record = converted_opinion(office)
    waiting = office.record(OPINIONS, record)
    assert (waiting.status(), register.words[waiting.status()]) == ("converted", "已转办，等待结果")
    for step, form in (("feed_back", FEEDBACK), ("close", {"closed_on": "2017-03-22"})):
        with pytest.raises(NotNow):
            office.do(OPINIONS, record, step, **form)
    office.do(OPINIONS, record, "resolve", **RESOLUTION)
    office.do(OPINIONS, record, "feed_back", **FEEDBACK)
    office.do(OPINIONS, record, "close", closed_on="2017-03-22")
    assert office.record(OPINIONS, record).status() == "closed"


def test_what_was_answered_is_not_converted_and_what_was_converted_is_not_answered(office: Office) -> None:
    answered, waiting = opinion(office), converted_opinion(office)
    office.do(OPINIONS, answered, "answer", **ANSWER)
    with pytest.raises(NotNow):
        office.do(OPINIONS, answered, "convert", **CONVERSION)
    with pytest.raises(NotNow):
        office.do(OPINIONS, waiting, "answer", **ANSWER)


def test_an_opinion_is_triaged_before_it_is_answered(office: Office) -> None:
    record = opinion(office, triaged=False)
    with pytest.raises(NotNow):
        office.do(OPINIONS, record, "answer", **ANSWER)


def test_a_reply_follows_the_question_and_does_not_lie_in_the_future(office: Office) -> None:
    record = opinion(office)
    with pytest.raises(RepliedBeforeReceived):
        office.do(OPINIONS, record, "answer", **ANSWER | {"answered_at": "2017-03-08T14:59:00+08:00"})
    with pytest.raises(NotYet):
        office.do(OPINIONS, record, "answer", **ANSWER | {"answered_at": "2018-06-01T10:00:00+08:00"})
    assert office.do(OPINIONS, record, "answer", **ANSWER | {"answered_at": "2017-03-08T15:00:00+08:00"})


def test_feedback_follows_the_question_and_its_result(office: Office) -> None:
    record = converted_opinion(office)
    office.do(OPINIONS, record, "resolve", **RESOLUTION)
    with pytest.raises(OutOfOrder):
        office.do(OPINIONS, record, "feed_back", **FEEDBACK | {"fed_back_at": "2017-03-19T09:00:00+08:00"})
    with pytest.raises(RepliedBeforeReceived):
        office.do(OPINIONS, record, "feed_back", **FEEDBACK | {"fed_back_at": "2017-03-01T09:00:00+08:00"})


def test_working_hours_to_the_reply_are_counted_and_follow_a_correction(office: Office) -> None:
    record = opinion(office)
    office.do(OPINIONS, record, "answer", **ANSWER)
    assert office.record(OPINIONS, record)["took_hours"] == 5, "15 to 18 and 8 to 10"
    form: dict[str, Any] = {"unit": "DBT", "channel": "weibo", "matter": "路口占道"}
    events = office.do(OPINIONS, record, "receive", corrects=1, **form, received_at="2017-03-08T09:00:00+08:00")
    assert events[-1].data["took_hours"] == 9
    with pytest.raises(OutOfOrder):
        office.do(OPINIONS, record, "receive", corrects=1, **form, received_at="2017-03-09T11:00:00+08:00")
    with pytest.raises(RepliedBeforeReceived):
        office.do(OPINIONS, record, "answer", corrects=3, **ANSWER | {"answered_at": "2017-03-08T08:00:00+08:00"})


def test_triage_sends_it_to_the_unit_that_answers(office: Office) -> None:
    record = opinion(office, triaged=False)
    office.do(OPINIONS, record, "triage", triaged_on="2017-03-08", topic="street_order", unit="DT")
    assert office.record(OPINIONS, record).unit == "DT"


def test_a_reply_is_due_when_triage_says_so(office: Office) -> None:
    record = opinion(office, triaged=False)
    form: dict[str, Any] = {"triaged_on": "2017-03-08", "topic": "street_order"}
    with pytest.raises(OpinionDueInThePast):
        office.do(OPINIONS, record, "triage", **form, reply_by="2017-03-07")
    office.do(OPINIONS, record, "triage", **form, reply_by="2017-03-15")
    (due,) = deadlines.running(office.record(OPINIONS, record))
    assert (due.clock, due.due.isoformat()) == ("reply", "2017-03-15")
    office.do(OPINIONS, record, "convert", **CONVERSION)
    assert deadlines.running(office.record(OPINIONS, record)), "waiting for the result does not stop it"
    office.do(OPINIONS, record, "resolve", **RESOLUTION)
    office.do(OPINIONS, record, "feed_back", **FEEDBACK)
    assert deadlines.running(office.record(OPINIONS, record)) == []


def test_without_a_day_set_no_reply_is_due(office: Office) -> None:
    assert deadlines.running(office.record(OPINIONS, opinion(office))) == []


def test_an_opinion_names_the_source_that_its_channel_speaks_of(office: Office) -> None:
    session_id = session(office)
    assert opinion(office, qa_session=session_id)
    for channel in ("call", "visit", "letter"):
        with pytest.raises(OtherSource) as refused:
            opinion(office, channel=channel, qa_session=session_id)
        assert refused.value.to_dict()["errors"][0]["field"] == "qa_session"
    with pytest.raises(UnknownReference):
        opinion(office, qa_session="nobody")


def test_a_question_is_not_older_than_its_session(office: Office) -> None:
    session_id = session(office)
    with pytest.raises(BeforeItsSource):
        opinion(office, qa_session=session_id, received_at="2017-03-07T15:00:00+08:00")


def test_what_a_visit_brought_names_the_visit_which_was_made(office: Office) -> None:
    with pytest.raises(WithoutVisit):
        visited_opinion(office, visit=None)
    with pytest.raises(BeforeItsSource):
        visited_opinion(office, visit=visit(office, made_on=None))
    with pytest.raises(BeforeItsSource):
        visited_opinion(office, received_at="2017-04-04T10:00:00+08:00")
    assert visited_opinion(office)


def test_a_voided_session_is_no_source(office: Office) -> None:
    session_id = session(office)
    office.do("outreach.qa_sessions", session_id, "void", reason="重复")
    with pytest.raises(UnknownReference):
        opinion(office, qa_session=session_id)


@pytest.mark.parametrize(
    ("target", "category"), [("case", "slow"), ("rectification", "street_order"), ("case", "inaction")]
)
def test_style_is_rectified_and_disorder_becomes_a_case(office: Office, target: str, category: str) -> None:
    with pytest.raises(OtherCategory):
        converted_opinion(office, target=target, category=category)


@pytest.mark.parametrize(
    ("target", "category"), [("case", "street_order"), ("rectification", "slow"), ("case", "other")]
)
def test_a_category_that_fits_is_converted(office: Office, target: str, category: str) -> None:
    assert office.record(OPINIONS, converted_opinion(office, target=target, category=category)).status() == "converted"


def test_what_was_converted_says_all_that_cases_need_and_nothing_of_the_asker(office: Office) -> None:
    record = opinion(office, asker="王五", contact="13812345678")
    (event,) = office.do(OPINIONS, record, "convert", **CONVERSION)
    needed = {"target": "rectification", "category": "slow", "summary": "占道处置慢", "responsible_unit": "DBT"}
    assert needed.items() <= event.data.items()
    assert event.type == "outreach.opinions.converted.v1"
    assert not {"asker", "contact"} & set(fields_of(register.step("convert").data))
    other = opinion(office)
    (event,) = office.do(OPINIONS, other, "convert", **CONVERSION, responsible_unit="DT")
    assert (event.data["responsible_unit"], event.unit) == ("DT", "DBT")


def test_who_asked_stands_in_no_event(office: Office) -> None:
    opinion(office, asker="王五", contact="13812345678")
    texts = str([event.data for event in office.events])
    assert "王五" not in texts
    assert "13812345678" not in texts


@pytest.mark.parametrize("text", ["请回电13812345678", "请回电１３８１２３４５６７８", "身份证11010519491231002X"])
def test_texts_that_many_read_hold_no_numbers_of_people(office: Office, text: str) -> None:
    with pytest.raises(NamesSomebody) as refused:
        opinion(office, matter=text)
    assert refused.value.to_dict()["errors"][0]["field"] == "matter"
    with pytest.raises(NamesSomebody):
        converted_opinion(office, summary=text)
    with pytest.raises(NamesSomebody):
        office.do(OPINIONS, opinion(office), "answer", **ANSWER | {"reply": text})
    with pytest.raises(NamesSomebody):
        office.do(OPINIONS, converted_opinion(office), "resolve", **RESOLUTION | {"outcome_text": text})


@pytest.mark.parametrize("text", ["致电85001234", "编号138123456789", "单号123456789012345678"])
def test_other_numbers_may_stand_there(office: Office, text: str) -> None:
    assert opinion(office, matter=text)


def test_the_numbers_of_the_questions(office: Office) -> None:
    for _ in range(2):
        opinion(office, triaged=False)
    answered, waiting, case = (
        opinion(office),
        converted_opinion(office),
        converted_opinion(office, target="case", category="other"),
    )
    office.do(OPINIONS, answered, "answer", **ANSWER, evidence=PROOF)
    model = read_model(office)
    assert value(model, "A1.questions")[0] == 5
    assert value(model, "A1.answered") == (0.2, 0.2)
    assert value(model, "A1.converted")[0] == 0.2
    assert value(model, "A1.questions", "2017-03-07")[0] == 0
    office.do(OPINIONS, case, "resolve", **RESOLUTION)
    assert claimed_value(office, "A1.answered") == 0.2
    office.do(OPINIONS, case, "feed_back", **FEEDBACK)
    assert claimed_value(office, "A1.answered") == 0.4
    office.do(OPINIONS, waiting, "void", reason="重复")
    assert (claimed_value(office, "A1.questions"), claimed_value(office, "A1.converted")) == (4, 0)


def test_reply_times_are_percentiles_of_working_hours(office: Office) -> None:
    for hour in ("15:30", "16:30", "17:30"):
        record = opinion(office)
        office.do(OPINIONS, record, "answer", **ANSWER | {"answered_at": f"2017-03-08T{hour}:00+08:00"})
    slow = converted_opinion(office)
    office.do(OPINIONS, slow, "resolve", **RESOLUTION)
    office.do(OPINIONS, slow, "feed_back", **FEEDBACK)
    assert (claimed_value(office, "A1.reply_hours_p50"), claimed_value(office, "A1.reply_hours_p90")) == (
        2,
        3 + 8 * 8 + 1,
    )
    assert claimed_value(Office(), "A1.reply_hours_p50") is None


def test_a_question_stays_with_the_unit_that_received_it(office: Office) -> None:
    record = opinion(office, triaged=False)
    office.do(OPINIONS, record, "triage", triaged_on="2017-03-08", topic="street_order", unit="DT")
    office.do(OPINIONS, record, "answer", **ANSWER)
    model = read_model(office)
    assert [value(model, "A1.answered", units=unit)[0] for unit in ("DBT", "DT")] == [1, None]
