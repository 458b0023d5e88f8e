"""Sitting a paper in the browser, as oneself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.chassis.base import clock
from tests.office import Office
from tests.services.gateway.gateway_client import FilledForm, GatewayClient, without_tags
from tests.services.training import question_bank, training_records

ASSESSMENTS = training_records.ASSESSMENTS
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def paper(office: Office) -> str:
    """A drawn paper of five questions, 20 points each, 60 to pass, 40 minutes; the office's clock is the gateway's."""
    training_records.course(office)
    question_bank.fill_question_bank(office, 3)
    code = question_bank.drawn_paper(office, 5, minutes=40)
    office.now = clock.now()
    return code


def exam_answers(office: Office, right: int) -> dict[str, Any]:
    """So many right answers, the others wrong."""
    answers: dict[str, Any] = {}
    for number, one in enumerate(question_bank.right_answers(office)):
        answers[f"q.{one['question']}"] = one["chosen"] if number < right else ["B"]
    return answers


def begin(gateway: GatewayClient, paper: str, who: str = "DT-01", **more: Any) -> TestResponse:
    """Open the paper and press the button."""
    page = gateway.request(f"/exam/{paper}", role="officer", who=who, **more)
    assert page.status_code == 200, page.text
    form = FilledForm(page.text).fill_in({"_do": "begin"})
    return gateway.request(f"/exam/{paper}", form, role="officer", who=who, **more)


def open_sheet(gateway: GatewayClient, paper: str, who: str = "DT-01") -> FilledForm:
    """The questions, for who has begun."""
    begin(gateway, paper, who)
    return FilledForm(gateway.request(f"/exam/{paper}", role="officer", who=who).text)


def send(gateway: GatewayClient, paper: str, form: Any, who: str = "DT-01") -> TestResponse:
    """Hand in."""
    return gateway.request(f"/exam/{paper}", form, role="officer", who=who)


def my_exams(gateway: GatewayClient, who: str = "DT-01") -> str:
    """What a person's own page says."""
    return without_tags(gateway.request("/exams", role="officer", who=who).text)


def subjects(office: Office, event: str) -> list[str]:
    """Of which assessments an event tells, once for each time."""
    every = question_bank.examination_events(office)
    return [one.subject for one in every if one.type == f"{ASSESSMENTS}.{event}.v1"]


def close_and_mark(office: Office, paper: str) -> str:
    """Close a paper, and mark the one sheet that was handed in; its id."""
    assert office.now
    today = clock.day_of(office.now).isoformat()
    office.do("training.papers", paper, "withdraw", withdrawn_on=today, reason="考试结束")
    office.now += dt.timedelta(minutes=2)
    (record,) = subjects(office, "answered")
    office.do(ASSESSMENTS, record, "mark")
    return record


@pytest.mark.parametrize(("right", "score", "words"), [(5, 100, "合格"), (3, 60, "合格"), (2, 40, "不合格")])
def test_a_person_sits_a_paper_and_is_told_the_mark_once_it_is_closed(
    gateway: GatewayClient, paper: str, right: int, score: int, words: str
) -> None:
    assert "正在进行 试卷 P · 40 分钟" in my_exams(gateway)
    done = send(gateway, paper, open_sheet(gateway, paper).fill_in(exam_answers(gateway.office, right)))
    assert (done.status_code, done.headers["Location"]) == (303, "/exams")
    assert "试卷: 已交卷，考试结束后公布成绩" in my_exams(gateway)

    record = close_and_mark(gateway.office, paper)

    assert f"试卷 : {words}, {score} / 100" in my_exams(gateway)
    result = gateway.request(f"/exam/{paper}/{record}", role="officer", who="DT-01")
    assert f"状态 {words} 得分 {score} / 100 及格线 60 答对题数 {right}" in without_tags(result.text)
    assert gateway.request(f"/exam/{paper}/{record}", role="officer", who="DT-02").status_code == 403
    assert gateway.request(f"/exam/{paper}/{record}", role="trainer", unit=None).status_code == 200


def test_the_questions_are_shown_once_the_timer_runs_and_say_until_when(gateway: GatewayClient, paper: str) -> None:
    start = gateway.request(f"/exam/{paper}", role="officer", who="DT-01").text
    assert "<fieldset" not in start
    assert "题 S" not in start
    assert "以 DT-01 的身份应试" in start

    assert begin(gateway, paper).headers["Location"] == f"/exam/{paper}"

    page = gateway.request(f"/exam/{paper}", role="officer", who="DT-01").text
    assert page.count('<fieldset class="question"') == 5
    for one in question_bank.paper_questions(gateway.office):
        assert f"题 {one}" in page
    assert 'type="radio"' in page
    assert "checked" not in page
    assert "answer" not in page.replace("answers", "")
    (sitting,) = question_bank.examination_events(gateway.office)
    by = dt.datetime.fromisoformat(sitting.data["hand_in_by"])
    assert by - dt.datetime.fromisoformat(sitting.data["begun_at"]) == dt.timedelta(minutes=40)
    assert f"最迟 {by.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M} 交卷" in page


