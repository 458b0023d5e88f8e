"""What a cell says; each row of a table has its reason."""

import datetime as dt
from typing import Any

import pytest
from marshmallow import fields

from contracts import catalogue
from contracts import forms as ask
from contracts.forms import Form, fields_of
from contracts.register import Step
from services.gateway.spreadsheets import cells
from services.gateway.spreadsheets.cells import Names
from services.gateway.spreadsheets.faults import Misfilled
from services.gateway.spreadsheets.field_columns import FieldColumn, vocabulary
from services.gateway.spreadsheets.grid import Bad, Cell

A, B = "a" * 64, "b" * 64
NAMES = Names(
    units={"东亭中队": ["DT"], "同名中队": ["X1", "X2"]},
    codes=frozenset({"DT", "DBT"}),
    files={"one.png": [A], "same.png": [A, A], "two.png": [A, B]},
)


def slot(name: str, register: str = "outreach.matters") -> FieldColumn:
    column = vocabulary(catalogue.REGISTERS[register]).meanings[name]
    assert isinstance(column, FieldColumn)
    return column


DAY, FLAG, TEXT, UNIT = (slot(name) for name in ("done_on", "satisfied", "matter", "unit"))
CHOICE, PAPERS = slot("requester"), slot("finish.evidence")
NUMBER, UNITS = (slot(name, "outreach.volunteer_events") for name in ("minutes", "counits"))
CODE = slot("code", "training.units")
PICTURE = slot("paper", "outreach.captions")
HOURS = slot("service", "outreach.volunteer_events")


class Entry(Form):
    """An entry with a value of every kind that a cell can hold."""

    person = ask.person()
    angle = ask.choice("角度", "Angle", {"north": "北", "south": "南"})
    day = ask.day("日期", "Day", required=False)
    angles = fields.List(fields.String(), metadata={"title": "角", "x-title-en": "Angles", "x-words": {"n": "北"}})
    text = ask.text("说明", "Text", required=False)


class Listing(Form):
    """Fields that no register of the tests has."""

    entries = ask.many(Entry, "明细", "Entries")
    at = ask.moment("时间", "At")
    longitude = ask.degrees("经度", "Longitude", most=180)
    tags = fields.List(fields.String(), metadata={"title": "标签", "x-title-en": "Tags"})
    fine = ask.money("罚款", "Fine")


STEP = Step("list", "listed", "列 / List", "new -> listed", Listing)
ENTRIES, MOMENT, DEGREES, TAGS, MONEY = (FieldColumn(STEP, name, one) for name, one in fields_of(Listing).items())


@pytest.mark.parametrize(
    ("what", "cell", "value"),
    [
        (DAY, dt.date(2017, 3, 8), "2017-03-08"),  # a date cell of the spreadsheet
        (DAY, "2017-03-08", "2017-03-08"),  # ISO
        (DAY, "2017-3-8", "2017-03-08"),  # year first: no doubt without zeros either
        (DAY, "2017/3/8", "2017-03-08"),  # as Chinese Excel shows it
        (DAY, "2017.3.8", "2017-03-08"),  # as many clerks write it
        (DAY, "2017年3月8日", "2017-03-08"),  # as letters are dated
        (DAY, "２０１７年３月８日", "2017-03-08"),  # full-width digits of a Chinese keyboard
        (DAY, " 2017-03-08 00:00:00 ", "2017-03-08"),  # as databases write a day
        (DAY, dt.datetime(2017, 3, 8, 14, 30), "2017-03-08"),  # noqa: DTZ001 -- a date cell with a time
        (FLAG, "是", True),
        (FLAG, "Yes", True),
        (FLAG, "TRUE", True),
        (FLAG, True, True),  # a logical cell
        (FLAG, 1, True),  # a number cell
        (FLAG, "否", False),
        (FLAG, "no", False),
        (FLAG, 0.0, False),  # spreadsheets keep all numbers as floats
        (NUMBER, 90, 90),
        (NUMBER, 90.0, 90),  # spreadsheets keep all numbers as floats
        (NUMBER, "９０ ", 90),  # full width, with a blank
        (CHOICE, "居民", "resident"),  # the Chinese title
        (CHOICE, "Resident", "resident"),  # the word itself
        (CHOICE, "社区 居委会", "committee"),  # a blank in between
        (UNIT, "DT", "DT"),
        (UNIT, "ＤＴ", "DT"),  # full width
        (UNIT, "东亭中队", "DT"),  # by name
        (UNIT, " 东亭 中队", "DT"),  # by name, with blanks
        (UNIT, "NEW1", "NEW1"),  # a code that is not known here yet: the owner judges
        (UNITS, "东亭中队；DBT", ["DT", "DBT"]),
        (UNITS, "DT、DBT", ["DT", "DBT"]),
        (UNITS, "DT;\nDBT;", ["DT", "DBT"]),  # a line each, a stray separator
        (TEXT, "  路灯\u3000不亮 ", "路灯 不亮"),  # ideographic blank
        (TEXT, "１２栋（东）", "12栋（东）"),  # digits become normal, Chinese punctuation stays
        (TEXT, 20170012, "20170012"),  # a number that a text column holds
        (TEXT, 3.5, "3.5"),
        (MONEY, "300", "300.00"),  # as it is kept: the same sheet again says the same
        (MONEY, 300.5, "300.50"),  # a number cell
        (MONEY, "３００．５", "300.50"),  # full width
        (MONEY, "三百", "三百"),  # no amount: the form refuses it
        (CODE, " qL-００1 ", "qL-001"),
        (PAPERS, A.upper(), [A]),  # a hash, as some tools print it
        (PICTURE, A.upper(), A),
        (PICTURE, " one.png ", A),  # the one paper that a record is about
        (PAPERS, "one.png", [A]),  # a file that the account handed in
        (PAPERS, "same.png", [A]),  # the same file twice under its name is no doubt
        (PAPERS, f"one.png；{B}；one.png", [A, B]),  # named twice counts once
        (HOURS, "v1/200；v2/30", [{"volunteer": "v1", "minutes": 200}, {"volunteer": "v2", "minutes": 30}]),
        (HOURS, "v1／２００;\n v2 / 30 \n", [{"volunteer": "v1", "minutes": 200}, {"volunteer": "v2", "minutes": 30}]),
        (ENTRIES, "a；b", [{"person": "a"}, {"person": "b"}]),  # what is left out at the end
        (ENTRIES, "a/北//北/", [{"person": "a", "angle": "north", "angles": ["n"]}]),  # what is left out between
        (ENTRIES, "a/北/2017-3-8", [{"person": "a", "angle": "north", "day": "2017-03-08"}]),
        (ENTRIES, "a////甲；乙/丙\nb", [{"person": "a", "text": "甲；乙/丙"}, {"person": "b"}]),  # a line each
        (ENTRIES, r"a////甲\；乙；b", [{"person": "a", "text": "甲；乙"}, {"person": "b"}]),  # on one line
        (DEGREES, 120.353, 120.353),
        (DEGREES, "１２０．３５３ ", 120.353),  # full width, with a blank
        (DEGREES, "-31", -31.0),
        (TAGS, "甲；乙、丙", ["甲", "乙", "丙"]),
        (MOMENT, dt.datetime(2017, 3, 8, 14, 30), "2017-03-08T06:30:00+00:00"),  # noqa: DTZ001 -- a spreadsheet's
        (MOMENT, "2017-03-08 14:30", "2017-03-08T06:30:00+00:00"),  # Shanghai's time
        (MOMENT, "2017/03/08 8:30:15", "2017-03-08T00:30:15+00:00"),
        (MOMENT, "2017-03-08T14:30:00Z", "2017-03-08T14:30:00+00:00"),  # with a zone of its own
    ],
)
def test_a_cell_says(what: FieldColumn, cell: Cell, value: Any) -> None:
    assert cells.value(what, cell, NAMES) == value


