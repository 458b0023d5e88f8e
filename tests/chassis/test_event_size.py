"""What is decided can be published: no command leaves an event longer than the relay sends on."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import catalogue, envelope
from contracts.envelope import LONGEST
from contracts.errors import Problem
from services.chassis.handling.event_size import EventTooLarge, with_bytes
from services.chassis.storage import journal
from tests.office import Office
from tests.proof import fault, proves
from tests.services.training.question_bank import question
from tests.services.training.training_records import PAPERS, course, paper

NORMS = "training.norms"
LETTERS = st.text(st.sampled_from('aé字😀"\\\n\t'), min_size=1, max_size=40)
CLAUSES = st.builds(
    lambda text, times, count: [text * times] * count, LETTERS, st.integers(1, 200), st.integers(1, 200)
)
CODES = (f"N{number}" for number in itertools.count())


@pytest.fixture(scope="module")
def norms() -> Iterator[Office]:
    office = Office()
    yield office
    office.store.close()


def norm(*texts: str) -> dict[str, Any]:
    clauses = [{"number": number, "text": f"-{text}-"[:2000]} for number, text in enumerate(texts, 1)]
    heading = {"unit": "DT", "kind": "other", "title": "规范", "issuer": "局", "edition": 1}
    return {**heading, "effective_on": "2017-01-10", "clauses": clauses}


def publish(office: Office, code: str, form: dict[str, Any]) -> Problem | None:
    try:
        office.do(NORMS, "", "publish", code=code, **form)
    except Problem as problem:
        return problem
    return None


def sizes(office: Office, code: str) -> list[int]:
    with office.store.begin_read() as tx:
        return [len(body.encode()) for _, body in journal.history(tx, NORMS, [code])]


@proves(41, "any-size")
def test_what_is_accepted_can_be_published_and_what_is_refused_says_how_large_it_may_be(norms: Office) -> None:
    verdicts: Counter[bool] = Counter()

    @settings(max_examples=80, deadline=None, derandomize=True)
    @given(CLAUSES)
    def decide(texts: list[str]) -> None:
        code, form = next(CODES), norm(*texts)
        problem = publish(norms, code, form)
        verdicts[problem is None] += 1
        if problem is None:
            assert max(sizes(norms, code)) <= LONGEST
        else:
            assert_told_how_large(norms, code, form, problem)

    decide()
    assert min(verdicts[True], verdicts[False]) > 10, verdicts
    fault.occurs(verdicts[False])


def assert_told_how_large(norms: Office, code: str, form: dict[str, Any], problem: Problem) -> None:
    assert isinstance(problem, EventTooLarge)
    assert sizes(norms, code) == [], "nothing was accepted"
    (fault,) = problem.to_dict()["errors"]
    assert fault["field"] == "clauses"
    most = int(re.findall("[0-9]+", fault["en"])[1])
    while len(orjson.dumps([one | {"part": None} for one in form["clauses"]])) > most:
        form["clauses"].pop()
    assert publish(norms, code, form) is None, "what it may be is accepted"


def test_the_last_byte_that_fits_is_accepted_and_the_next_is_not(office: Office) -> None:
    matter = office.events[-1]
    step = catalogue.step_of(matter.type)[1]
    spare = LONGEST - len(envelope.encode(replace(matter, data={"name": ""}, body=b"")))
    fits, exceeds = (replace(matter, data={"name": "a" * length}, body=b"") for length in (spare, spare + 1))
    assert len(with_bytes(fits, step).body) == LONGEST
    with pytest.raises(EventTooLarge) as refused:
        with_bytes(exceeds, step)
    assert refused.value.errors == [
        {
            "field": "name",
            "en": f"takes {spare + 3} bytes, may take {spare + 2} beside the rest (a Chinese character takes 3)",
            "zh": f"占 {spare + 3} 字节，连同其余内容最多可占 {spare + 2} 字节（一个汉字占 3 字节）",
        }
    ]


def test_a_correction_is_refused_for_a_later_step_that_it_would_make_too_large(office: Office) -> None:
    for number in range(25):
        question(office, f"S{number:02}")
        options = {f"option_{letter}": letter + "𠀀" * 299 for letter in "abcdef"}
        question(office, f"L{number:02}", topic="skills", question="𠀀" * 1000, **options)
    course(office, "SHORT", topics=["law"])
    course(office, "LONG", topics=["skills"])
    paper(office, course="SHORT")
    setting = {"code": "P", "title": "试卷", "unit": "DT", "full_mark": 100, "pass_mark": 60, "set_on": "2017-01-05"}
    office.do(PAPERS, "P", "draw", number=25, seed="2017", drawn_on="2017-01-10")
    with pytest.raises(EventTooLarge) as refused:
        office.do(PAPERS, "P", "set", corrects=1, **setting, course="LONG")
    assert "draw" in refused.value.to_dict()["detail"]
    assert [one["field"] for one in refused.value.errors] == ["questions"]
    assert "按规则得出" in refused.value.errors[0]["zh"]
    assert office.record(PAPERS, "P")["course"] == "SHORT"
