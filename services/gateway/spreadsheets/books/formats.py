"""What a reader sees of a number or a day: cells are stored in one way and shown in another."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]')
"""What is no placeholder: text in quotes, a character after a backslash, room, a currency, a colour or a condition."""
_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_DIGITS = re.compile(r"[0#?](?:[0#?,.]*[0#?.,])?")
_CONDITION = re.compile(r"\[[<>=]")
_WRITTEN_POINT = re.compile(r"(?<=0)[\\!]\.(?=(0+))")
"""A point that is only written: `0!.0,` shows tens of thousands."""
GENERAL = "general"


class _Layout(NamedTuple):
    """How a section of a format shows digits: how many at least, after the point, and what the number is scaled by."""

    least: int
    decimals: int
    scale: Decimal


def shown_number(code: str, value: float) -> str | None:
    """What a reader sees of a number, where that says anything else than the number; None: it says the same."""
    if _CONDITION.search(code):
        return None
    section = _section(code, value)
    point = _WRITTEN_POINT.search(section)
    section = _WRITTEN_POINT.sub(".", section)
    bare = _LITERAL.sub("", section)
    if GENERAL in bare.casefold() or "@" in bare or not code:
        return None
    digits = _DIGITS.search(bare)
    if digits is None:
        return _LITERAL.sub(lambda match: match[1] or match[2] or match[3] or "", section).strip()
    if re.search(r"[eE][+-]|/", bare):
        return None
    layout = _layout(bare, digits[0])
    return _shown(section, layout._replace(scale=layout.scale.scaleb(-len(point[1]) if point else 0)), value)


def _section(code: str, value: float) -> str:
    """The section of a format that is for a number: positive; negative; zero."""
    sections = _SECTION.split(code)
    index = 1 if value < 0 else 2 if value == 0 else 0
    return sections[index] if index < len(sections) else sections[0]


def _layout(bare: str, digits: str) -> _Layout:
    whole, _, decimals = digits.partition(".")
    thousands = len(digits) - len(digits.rstrip(","))
    scale = Decimal(100) ** bare.count("%") / Decimal(1000) ** thousands
    return _Layout(whole.count("0"), len(re.sub("[^0#?]", "", decimals)), scale)


def _shown(section: str, layout: _Layout, value: float) -> str | None:
    exact = Decimal(f"{value:.15g}")
    step = Decimal(1).scaleb(-layout.decimals)
    number = abs(exact * layout.scale).quantize(step, ROUND_HALF_UP)
    whole = len(str(int(number)))
    if layout.scale == 1 and number == abs(exact) and layout.least <= whole:
        return None
    text = f"{number:,f}" if "," in section else str(number).zfill(layout.least)
    around = _LITERAL.sub(lambda match: match[1] or match[2] or match[3] or "", section)
    return _DIGITS.sub(("-" if value < 0 else "") + text.replace("\\", ""), around, count=1).strip()


class DayParts(NamedTuple):
    """What a format of days and times shows."""

    year: bool
    month: bool
    day: bool
    time: bool


def day_parts(code: str) -> DayParts:
    """What a format of days and times shows; an m beside hours or seconds is minutes."""
    bare = _LITERAL.sub("", _SECTION.split(code)[0]).casefold()
    time = bool(re.search("[hs]", bare))
    months = re.sub(r"h[^a-z]*m+|m+[^a-z]*s", "", bare.replace("上午/下午", "").replace("am/pm", ""))
    return DayParts("y" in bare, "m" in months, re.search("d(?!d{2})", bare.replace("dddd", "")) is not None, time)


def shown_day(code: str, moment: dt.datetime) -> str | None:
    """What a reader sees of a day or a time where the format leaves any of it out; None: they see all of it."""
    parts = day_parts(code)
    hides_time = moment.time() != dt.time() and not parts.time
    if parts.year and parts.month and parts.day and not hides_time:
        return None
    return "".join(
        text
        for there, text in (
            (parts.year, f"{moment.year}年"),
            (parts.month, f"{moment.month}月"),
            (parts.day, f"{moment.day}日"),
            (parts.time, f" {moment:%H:%M}"),
        )
        if there
    ).strip()