@pytest.mark.parametrize(
    ("what", "cell", "slug"),
    [
        (DAY, "03/08/2017", "not-a-day"),  # March or August
        (DAY, "8.3.2017", "not-a-day"),  # the same in Europe
        (DAY, "17-03-08", "not-a-day"),  # which century, which end
        (DAY, "2017-03", "not-a-day"),  # no day
        (DAY, "2017-03/08", "not-a-day"),  # mixed: a slip
        (DAY, "2017-02-30", "not-a-day"),  # there is none
        (DAY, "昨天", "not-a-day"),
        (FLAG, 2, "not-a-flag"),
        (NUMBER, "1,20", "not-a-number"),  # no thousands
        (NUMBER, 1.5, "not-a-number"),
        (NUMBER, "9" * 16, "not-a-number"),
        (NUMBER, True, "not-a-number"),
        (DEGREES, "31°35′24″", "not-degrees"),  # degrees, minutes, seconds
        (DEGREES, "120,353", "not-degrees"),  # a comma for the point
        (DEGREES, "nan", "not-degrees"),
        (NUMBER, dt.date(2017, 3, 8), "not-a-number"),
        (CHOICE, "居", "not-a-choice"),  # the beginning of a word is a guess
        (UNIT, "东亭", "no-such-unit"),  # the beginning of a name is a guess
        (UNIT, "同名中队", "many-units"),
        (UNITS, "DT；没有", "no-such-unit"),
        (TEXT, dt.date(2017, 3, 1), "reshaped"),  # "2017-3" that Excel made a date of
        (TEXT, 320205198001011234, "reshaped"),  # eighteen digits of which Excel kept fifteen
        (TEXT, Bad("#DIV/0!"), "bad-cell"),
        (DAY, Bad("=A1+1"), "bad-cell"),
        (PAPERS, "missing.png", "no-such-evidence"),
        (PAPERS, "two.png", "many-files"),  # two different files under one name
        (PICTURE, "missing.png", "no-such-evidence"),
        (PICTURE, "two.png", "many-files"),
        (HOURS, "v1/200；v2/三十", "not-a-number"),
        (HOURS, "v1/200/30", "not-a-number"),  # a value too many
        (MOMENT, "2017-03-08", "not-a-moment"),  # a day is no moment
        (MOMENT, "2017-3-81:30", "not-a-moment"),  # the 8th at 1:30, or the 81st
        (MOMENT, "2017-03-08 24:30", "not-a-moment"),
        (MOMENT, 42802, "not-a-moment"),  # a day that counts days has no time
    ],
)
def test_a_cell_is_refused_rather_than_guessed(what: FieldColumn, cell: Cell, slug: str) -> None:
    with pytest.raises(Misfilled) as refused:
        cells.value(what, cell, NAMES)
    assert refused.value.slug == slug
    assert all(refused.value.words())


def test_what_is_wrong_in_a_list_says_in_which_entry() -> None:
    with pytest.raises(Misfilled) as refused:
        cells.value(ENTRIES, "a/北；b/东", NAMES)
    en, zh = refused.value.words()
    assert en.startswith("Entry 2: ")
    assert zh.startswith("第 2 条：")
    assert "东" in zh
