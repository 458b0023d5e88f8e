from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from contracts.refusals import NotOnStrength
from services.training.assessments import (
    AnsweredTwice,
    InvigilatesAlone,
    NotOnPaper,
    OutsidePaper,
    TopicsDiffer,
)
from services.training.certificate_dependencies import CertificateRests
from services.training.papers import NotSetYet, PaperWithdrawn
from services.training.sittings import NoPaperToSit, NotBegun
from tests.office import PROOF, Office
from tests.services.training.question_bank import (
    answer_sheet,
    begun_sitting,
    close_paper,
    drawn_paper,
    examinee,
    fill_question_bank,
    paper_questions,
    question,
    right_answers,
)
from tests.services.training.training_records import (
    ASSESSMENTS,
    CERTIFICATES,
    PAPERS,
    QUESTIONS,
    claimed_value,
    course,
    facts,
    gaps,
    paper,
    read_model,
    sat_assessment,
    scored_assessment,
    take_steps,
    value,
)

RATE, SCORE = "S1.exam_pass_rate", "S1.score"


@pytest.fixture
def school(office: Office) -> Office:
    for code, unit in (("a", "DT"), ("b", "DT"), ("c", "DBT")):
        office.person(code, unit)
    course(office)
    return office


@pytest.fixture
def hall(school: Office) -> Office:
    """A drawn paper of 20 questions at 5 points each."""
    fill_question_bank(school)
    drawn_paper(school, 20)
    return school


def result(office: Office, record: str) -> tuple[int, int, bool]:
    stored = office.record(ASSESSMENTS, record)
    return stored["score"], stored["percent"], stored["passed"]


def test_answers_are_marked_and_what_is_left_out_is_wrong(hall: Office) -> None:
    answers = {"a": right_answers(hall), "b": right_answers(hall, leave=9), "c": []}
    records = [answer_sheet(hall, person, some) for person, some in answers.items()]
    assert [hall.record(ASSESSMENTS, one).get("score") for one in records] == [None, None, None]
    close_paper(hall)
    for record in records:
        hall.do(ASSESSMENTS, record, "mark")
    assert [result(hall, one) for one in records] == [(100, 100, True), (55, 55, False), (0, 0, False)]


@pytest.mark.parametrize(
    ("chosen", "score"),
    [
        (["A", "C"], 100),
        (["C", "A"], 100),  # the order does not matter
        (["A"], 95),  # half a right answer is none
        (["A", "B", "C"], 95),  # ticking everything is none either
    ],
)
def test_a_multiple_choice_is_right_as_a_whole(school: Office, chosen: list[str], score: int) -> None:
    fill_question_bank(school, singles=18)
    drawn_paper(school, 20)
    answers = [one if one["question"] != "M" else one | {"chosen": chosen} for one in right_answers(school)]
    record = answer_sheet(school, "a", answers)
    close_paper(school)
    assert result(school, take_steps(school, ASSESSMENTS, record, mark={}))[0] == score


def test_answers_are_to_the_papers_questions_and_options_and_once_each(hall: Office) -> None:
    record = begun_sitting(hall, "a")
    first = paper_questions(hall)[0]
    for wrong in ({"question": "Z", "chosen": ["A"]}, {"question": first, "chosen": ["F"]}):
        with pytest.raises(NotOnPaper):
            hall.do_as(examinee("a"), ASSESSMENTS, record, "answer", answers=[wrong])
    with pytest.raises(AnsweredTwice):
        hall.do_as(examinee("a"), ASSESSMENTS, record, "answer", answers=[{"question": first, "chosen": ["A"]}] * 2)


def test_a_written_paper_has_no_questions_to_answer(school: Office) -> None:
    paper(school)
    with pytest.raises(NotBegun):
        school.do_as(examinee("a"), ASSESSMENTS, sat_assessment(school, "a"), "answer", answers=[])
    with pytest.raises(NoPaperToSit):
        begun_sitting(school, "b")


def test_a_key_that_is_corrected_marks_again_and_a_reworded_question_as_it_was_drawn(hall: Office) -> None:
    record = answer_sheet(hall, "a", right_answers(hall))
    close_paper(hall)
    hall.do(ASSESSMENTS, record, "mark")
    first = next(code for code in paper_questions(hall) if code.startswith("S"))
    form: dict[str, Any] = {"code": first, "unit": "DT", "topic": "law", "kind": "single", "question": "题"}
    form |= {"option_a": "甲", "option_b": "乙", "option_c": "丙", "entered_on": "2017-01-01"}
    hall.do(QUESTIONS, first, "enter", corrects=1, answer="B", **form)
    (event,) = hall.do(ASSESSMENTS, record, "mark", corrects=3)
    assert event.data["score"] == 95
    hall.do(QUESTIONS, first, "enter", corrects=1, answer="B", **form | {"option_c": "丁"})
    (event,) = hall.do(ASSESSMENTS, record, "mark", corrects=3)
    assert event.data["score"] == 100
    (answered, marked) = hall.do(ASSESSMENTS, record, "answer", corrects=2, answers=right_answers(hall, leave=1))
    assert "score" not in answered.data, "a trainer who corrects answers has them marked again"
    assert marked.data["score"] == 95


