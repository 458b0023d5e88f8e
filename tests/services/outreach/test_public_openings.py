from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import Problem
from services.outreach.public_openings import NotLookedThrough
from tests.office import Office

OPENINGS = "outreach.public_openings"
OPEN: dict[str, Any] = {"unit": "DT", "pages": "public", "seen": True, "opened_on": "2017-03-01"}


def test_a_leader_opens_closes_and_opens_again(office: Office) -> None:
    office.do(OPENINGS, "", "open", **OPEN)
    record = office.events[-1].record.partition("/")[2]
    office.do(OPENINGS, record, "close", closed_on="2017-03-02", reason="核对")
    assert office.record(OPENINGS, record).status() == "closed"
    with pytest.raises(NotLookedThrough):
        office.do(OPENINGS, record, "reopen", seen=False, reopened_on="2017-03-03")
    office.do(OPENINGS, record, "reopen", seen=True, reopened_on="2017-03-03")
    assert office.record(OPENINGS, record).status() == "open"


def test_nothing_is_opened_unseen(office: Office) -> None:
    with pytest.raises(NotLookedThrough):
        office.do(OPENINGS, "", "open", **OPEN | {"seen": False})


def test_there_is_one_record_of_it_so_that_a_closing_closes(office: Office) -> None:
    office.do(OPENINGS, "", "open", **OPEN)
    with pytest.raises(Problem) as refused:
        office.do(OPENINGS, "", "open", **OPEN)
    assert refused.value.status in (409, 422)


def test_nobody_but_a_leader_takes_any_step() -> None:
    from contracts.outreach.public_openings import register

    assert {role for step in register.steps for role in step.roles} == {"leader"}
