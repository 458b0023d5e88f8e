"""The series of the numbers that records bear, in which each number has its serial.

A record's own number, SG-2017-0042, has its register's series of the year. The number of a paper, 罚字〔2017〕42号, is
written as the bureau writes it: its series is the number without its serial, so that what was typed before anybody had
entered a pattern counts too (docs/decisions/0091-numbers-of-papers.md).
"""

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
_LAST_DIGITS = re.compile(rf"(?<![0-9])[0-9]{{1,{MOST_DIGITS}}}(?=[^0-9]*$)")
SERIAL_HERE = "#"
"""Stands in the name of a series of papers where their serials do."""
_NUMBER = re.compile(rf"([A-Z]+-[0-9]{{4}})-([0-9]{{{DIGITS},{MOST_DIGITS}}})")


def places(record: Record) -> frozenset[Place]:
    """The places of all numbers that a record ever bore.

    Of voided records too, and of numbers that were corrected: none is given twice.
    """
    if record.register.serials:
        return frozenset(place for one in paper_numbers(record) if (place := place_in(one)))
    numbers = (one.data.get(NUMBER) for one in (record.revisions if record.register.numbered else ()))
    return frozenset(place for one in numbers if (place := place_of(record.register, one)))


def place_of(register: Register, number: Any) -> Place | None:
    """The series and the serial of a number, however it is written; None: it is none of the register's own."""
    plain = comparison.number(number).upper() if isinstance(number, str) and register.numbered else ""
    match = _NUMBER.fullmatch(plain)
    if match is None or not match[1].startswith(f"{register.numbered}-"):
        return None
    return match[1], int(match[2])


def paper_numbers(record: Record) -> list[str]:
    """The numbers of all papers of a record, those that were corrected too."""
    fields = record.register.serial_fields
    values = (one.data.get(name) for one in record.revisions for name in fields)
    return [number for number in values if isinstance(number, str)]


def place_in(number: str) -> Place | None:
    """The series and the serial of a paper's number, however it is written; None: it has no serial.

    The serial is its last group of digits (GB/T 9704: 发文机关代字、年份、发文顺序号).
    """
    plain = comparison.number(number)
    if (match := _LAST_DIGITS.search(plain)) is None:
        return None
    return f"{plain[: match.start()]}{SERIAL_HERE}{plain[match.end() :]}", int(match[0])
