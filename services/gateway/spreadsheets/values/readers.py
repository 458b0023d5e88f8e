"""How cells of days, times, numbers, amounts and flags are read: what is written there, however it is written there."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from contracts.forms import yuan
from services.chassis.base import clock
from services.gateway.spreadsheets.faults import NotADay, NotAFlag, NotAMoment, NotANumber, NotDegrees
from services.gateway.spreadsheets.values import days, flags, numbers
from services.gateway.spreadsheets.values.plain import narrow, plain_text

_DEGREES = re.compile(r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?)°?")
IN_HUNDREDTHS = re.compile("百分|率|比例|%")
"""Titles of columns in which 85% is 85."""


def read_day(cell: Any, *, from_1904: bool) -> str:
    """A day; a time beside it is left out. Raises NotADay."""
    found = days.read(cell, from_1904=from_1904)
    if found is None:
        raise NotADay(plain_text(cell))
    return found.moment.date().isoformat()


def read_moment(cell: Any, *, from_1904: bool) -> str:
    """A time; without a zone of its own it is Shanghai's. Raises NotAMoment."""
    found = days.read(cell, from_1904=from_1904)
    if found is None:
        raise NotAMoment(plain_text(cell))
    if not found.timed:
        raise NotAMoment(plain_text(cell), "a day without a time 只有日期，没有时间")
    moment = found.moment if found.moment.tzinfo else found.moment.replace(tzinfo=clock.SHANGHAI)
    return moment.astimezone(dt.UTC).isoformat()


def read_number(cell: Any, title: str) -> int:
    """A whole number; hundredths where the column's title says so. Raises NotANumber."""
    number = None if isinstance(cell, bool | dt.date) else numbers.read_whole(cell)
    if number is None and IN_HUNDREDTHS.search(title):
        percent = numbers.read_percent(cell)
        number = None if percent is None else numbers.read_whole(percent)
    if number is None:
        raise NotANumber(plain_text(cell))
    return number


def read_degrees(cell: Any) -> float:
    """Degrees as a decimal number. Raises NotDegrees."""
    match = None if isinstance(cell, bool | dt.date) else _DEGREES.fullmatch(plain_text(cell))
    if match is None:
        raise NotDegrees(plain_text(cell))
    return float(match[1])


def read_money(cell: Any) -> str:
    """An amount as records keep it; what is none is left as it is written, for the form to refuse."""
    return plain_text(cell) if isinstance(cell, bool | dt.date) else yuan(numbers.read_money(cell))


def read_flag(cell: Any, title: str) -> bool:
    """Yes or no. Raises NotAFlag."""
    flag = cell if isinstance(cell, bool) else flags.read(narrow(plain_text(cell)).casefold(), title)
    if flag is None:
        raise NotAFlag(plain_text(cell))
    return flag
