"""Sitting a paper in the browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.office import Office
from tests.services.gateway.gateway_client import FilledForm, GatewayClient, without_tags
from tests.services.training import question_bank, training_records


@pytest.fixture
def paper(office: Office) -> str:
    """A drawn paper of five questions, 20 points each, 60 to pass."""
    training_records.course(office)
    question_bank.fill_question_bank(office, 3)
    return question_bank.drawn_paper(office, 5)


def exam_answers(office: Office, right: int) -> dict[str, Any]:
    """So many right answers, the others wrong."""
    answers: dict[str, Any] = {}
    for number, one in enumerate(question_bank.right_answers(office)):
        answers[f"q.{one['question']}"] = one["chosen"] if number < right else ["B"]
    return answers


@pytest.mark.parametrize(("right", "score", "words"), [(5, 100, "合格"), (3, 60, "合格"), (2, 40, "不合格")])
def test_a_squadron_sits_its_test_in_the_browser(
    gateway: GatewayClient, paper: str, right: int, score: int, words: str
) -> None:
    inputs = {"person": "DT-01", "sat_on": "2018-01-01"} | exam_answers(gateway.office, right)

    done = gateway.fill(f"/exam/{paper}", inputs)

    assert done.status_code == 303, without_tags(done.text)
    page = without_tags(gateway.request(done.headers["Location"]).text)
    assert f"状态 {words} 得分 {score} / 100 及格线 60 答对题数 {right}" in page
    assert "某 DT-01" in page
    record = gateway.office.record("training.assessments", done.headers["Location"].rpartition("/")[2])
    assert (record["paper"], record["person"], record["score"]) == (paper, "DT-01", score)
    again = gateway.request(f"/exam/{paper}", FilledForm(gateway.request(f"/exam/{paper}").text).fill_in(inputs))
    assert again.status_code == 303, "another attempt is another assessment"


def test_an_answer_sheet_that_is_sent_twice_is_one_assessment(gateway: GatewayClient, paper: str) -> None:
    inputs = {"person": "DT-01", "sat_on": "2018-01-01"} | exam_answers(gateway.office, 5)
    form = FilledForm(gateway.request(f"/exam/{paper}").text).fill_in(inputs)
    first, second = (gateway.request(f"/exam/{paper}", form).headers["Location"] for _ in range(2))
    assert first == second


def test_the_paper_shows_questions_and_options_and_no_answer(gateway: GatewayClient, paper: str) -> None:
    page = gateway.request(f"/exam/{paper}").text
    assert page.count('<fieldset class="question"') == 5
    for one in question_bank.paper_questions(gateway.office):
        assert f"题 {one}" in page
    assert 'type="checkbox" name="q.M"' in page or "q.M" not in page
    assert 'type="radio"' in page
    assert "checked" not in page
    assert "answer" not in page.replace("answers", "")


def test_who_left_questions_out_is_asked_once(gateway: GatewayClient, paper: str) -> None:
    inputs = {"person": "DT-01", "sat_on": "2018-01-01"} | exam_answers(gateway.office, 5)
    question = next(name for name in inputs if name.startswith("q."))
    inputs.pop(question)

    unsure = gateway.fill(f"/exam/{paper}", inputs)

    assert unsure.status_code == 200
    assert "还有 1 题未答" in unsure.text
    assert f'<a href="#{question}">' in unsure.text
    assert unsure.text.count(" checked") >= 4, "what was ticked is kept"
    done = gateway.request(f"/exam/{paper}", FilledForm(unsure.text).fill_in({"_do": "anyway"}))
    assert done.status_code == 303
    assert "得分 80" in without_tags(gateway.request(done.headers["Location"]).text)


def test_what_is_wrong_with_an_answer_sheet_is_told_and_the_answers_are_kept(
    gateway: GatewayClient, paper: str
) -> None:
    inputs = {"person": "", "sat_on": "2018-01-01"} | exam_answers(gateway.office, 5)
    wrong = gateway.fill(f"/exam/{paper}", inputs)
    assert wrong.status_code == 422
    assert '<a href="#f-person">应试人：必填</a>' in wrong.text
    assert wrong.text.count(" checked") >= 5
    code = next(iter(question_bank.paper_questions(gateway.office)))
    forged = gateway.fill(f"/exam/{paper}", inputs | {"person": "DT-01", f"q.{code}": ["F"]})
    assert forged.status_code == 409
    assert f'<a href="#q.{code}">' in forged.text


def test_an_exam_is_for_own_people_and_for_papers_that_were_drawn(gateway: GatewayClient, paper: str) -> None:
    gateway.office.person("ZS-01", "ZS")
    assert "ZS-01" not in gateway.request(f"/exam/{paper}").text
    inputs = {"person": "ZS-01", "sat_on": "2018-01-01"} | exam_answers(gateway.office, 5)
    assert gateway.fill(f"/exam/{paper}", inputs).status_code == 403
    assert gateway.request(f"/exam/{paper}", role="leader", unit=None).status_code == 403
    assert gateway.request("/exam/nix").status_code == 404
    written = training_records.paper(gateway.office, "W")
    assert gateway.request(f"/exam/{written}").status_code == 409
    page = gateway.request(f"/registers/training/papers/{paper}")
    assert f'href="/exam/{paper}"' in page.text
    assert f'href="/exam/{paper}"' not in gateway.request(f"/registers/training/papers/{paper}", role="leader").text
    assert gateway.request(f"/exam/{paper}/nobody").status_code == 404
