from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.cases.warning_answers import NoSuchRegister
from services.chassis.records.personal_numbers.guard import NamesSomebody
from tests.office import Office

A = "cases.warning_answers"
ANSWER: dict[str, Any] = {
    "warning": "w-1",
    "unit": "DT",
    "register": "outreach.matters",
    "record": "m-1",
    "answer": "上级编号重复，确属两事",
    "answered_on": "2017-03-01",
}


def test_an_answer_has_the_id_of_its_warning(office: Office) -> None:
    assert office.do(A, "", "answer", **ANSWER)[-1].subject == "w-1"
    assert office.record(A, "w-1")["answer"] == ANSWER["answer"]


def test_a_warning_is_answered_once_and_then_corrected_or_taken_back(office: Office) -> None:
    office.do(A, "", "answer", **ANSWER)
    with pytest.raises(NotNow):
        office.do(A, "", "answer", **ANSWER | {"answer": "另一说明"})
    office.do(A, "w-1", "answer", 1, **ANSWER | {"answer": "更正后的说明"})
    assert office.record(A, "w-1")["answer"] == "更正后的说明"
    office.do(A, "w-1", "void", reason="答错了")
    assert office.record(A, "w-1").voided


def test_an_answer_names_nobody_and_a_register_that_there_is(office: Office) -> None:
    with pytest.raises(NamesSomebody):
        office.do(A, "", "answer", **ANSWER | {"answer": "已电话 13812345678 核实"})
    with pytest.raises(NoSuchRegister):
        office.do(A, "", "answer", **ANSWER | {"register": "outreach.nothing"})
