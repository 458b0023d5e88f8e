from __future__ import annotations

from typing import Any

import pytest

from services.cases.designations import NoDecision, NoDispute, NotNegotiated
from services.gateway.read_model.programme import campaign
from tests.office import PROOF, Office, build_view, measure_value

D = "cases.designations"
DESIGNATED: dict[str, Any] = {
    "designated_on": "2017-04-20",
    "superior": "锡山区人民政府",
    "designated_unit": "DT",
    "decision": PROOF,
}


def requested_designation(office: Office, **more: Any) -> str:
    form: dict[str, Any] = {
        "unit": "DT",
        "matter": "交界道路占道经营",
        "ground": "dispute",
        "disputants": ["DT", "ZS"],
        "requested_on": "2017-04-01",
    }
    return office.do(D, "", "request", **form | more)[-1].subject


def negotiated_designation(office: Office) -> str:
    dispute = requested_designation(office)
    office.do(D, dispute, "negotiate", negotiated_on="2017-04-05", minutes="未达成一致")
    return dispute


@pytest.mark.parametrize("parties", [["DT"], ["DT", "DT"], []])
def test_a_dispute_has_two_parties_at_least(office: Office, parties: list[str]) -> None:
    with pytest.raises(NoDispute):
        requested_designation(office, disputants=parties)


def test_another_body_may_be_the_second_party(office: Office) -> None:
    assert requested_designation(office, disputants=["DT"], others="区交通运输局")


def test_a_dispute_is_negotiated_before_it_is_decided_above(office: Office) -> None:
    with pytest.raises(NotNegotiated) as refused:
        office.do(D, requested_designation(office), "designate", **DESIGNATED)
    assert "二十五" in refused.value.to_dict()["article"]


def test_what_is_merely_unclear_may_be_designated_at_once(office: Office) -> None:
    dispute = requested_designation(office, ground="unclear", disputants=[])
    assert office.do(D, dispute, "designate", **DESIGNATED)[-1].data["took_days"] == 19


def test_a_designation_has_its_decision(office: Office) -> None:
    with pytest.raises(NoDecision):
        office.do(D, negotiated_designation(office), "designate", **DESIGNATED | {"decision": []})


def test_the_days_to_a_designation_are_counted(office: Office) -> None:
    office.do(D, negotiated_designation(office), "designate", **DESIGNATED)
    read_model = build_view(office.events, campaign())
    assert measure_value(read_model, "B2.days_to_designation").claimed == 19


def test_a_dispute_that_was_agreed_upon_is_settled_too(office: Office) -> None:
    office.do(D, negotiated_designation(office), "agree", agreed_on="2017-04-06", agreed_unit="ZS")
    negotiated_designation(office)
    result = measure_value(build_view(office.events, campaign()), "B2.days_to_designation")
    assert (result.claimed, result.n) == (5, 1)


def test_a_corrected_request_corrects_the_days(office: Office) -> None:
    dispute = negotiated_designation(office)
    office.do(D, dispute, "designate", **DESIGNATED)
    form = {"unit": "DT", "matter": "x", "ground": "dispute", "disputants": ["DT", "ZS"], "requested_on": "2017-04-04"}
    events = office.do(D, dispute, "request", 1, **form)
    assert events[-1].data["took_days"] == 16