def test_begun_twice_it_runs_once(gateway: GatewayClient, paper: str) -> None:
    page = gateway.request(f"/exam/{paper}", role="officer", who="DT-01")
    form = FilledForm(page.text).fill_in({"_do": "begin"})
    for _ in range(2):
        assert gateway.request(f"/exam/{paper}", form, role="officer", who="DT-01").status_code == 303
    assert len(subjects(gateway.office, "sat")) == 1


def test_an_answer_sheet_that_is_sent_twice_is_one_assessment(gateway: GatewayClient, paper: str) -> None:
    form = open_sheet(gateway, paper).fill_in(exam_answers(gateway.office, 5))
    assert [send(gateway, paper, form).status_code for _ in range(2)] == [303, 303]
    assert len(subjects(gateway.office, "answered")) == 1
    assert "考试次数已用完" in gateway.request(f"/exam/{paper}", role="officer", who="DT-01").text


def test_who_left_questions_out_is_asked_once(gateway: GatewayClient, paper: str) -> None:
    inputs = exam_answers(gateway.office, 5)
    question = next(iter(inputs))
    inputs.pop(question)

    unsure = send(gateway, paper, open_sheet(gateway, paper).fill_in(inputs))

    assert unsure.status_code == 200
    assert "还有 1 题未答" in unsure.text
    assert f'<a href="#{question}">' in unsure.text
    assert unsure.text.count(" checked") >= 4, "what was ticked is kept"
    assert send(gateway, paper, FilledForm(unsure.text).fill_in({"_do": "anyway"})).status_code == 303


def test_what_is_wrong_with_an_answer_sheet_is_told_and_the_answers_are_kept(
    gateway: GatewayClient, paper: str
) -> None:
    sheet, inputs = open_sheet(gateway, paper), exam_answers(gateway.office, 5)
    code = next(iter(question_bank.paper_questions(gateway.office)))
    forged = send(gateway, paper, sheet.fill_in(inputs | {f"q.{code}": ["F"]}))
    assert forged.status_code == 409
    assert f'<a href="#q.{code}">' in forged.text
    assert gateway.office.now
    gateway.office.now += HOUR
    late = send(gateway, paper, FilledForm(forged.text).fill_in(inputs))
    assert late.status_code == 409
    assert "考试时间已结束" in late.text
    assert late.text.count(" checked") >= 5


def test_nobody_hands_in_anothers_sheet(gateway: GatewayClient, paper: str) -> None:
    gateway.office.person("DT-02", "DT")
    sheet = open_sheet(gateway, paper).fill_in(exam_answers(gateway.office, 5))
    begin(gateway, paper, "DT-02")
    own = FilledForm(gateway.request(f"/exam/{paper}", role="officer", who="DT-02").text)
    # The other's csrf token does not pass; with one's own the sheet is still the other's.
    assert send(gateway, paper, sheet, "DT-02").status_code == 403
    stolen = own.fill_in(exam_answers(gateway.office, 5) | {"_sitting": sheet["_sitting"]})
    assert send(gateway, paper, stolen, "DT-02").status_code == 403


def test_a_paper_shows_when_it_opens_and_that_it_is_over(gateway: GatewayClient, paper: str) -> None:
    office, now = gateway.office, clock.now()
    question_bank.drawn_paper(office, 5, code="L", opens_at=(now + HOUR).isoformat())
    question_bank.drawn_paper(office, 5, code="E", closes_at=(now - HOUR).isoformat())
    listed = my_exams(gateway)
    assert "即将开考 试卷 L · 开考时间" in listed
    assert "试卷 E" not in listed
    for code, words in (("L", "尚未开考"), ("E", "已截止")):
        assert words in gateway.request(f"/exam/{code}", role="officer", who="DT-01").text
        # Whoever sends the form nevertheless is refused by the owner, by its own clock.
        form = FilledForm(gateway.request(f"/exam/{paper}", role="officer", who="DT-01").text).fill_in({"_do": "begin"})
        refused = gateway.request(f"/exam/{code}", form, role="officer", who="DT-01")
        assert refused.status_code == 409


def test_an_exam_is_for_people_and_for_papers_that_were_drawn(gateway: GatewayClient, paper: str) -> None:
    gateway.office.person("ZS-01", "ZS")
    assert begin(gateway, paper, "ZS-01").status_code == 403, "of another unit than the account's"
    assert begin(gateway, paper, "").status_code == 422, "a post is nobody"
    assert gateway.request(f"/exam/{paper}", role="leader", unit=None).status_code == 403
    assert gateway.request("/exam/nix").status_code == 404
    written = training_records.paper(gateway.office, "W")
    assert gateway.request(f"/exam/{written}").status_code == 409
    page = gateway.request(f"/registers/training/papers/{paper}")
    assert f'href="/exam/{paper}"' in page.text
    assert f'href="/exam/{paper}"' not in gateway.request(f"/registers/training/papers/{paper}", role="leader").text
    assert gateway.request(f"/exam/{paper}/nobody").status_code == 404
