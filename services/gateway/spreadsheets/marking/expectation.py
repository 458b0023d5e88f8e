"""What a field expects of its cells, in both languages, with an example."""

from __future__ import annotations

from dataclasses import dataclass

from services.gateway.spreadsheets import template
from services.gateway.spreadsheets.field_columns import FieldColumn

EXAMPLES = {
    "day": "2017-03-08",
    "flag": "是",
    "number": "12",
    "degrees": "120.353",
    "moment": "2017-03-08 14:30",
    "money": "300.50",
    "code": "A-017",
    "evidence": "现场照片.jpg",
    "paper": "现场照片.jpg",
    "text": "",
}


@dataclass(frozen=True)
class Expectation:
    """How a cell is to be filled in, in Chinese and English, and an example; empty: any text will do."""

    zh: str
    en: str
    example: str


def of(slot: FieldColumn, unit: str = "") -> Expectation:
    """What a field expects; `unit` is a unit that there is, for an example."""
    zh, en = template.how(slot)
    words = "、".join(slot.words.values())
    bounds = template.bounds(slot)
    return Expectation(
        zh + (f"：{words}" if words else "") + (f"，{bounds}" if bounds else ""),
        en + (f": {words}" if words else "") + (f", {bounds}" if bounds else ""),
        _example(slot, unit),
    )


def _example(slot: FieldColumn, unit: str) -> str:
    first = next(iter(slot.words.values()), "")
    if slot.parts:
        return "/".join(_example(part, unit) or part.zh for part in slot.parts)
    return unit if slot.kind in ("unit", "units") else first or EXAMPLES.get(slot.kind, "")
