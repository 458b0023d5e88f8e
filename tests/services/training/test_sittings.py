"""Examinations: sat by the account itself, once, within window and timer, and marked when nobody sits them any more."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from contracts.errors import Forbidden, Problem
from contracts.training.assessments import register
from services.chassis.base import clock
from services.chassis.records.command import Actor, Command
from services.chassis.records.separation import AboutYourself, NotApart
from services.chassis.storage.store import Store
from services.training.papers import ClosesBeforeOpening, PaperWithdrawn
from services.training.sittings import (
    NoAttemptLeft,
    NotClosed,
    NotOpen,
    OthersExamination,
    OwnExamination,
    TimeOver,
)
from tests.office import PROOF, Office
from tests.services.training.question_bank import (
    answer_sheet,
    begun_sitting,
    close_paper,
    drawn_paper,
    examinee,
    fill_question_bank,
    right_answers,
)
from tests.services.training.training_records import (
    ASSESSMENTS,
    claimed_value,
    course,
    paper,
    sat_assessment,
    scored_assessment,
)

NOW = dt.datetime(2018, 1, 2, 9, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def hall(office: Office) -> Office:
    """People, a question bank, and a clock that stands until it is moved."""
    for code, unit in (("a", "DT"), ("b", "DT"), ("c", "DBT")):
        office.person(code, unit)
    course(office)
    fill_question_bank(office, 3)
    office.now = NOW
    return office


def hand_in(office: Office, person: str, record: str) -> None:
    office.do_as(examinee(person), ASSESSMENTS, record, "answer", answers=right_answers(office))


@pytest.mark.parametrize("role", ["officer", "legal"])
def test_nobody_sits_for_anybody_else(hall: Office, role: str) -> None:
    drawn_paper(hall, 5)
    form: dict[str, Any] = {"paper": "P", "person": "b", "sat_on": "2018-01-02"}
    with pytest.raises(OthersExamination):
        hall.do_as(examinee("a", role), ASSESSMENTS, "", "sit", **form)
    record = begun_sitting(hall, "b")
    for actor in (examinee("a", role), Actor("a", "trainer"), Actor("b", role, on_behalf_of="a")):
        with pytest.raises(OthersExamination):
            hall.do_as(actor, ASSESSMENTS, record, "answer", answers=right_answers(hall))
    with pytest.raises(OthersExamination):
        hall.do_as(Actor("a", role, on_behalf_of="b"), ASSESSMENTS, "", "sit", **form | {"person": "a"})
    hand_in(hall, "b", record)


def test_a_trainer_records_a_written_examination_and_never_their_own(hall: Office) -> None:
    drawn_paper(hall, 5)
    trainer = examinee("a", "trainer")
    record = hall.do_as(trainer, ASSESSMENTS, "", "sit", paper="P", person="b", sat_on="2017-03-01")[-1].subject
    assert hall.record(ASSESSMENTS, record).get("begun_at") is None
    with pytest.raises(OwnExamination):
        hall.do_as(examinee("b", "trainer"), ASSESSMENTS, record, "score", score=100, evidence=PROOF)
    own = sat_assessment(hall, "a")
    moved: dict[str, Any] = {"paper": "P", "person": "a", "sat_on": "2017-02-01"}
    with pytest.raises(OwnExamination):
        hall.do_as(trainer, ASSESSMENTS, own, "sit", corrects=1, **moved)
    with pytest.raises(NotOpen):  # as their own it would be one that begins now
        hall.do_as(trainer, ASSESSMENTS, "", "sit", **moved)


def test_a_paper_is_sat_once_or_as_often_as_it_says(hall: Office) -> None:
    drawn_paper(hall, 5)
    drawn_paper(hall, 5, code="T", attempts=2)
    first = begun_sitting(hall, "a")
    with pytest.raises(NoAttemptLeft):
        begun_sitting(hall, "a")
    begun_sitting(hall, "b")
    for _ in range(2):
        begun_sitting(hall, "a", "T")
    with pytest.raises(NoAttemptLeft):
        begun_sitting(hall, "a", "T")
    with pytest.raises(NoAttemptLeft):
        sat_assessment(hall, "a", "2018-01-02", "T")
    hall.do(ASSESSMENTS, first, "void", reason="断电")
    begun_sitting(hall, "a")


def test_ten_sittings_at_once_are_one(store: Store) -> None:
    office = Office(store, start=f"{clock.now():%Y-%m-%d}")
    office.person("a", "DT")
    course(office)
    fill_question_bank(office, 3)
    drawn_paper(office, 5)
    office.now = clock.now()
    form = {"paper": "P", "person": "a", "sat_on": clock.day_of(office.now).isoformat()}
    commands = [Command(f"sit-{number}", ASSESSMENTS, "sit", form, examinee("a")) for number in range(10)]

    def sit(command: Command) -> str:
        try:
            return office.registers.execute(command).record.id
        except NoAttemptLeft:
            return ""

    with ThreadPoolExecutor(10) as threads:
        records = list(threads.map(sit, commands))
    assert len(set(records) - {""}) == 1
    assert records.count("") == 9


def test_a_written_paper_that_names_no_number_takes_what_took_place(hall: Office) -> None:
    paper(hall, "W")
    paper(hall, "O", attempts=1)
    for _ in range(2):
        scored_assessment(hall, "a", 70, paper="W")
    scored_assessment(hall, "a", 70, paper="O")
    with pytest.raises(NoAttemptLeft):
        sat_assessment(hall, "a", paper="O")


@pytest.mark.parametrize(
    ("at", "refusal"),
    [
        (NOW - MINUTE, NotOpen),
        (NOW, None),
        (NOW + 59 * MINUTE, None),
        (NOW + 60 * MINUTE, NotOpen),
    ],
)
def test_a_paper_is_begun_within_its_window(hall: Office, at: dt.datetime, refusal: type[Problem] | None) -> None:
    drawn_paper(hall, 5, opens_at=NOW.isoformat(), closes_at=(NOW + 60 * MINUTE).isoformat())
    hall.now = at
    if refusal is None:
        begun_sitting(hall, "a")
        return
    with pytest.raises(refusal):
        begun_sitting(hall, "a")


def test_a_sitting_begins_now_and_on_no_other_day(hall: Office) -> None:
    drawn_paper(hall, 5)
    with pytest.raises(NotOpen):
        begun_sitting(hall, "a", on="2018-01-01")


@pytest.mark.parametrize(
    ("minutes", "window", "after", "is_over"),
    [
        (30, None, 30, False),
        (30, None, 31, False),  # what was sent in time arrives within a minute
        (30, None, 32, True),
        (30, 10, 11, False),  # the window ends before the timer
        (30, 10, 12, True),
        (None, None, 24 * 60, False),  # neither timer nor window
    ],
)
def test_answers_are_handed_in_within_the_time_of_the_server(
    hall: Office, minutes: int | None, window: int | None, after: int, *, is_over: bool
) -> None:
    closes = (NOW + window * MINUTE).isoformat() if window else None
    drawn_paper(hall, 5, minutes=minutes, closes_at=closes)
    record = begun_sitting(hall, "a")
    hall.now = NOW + after * MINUTE
    if not is_over:
        hand_in(hall, "a", record)
        return
    with pytest.raises(TimeOver):
        hand_in(hall, "a", record)


def test_there_is_no_mark_before_the_paper_is_closed(hall: Office) -> None:
    drawn_paper(hall, 5)
    record = begun_sitting(hall, "a")
    (event,) = hall.do_as(examinee("a"), ASSESSMENTS, record, "answer", answers=right_answers(hall))
    assert not {"right", "score", "percent", "passed"} & event.data.keys()
    assert (event.evidencelevel, event.stepversion) == ("E0", 2)
    assert claimed_value(hall, "S1.exam_pass_rate", "2018-01-02") is None
    assert claimed_value(hall, "S1.score", "2018-01-02") is None
    with pytest.raises(NotClosed):
        hall.do(ASSESSMENTS, record, "mark")
    hall.do("training.papers", "P", "withdraw", withdrawn_on="2018-01-02", reason="考试结束")
    with pytest.raises(NotClosed):  # somebody's answers may be on their way
        hall.do(ASSESSMENTS, record, "mark")
    hall.now = NOW + 2 * MINUTE
    hall.do(ASSESSMENTS, record, "mark")
    assert claimed_value(hall, "S1.exam_pass_rate", "2018-01-02") == 1


def test_the_end_of_the_window_closes_a_paper_too(hall: Office) -> None:
    drawn_paper(hall, 5, closes_at=(NOW + 30 * MINUTE).isoformat())
    record = answer_sheet(hall, "a", right_answers(hall))
    hall.now = NOW + 30 * MINUTE
    with pytest.raises(NotClosed):
        hall.do(ASSESSMENTS, record, "mark")
    hall.now = NOW + 32 * MINUTE
    hall.do(ASSESSMENTS, record, "mark")


def test_nobody_begins_or_hands_in_once_a_trainer_withdrew_the_paper(hall: Office) -> None:
    drawn_paper(hall, 5)
    record = begun_sitting(hall, "a")
    hall.do("training.papers", "P", "withdraw", withdrawn_on="2018-01-02", reason="考试结束")
    hall.now = NOW + 2 * MINUTE
    with pytest.raises(TimeOver):
        hand_in(hall, "a", record)
    with pytest.raises(PaperWithdrawn):
        begun_sitting(hall, "b")


def test_an_examinee_neither_marks_nor_corrects_what_they_handed_in(hall: Office) -> None:
    drawn_paper(hall, 5)
    record = answer_sheet(hall, "a", [])
    hall.now = NOW + MINUTE
    trainer = examinee("a", "trainer")
    with pytest.raises(OwnExamination):
        hall.do_as(trainer, ASSESSMENTS, record, "answer", corrects=2, answers=right_answers(hall))
    close_paper(hall)
    hall.now = NOW + 5 * MINUTE
    with pytest.raises(Problem):
        hall.do_as(trainer, ASSESSMENTS, record, "mark")
    with pytest.raises(Forbidden):
        hall.do_as(examinee("b", "officer"), ASSESSMENTS, record, "mark")
    hall.do_as(examinee("b", "trainer"), ASSESSMENTS, record, "mark")


def test_a_sitting_that_was_begun_stays_whose_it_is_and_when(hall: Office) -> None:
    drawn_paper(hall, 5, minutes=30)
    record = answer_sheet(hall, "a", right_answers(hall))
    hall.now = NOW + 60 * MINUTE
    form: dict[str, Any] = {"paper": "P", "person": "a", "sat_on": "2018-01-02"}
    with pytest.raises(OthersExamination):
        hall.do(ASSESSMENTS, record, "sit", corrects=1, **form | {"person": "b"})
    hall.do(ASSESSMENTS, record, "sit", corrects=1, **form | {"note": "第二考场"})
    assert hall.record(ASSESSMENTS, record)["begun_at"] == NOW
    assert hall.record(ASSESSMENTS, record).status() == "handed_in"


def test_a_window_ends_after_it_begins(hall: Office) -> None:
    with pytest.raises(ClosesBeforeOpening):
        paper(hall, "W", opens_at=NOW.isoformat(), closes_at=NOW.isoformat())


def test_what_was_answered_when_answers_were_marked_at_once_is_decided_by_the_rules_of_then() -> None:
    before = register.step("answer").edition(1)
    assert (before.leads, before.level) == ("marked", "E1")
    assert {"score", "passed"} <= before.data().fields.keys()


def test_a_written_sitting_of_a_drawn_paper_counts_like_one_in_person(hall: Office) -> None:
    drawn_paper(hall, 5)
    begun_sitting(hall, "a")
    with pytest.raises(NoAttemptLeft):
        sat_assessment(hall, "a", "2018-01-02")
    other = sat_assessment(hall, "b", "2018-01-02")
    moved: dict[str, Any] = {"paper": "P", "person": "a", "sat_on": "2018-01-02"}
    with pytest.raises(NoAttemptLeft):
        hall.do(ASSESSMENTS, other, "sit", corrects=1, **moved)


def test_no_score_is_entered_before_the_window_is_over(hall: Office) -> None:
    drawn_paper(hall, 5, closes_at=(NOW + 30 * MINUTE).isoformat())
    record = sat_assessment(hall, "a", "2018-01-02")
    with pytest.raises(NotClosed):
        hall.do(ASSESSMENTS, record, "score", score=100, evidence=PROOF)
    hall.now = NOW + 32 * MINUTE
    hall.do(ASSESSMENTS, record, "score", score=100, evidence=PROOF)


def test_who_marked_a_sitting_does_not_take_it_back(hall: Office) -> None:
    drawn_paper(hall, 5)
    record = answer_sheet(hall, "a", [])
    hall.now = NOW + MINUTE
    close_paper(hall)
    hall.now = NOW + 5 * MINUTE
    hall.do_as(examinee("b", "trainer"), ASSESSMENTS, record, "mark")
    with pytest.raises(NotApart):
        hall.do_as(examinee("b", "trainer"), ASSESSMENTS, record, "void", reason="不合格")
    with pytest.raises(AboutYourself):
        hall.do_as(examinee("a", "captain"), ASSESSMENTS, record, "void", reason="不合格")
    hall.do_as(examinee("c", "trainer"), ASSESSMENTS, record, "void", reason="试卷有误")
