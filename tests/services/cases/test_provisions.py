from __future__ import annotations

from typing import Any

import pytest

from services.cases.provisions import InForceAlready, WrongMeasure, holds
from tests.office import Office, day

P = "cases.provisions"
FORM: dict[str, Any] = {"unit": "ZS", "basis": "某规定第一条（示例）", "wording": "示例"}


def adopt_provision(office: Office, kind: str, on: str = "2017-01-01", **more: Any) -> str:
    return office.do(P, "", "adopt", **FORM | {"kind": kind, "in_force_on": on} | more)[-1].subject


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("hearing_confiscation", {"amount": "10000"}, {"days": 3}),
        ("decision_extension", {"days": 30}, {"amount": "10000"}),
        ("decision_pause", {}, {"days": 30}),
    ],
)
def test_a_provision_sets_what_its_kind_asks_for(
    office: Office, kind: str, right: dict[str, Any], wrong: dict[str, Any]
) -> None:
    with pytest.raises(WrongMeasure):
        adopt_provision(office, kind, **wrong)
    assert adopt_provision(office, kind, **right)


def test_one_provision_of_a_kind_holds_at_a_time(office: Office) -> None:
    first = adopt_provision(office, "decision_extension", days=30)
    with pytest.raises(InForceAlready):
        adopt_provision(office, "decision_extension", "2017-06-01", days=20)
    office.do(P, first, "repeal", repealed_on="2017-06-01", reason="修订")
    with pytest.raises(InForceAlready):
        adopt_provision(office, "decision_extension", "2017-05-31", days=20)
    second = adopt_provision(office, "decision_extension", "2017-06-01", days=20)
    provisions = [office.record(P, one) for one in (first, second)]
    assert [holds(one, day("2017-05-31")) for one in provisions] == [True, False]
    assert [holds(one, day("2017-06-01")) for one in provisions] == [False, True]


def test_a_provision_that_was_replaced_can_still_be_corrected_but_not_into_its_successors_time(office: Office) -> None:
    first = adopt_provision(office, "decision_extension", days=30)
    office.do(P, first, "repeal", repealed_on="2017-06-01", reason="修订")
    adopt_provision(office, "decision_extension", "2017-06-01", days=20)
    form = FORM | {"kind": "decision_extension", "days": 25}
    office.do(P, first, "adopt", corrects=1, **form | {"in_force_on": "2017-01-09"})
    assert office.record(P, first)["days"] == 25
    with pytest.raises(InForceAlready):
        office.do(P, first, "repeal", corrects=2, repealed_on="2017-06-02", reason="修订")
    office.do(P, first, "repeal", corrects=2, repealed_on="2017-05-31", reason="修订")


def test_a_voided_provision_stands_in_no_ones_way(office: Office) -> None:
    office.do(P, adopt_provision(office, "decision_extension", days=30), "void", reason="误录")
    assert adopt_provision(office, "decision_extension", days=20)
