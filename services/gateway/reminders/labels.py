"""What a record is called in a reminder: its number, and never a name, an address or a free text."""

from __future__ import annotations

import re

from contracts.register import NUMBER
from services.chassis.base import ids
from services.chassis.records.record import Record
from services.gateway.display.formatting import short

PLAIN = re.compile(r"(?=.*[0-9])[0-9A-Za-z\-_/.〔〕()\[\]号第字罚立]{1,36}")
"""A number of a paper or of a book: 罚字〔2017〕42号, SG-2017-0042. A person's name has no digit."""
TELEPHONE = re.compile(r"[0-9]{8}")
"""What may be a telephone's or an identity card's number that somebody typed into the wrong field."""


def label_of(record: Record) -> str:
    """The record's number, where it has one that looks like one; else the end of its id, or of what follows from it.

    An id that people gave may be a person's code: of it nothing is told.
    """
    number = record.get(NUMBER)
    if isinstance(number, str) and PLAIN.fullmatch(number) and not TELEPHONE.search(number):
        return number
    ending = short(record.id)
    return ending if ending != record.id else f"…{ids.derive_id(record.id)[-8:]}"
