"""Numbers as spreadsheets write them: thousands with commas, currencies, noise of arithmetic; and nothing else."""

from __future__ import annotations

import re
from typing import Any

from services.gateway.spreadsheets.values.plain import narrow, plain_number

NOISE = 1e-9
"""How far, for its size, a number may be from one with fewer digits and still be it: arithmetic leaves that much."""
_THOUSANDS = r"\d{1,3}(?:,\d{3})+"
_WHOLE = re.compile(rf"[+-]?(?:\d{{1,15}}|{_THOUSANDS})(?:\.0+)?", re.ASCII)
_MONEY = re.compile(rf"(?:[¥￥]|rmb|cny)?\s?((?:\d{{1,15}}|{_THOUSANDS})(?:\.\d+)?)\s?元?", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s?%", re.ASCII)
_HUNDREDTH = 100


def read_whole(cell: Any) -> int | None:
    """A whole number; None: it is none."""
    if isinstance(cell, float):
        return round(cell) if is_near(cell, round(cell)) else None
    text = narrow(str(cell))
    return int(text.partition(".")[0].replace(",", "")) if _WHOLE.fullmatch(text) else None


def read_percent(cell: Any) -> float | None:
    """How many hundredths a text says with a percent sign; None: it says none."""
    match = _PERCENT.fullmatch(narrow(str(cell)))
    return float(match[1]) if match else None


def read_money(cell: Any) -> str:
    """An amount in digits; what is none stays as it is written."""
    if isinstance(cell, float):
        cents = round(cell * _HUNDREDTH)
        return (
            f"{cents // _HUNDREDTH}.{cents % _HUNDREDTH:02}"
            if cell >= 0 and is_near(cell, cents / _HUNDREDTH)
            else plain_number(cell)
        )
    text = narrow(str(cell))
    match = _MONEY.fullmatch(text.casefold())
    return match[1].replace(",", "") if match else text


def is_near(number: float, other: float) -> bool:
    """Whether a number is another but for the noise of arithmetic."""
    return abs(number - other) <= NOISE * max(1.0, abs(number))
