"""A month beside the one before: what got worse first, which units moved it, and the facts that did."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from services.gateway.api.comparison.losses import FIRST_FACTS
from services.gateway.display.differences import difference
from services.gateway.display.messages import pages
from services.gateway.read_model.comparisons.judgement import Direction, Ground, Verdict, judge
from services.gateway.read_model.comparisons.months import MonthPair, month_pair
from services.gateway.read_model.comparisons.moves import MeasureMove, UnitMove, in_order
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.queries import Answer
from tests.services.gateway.test_pages import Site, site

__all__ = ["site"]
JUNE = "/v1/comparison?month=2017-06&as_of=2017-07-15"
GOAL = {"op": ">=", "value": 10, "by": "2017-12-31", "source": "F1"}
CEILING = {"op": "<=", "value": 0, "by": "2017-12-31", "source": "F1"}


def numbers(claimed: float | None, status: str | None, **more: Any) -> dict[str, Any]:
    return {"claimed": claimed, "verified": claimed, "status": status, "target": GOAL, "expected": 0} | more


@pytest.mark.parametrize(
    ("before", "after", "way", "reason"),
    [
        (numbers(5, "on_track"), numbers(5, "at_risk", expected=6), "worse", "status"),
        (numbers(5, "on_track"), numbers(4, "on_track"), "worse", "target"),
        (numbers(10, "unverifiable"), numbers(8, "on_track"), "worse", "status"),
        (numbers(8, "on_track"), numbers(10, "unverifiable", verified=8), "better", "status"),
        (numbers(8, "on_track"), numbers(8, "on_track", verified=7), "worse", "verified"),
        (numbers(8, "on_track", verified=7), numbers(8, "on_track"), "better", "verified"),
        (numbers(1, "behind", expected=4), numbers(2, "behind", expected=6), "worse", "pace"),
        (numbers(1, "behind", expected=4), numbers(3, "behind", expected=5), "better", "target"),
        (numbers(1, "behind", expected=4), numbers(1, "behind", expected=5), "still", "below_pace"),
        (numbers(0, "not_started", expected=1), numbers(0, "not_started", expected=2), "still", "below_pace"),
        (numbers(0, "not_started"), numbers(1, "behind", expected=4), "worse", "status"),
        (numbers(0, "not_started", expected=3), numbers(1, "behind", expected=4), "better", "target"),
        (numbers(12, "achieved"), numbers(14, "achieved"), "changed", "target"),
        (numbers(0, "achieved", target=CEILING), numbers(1, "behind", target=CEILING), "worse", "status"),
        (numbers(2, "behind", target=CEILING), numbers(3, "behind", target=CEILING), "worse", "target"),
        (numbers(3, "behind", target=CEILING), numbers(2, "behind", target=CEILING), "better", "target"),
        # more of what a ceiling allows, and the ceiling is kept: nothing is worse for it
        (
            numbers(1, "achieved", target=CEILING | {"value": 5}),
            numbers(3, "achieved", target=CEILING | {"value": 5}),
            "changed",
            "target",
        ),
        (numbers(None, "not_started", expected=1), numbers(0, "not_started", expected=2), "changed", "no_number"),
        (numbers(None, "not_started", expected=1), numbers(3, "on_track", expected=2), "better", "status"),
        (numbers(5, None, target=None), numbers(1, None, target=None), "changed", "no_target"),
    ],
)
def test_only_a_target_says_what_is_worse(before: dict[str, Any], after: dict[str, Any], way: str, reason: str) -> None:
    verdict = judge(before, after)
    assert verdict is not None
    assert (verdict.way.value, verdict.reason.value) == (way, reason)
    assert pages.say(pages.ZH, f"{way} {reason}") != pages.say(pages.EN, f"{way} {reason}")


def test_what_neither_moved_nor_stands_below_its_pace_is_not_spoken_of() -> None:
    assert judge(numbers(5, "on_track"), numbers(5, "on_track", expected=4)) is None
    assert judge(numbers(3, None, target=None), numbers(3, None, target=None)) is None
    assert judge(numbers(5, "on_track"), numbers(5, "on_track"), anew=True) is None


def test_what_is_counted_anew_since_a_new_year_is_not_judged() -> None:
    verdict = judge(numbers(10, "achieved"), numbers(0, "not_started", expected=1), anew=True)
    assert verdict is not None
    assert (verdict.way.value, verdict.reason.value) == ("changed", "anew")


def days(month: str | None, as_of: str, beside: str = "month") -> tuple[str, str, bool] | None:
    pair: MonthPair | None = month_pair(
        dt.date.fromisoformat(f"{month}-01") if month else None, dt.date.fromisoformat(as_of), beside
    )
    return (pair.before.isoformat(), pair.after.isoformat(), pair.in_progress) if pair else None


def test_a_month_is_compared_with_the_end_of_the_one_before_or_the_same_day_of_it() -> None:
    assert days(None, "2017-07-15") == ("2017-05-31", "2017-06-30", False), "the last full month"
    assert days(None, "2017-06-30") == ("2017-05-31", "2017-06-30", False)
    assert days("2017-03", "2017-07-15") == ("2017-02-28", "2017-03-31", False)
    assert days("2017-07", "2017-07-15") == ("2017-06-15", "2017-07-15", True)
    assert days("2017-03", "2017-03-30") == ("2017-02-28", "2017-03-30", True), "there is no such day"
    assert days("2017-01", "2017-01-31") == ("2016-12-31", "2017-01-31", False)
    assert days("2017-06", "2017-07-15", "year") == ("2016-06-30", "2017-06-30", False)
    assert days("2017-08", "2017-07-15") is None


def test_a_difference_bears_its_sign_and_of_shares_it_is_in_points() -> None:
    assert difference(-0.205, "%", "zh") == "−20.5 个百分点"
    assert difference(2, "件", "en") == "+2 matters"
    assert difference(0, "件", "zh") == "±0 件"
    assert difference(None, "件", "zh") is None


def ask(site: Site, address: str = JUNE, role: str = "leader") -> dict[str, Any]:
    response = site.get(address, role=role, Accept="application/json")
    assert response.status_code == 200, response.text
    return dict(response.json or {})


def measure(answer: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in answer["measures"] if one["id"] == name)


def two_months(site: Site) -> None:
    """In May DT did two matters, in June two; ZS did one, which counts for no measure of DT's."""
    office = site.office
    office.matter(requested="2017-05-02", done="2017-05-09")
    office.matter(requested="2017-05-02", done="2017-05-20")
    office.confirm(office.matter(requested="2017-06-02", done="2017-06-09"), "2017-06-12")
    office.matter(requested="2017-06-02", done="2017-06-30")
    office.matter("ZS", requested="2017-06-02", done="2017-06-30")
    office.matter(requested="2017-07-02", done="2017-07-03")
    site.hear()


