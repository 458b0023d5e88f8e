from __future__ import annotations

from typing import Any

import pytest

from services.cases.transfers import NoLetter, NoPapers
from services.chassis.records import deadlines
from services.gateway.read_model.programme import campaign
from tests.office import PROOF, Office, build_view, measure_value

T = "cases.transfers"
STEPS: dict[str, dict[str, Any]] = {
    "approve": {"approved_on": "2017-04-02", "approver": "a"},
    "reject": {"rejected_on": "2017-04-02", "reason": "不构成犯罪"},
    "send": {"sent_on": "2017-04-03", "letter": PROOF},
    "receive": {"received_on": "2017-04-04"},
    "accept": {"accepted_on": "2017-04-06"},
    "refuse": {"refused_on": "2017-04-06", "reason": "不属本机关管辖"},
    "return_outcome": {"returned_on": "2017-05-03", "outcome": "已立案"},
}


@pytest.fixture(name="headed")
def with_a_head(office: Office) -> Office:
    office.person("a", "ZS")
    return office


def prepared_transfer(office: Office, to: str = "police", **more: Any) -> str:
    form: dict[str, Any] = {
        "unit": "DT",
        "matter": "涉嫌妨害公务",
        "to": to,
        "receiver": "锡山公安分局",
        "reason": "涉嫌犯罪",
        "prepared_on": "2017-04-01",
        "evidence": PROOF,
    }
    return office.do(T, "", "prepare", **form | more)[-1].subject


def take_steps(office: Office, transfer: str, *steps: str) -> None:
    for step in steps:
        office.do(T, transfer, step, **STEPS[step])


def running(office: Office, transfer: str) -> list[tuple[str, str]]:
    return [(one.clock, str(one.due)) for one in deadlines.running(office.record(T, transfer))]


def test_on_a_suspicion_of_crime_the_head_has_three_days_and_the_hand_over_one(headed: Office) -> None:
    transfer = prepared_transfer(headed)
    assert running(headed, transfer) == [("decide", "2017-04-04")]
    take_steps(headed, transfer, "approve")
    assert running(headed, transfer) == [("hand_over", "2017-04-03")]
    take_steps(headed, transfer, "send")
    assert deadlines.running(headed.record(T, transfer)) == []


def test_another_agency_has_no_such_clock(headed: Office) -> None:
    transfer = prepared_transfer(headed, "agency", evidence=[])
    take_steps(headed, transfer, "approve")
    assert deadlines.running(headed.record(T, transfer)) == []


def test_a_suspicion_of_crime_goes_with_its_papers(headed: Office) -> None:
    with pytest.raises(NoPapers):
        prepared_transfer(headed, evidence=[])


def test_nothing_goes_out_without_a_letter(headed: Office) -> None:
    transfer = prepared_transfer(headed)
    take_steps(headed, transfer, "approve")
    with pytest.raises(NoLetter):
        headed.do(T, transfer, "send", sent_on="2017-04-03")


def test_what_the_head_rejected_stops(headed: Office) -> None:
    transfer = prepared_transfer(headed)
    take_steps(headed, transfer, "reject")
    assert headed.record(T, transfer).possible() == ["void"]


def test_transfers_accepted_of_those_sent_and_the_days_to_the_outcome(headed: Office) -> None:
    take_steps(headed, prepared_transfer(headed), "approve", "send", "receive", "accept", "return_outcome")
    take_steps(headed, prepared_transfer(headed), "approve", "send", "receive", "refuse")
    take_steps(headed, prepared_transfer(headed), "approve", "send")
    take_steps(headed, prepared_transfer(headed), "approve")
    read_model = build_view(headed.events, campaign())
    assert measure_value(read_model, "B2.transfers_accepted").claimed == 1 / 3
    assert measure_value(read_model, "B2.days_to_outcome").claimed == 30
