"""Pictures of numbers: the scale never lies, nothing leaves the picture, no number is no zero, words tell the same."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.display.pictures import bars, months, trend
from services.gateway.display.pictures.scale import scale_of
from services.gateway.display.pictures.svg import element
from services.gateway.display.pictures.ticks import tick

values = st.none() | st.integers(-(10**12), 10**12) | st.floats(-1e15, 1e15) | st.floats(0, 1)
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
SVG = "{http://www.w3.org/2000/svg}"
PLACED = {"line": ("x1", "y1", "x2", "y2"), "rect": ("x", "y"), "text": ("x", "y")}


def month_ends(count: int, first: dt.date = dt.date(2017, 1, 31)) -> list[dt.date]:
    """The last days of so many months."""
    ends = [first]
    while len(ends) < count:
        ends.append((ends[-1] + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1))
        if ends[-1] == ends[-2]:
            ends[-1] = (ends[-1] + dt.timedelta(days=62)).replace(day=1) - dt.timedelta(days=1)
    return ends


def measure(rows: list[tuple[Any, Any]], goal: Any = 100, op: str = ">=", unit: str = "件") -> dict[str, Any]:
    """A measure with its months, as the interface answers it."""
    by_month = [
        {"as_of": day.isoformat(), "claimed": claimed, "verified": verified, "n": 0, "expected": place * 10.0}
        for place, (day, (claimed, verified)) in enumerate(zip(month_ends(len(rows)), rows, strict=True))
    ]
    target = None if goal is None else {"op": op, "value": goal, "by": "2017-12-31", "source": "synthetic"}
    title = {"zh": "合成指标<&>", "en": "A synthetic measure <&>"}
    return {"title": title, "unit": unit, "by_month": by_month, "target": target}


def parse_picture(picture: object) -> ET.Element:
    """A picture as XML, which bears no style and no script."""
    text = str(picture)
    assert not re.search(r"style=|<script|\son\w+=|javascript:", text)
    return ET.fromstring(text)


def outside(root: ET.Element) -> list[object]:
    """What stands out of the view box."""
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    found: list[object] = []
    for one in root.iter():
        places = [float(one.attrib[name]) for name in PLACED.get(one.tag.removeprefix(SVG), ()) if name in one.attrib]
        found += [(one.tag, at) for place, at in enumerate(places) if not 0 <= at <= (width, height)[place % 2]]
        if one.tag == f"{SVG}rect" and "x" in one.attrib:
            x, y, wide, high = (float(one.attrib[name]) for name in ("x", "y", "width", "height"))
            found += (
                [(one.tag, x, y)] if x + wide > width + 0.2 or y + high > height + 0.2 or wide < 0 or high < 0 else []
            )
        if one.tag == f"{SVG}path" and "mark" not in one.get("class", "") and one.get("class"):
            points = [float(text) for text in NUMBERS.findall(one.attrib["d"])]
            found += [at for place, at in enumerate(points) if not 0 <= at <= (width, height)[place % 2]]
    return found


@settings(deadline=None, max_examples=60)
@given(st.lists(values, max_size=30))
def test_a_scale_has_room_for_each_value_and_for_zero_and_keeps_their_order(some: list[float | None]) -> None:
    scale = scale_of(some)
    shown = sorted(one for one in some if one is not None)
    heights = [scale.share(one) for one in shown]
    assert 0 in scale.ticks
    assert all(-1e-9 <= one <= 1 + 1e-9 for one in [*heights, scale.share(0)])
    assert heights == sorted(heights)
    assert 2 <= len(scale.ticks) <= 7
    assert scale.share(max(shown, default=0) / 2) == pytest.approx(
        (scale.share(max(shown, default=0)) + scale.share(0)) / 2, abs=1e-6
    )


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 24).flatmap(lambda n: st.lists(st.tuples(values, values), min_size=n, max_size=n)), values)
def test_a_trend_stays_within_its_picture_and_is_broken_where_there_is_no_number(rows: Any, goal: Any) -> None:
    for lang in ("zh", "en"):
        for size in (trend.LARGE, trend.SMALL):
            course = trend.trend_of(measure(rows, goal), lang)
            root = parse_picture(trend.draw(course, "t", size))
            assert outside(root) == []
            for place, name in enumerate(("claimed", "verified")):
                marks = root.find(f".//{SVG}path[@class='of-{name} mark']")
                shown = [one[place] for one in rows if one[place] is not None]
                assert (0 if marks is None else marks.attrib["d"].count("M")) == len(shown), (name, rows)
                line = root.find(f".//{SVG}path[@class='of-{name}']")
                pieces = sum(
                    one[place] is not None and (not at or rows[at - 1][place] is None) for at, one in enumerate(rows)
                )
                assert (0 if line is None else line.attrib["d"].count("M")) == pieces


def test_no_number_is_no_zero() -> None:
    zero, none = (trend.draw(trend.trend_of(measure([(1, 1), (one, one), (3, 3)]), "zh"), "t") for one in (0, None))
    assert zero != none
    assert trend.trend_of(measure([(None, None)]), "zh").drawable is False
    assert trend.trend_of(measure([(0, None)]), "zh").drawable is True


def test_a_value_stands_at_its_height_between_the_lines_beside_which_numbers_stand() -> None:
    root = parse_picture(trend.draw(trend.trend_of(measure([(50, 20)], goal=100), "zh"), "t"))
    lines = {one.get("class"): float(one.attrib["y1"]) for one in root.iter(f"{SVG}line")}
    tall = next(one for one in root.iter(f"{SVG}path") if one.get("class") == "of-claimed")
    _, y = (float(text) for text in NUMBERS.findall(tall.attrib["d"]))
    assert y == pytest.approx((lines["zero"] + lines["of-target"]) / 2, abs=0.1)


@pytest.mark.parametrize(("lang", "words"), [("zh", ["2017-01-31", "3 件", "至少 100 件"]), ("en", ["at least 100"])])
def test_a_picture_is_read_out(lang: str, words: list[str]) -> None:
    root = parse_picture(trend.draw(trend.trend_of(measure([(3, None), (5, 2)]), lang), "t"))
    assert root.attrib["role"] == "img"
    told = root.find(f"{SVG}desc")
    assert told is not None
    assert told.attrib["id"] == root.attrib["aria-describedby"]
    assert [one for one in words if one not in (told.text or "")] == []
    assert bool(re.search(r"[一-鿿]", (told.text or "").replace("件", ""))) == (lang == "zh")


def test_a_ceiling_is_its_own_pace_and_has_one_line() -> None:
    assert "expected" in trend.trend_of(measure([(1, 1)]), "zh").lines
    assert "expected" not in trend.trend_of(measure([(1, 1)], op="<="), "zh").lines
    assert "expected" not in trend.trend_of(measure([(1, 1)], goal=None), "zh").lines


def test_the_legend_names_the_lines_that_there_are() -> None:
    def words(one: Any) -> list[str]:
        return [word for word, _ in trend.legend(trend.trend_of(one, "zh"))]

    assert words(measure([(1, 1)])) == ["已核实", "已记录", "按进度应达", "目标"]
    assert words(measure([(1, 1)], goal=None)) == ["已核实", "已记录"]


def test_months_that_have_no_room_are_left_out_from_the_last_backwards() -> None:
    course = trend.trend_of(measure([(1, 1)] * 24), "zh")
    labels = [one.text or "" for one in parse_picture(trend.draw(course, "t")).iter(f"{SVG}text")]
    said = [one for one in labels if one.endswith("月")]
    assert len(said) == 12
    assert said[-1] == trend.month_label(course.months[-1], "zh")
    assert trend.month_label(dt.date(2017, 7, 2), "zh") == "7/2"


def test_a_trend_says_of_which_years_its_months_are() -> None:
    for n, years in ((12, "2017"), (14, "2017–2018")):
        course = trend.trend_of(measure([(1, 1)] * n), "zh")
        assert years in [one.text for one in parse_picture(trend.draw(course, "t")).iter(f"{SVG}text")]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(values, values), min_size=1, max_size=13))
def test_bars_side_by_side_start_at_the_line_of_nothing(rows: list[tuple[Any, Any]]) -> None:
    series = tuple(months.Series(f"{place + 5}月", tuple(one[place] for one in rows)) for place in (0, 1))
    picture = months.Months("合成", "件", "zh", tuple(f"S{place}" for place in range(len(rows))), series)
    root = parse_picture(months.draw(picture, "m"))
    assert outside(root) == []
    zero = next(float(one.attrib["y1"]) for one in root.iter(f"{SVG}line") if one.get("class") == "zero")
    bars = [one for one in root.iter(f"{SVG}rect") if one.get("class") == "part" and one.get("y") != "4"]
    assert len(bars) == sum(value is not None for row in rows for value in row)
    edges = [(float(one.attrib["y"]), float(one.attrib["y"]) + float(one.attrib["height"])) for one in bars]
    assert all(min(abs(top - zero), abs(foot - zero)) < 0.2 for top, foot in edges)


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (0, "件", "0", "0"),
        (25000, "件", "2.5万", "25k"),
        (3 * 10**8, "元", "3亿", "300m"),
        (0.5, "%", "50%", "50%"),
        (0.005, "%", "0.5%", "0.5%"),
        (-20000, "件", "-2万", "-20k"),
    ],
)
def test_numbers_beside_the_lines_are_short(value: float, unit: str, zh: str, en: str) -> None:
    assert (tick(value, unit, "zh"), tick(value, unit, "en")) == (zh, en)


def test_what_is_put_into_a_picture_is_escaped() -> None:
    assert element("text", "<script>", x='"1"') == '<text x="&#34;1&#34;">&lt;script&gt;</text>'


@given(some=st.lists(st.tuples(values, values), min_size=1, max_size=60), lang=st.sampled_from(["zh", "en"]))
def test_ranked_bars_stay_in_the_picture_and_all_are_told(some: list[tuple[Any, Any]], lang: str) -> None:
    drawn = tuple(bars.Bar(f"单位{place}", *numbers) for place, numbers in enumerate(some))
    root = ET.fromstring(bars.draw(bars.Ranking("排名", "件", lang, drawn), "r"))
    width, height = (float(one) for one in root.attrib["viewBox"].split()[2:])
    for one in root.iter(f"{SVG}rect"):
        x, y, broad, high = (float(one.attrib[name]) for name in ("x", "y", "width", "height"))
        assert -0.1 <= x <= x + broad <= width + 0.2
        assert 0 <= y <= y + high <= height
    told = root.findtext(f"{SVG}desc") or ""
    assert all(one.title in told for one in drawn[: bars.MOST])
    left = len(drawn) - bars.MOST
    assert (str(left) in told.rpartition("。" if lang == "zh" else ".")[0][-30:]) or left <= 0


def test_a_bar_is_as_long_as_its_number_is_of_the_greatest() -> None:
    told = bars.Ranking("排名", "件", "zh", (bars.Bar("甲", 10, 5), bars.Bar("乙", 5, None), bars.Bar("丙", 0, 0)))
    root = ET.fromstring(bars.draw(told, "r"))
    (_, _, ten, five, other, *nothing) = [float(one.attrib["width"]) for one in root.iter(f"{SVG}rect")]
    assert ten == pytest.approx(2 * five) == pytest.approx(2 * other)
    assert nothing == [0, 0]
