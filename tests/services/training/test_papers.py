from __future__ import annotations

from typing import Any

import orjson
import pytest

from services.chassis.records.references import UnknownReference
from services.training.courses import CourseWithdrawn
from services.training.papers import AlreadySat, NoBaseline, NoPassMark, PassMarkOutside, TooFew, UnevenPoints
from tests.office import Office
from tests.services.training.question_bank import drawn_paper, fill_question_bank, paper_questions, question
from tests.services.training.training_records import COURSES, PAPERS, QUESTIONS, course, paper, sat_assessment


@pytest.fixture
def school(office: Office) -> Office:
    office.person("a", "DT")
    course(office)
    fill_question_bank(office)
    return office


def test_the_same_seed_draws_the_same_questions_and_another_draws_others(school: Office) -> None:
    drawn_paper(school, 10, "2017", "P1")
    drawn_paper(school, 10, "2017", "P2")
    drawn_paper(school, 10, "2018", "P3")
    assert paper_questions(school, "P1") == paper_questions(school, "P2") != paper_questions(school, "P3")
    assert len(set(paper_questions(school, "P1"))) == 10


def test_without_a_seed_the_papers_code_is_one(school: Office) -> None:
    drawn_paper(school, 10, None, "P1")
    drawn_paper(school, 10, "P1", "P2")
    assert paper_questions(school, "P1") == paper_questions(school, "P2")


def test_a_paper_carries_texts_and_options_and_no_answers(school: Office) -> None:
    drawn_paper(school, 20)
    record = school.record(PAPERS, "P")
    item = next(one for one in record["questions"] if one["kind"] == "single")
    assert item["text"] == f"题 {item['question']}"
    assert [one["letter"] for one in item["options"]] == ["A", "B", "C"]
    assert record["points"] == 5
    events = [event for event in school.events if event.type.startswith("training.papers")]
    assert events
    assert not any(word in orjson.dumps(event.data) for event in events for word in (b"answer", b"key"))


def test_withdrawn_questions_and_other_topics_are_not_drawn(school: Office) -> None:
    for number in range(10):
        question(school, f"X{number}", topic="bearing")
        school.do(QUESTIONS, f"S{number:02}", "withdraw", withdrawn_on="2017-01-05", reason="过时")
    drawn_paper(school, 10)
    assert set(paper_questions(school)) <= {*(f"S{number}" for number in range(10, 20)), "M", "T"}
    with pytest.raises(TooFew):
        drawn_paper(school, 20, code="P2")


def test_the_full_mark_is_shared_out_evenly(school: Office) -> None:
    with pytest.raises(UnevenPoints):
        drawn_paper(school, 3)


@pytest.mark.parametrize(
    ("of_course", "own", "pass_mark"),
    [
        (None, 60, 60),  # its own
        (60, None, 60),  # its course's share
        (61, None, 61),
        (60, 80, 80),  # stricter than the course
    ],
)
def test_a_paper_says_what_a_pass_is(office: Office, of_course: int | None, own: int | None, pass_mark: int) -> None:
    course(office, pass_mark=of_course)
    paper(office, pass_mark=own)
    assert office.record(PAPERS, "P")["pass_mark"] == pass_mark


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"pass_mark": 101}, PassMarkOutside),  # nobody could pass
        ({"pass_mark": 59}, PassMarkOutside),  # easier than the course demands
        ({"full_mark": 50, "pass_mark": 29}, PassMarkOutside),
    ],
)
def test_a_pass_mark_within_reason(office: Office, more: dict[str, Any], refusal: type[Exception]) -> None:
    course(office, pass_mark=60)
    with pytest.raises(refusal):
        paper(office, **more)


def test_neither_paper_nor_course_with_a_pass_mark_is_refused(office: Office) -> None:
    course(office)
    with pytest.raises(NoPassMark):
        paper(office, pass_mark=None)


def test_a_paper_of_a_withdrawn_course_is_not_set(office: Office) -> None:
    course(office)
    office.do(COURSES, "C", "withdraw", withdrawn_on="2017-01-05", reason="修订")
    with pytest.raises(CourseWithdrawn):
        paper(office)


def test_a_paper_that_was_sat_stays_as_it_is(school: Office) -> None:
    drawn_paper(school, 20)
    assert school.do(PAPERS, "P", "draw", corrects=2, drawn_on="2017-01-10", number=10, seed="x")
    sat_assessment(school, "a")
    with pytest.raises(AlreadySat):
        school.do(PAPERS, "P", "draw", corrects=2, drawn_on="2017-01-10", number=20, seed="x")
    with pytest.raises(AlreadySat):
        school.do(PAPERS, "P", "void", reason="x")


def test_a_later_test_names_the_baseline_that_it_is_compared_with(school: Office) -> None:
    paper(school, "X")
    wrong: list[dict[str, Any]] = [
        {"round": "later"},
        {"round": "later", "baseline": "X"},
        {"round": "later", "baseline": "L"},
        {"round": "baseline", "baseline": "X"},
        {"baseline": "X"},
    ]
    for more in wrong:
        with pytest.raises((NoBaseline, UnknownReference)):
            paper(school, "L", **more)
    paper(school, "B", round="baseline")
    paper(school, "L", round="later", baseline="B")
