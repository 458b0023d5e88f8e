from __future__ import annotations

import pytest

from services.training.questions import BadAnswer, BadOptions
from tests.office import Office
from tests.services.training.question_bank import question
from tests.services.training.training_records import QUESTIONS


@pytest.mark.parametrize(
    ("kind", "answer", "key"),
    [
        ("single", "b", "B"),  # as typed in haste
        ("multiple", "CA", "AC"),  # in the order of the options
        ("multiple", "A、C", "AC"),  # as clerks list
        ("true_false", "对", "A"),
        ("true_false", "错误", "B"),
        ("true_false", "B", "B"),
    ],
)
def test_an_answer_is_kept_as_letters(office: Office, kind: str, answer: str, key: str) -> None:
    code = question(office, "Q", kind, answer=answer)
    assert office.record(QUESTIONS, code)["key"] == key


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("single", "AB"),  # two of a single choice
        ("single", "D"),  # no such option
        ("multiple", "A"),  # one of several
        ("multiple", "AD"),
        ("true_false", "C"),
        ("single", "甲"),  # the text instead of the letter
    ],
)
def test_an_answer_fits_its_kind(office: Office, kind: str, answer: str) -> None:
    with pytest.raises(BadAnswer):
        question(office, "Q", kind, answer=answer)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("single", {"option_b": None, "option_c": None}),  # one option is no choice
        ("single", {"option_b": None}),  # a gap
        ("single", {"option_c": "甲"}),  # twice the same
        ("true_false", {"option_a": "甲", "option_b": "乙"}),  # true or false has its own
    ],
)
def test_options_fit_their_kind(office: Office, kind: str, options: dict[str, str | None]) -> None:
    with pytest.raises(BadOptions):
        question(office, "Q", kind, **options)


def test_true_or_false_has_two_options(office: Office) -> None:
    question(office, "Q", "true_false")
    assert [one["text"] for one in office.record(QUESTIONS, "Q")["options"]] == ["正确", "错误"]


def test_the_bank_is_read_by_who_sets_papers(office: Office) -> None:
    question(office, "Q")
    assert office.record(QUESTIONS, "Q").register.reader_roles == {"trainer", "legal", "operator"}
