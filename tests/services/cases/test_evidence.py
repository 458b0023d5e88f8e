"""Registered evidence is disposed of in seven working days, batch by batch."""

from __future__ import annotations

import pytest

from contracts.errors import NotNow
from services.cases.penalties.evidence import DisposedLate, EvidenceHeld
from tests.services.cases.casework import Casework


def test_each_batch_has_its_own_clock(work: Casework) -> None:
    case = work.filed_case("2026-02-09")
    work.take(case, "register_evidence", "2026-02-11")
    work.take(case, "register_evidence", "2026-02-24", batch="B2")
    assert work.due(case, "evidence", "B1") == "2026-02-27", "as chinesecalendar computes it"
    assert work.due(case, "evidence", "B2") == "2026-03-04"
    work.take(case, "dispose_evidence", "2026-02-27")
    assert work.run(case, "evidence", "B1").in_time
    assert work.run(case, "evidence", "B2").ended is None


def test_a_batch_that_is_disposed_of_late_says_why(work: Casework) -> None:
    case = work.filed_case("2026-02-09")
    work.take(case, "register_evidence", "2026-02-11")
    with pytest.raises(DisposedLate) as refused:
        work.take(case, "dispose_evidence", "2026-02-28")
    assert refused.value.to_dict()["article"] == "行政处罚法 第五十六条"
    work.take(case, "dispose_evidence", "2026-02-28", late_reason="负责人出差")
    assert work.run(case, "evidence", "B1").in_time is False


def test_a_batch_is_registered_and_disposed_of_once(work: Casework) -> None:
    case = work.filed_case()
    with pytest.raises(NotNow):
        work.take(case, "dispose_evidence", "2026-03-03")
    work.take(case, "register_evidence", "2026-03-03")
    with pytest.raises(NotNow):
        work.take(case, "register_evidence", "2026-03-03")


@pytest.mark.parametrize("step", ["clear", "exempt", "hand_over", "withdraw"])
def test_a_case_does_not_end_while_evidence_is_held(work: Casework, step: str) -> None:
    case = work.filed_case()
    work.take(case, "register_evidence", "2026-03-03")
    work.take(case, "close_inquiry", "2026-03-03")
    with pytest.raises(EvidenceHeld):
        work.take(case, step, "2026-03-04")
    work.take(case, "dispose_evidence", "2026-03-04")
    assert work.take(case, step, "2026-03-04")
