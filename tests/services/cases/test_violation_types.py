from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from services.cases.violation_types import TierTwice, TierUpsideDown, body_on, has_benchmark, tier_on
from services.chassis.records.references import UnknownReference
from services.gateway.read_model.programme import campaign
from tests.office import build_view, day, measure_value
from tests.services.cases.casework import TIERS, Casework

V = "cases.violation_types"


@pytest.fixture
def work() -> Iterator[Casework]:
    bureau = Casework.on("2018-01-02")
    yield bureau
    bureau.office.store.close()


def test_a_violation_belongs_to_a_power_item_that_exists(work: Casework) -> None:
    with pytest.raises(UnknownReference):
        work.violation("V-2", "QL-404")


def test_its_body_is_the_one_named_last_by_that_day(work: Casework) -> None:
    work.office.do(V, "V-1", "map_body", body="DT", mapped_on="2017-03-01")
    violation = work.office.record(V, "V-1")
    days = ("2015-01-02", "2015-01-03", "2017-02-28", "2017-03-01")
    assert [body_on(violation, day(on)) for on in days] == [None, "JU", "JU", "DT"]


def test_its_benchmark_is_the_one_that_was_public_on_that_day(work: Casework) -> None:
    later = [{"tier": "light", "circumstances": "初次", "least": "50", "most": "200"}]
    work.office.do(V, "V-1", "publish_benchmark", tiers=later, published_on="2017-03-01")
    violation = work.office.record(V, "V-1")
    assert not has_benchmark(violation, day("2015-01-02"))
    before, after = (tier_on(violation, "light", day(on)) for on in ("2017-02-28", "2017-03-01"))
    assert [one["most"] for one in (before, after) if one] == ["500.00", "200.00"]
    assert tier_on(violation, "heavy", day("2017-03-01")) is None


@pytest.mark.parametrize(
    ("tiers", "refusal"),
    [
        ([TIERS[0] | {"least": "600"}], TierUpsideDown),
        ([TIERS[0], TIERS[0]], TierTwice),
    ],
)
def test_a_benchmark_is_in_order(work: Casework, tiers: list[dict[str, Any]], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        work.office.do(V, "V-1", "publish_benchmark", tiers=tiers, published_on="2017-03-01")


def test_the_share_of_violations_with_a_named_body(work: Casework) -> None:
    work.violation("V-2", "QL-001", body=None)
    work.violation("V-3", "QL-001")
    work.office.do(V, "V-3", "repeal", repealed_on="2017-06-01", reason="修法")
    read_model = build_view(work.office.events, campaign())
    assert measure_value(read_model, "S2.violations_with_body").claimed == 0.5
    assert measure_value(read_model, "S2.violations_with_body", "2017-05-31").claimed == 2 / 3


def test_a_body_that_was_named_for_another_day_is_corrected_and_the_number_follows(work: Casework) -> None:
    work.violation("V-2", "QL-001", body=None)
    (event,) = work.office.do(V, "V-2", "map_body", body="JU", mapped_on="2017-03-01")
    work.office.do(V, "V-2", "map_body", corrects=event.recordversion, body="JU", mapped_on="2017-04-01")
    read_model = build_view(work.office.events, campaign())
    shares = [measure_value(read_model, "S2.violations_with_body", on).claimed for on in ("2017-03-31", "2017-04-01")]
    assert shares == [0.5, 1]
    assert body_on(work.office.record(V, "V-2"), day("2017-03-31")) is None
