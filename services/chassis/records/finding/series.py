"""The series of the numbers that records bear, SG-2017-0042: one for each year, in which each number has its serial."""

from __future__ import annotations

import re
from typing import Any

from contracts import comparison
from contracts.register import NUMBER, Register
from services.chassis.records.record import Record

Place = tuple[str, int]
"""A series and a serial in it."""
DIGITS, MOST_TYPED, MOST_DIGITS = 4, 6, 9
"""How many digits a serial has at least, at most where somebody types it, and at most."""
_NUMBER = re.compile(rf"([A-Z]+-[0-9]{{4}})-([0-9]{{{DIGITS},{MOST_DIGITS}}})")


def places(record: Record) -> frozenset[Place]:
    """The places of all numbers that a record ever bore.

    Of voided records too, and of numbers that were corrected: none is given twice.
    """
    numbers = (one.data.get(NUMBER) for one in (record.revisions if record.register.numbered else ()))
    return frozenset(place for one in numbers if (place := place_of(record.register, one)))


def place_of(register: Register, number: Any) -> Place | None:
    """The series and the serial of a number, however it is written; None: it is none of the register's own."""
    plain = comparison.number(number).upper() if isinstance(number, str) and register.numbered else ""
    match = _NUMBER.fullmatch(plain)
    if match is None or not match[1].startswith(f"{register.numbered}-"):
        return None
    return match[1], int(match[2])
