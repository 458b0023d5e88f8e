"""The series of the numbers that records bear, SG-2017-0042: one for each year, in which each number has its serial."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from contracts.register import NUMBER, Register
from services.chassis.records.record import Record

SERIES = "@series"
"""Under what a record is found by its numbers' place in their series; no field is called so."""
DIGITS, MOST_DIGITS = 4, 9
"""How many digits a serial has at least, and at most."""
LAST = 10**9 - 1
_WIDTH = 12
_NUMBER = re.compile(rf"([A-Z]+-[0-9]{{4}})-([0-9]{{{DIGITS},{MOST_DIGITS}}})")


def places(record: Record) -> Iterator[str]:
    """The greatest place in each series of all numbers that a record ever bore, as a text that sorts by number.

    Of voided records too, and of numbers that were corrected: none is given twice.
    """
    if not record.register.numbered:
        return
    greatest: dict[str, int] = {}
    for revision in record.revisions:
        if place := place_of(record.register, revision.data.get(NUMBER)):
            series, serial = place
            greatest[series] = max(serial, greatest.get(series, 0))
    yield from (place_text(series, serial) for series, serial in greatest.items())


def place_text(series: str, serial: int) -> str:
    """A place as a text: those of one series are in the order of their serials, whatever the database's order is."""
    return f"{series}-{serial:0{_WIDTH}d}"


def parts(text: str) -> tuple[str, int]:
    """The series and the serial of a place."""
    return text[: -_WIDTH - 1], int(text[-_WIDTH:])


def place_of(register: Register, number: Any) -> tuple[str, int] | None:
    """The series and the serial of a number; None: it is none of the register's own."""
    match = _NUMBER.fullmatch(number.upper()) if isinstance(number, str) and register.numbered else None
    if match is None or not match[1].startswith(f"{register.numbered}-"):
        return None
    return match[1], int(match[2])
