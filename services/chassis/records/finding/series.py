"""The series of the numbers that records bear, SG-2017-0042: one for each year, in which each number has its serial."""

from __future__ import annotations

import re
from typing import Any

from contracts.register import NUMBER, Register
from services.chassis.records.record import Record

DIGITS, MOST_DIGITS = 4, 9
"""How many digits a serial has at least, and at most."""
_NUMBER = re.compile(rf"([A-Z]+-[0-9]{{4}})-([0-9]{{{DIGITS},{MOST_DIGITS}}})")


def serials(record: Record) -> dict[str, int]:
    """The greatest serial in each series of all numbers that a record ever bore.

    Of voided records too, and of numbers that were corrected: none is given twice.
    """
    greatest: dict[str, int] = {}
    for revision in record.revisions if record.register.numbered else ():
        if place := place_of(record.register, revision.data.get(NUMBER)):
            series, serial = place
            greatest[series] = max(serial, greatest.get(series, 0))
    return greatest


def place_of(register: Register, number: Any) -> tuple[str, int] | None:
    """The series and the serial of a number; None: it is none of the register's own."""
    match = _NUMBER.fullmatch(number.upper()) if isinstance(number, str) and register.numbered else None
    if match is None or not match[1].startswith(f"{register.numbered}-"):
        return None
    return match[1], int(match[2])
