"""Days and times in every form in which Excel and WPS show or store them; what could mean two of them is none."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

from services.gateway.spreadsheets.values.plain import narrow

EPOCH_1900, EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)  # noqa: DTZ001 -- a cell has no time zone
EARLIEST, LATEST = dt.datetime(1940, 1, 1), dt.datetime(2100, 1, 1)  # noqa: DTZ001
"""Between these a number of five digits is a day; earlier and later ones are rather something else."""
_CHINESE = "〇一二三四五六七八九"
_CHINESE_DAY = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_DAY = re.compile(
    r"(?:(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})|(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]?|(\d{4})(\d{2})(\d{2}))"
    r"(?:\s?\(?(?:星期|周)([一二三四五六日天])\)?)?",
    re.ASCII,
)
_TIME = re.compile(
    r"(?P<before>上午|下午|am|pm)?\s?(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?P<part>\.\d{1,6})?)?|[时点](?:(?P<minutes>\d{1,2})分?(?:(?P<seconds>\d{1,2})秒)?)?)"
    r"\s?(?P<after>am|pm)?\s?(?P<zone>z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_STAMP = re.compile(r"(\d{8})(\d{2})(\d{2})(\d{2})?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_WEEKDAYS = "一二三四五六日"
_NOON = 12


class DayText(NamedTuple):
    """What a text or a cell says.

    moment  the day, and the time if it says one
    timed   whether it says a time
    serial  whether it was a bare number that counts days
    """

    moment: dt.datetime
    timed: bool
    serial: bool = False


def read(cell: Any, *, from_1904: bool = False) -> DayText | None:
    """What a cell says of a day; None: no day, or more than one that it could be."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, dt.datetime):
        return DayText(cell, timed=True)
    if isinstance(cell, dt.date):
        return DayText(dt.datetime.combine(cell, dt.time()), timed=False)
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else narrow(str(cell)).casefold()
    if _SERIAL.fullmatch(text):
        return _serial(float(text), from_1904=from_1904)
    try:
        return _read(_with_digits(text))
    except ValueError:
        return None


def _serial(number: float, *, from_1904: bool) -> DayText | None:
    days = dt.timedelta(days=int(number), milliseconds=round(number % 1 * 86_400_000))
    moment = (EPOCH_1904 if from_1904 else EPOCH_1900) + days
    return DayText(moment, timed=not number.is_integer(), serial=True) if EARLIEST <= moment < LATEST else None


def _with_digits(text: str) -> str:
    """A day in Chinese numerals with digits: 二〇一七年三月十一日."""
    match = _CHINESE_DAY.match(text)
    if not match:
        return text
    year = "".join(str(_CHINESE.index(one)) for one in re.sub("[零○]", "〇", match[1]))
    return f"{year}年{_numeral(match[2])}月{_numeral(match[3])}日{text[match.end() :]}"


def _numeral(text: str) -> int:
    """十一 is eleven, 二十 twenty. Raises ValueError."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _CHINESE.index(text)
    return (_CHINESE.index(tens) if tens else 1) * 10 + (_CHINESE.index(ones) if ones else 0)


def _read(text: str) -> DayText | None:
    """Raises ValueError."""
    if _STAMP.fullmatch(text):
        return DayText(dt.datetime.strptime(f"{text:0<14}", "%Y%m%d%H%M%S"), timed=True)  # noqa: DTZ007
    match = _DAY.match(text)
    if not match or not (day := _day(match)):
        return None
    rest = text[match.end() :]
    if not rest:
        return DayText(day, timed=False)
    apart = rest[0] in " t上下" or text[match.end() - 1] in "日号)" or match[11] is not None
    time = _TIME.fullmatch(rest.lstrip(" t")) if apart else None
    return DayText(_at(day, time), timed=True) if time else None


def _day(match: re.Match[str]) -> dt.datetime | None:
    """The day; None where the day of the week is another's. Raises ValueError."""
    year, month, day = (
        int(match[group] or match[group + shift] or match[8 + n])
        for n, (group, shift) in enumerate(((1, 4), (3, 3), (4, 3)))
    )
    found = dt.datetime(year, month, day)  # noqa: DTZ001
    weekday = (match[11] or "").replace("天", "日")
    return None if weekday and _WEEKDAYS[found.weekday()] != weekday else found


def _at(day: dt.datetime, match: re.Match[str]) -> dt.datetime:
    """A day with a time. Raises ValueError."""
    about = match.groupdict()
    hour, minute = int(about["hour"]), int(about["minute"] or about["minutes"] or 0)
    second, part = int(about["second"] or about["seconds"] or 0), float(about["part"] or 0)
    moment = day.replace(
        hour=_hour(hour, about["before"] or about["after"]),
        minute=minute,
        second=second,
        microsecond=round(part * 1_000_000),
    )
    return moment.replace(tzinfo=_zone(about["zone"])) if about["zone"] else moment


def _hour(hour: int, half: str | None) -> int:
    """An hour of the day. Raises ValueError for one that there is not in this half of it."""
    if half is None:
        return hour
    late = half in ("下午", "pm")
    if hour > _NOON and not late:
        raise ValueError(hour)
    return hour % _NOON + (_NOON if late else 0) if hour <= _NOON else hour


def _zone(text: str) -> dt.tzinfo:
    return dt.datetime.strptime(text.upper().replace(":", ""), "%z").tzinfo or dt.UTC
