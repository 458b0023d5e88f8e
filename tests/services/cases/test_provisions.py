from __future__ import annotations

from typing import Any

import pytest

from services.cases.provisions import InForceAlready, NoSuchDivision, NotByPlace, WrongMeasure, amount_on, holds
from services.chassis.handling.record_lookup import TransactionLookup
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


# --- amounts by place and act ----------------------------------------------------------------------------------------

FINE = "hearing_fine_organisation"


def amount(office: Office, division: str | None, *, in_business: bool | None = True) -> str | None:
    with office.store.begin_read() as tx:
        lookup = TransactionLookup(tx, {P}, "/cases")
        found = amount_on(lookup, FINE, day("2017-06-01"), division, in_business=in_business)
    return None if found is None else str(found)


def test_the_amount_of_the_nearest_place_applies(office: Office) -> None:
    assert amount(office, "320205") is None, "no amount is built in"
    adopt_provision(office, FINE, amount="100")
    adopt_provision(office, FINE, amount="200", division="320000")
    adopt_provision(office, FINE, amount="300", division="3202")
    divisions = ("320205", "320100", "330100", None)
    assert [amount(office, one) for one in divisions] == ["300.00", "200.00", "100.00", "100.00"]


def test_what_another_place_says_does_not_apply(office: Office) -> None:
    adopt_provision(office, FINE, amount="200", division="33")
    assert [amount(office, one) for one in ("320205", None)] == [None, None]


def test_acts_in_business_may_have_an_amount_of_their_own(office: Office) -> None:
    adopt_provision(office, FINE, amount="900", division="32", acts="business")
    assert amount(office, "320205", in_business=False) is None
    adopt_provision(office, FINE, amount="100", division="32", acts="other")
    said = {business: amount(office, "320205", in_business=business) for business in (True, False, None)}
    assert said == {True: "900.00", False: "100.00", None: "100.00"}, "unknown: a hearing too many harms nobody"


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ({}, {"division": "32"}, False),
        ({"division": "32"}, {"division": "320000"}, True),
        ({"division": "32"}, {"division": "3202"}, False),
        ({"acts": "business"}, {"acts": "other"}, False),
        ({"acts": "business"}, {"acts": "all"}, True),
        ({"acts": "business"}, {}, True),
        ({"division": "32", "acts": "business"}, {"acts": "business"}, False),
    ],
)
def test_one_amount_holds_at_a_time_for_a_place_and_an_act(
    office: Office,
    one: dict[str, Any],
    other: dict[str, Any],
    clash: bool,  # noqa: FBT001 - a case
) -> None:
    adopt_provision(office, FINE, amount="100", **one)
    if clash:
        with pytest.raises(InForceAlready):
            adopt_provision(office, FINE, amount="100", **other)
    else:
        assert adopt_provision(office, FINE, amount="100", **other)


def test_a_period_is_the_bureaus_own(office: Office) -> None:
    for more in ({"division": "32"}, {"acts": "business"}):
        with pytest.raises(NotByPlace):
            adopt_provision(office, "decision_extension", days=30, **more)


@pytest.mark.parametrize("division", ["3", "320", "32020501"])
def test_a_division_has_two_four_or_six_digits(office: Office, division: str) -> None:
    with pytest.raises(NoSuchDivision):
        adopt_provision(office, FINE, amount="100", division=division)
