"""A question bank for tests: the answer of a single choice is A, of a multiple one AC, of true or false A."""

from __future__ import annotations

from typing import Any

from contracts import envelope
from contracts.envelope import Event
from services.chassis.records.command import Actor
from services.chassis.storage import journal
from tests.office import Office
from tests.services.training.training_records import ASSESSMENTS, PAPERS, QUESTIONS, paper, take_steps

ANSWERS = {"single": "A", "multiple": "CA", "true_false": "对"}


def question(office: Office, code: str, kind: str = "single", **more: Any) -> str:
    """A question in the bank; its code."""
    form = {
        "code": code,
        "unit": "DT",
        "topic": "law",
        "kind": kind,
        "question": f"题 {code}",
        "entered_on": "2017-01-01",
    }
    if kind != "true_false":
        form |= {"option_a": "甲", "option_b": "乙", "option_c": "丙"}
    return take_steps(office, QUESTIONS, "", enter=form | {"answer": ANSWERS[kind]} | more)


def fill_question_bank(office: Office, singles: int = 20) -> None:
    """So many single choices, and one question of each other kind."""
    for number in range(singles):
        question(office, f"S{number:02}")
    question(office, "M", "multiple")
    question(office, "T", "true_false")


def drawn_paper(office: Office, number: int = 20, seed: str | None = "2017", code: str = "P", **more: Any) -> str:
    """A paper whose questions were drawn; its code."""
    draw = {"drawn_on": "2017-01-10", "number": number, "seed": seed}
    return take_steps(office, PAPERS, paper(office, code, **more), draw=draw)


def paper_questions(office: Office, code: str = "P") -> list[str]:
    """The questions on a paper, in their order."""
    return [item["question"] for item in office.record(PAPERS, code)["questions"]]


def right_answers(office: Office, code: str = "P", leave: int = 0) -> list[dict[str, Any]]:
    """The right answers to a paper, but for some that are left out."""
    keys = {"M": ["A", "C"]}
    questions = paper_questions(office, code)
    return [{"question": one, "chosen": keys.get(one, ["A"])} for one in questions[: len(questions) - leave]]


def examinee(person: str, role: str = "officer") -> Actor:
    """A person who is signed in as themselves."""
    return Actor(person, role)


def begun_sitting(office: Office, person: str, paper: str = "P", on: str = "2018-01-02", **more: Any) -> str:
    """A sitting that the examinee began today; its id."""
    form = {"paper": paper, "person": person, "sat_on": on} | more
    return office.do_as(examinee(person), ASSESSMENTS, "", "sit", **form)[-1].subject


def answer_sheet(office: Office, person: str, answers: list[dict[str, Any]], paper: str = "P") -> str:
    """A sitting that the examinee began and handed in; its id."""
    record = begun_sitting(office, person, paper)
    office.do_as(examinee(person), ASSESSMENTS, record, "answer", answers=answers)
    return record


def close_paper(office: Office, paper: str = "P") -> None:
    """Nobody sits it any more, and what was handed in a minute before has arrived."""
    office.do(PAPERS, paper, "withdraw", withdrawn_on="2018-01-02", reason="考试结束")
    next(office.ticks), next(office.ticks)


def examination_events(office: Office) -> list[Event]:
    """What the journal says of assessments, however it came there; the office remembers it from then on."""
    with office.store.begin_read() as tx:
        bodies = [body for _, body in journal.page(tx, 0, 10_000)]
    office.events[:] = [envelope.decode(body.encode()) for body in bodies]
    return [one for one in office.events if one.type.startswith(f"{ASSESSMENTS}.")]