def test_a_measure_that_moved_says_by_how_much_which_way_and_which_units_moved_it(site: Site) -> None:
    two_months(site)
    answer = ask(site)
    assert (answer["month"], answer["compared_with"], answer["as_of"], answer["from"]) == (
        *("2017-06", "2017-05-31", "2017-06-30"),
        "2017-06-01",
    )
    done = measure(answer, "A6.matters_done")
    assert (done["before"]["claimed"], done["after"]["claimed"], done["change"]["claimed"]) == (2, 4, 2)
    assert (done["way"], done["reason"]) == ("worse", "pace"), "28 matters a year are more than two a month"
    assert [(one["unit"], one["change"]["claimed"]) for one in done["units"]] == [("DT", 2)]
    assert (done["units_moved"], done["units_same"]) == (1, 0)
    shared = measure(answer, "A6.confirmed")
    assert [one["unit"] for one in shared["units"]] == ["DT", "ZS"], "whoever has done any"
    assert answer["measures"][0]["way"] == "worse"
    ways = [one["way"] for one in answer["measures"]]
    assert ways == sorted(ways, key=["worse", "still", "better", "changed"].index)


def test_the_facts_that_moved_a_measure_are_those_dated_between_the_two_days(site: Site) -> None:
    two_months(site)
    answer = ask(site, JUNE.replace("comparison?", "comparison/A6.matters_done?"))
    assert (answer["n"], [one["dated"] for one in answer["facts"]]) == (2, ["2017-06-09", "2017-06-30"])
    own = ask(site, JUNE.replace("comparison?", "comparison/A6.matters_done?") + "&unit=ZS")
    assert (own["n"], [one["unit"] for one in own["units"]]) == (1, ["ZS"])
    listed = ask(site, "/v1/measures/A6.matters_done/facts?from=2017-06-01&as_of=2017-06-30")
    assert ([one["event"] for one in listed["facts"]], listed["n"]) == ([one["event"] for one in answer["facts"]], 2)


def test_all_facts_of_the_month_are_turned_page_by_page(site: Site) -> None:
    for number in range(FIRST_FACTS + 1):
        site.office.matter(requested="2017-06-02", done=f"2017-06-{number % 20 + 5:02}")
    site.hear()
    first = site.get("/comparison/A6.matters_done?as_of=2017-07-15&month=2017-06").text
    assert f"2017-06-01 至 2017-06-30 计入的 {FIRST_FACTS + 1} 件事实" in first
    assert first.count('href="/facts/') == FIRST_FACTS
    (following,) = re.findall(r'href="(/comparison/[^"#]*facts_cursor[^"#]*)#facts" rel="next"', first)
    assert site.get(following.replace("&amp;", "&")).text.count('href="/facts/') == 1


