from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from tests.office import PROOF, Office

F = "outreach.features"
WAY: list[tuple[str, dict[str, Any], str]] = [
    ("approve", {"approved_on": "2017-03-05"}, "approved"),
    ("start", {"started_on": "2017-03-10"}, "running"),
    ("report", {"reported_on": "2017-04-10", "outcome": "见效", "evidence": PROOF}, "reported"),
    ("report", {"reported_on": "2017-05-10", "outcome": "更见效", "evidence": PROOF}, "reported"),
    ("assess", {"assessed_on": "2017-06-01", "score": 90}, "assessed"),
    ("promote", {"promoted_on": "2017-06-02"}, "promoted"),
    ("close", {"closed_on": "2017-06-03"}, "closed"),
]


def test_the_whole_way_from_application_to_the_end(office: Office) -> None:
    record = office.feature()
    for step, form, status in WAY:
        office.do(F, record, step, **form)
        assert office.record(F, record).status() == status
    levels = [event.evidencelevel for event in office.events if event.subject == record]
    assert levels == ["E0", "E0", "E0", "E1", "E1", "E3", "E0", "E0"]


def test_a_returned_application_comes_again(office: Office) -> None:
    record = office.feature()
    office.do(F, record, "return", reason="缺方案", returned_on="2017-03-02")
    with pytest.raises(NotNow):
        office.do(F, record, "approve", approved_on="2017-03-05")
    office.do(F, record, "resubmit", resubmitted_on="2017-03-04")
    office.do(F, record, "approve", approved_on="2017-03-05")
    assert office.record(F, record).status() == "approved"


def test_a_withdrawn_application_is_not_approved(office: Office) -> None:
    record = office.feature()
    office.do(F, record, "withdraw", reason="撤", withdrawn_on="2017-03-02")
    with pytest.raises(NotNow):
        office.do(F, record, "approve", approved_on="2017-03-05")
