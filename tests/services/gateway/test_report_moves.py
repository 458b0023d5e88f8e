"""Which way a measure and an item of a report went: by the rule of the comparison, and by no other."""

from __future__ import annotations

from typing import Any

import pytest

from services.gateway.read_model import status
from services.gateway.read_model.calendars.month import read_month
from services.gateway.reports.contents.contents import ReportWish
from services.gateway.reports.contents.items import way_of_item, ways
from services.gateway.reports.rendering.blocks import Grid, TextLine
from services.gateway.reports.rendering.layout import Layout
from tests.services.gateway.report_bureau import ReportBureau

MONTHS = ("2017-02", "2017-03", "2017-04", "2017-05", "2017-06")
TOLD = {"worse", "better", "changed"}
WAYS = ("worse", "better")


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


def test_report_and_comparison_count_the_same_items_and_measures_and_say_which(report_bureau: ReportBureau) -> None:
    office = report_bureau.office
    office.person("DT-01", "DT")
    for day in ("2017-03-05", *(f"2017-04-{day:02}" for day in range(1, 13))):
        office.matter(requested=day, done=day)
    report_bureau.hear()
    moved = 0
    for month in MONTHS:
        said = report_bureau.desk.gather(ReportWish(read_month(month)))
        told = report_bureau.ask(f"/v1/comparison?month={month}&as_of=2017-07-15").json
        by_way = {way: sorted(id_ for id_, one in said["before"]["ways"].items() if one == way) for way in WAYS}
        assert {way: sorted(told["items"][way]) for way in WAYS} == by_way
        judged = [one["way"] for one in told["measures"] if one["after"]["target"]]
        text = "".join(one.text for one in Layout(said, None).blocks() if isinstance(one, TextLine))
        assert "按状态与上月末相比，{} 个事项变差，{} 个事项变好。".format(*(len(by_way[way]) for way in WAYS)) in text
        assert "有目标的指标中，{} 项变差，{} 项变好".format(*map(judged.count, WAYS)) in text
        moved += len(told["items"]["worse"]) + len(told["items"]["better"])
    assert moved, "an item went a way in one of these months"


def test_a_report_of_an_earlier_edition_says_items_alone(report_bureau: ReportBureau) -> None:
    said = report_bureau.desk.gather(ReportWish(read_month("2017-04")))
    texts = [
        "".join(one.text for one in Layout(said | {"format": edition}, None).blocks() if isinstance(one, TextLine))
        for edition in (2, 3)
    ]
    assert ["有目标的指标中" in text for text in texts] == [False, True]


def test_a_report_names_units_and_records_and_not_their_codes(report_bureau: ReportBureau) -> None:
    office = report_bureau.office
    office.matter(requested="2017-06-02", done="2017-06-09")
    office.do("outreach.matters", "", "register", unit="ZS", community="诺卡", matter="井盖", requested_on="2017-06-20")
    report_bureau.hear()
    said = report_bureau.desk.gather(ReportWish(read_month("2017-06")))
    cells = [cell for one in Layout(said, None).blocks() if isinstance(one, Grid) for row in one.rows for cell in row]
    assert any("单位DT" in cell and "06-09" in cell for cell in cells)
    assert any("诺卡 · 井盖" in cell for cell in cells)
    assert not {"ZS", "DT"} & {word for cell in cells for word in cell.split()}
    for one in said["due"]["rows"]:
        del one["name"], one["unit_title"]
    cells = [cell for one in Layout(said, None).blocks() if isinstance(one, Grid) for row in one.rows for cell in row]
    assert "ZS" in cells, "a report of before has codes"