def test_who_came_into_a_whole_in_the_month_and_is_missing_is_named(site: Site) -> None:
    two_months(site)
    answer = ask(site, JUNE.replace("comparison?", "comparison/A6.confirmed?"))
    assert sorted((one["unit"], one["dated"]) for one in answer["missing"]) == [
        ("DT", "2017-06-30"),
        ("ZS", "2017-06-30"),
    ]
    page = site.get("/comparison/A6.confirmed?as_of=2017-07-15&month=2017-06").text
    assert "期间新增的缺口" in page
    assert page.count('href="/facts/') == 3, "two that are missing, one that was confirmed"


def test_what_was_recorded_after_the_month_is_marked(site: Site) -> None:
    two_months(site)
    facts = ask(site, JUNE.replace("comparison?", "comparison/A6.matters_done?"))["facts"]
    recorded = [one["recorded_at"][:7] for one in facts]
    assert [one["late"] for one in facts] == [month > "2017-06" for month in recorded]


def test_what_stands_below_its_pace_without_a_change_is_named_after_what_got_worse(site: Site) -> None:
    site.office.matter(requested="2017-05-02", done="2017-05-09")
    site.hear()
    done = measure(ask(site), "A6.matters_done")
    assert (done["way"], done["change"]["claimed"]) == ("still", 0)


def test_of_a_share_that_stands_still_the_lowest_units_are_named(site: Site) -> None:
    for code, unit in (("A-1", "DT"), ("B-1", "DBT")):
        site.office.person(code, unit)
    site.hear()
    trained = measure(ask(site), "S1.rotation_coverage")
    assert (trained["way"], trained["units_moved"], trained["units_same"]) == ("still", 0, 2)
    assert [(one["unit"], one["after"]["claimed"]) for one in trained["units"]] == [("DBT", 0), ("DT", 0)]
    assert "2 个单位都没有变化" in site.get("/comparison?month=2017-06&as_of=2017-07-15").text


def move_of(way: Direction, *changes: tuple[str, int, int]) -> tuple[MeasureMove, list[UnitMove]]:
    programme = campaign()
    one = programme.by_name["A6.confirmed"]
    told = numbers(5, "on_track")
    moves = [
        UnitMove(code, Answer(before, before, before), Answer(after, after, after)) for code, before, after in changes
    ]
    return MeasureMove(one, one, told, told, Verdict(way, Ground.TARGET)), moves


@pytest.mark.parametrize(("way", "order"), [(Direction.WORSE, "cbda"), (Direction.BETTER, "dcba")])
def test_of_what_got_worse_who_moved_it_the_wrong_way_comes_first_of_all_else_who_moved_it_most(
    way: Direction, order: str
) -> None:
    one, moves = move_of(way, ("a", 1, 1), ("b", 3, 2), ("c", 4, 1), ("d", 1, 9))
    assert "".join(unit.unit for unit in in_order(one, moves)) == order


def test_a_month_that_comes_later_and_a_month_that_is_none_are_refused(site: Site) -> None:
    for query in ("month=2017-08&as_of=2017-07-15", "month=2017-13", "month=2017", "with=week"):
        response = site.get(f"/v1/comparison?{query}", Accept="application/json")
        assert response.status_code == 422, query


def test_the_page_opens_each_measure_and_each_unit_to_its_facts(site: Site) -> None:
    two_months(site)
    page = site.get("/comparison?month=2017-06&as_of=2017-07-15").text
    assert "2017-06 环比" in page
    assert "有进展，但与进度的差距拉大" in page
    assert 'href="/comparison/A6.matters_done?as_of=2017-07-15&amp;month=2017-06"' in page
    assert 'href="/comparison/A6.matters_done?as_of=2017-07-15&amp;unit=DT&amp;month=2017-06"' in page
    one = site.get("/comparison/A6.matters_done?as_of=2017-07-15&month=2017-06").text
    assert one.count('href="/facts/') == 2
    assert "为民办实事" in one
    facts = site.get("/measures/A6.matters_done?as_of=2017-06-30&unit=DT&from=2017-06-01").text
    assert "2017-06-01 起计入的 2 件事实" in facts
    assert facts.count('scope="row"><a href="/facts/') == 2


@pytest.mark.parametrize("role", ["leader", "clerk"])
def test_each_role_is_told_of_both_days_what_the_overview_tells_it(site: Site, role: str) -> None:
    two_months(site)
    answer = ask(site, role=role)
    for side, day in (("before", "2017-05-31"), ("after", "2017-06-30")):
        pillars = ask(site, f"/v1/progress?as_of={day}", role)["pillars"]
        every = {one["id"]: one for pillar in pillars for item in pillar["items"] for one in item["measures"]}
        for one in answer["measures"]:
            shown = every[one["id"]]
            assert one[side] == {name: shown[name] for name in one[side]}, (side, one["id"])
            assert not shown["withheld"]
