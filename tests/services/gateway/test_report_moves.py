"""Which way a measure and an item of a report went: by the rule of the comparison, and by no other."""

from __future__ import annotations

from typing import Any

import pytest

from services.gateway.read_model import status
from services.gateway.read_model.calendars.month import read_month
from services.gateway.reports.contents.contents import ReportWish
from services.gateway.reports.contents.items import way_of_item, ways
from tests.services.gateway.report_bureau import ReportBureau

MONTHS = ("2017-02", "2017-03", "2017-04", "2017-05", "2017-06")
TOLD = {"worse", "better", "changed"}


def measure(name: str, *, expected: float = 0, op: str = ">=") -> dict[str, Any]:
    """A measure with a target of which nothing is recorded, or something."""
    return {"status": name, "target": {"op": op, "value": 28}, "expected": expected, "awaits": None}


def overview(name: str, *measures: dict[str, Any]) -> dict[str, Any]:
    """An overview of one item."""
    return {"pillars": [{"items": [{"id": "A6", "status": name, "measures": list(measures)}]}]}


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        (overview("on_track"), overview("behind"), "worse"),
        (overview("behind"), overview("at_risk"), "better"),
        (overview("on_track"), overview("unverifiable"), "better"),  # the target is met and waits for its proof
        (overview("achieved"), overview("unverifiable"), "worse"),
        (overview("behind"), overview("behind"), None),
        # nothing was due yet: that nothing was done was no fault, and being behind is one
        (overview("not_started", measure("not_started")), overview("behind"), "worse"),
        # something was due: having begun and being behind still is neither
        (overview("not_started", measure("not_started", expected=3)), overview("behind"), None),
        (overview("not_started", measure("not_started", expected=3)), overview("on_track"), "better"),
        (overview("not_started", measure("not_started", expected=9, op="<=")), overview("on_track"), None),
    ],
)
def test_which_way_an_item_went(before: Any, after: Any, way: str | None) -> None:
    found = ways(before, after)
    assert found == ({"A6": way} if way else {})
    (item,) = after["pillars"][0]["items"]
    assert way_of_item({"before": {"items": {"A6": "whatever"}, "ways": found}}, item) == way


def test_a_report_of_the_first_edition_is_read_as_it_was_written() -> None:
    item = {"id": "A6", "status": "behind"}
    assert way_of_item({"before": {"items": {"A6": "not_started"}}}, item) == "better"
    assert way_of_item({"before": {"items": {"A6": "on_track"}}}, item) == "worse"
    assert way_of_item({"before": {"items": {}}}, item) is None


def test_a_report_says_of_every_measure_what_the_comparison_of_that_month_says(report_bureau: ReportBureau) -> None:
    office, ways_told = report_bureau.office, set[str]()
    office.person("DT-01", "DT")
    for day in ("2017-03-05", *(f"2017-04-{day:02}" for day in range(1, 13))):
        office.matter(requested=day, done=day)
    report_bureau.hear()
    for month in MONTHS:
        said = report_bureau.desk.gather(ReportWish(read_month(month)))
        told = report_bureau.ask(f"/v1/comparison?month={month}&as_of=2017-07-15").json
        compared = [one for one in told["measures"] if one["after"]["target"] and one["way"] in TOLD]
        assert [(one["id"], one["way"]) for one in said["moves"]] == [(one["id"], one["way"]) for one in compared]
        ways_told |= {one["way"] for one in said["moves"]}
    assert ways_told >= {"worse", "better"}


def test_the_two_orders_of_statuses_differ_in_what_waits_for_its_proof_and_in_nothing_begun() -> None:
    plain = [one for one in status.WEAKEST_FIRST if one not in (status.UNVERIFIABLE, status.NOT_STARTED)]
    assert plain == [one for one in status.NEAREST_LAST if one not in (status.UNVERIFIABLE, status.NOT_STARTED)]
    assert set(status.WEAKEST_FIRST) == set(status.NEAREST_LAST)
