"""Days, times, figures and flags as texts: every form that Excel and WPS show, and none that could mean two things."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.spreadsheets.books import formats
from services.gateway.spreadsheets.faults import NotANumber
from services.gateway.spreadsheets.values import days, flags, numbers, readers

HALF_PAST_EIGHT = "2017-03-01T00:30:00+00:00"
WEEKDAYS = "一二三四五六日"
MOMENTS = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2099, 12, 31))  # noqa: DTZ001 -- as cells have them


@pytest.mark.parametrize(
    "text",
    [
        "2017-03-01",
        "2017/3/1",
        "2017.3.1",
        "2017 - 3 - 1",
        "20170301",
        "2017年3月1日",
        "2017年03月01号",
        "2017 年 3 月 1 日",
        "２０１７／３／１",
        "二〇一七年三月一日",
        "2017年3月1日 星期三",
        "2017年3月1日（周三）",
        "2017/3/1 0:00",
        "2017-03-01T00:00:00",
        "42795",
        42795,
        42795.0,
        20170301,
        dt.date(2017, 3, 1),
    ],
)
def test_the_first_of_march_in_every_form(text: Any) -> None:
    assert readers.read_day(text, from_1904=False) == "2017-03-01"


@pytest.mark.parametrize(
    "text",
    [
        "2017-03-01 08:30",
        "2017/3/1 8:30:00",
        "2017年3月1日8:30",
        "2017年3月1日 上午8时30分",
        "2017/3/1上午8:30",
        "2017/3/1 8：30",
        "2017/3/1 8:30 AM",
        "2017-03-01T08:30+08:00",
        "2017-03-01T00:30Z",
        "201703010830",
        20170301083000,
        "42795.3541666667",
        42795.354166666664,
    ],
)
def test_half_past_eight_in_every_form(text: Any) -> None:
    assert readers.read_moment(text, from_1904=False) == HALF_PAST_EIGHT


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2017",
        "17-3-1",
        "3月1日",
        "2017年3月",
        "2017",
        "2017-3/1",
        "2017-02-30",
        "2017年3月1日 星期四",
        "12345",
        1.5,
        True,
        "2017/3/10:00",
        "2017/3/1 24:00",
        "2017/3/1 上午13:00",
        "2017¹/3/1",
    ],
)
def test_what_could_be_two_days_or_none_is_none(text: Any) -> None:
    assert days.read(text) is None


@given(moment=MOMENTS)
def test_a_moment_comes_back_from_whatever_excel_shows_of_it(moment: dt.datetime) -> None:
    minute = moment.replace(second=0, microsecond=0)
    half = "下午" if minute.hour >= 12 else "上午"
    shown = (
        f"{minute:%Y-%m-%d %H:%M}",
        f"{minute.year}/{minute.month}/{minute.day} {minute.hour}:{minute:%M}",
        f"{minute.year}年{minute.month}月{minute.day}日 {half}{minute.hour % 12 or 12}:{minute:%M}",
        f"{minute.year}年{minute.month}月{minute.day}日 星期{WEEKDAYS[minute.weekday()]} {minute:%H}时{minute:%M}分",
        str((minute - days.EPOCH_1900) / dt.timedelta(days=1)),
    )
    assert {found.moment for text in shown if (found := days.read(text))} == {minute}
    serial = (minute - days.EPOCH_1904) / dt.timedelta(days=1)
    assert serial < 10_000 or days.read(serial, from_1904=True) == days.DayText(
        minute, timed=not serial.is_integer(), serial=True
    )


@pytest.mark.parametrize(
    ("cell", "number"),
    [("28", 28), ("1,000", 1000), ("12,345,678", 12345678), ("２８", 28), ("28.00", 28), (28.0000000001, 28), (-3, -3)]
    + [(text, None) for text in ("28¹", "²8", "1,00", "1,0000", "28个", "1 000", "1e3", "", "٣", 28.4, "八")],
)
def test_a_figure_is_whole_or_none(cell: Any, number: int | None) -> None:
    assert numbers.read_whole(cell) == number


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1,000.50", "1000.50"),
        ("¥300", "300"),
        ("￥ 300.5", "300.5"),
        ("300元", "300"),
        (0.1 + 0.2, "0.30"),
        (1.005, "1.005"),
        ("300¹", "300¹"),
        ("3.5万", "3.5万"),
        ("85%", "85%"),
    ],
)
def test_an_amount_is_in_yuan_or_stays_as_it_was_written(cell: Any, amount: str) -> None:
    assert numbers.read_money(cell) == amount


def test_a_percentage_is_a_number_where_the_column_is_in_hundredths() -> None:
    assert readers.read_number("85%", "合格分（百分制）") == 85
    with pytest.raises(NotANumber):
        readers.read_number("85%", "人数")


@pytest.mark.parametrize(
    ("text", "title", "flag"),
    [
        ("√", "满意", True),
        ("×", "满意", False),
        ("✔️", "满意", True),
        ("有", "有雨", True),
        ("无", "有雨", False),
        ("不满意", "满意", False),
        ("有", "满意", None),
        ("x", "满意", None),
        ("☒", "满意", None),
        ("对吗", "满意", None),
    ],
)
def test_a_mark_is_yes_or_no_or_neither(text: str, title: str, flag: bool | None) -> None:  # noqa: FBT001
    assert flags.read(text, title) is flag


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("General", 2.6, None),
        ("0", 2.6, "3"),
        ("0", 3, None),
        ("0.00", 2.5, None),
        ("#,##0.00", 1234.567, "1,234.57"),
        ("#,##0.00_ ;[Red]\\-#,##0.00\\ ", -1234.5, None),
        ("0%", 0.85, "85%"),
        ("000000", 42, "000042"),
        ('0"个"', 28, None),
        ('0!.0,"万"', 28000, "2.8万"),
        (";;;", 5, ""),
        ('0;0;"无"', 0, "无"),
        ("0.00E+00", 12345, None),
        ("@", 5, None),
        ("_ ¥* #,##0.00_ ", 300, None),
    ],
)
def test_what_a_reader_sees_of_a_number_is_said_where_it_differs(code: str, number: float, shown: str | None) -> None:
    assert formats.shown_number(code, number) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy-mm-dd h:mm", None),
        ("m/d/yy h:mm", None),
        ("yyyy/m/d", "2017年3月8日"),
        ('yyyy"年"m"月"', "2017年3月"),
        ('m"月"d"日"', "3月8日"),
        ("h:mm:ss", "14:30"),
    ],
)
def test_what_a_reader_sees_of_a_moment_is_said_where_anything_is_left_out(code: str, shown: str | None) -> None:
    assert formats.shown_day(code, dt.datetime(2017, 3, 8, 14, 30)) == shown  # noqa: DTZ001
