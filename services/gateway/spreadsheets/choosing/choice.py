"""What a person chose for a file: what each of its columns means, and what stands for columns that it has not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contracts.errors import fault
from services.gateway.spreadsheets.columns import Constant
from services.gateway.spreadsheets.faults import letter
from services.gateway.spreadsheets.field_columns import FieldColumn, Vocabulary, same
from services.gateway.spreadsheets.grid import SheetRow, blank
from services.gateway.spreadsheets.mapping import Mismapped

FIELDS, CONSTANTS = "columns", "constants"
NOT_TAKEN = ""
Meaning = FieldColumn | str


@dataclass(frozen=True)
class HeadingChoice:
    """A choice.

    fields     by a column's key (see `heading_keys`) the field that it means, "step.field"; `NOT_TAKEN`: it is left out
    constants  by such a field the text that stands for it in every row
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    def check(self, ours: Vocabulary, keys: Collection[str]) -> None:
        """Raises Mismapped, naming all that fits no column of the file or no field of the register."""
        if faults := [*self._column_faults(ours, keys), *self._constant_faults(ours, keys)]:
            raise Mismapped(errors=faults)

    def _column_faults(self, ours: Vocabulary, keys: Collection[str]) -> Iterator[dict[str, str]]:
        for key, name in self.fields.items():
            path = f"{FIELDS}.{key}"
            if key not in keys:
                yield fault(path, f"The sheet has no such column: {key}", f"表中没有此列：{key}")
            elif name and meaning_of(ours, name) is None:
                yield fault(path, f"There is no such field: {name}", f"本台账没有此栏目：{name}")

    def _constant_faults(self, ours: Vocabulary, keys: Collection[str]) -> Iterator[dict[str, str]]:
        chosen = {meaning_of(ours, self.fields.get(key, key)) for key in keys if self.fields.get(key, key)}
        for name in self.constants:
            path, slot = f"{CONSTANTS}.{name}", meaning_of(ours, name)
            if not isinstance(slot, FieldColumn) or slot not in ours.importable:
                yield fault(path, f"There is no such field: {name}", f"本台账没有此栏目：{name}")
            elif slot in chosen:
                yield fault(
                    path,
                    f"There is a column for it already: leave the column out, or this empty ({slot.en})",
                    f"表中已有“{slot.zh}”列：请将该列设为不导入，或清空此处",
                )

    def meanings(self, ours: Vocabulary, keys: Mapping[int, str]) -> dict[int, Meaning]:
        """What the columns of a table mean for which something was chosen, by their index."""
        chosen = {index: self.fields[key] for index, key in keys.items() if key in self.fields}
        return {index: meaning_of(ours, name) or f"without {keys[index]}" for index, name in chosen.items()}

    def whole_columns(self, ours: Vocabulary) -> tuple[Constant, ...]:
        """What stands for columns that there are not."""
        slots = ((meaning_of(ours, name), text) for name, text in self.constants.items() if text.strip())
        return tuple(Constant(slot, text.strip()) for slot, text in slots if isinstance(slot, FieldColumn))

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {FIELDS: dict(self.fields), CONSTANTS: dict(self.constants)}


NOTHING_CHOSEN = HeadingChoice()


def meaning_of(ours: Vocabulary, name: str) -> Meaning | None:
    """What a name means that a person or a program chose; None: nothing."""
    return ours.meanings.get(same(name))


def name_of(slot: FieldColumn) -> str:
    """By which name a choice knows a field."""
    return f"{slot.step.name}.{slot.name}"


def heading_keys(head: SheetRow, rows: Sequence[SheetRow]) -> dict[int, str]:
    """How a choice calls the columns of a table: by their heading; the second of the same bears a number.

    A column without a heading in which something stands is called by its letter.
    """
    counts: dict[str, int] = {}
    keys: dict[int, str] = {}
    for index in range(_width(head, rows)):
        heading = "" if blank(head.at(index)) else str(head.at(index)).strip()
        if heading or any(not blank(row.at(index)) for row in rows):
            name = heading or f"列 {letter(index)}"
            counts[name] = counts.get(name, 0) + 1
            keys[index] = name if counts[name] == 1 else f"{name} ({counts[name]})"
    return keys


def _width(head: SheetRow, rows: Sequence[SheetRow]) -> int:
    return max(len(one.cells) for one in (head, *rows))