def test_a_score_lies_within_the_paper(school: Office) -> None:
    paper(school, full_mark=50, pass_mark=30)
    with pytest.raises(OutsidePaper):
        scored_assessment(school, "a", 51)
    assert result(school, scored_assessment(school, "b", 50)) == (50, 100, True)
    assert result(school, scored_assessment(school, "c", 29)) == (29, 58, False)


def test_a_marked_assessment_is_not_marked_again_but_corrected(school: Office) -> None:
    paper(school)
    record = scored_assessment(school, "a", 50)
    with pytest.raises(NotNow):
        school.do(ASSESSMENTS, record, "score", score=60)
    school.do(ASSESSMENTS, record, "score", corrects=2, score=60, evidence=PROOF)
    assert claimed_value(school, RATE) == 1


def test_attempts_are_counted_in_the_order_of_days(school: Office) -> None:
    paper(school)
    paper(school, "P2")
    numbers = [
        school.record(ASSESSMENTS, sat_assessment(school, *sitting))["attempt"]
        for sitting in (
            ("a", "2017-03-01"),
            ("a", "2017-05-01", "P2"),
            ("a", "2017-04-01"),  # entered late
            ("a", "2017-05-01"),  # a second one on that day
            ("b", "2017-03-01"),
        )
    ]
    assert numbers == [1, 2, 2, 4, 1]


def test_a_correction_keeps_the_number_of_the_attempt_and_a_voided_one_does_not_count(school: Office) -> None:
    paper(school)
    first, second = sat_assessment(school, "a"), sat_assessment(school, "a")
    school.do(ASSESSMENTS, first, "sit", corrects=1, person="a", paper="P", sat_on="2017-03-01", invigilator="b")
    assert [school.record(ASSESSMENTS, one)["attempt"] for one in (first, second)] == [1, 2]
    school.do(ASSESSMENTS, first, "void", reason="x")
    assert school.record(ASSESSMENTS, sat_assessment(school, "a"))["attempt"] == 2


def test_who_sits_is_on_strength_and_invigilated_by_another(school: Office) -> None:
    paper(school)
    with pytest.raises(InvigilatesAlone):
        sat_assessment(school, "a", invigilator="a")
    with pytest.raises(NotOnStrength):
        sat_assessment(school, "a", "2015-12-31")
    school.do("training.people", "a", "leave", left_on="2017-02-01", reason="辞职")
    with pytest.raises(NotOnStrength):
        sat_assessment(school, "a")


def test_a_withdrawn_paper_is_sat_no_more(school: Office) -> None:
    paper(school)
    school.do(PAPERS, "P", "withdraw", withdrawn_on="2017-03-01", reason="泄题")
    with pytest.raises(PaperWithdrawn):
        sat_assessment(school, "a", "2017-03-01")
    sat_assessment(school, "a", "2017-02-28")


def test_a_paper_is_sat_once_it_was_set_and_drawn(hall: Office) -> None:
    paper(hall, "W")
    for code, early, first in (("W", "2017-01-04", "2017-01-05"), ("P", "2017-01-09", "2017-01-10")):
        with pytest.raises(NotSetYet) as refused:
            sat_assessment(hall, "a", early, code)
        assert refused.value.to_dict()["errors"][0]["field"] == "sat_on"
        sat_assessment(hall, "a", first, code)


def test_the_pass_rate_takes_the_best_attempt_and_a_resit_is_no_second_person(school: Office) -> None:
    paper(school)
    scored_assessment(school, "a", 40)
    scored_assessment(school, "b", 80)
    assert (claimed_value(school, RATE), gaps(school, RATE)) == (0.5, ["a"])
    scored_assessment(school, "a", 70, on="2017-04-01")
    scored_assessment(school, "b", 10, on="2017-04-01")
    sat_assessment(school, "c")
    assert claimed_value(school, RATE) == 1, "who only sat was not assessed yet"
    assert [claimed_value(school, RATE, as_of) for as_of in ("2017-02-28", "2017-03-31")] == [None, 0.5]
    assert claimed_value(school, SCORE) == 40, "10, 40, 70, 80: every attempt"


def test_an_examinee_who_moved_is_counted_where_they_sat(school: Office) -> None:
    paper(school)
    scored_assessment(school, "a", 40)
    school.do("training.people", "a", "transfer", unit="DBT", transferred_on="2017-04-01")
    scored_assessment(school, "a", 70, on="2017-05-01")
    model = read_model(school)
    assert [value(model, SCORE, units=unit)[0] for unit in ("DT", "DBT")] == [40, 70]
    assert [value(model, RATE, units=unit)[0] for unit in (None, "DT", "DBT")] == [1, 1, 1]


