"""A cell's characters in normal width, and no further: a superscript is no digit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from contracts import entry

_NARROW = entry.WIDE | {0x3000: " ", 0xA0: " "}
DIGITS = 15
"""A spreadsheet keeps as many digits; what is beyond them is noise of its arithmetic."""


def narrow(text: str) -> str:
    """Full-width characters in normal width, outer blanks gone, inner ones one each."""
    return " ".join(text.translate(_NARROW).split())


def plain_text(cell: Any) -> str:
    """What stands in a cell, as a person would read it out; days and numbers as they are stored."""
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float):
        return plain_number(cell)
    return narrow(str(cell))


def plain_number(number: float) -> str:
    """A number in the digits that a spreadsheet keeps, never as a power of ten."""
    text = f"{Decimal(f'{number:.{DIGITS}g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
