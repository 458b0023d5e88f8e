"""A question bank for tests: the answer of a single choice is A, of a multiple one AC, of true or false A."""

from __future__ import annotations

from typing import Any

from tests.office import Office
from tests.services.training.training_records import PAPERS, QUESTIONS, paper, take_steps

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
    more = {"drawn_on": "2017-01-10", "number": number, "seed": seed}
    return take_steps(office, PAPERS, paper(office, code), draw=more)


def paper_questions(office: Office, code: str = "P") -> list[str]:
    """The questions on a paper, in their order."""
    return [item["question"] for item in office.record(PAPERS, code)["questions"]]


def right_answers(office: Office, code: str = "P", leave: int = 0) -> list[dict[str, Any]]:
    """The right answers to a paper, but for some that are left out."""
    keys = {"M": ["A", "C"]}
    questions = paper_questions(office, code)
    return [{"question": one, "chosen": keys.get(one, ["A"])} for one in questions[: len(questions) - leave]]