def test_a_void_takes_back_the_result(school: Office) -> None:
    paper(school)
    record = scored_assessment(school, "a", 90)
    assert claimed_value(school, RATE) == 1
    school.do(ASSESSMENTS, record, "void", reason="作弊")
    assert (claimed_value(school, RATE), claimed_value(school, SCORE)) == (None, None)


def test_score_sheets_and_answers_verify_what_they_say(hall: Office) -> None:
    record = answer_sheet(hall, "a", right_answers(hall))
    close_paper(hall)
    hall.do(ASSESSMENTS, record, "mark")
    scored_assessment(hall, "b", 70)
    take_steps(hall, ASSESSMENTS, sat_assessment(hall, "c"), score={"score": 80})
    assert value(read_model(hall), RATE, "2018-01-02") == (1, pytest.approx(2 / 3))


def test_what_a_certificate_rests_on_is_not_taken_from_under_it(school: Office) -> None:
    course(school, "E", pass_mark=60)
    paper(school, course="E")
    record = scored_assessment(school, "a", 70)
    certificate = {"number": "1", "person": "a", "course": "E", "issued_on": "2017-03-02"}
    take_steps(school, CERTIFICATES, "", issue=certificate)
    with pytest.raises(CertificateRests):
        school.do(ASSESSMENTS, record, "void", reason="x")
    with pytest.raises(CertificateRests):
        school.do(ASSESSMENTS, record, "score", corrects=2, score=10)
    school.do(CERTIFICATES, "1", "revoke", revoked_on="2017-03-03", reason="核查")
    school.do(ASSESSMENTS, record, "void", reason="x")


FRONT, LAW = ({"topic": topic, "points": points, "full": 50} for topic, points in (("front_line", 20), ("law", 45)))


def test_a_sheet_tells_the_points_by_topic_and_they_are_the_whole(school: Office) -> None:
    paper(school)
    record = sat_assessment(school, "a")
    wrong: list[list[dict[str, Any]]] = [[FRONT], [FRONT, LAW | {"points": 44}], [LAW, LAW | {"points": 20}]]
    for topics in wrong:
        with pytest.raises(TopicsDiffer):
            school.do(ASSESSMENTS, record, "score", score=65, topics=topics)
    with pytest.raises(OutsidePaper):
        school.do(ASSESSMENTS, record, "score", score=65, topics=[FRONT | {"points": 65, "full": 60}])
    (event,) = school.do(ASSESSMENTS, record, "score", score=65, topics=[FRONT, LAW])
    assert [(one["topic"], one["percent"]) for one in event.data["by_topic"]] == [("front_line", 40), ("law", 90)]
    assert event.data["round"] is None


def test_a_marked_paper_tells_the_points_of_each_topic(school: Office) -> None:
    course(school, "CC", topics=["law", "skills"])
    for number in range(4):
        question(school, f"L{number}")
        question(school, f"K{number}", topic="skills")
    drawn_paper(school, 8, course="CC", full_mark=80, round="baseline")
    answers = [one for one in right_answers(school) if one["question"] not in ("K0", "K1", "K2")]
    record = answer_sheet(school, "a", answers)
    close_paper(school)
    (event,) = school.do(ASSESSMENTS, record, "mark")
    by_topic = {one["topic"]: (one["points"], one["full"], one["percent"]) for one in event.data["by_topic"]}
    assert by_topic == {"law": (40, 40, 100), "skills": (10, 40, 25)}
    assert event.data["round"] == "baseline"
    model = read_model(school)
    assert [value(model, f"S1.{name}", "2018-01-02")[0] for name in ("law_baseline", "skills_baseline")] == [100, 25]


def test_first_and_later_scores_of_a_topic_stand_side_by_side(school: Office) -> None:
    paper(school, "B", round="baseline")
    paper(school, "L", round="later", baseline="B")
    paper(school, "X")
    sittings = (("a", "2017-02-01", "B", 20), ("b", "2017-02-01", "B", 30), ("a", "2017-06-01", "L", 50))
    for person, on, code, points in (*sittings, ("b", "2017-06-01", "X", 0)):
        topics = [FRONT | {"points": points}, LAW]
        record = sat_assessment(school, person, on, code)
        school.do(ASSESSMENTS, record, "score", score=points + 45, topics=topics)
    model = read_model(school)
    names = ("front_line_baseline", "front_line_later", "law_later", "incidents_later")
    assert [value(model, f"S1.{name}")[0] for name in names] == [50, 100, 90, None]
    assert [len(facts(school, f"S1.{name}")) for name in names] == [2, 1, 1, 0], "each with its n"
    assert value(model, "S1.tested_again")[0] == 1
