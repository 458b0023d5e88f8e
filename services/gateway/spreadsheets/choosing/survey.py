"""What a person sees who chooses: each column with its first values and a suggestion, all fields, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from contracts.forms import PAPER
from contracts.register import Register, Step
from services.gateway.accounts.sheets.kept_headings import KeptChoice
from services.gateway.spreadsheets import cells
from services.gateway.spreadsheets.cells import Names
from services.gateway.spreadsheets.choosing import suggesting
from services.gateway.spreadsheets.choosing.choice import (
    CONSTANTS,
    FIELDS,
    NOTHING_CHOSEN,
    HeadingChoice,
    heading_keys,
    meaning_of,
    name_of,
)
from services.gateway.spreadsheets.choosing.suggesting import Sample, Suggestion
from services.gateway.spreadsheets.faults import Misfilled, letter
from services.gateway.spreadsheets.field_columns import FAULT_NOTE, SYSTEM, FieldColumn, Vocabulary, same, vocabulary
from services.gateway.spreadsheets.grid import Bad, Cell, SheetRow, blank
from services.gateway.spreadsheets.tables.table import SheetTable

MOST_VALUES, LOOK, LONGEST_VALUE = 3, 50, 40
"""Different values that are shown of a column, rows among which they are looked for, and how much of each is shown."""
RECORD_ID = ("system.id", *SYSTEM["id"])
UNREAD = frozenset({"evidence", PAPER, "entries"})
"""Kinds of whose values no reader here can say whether they fit: they name files, or are lists."""
Json = dict[str, Any]


@dataclass(frozen=True)
class SurveyColumn:
    """One column: how a choice calls it, where it is, what stands in it, what it means or may mean.

    meaning  what the heading itself means: a field, or what is passed over; None: it is none of ours
    chosen   the field that is chosen now; None: nothing yet
    unfit    whether the first values cannot be read as the field that is chosen
    """

    key: str
    place: str
    sheets: tuple[str, ...]
    heading: str
    values: tuple[str, ...]
    meaning: FieldColumn | str | None
    suggestion: Suggestion | None
    chosen: str | None
    unfit: bool

    def to_dict(self) -> Json:
        """As clients see it."""
        suggestion = self.suggestion
        return {
            "key": self.key,
            "column": self.place,
            "sheets": list(self.sheets),
            "heading": self.heading or None,
            "values": list(self.values),
            "suggestion": suggestion
            and {"field": name_of(suggestion.slot), "reason": suggestion.reason, "score": suggestion.score},
            "field": self.chosen,
            "unfit": self.unfit,
        }


@dataclass(frozen=True)
class Survey:
    """A file's columns before a person has chosen, or after.

    kept  what their unit chose for such a file before, if that is offered
    names what units are called, for what can be read as one
    """

    register: Register
    tables: Sequence[SheetTable]
    choice: HeadingChoice = NOTHING_CHOSEN
    kept: KeptChoice | None = None
    names: Names = field(default_factory=Names)

    @property
    def words(self) -> Vocabulary:
        """The register's own words."""
        return vocabulary(self.register)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The keys of all columns, those aside in which mistakes were explained: a file is known by these."""
        return tuple(key for key in self._tables_of if same(key) != same(FAULT_NOTE[1]))

    @cached_property
    def _tables_of(self) -> dict[str, list[tuple[SheetTable, int]]]:
        """In which tables a column is, and where there."""
        places: dict[str, list[tuple[SheetTable, int]]] = {}
        for table in self.tables:
            for index, key in heading_keys(table.head, table.rows).items():
                places.setdefault(key, []).append((table, index))
        return places

    @cached_property
    def columns(self) -> tuple[SurveyColumn, ...]:
        """Every column once, in the order of the file."""
        return tuple(self._columns())

    def _columns(self) -> Iterator[SurveyColumn]:
        own = self._own()
        samples = [Sample(key, key, self._cells(key)) for key in self._tables_of if key not in own]
        taken = {one for one in own.values() if isinstance(one, FieldColumn)}
        before = self._before()
        suggestions = suggesting.chosen_before(before) | suggesting.suggest(
            self.words, [one for one in samples if one.key not in before], self.fits, taken | set(before.values())
        )
        for key, places in self._tables_of.items():
            table, index = places[0]
            suggestion, chosen = suggestions.get(key), self._chosen(key, own.get(key), suggestions.get(key))
            slot = meaning_of(self.words, chosen) if chosen else None
            yield SurveyColumn(
                key,
                letter(index),
                tuple(one.page.title for one, _ in places if one.page.title),
                "" if blank(table.head.at(index)) else str(table.head.at(index)).strip(),
                tuple(_shown(table, index)),
                own.get(key),
                suggestion,
                chosen,
                isinstance(slot, FieldColumn) and not self.fits(slot, self._cells(key)),
            )

    def _own(self) -> dict[str, FieldColumn | str]:
        """What headings mean that are ours; of two with one meaning the first has it."""
        own: dict[str, FieldColumn | str] = {}
        for key in self._tables_of:
            meaning = self.words.meanings.get(same(key))
            if meaning is not None and (not isinstance(meaning, FieldColumn) or meaning not in own.values()):
                own[key] = meaning
        return own

    def _before(self) -> dict[str, FieldColumn]:
        """What was chosen before for headings that are here again."""
        fields: Mapping[str, str] = self.kept.choice[FIELDS] if self.kept else {}
        slots = ((key, meaning_of(self.words, name)) for key, name in fields.items() if key in self._tables_of and name)
        return {key: slot for key, slot in slots if isinstance(slot, FieldColumn)}

    def _chosen(self, key: str, own: FieldColumn | str | None, suggestion: Suggestion | None) -> str | None:
        """The field that a column's select shows; None: a person has yet to say."""
        if key in self.choice.fields:
            return self.choice.fields[key]
        if self.kept and key in self.kept.choice[FIELDS]:
            return str(self.kept.choice[FIELDS][key])
        if isinstance(own, FieldColumn):
            return name_of(own)
        if own is not None:
            return RECORD_ID[0] if own == "id" else ""
        return name_of(suggestion.slot) if suggestion else None

    def _cells(self, key: str) -> tuple[Cell, ...]:
        """The first values of a column that are filled."""
        table, index = self._tables_of[key][0]
        return tuple(row.at(index) for row in table.rows[:LOOK] if not blank(row.at(index)))[: MOST_VALUES * 3]

    def fits(self, slot: FieldColumn, values: Sequence[Cell]) -> bool:
        """Whether at least half of some values can be read as a field's."""
        if slot.kind in UNREAD or not values:
            return True
        return 2 * sum(self._reads(slot, one) for one in values) >= len(values)

    def _reads(self, slot: FieldColumn, cell: Cell) -> bool:
        try:
            cells.value(slot, cell, self.names)
        except Misfilled:
            return False
        return True

    @cached_property
    def missing(self) -> tuple[FieldColumn, ...]:
        """The fields that must be there of every step that is taken, and for which no column is chosen."""
        chosen = {meaning_of(self.words, one.chosen) for one in self.columns if one.chosen}
        steps = {slot.step.name for slot in chosen if isinstance(slot, FieldColumn)} | {self.register.opening.name}
        if RECORD_ID[0] in {one.chosen for one in self.columns}:
            steps -= {self.register.opening.name} - {s.step.name for s in chosen if isinstance(s, FieldColumn)}
        return tuple(
            slot
            for slot in self.words.importable
            if slot.step.name in steps and not slot.optional and slot not in chosen
        )

    @property
    def open(self) -> bool:
        """Whether a person has something to look at before the file is checked."""
        if not any(table.rows for table in self.tables):
            return False
        undecided = any(one.meaning is None for one in self.columns)
        lacking = any(slot.step is self.register.opening for slot in self.missing)
        return undecided or lacking or self.kept is not None

    @property
    def gone(self) -> list[str]:
        """Headings that were chosen before and are in this file no more."""
        return [one for one in (self.kept.headings if self.kept else ()) if one not in self._tables_of]

    def constants(self) -> dict[str, str]:
        """What stands for columns that there are not, as chosen now or before."""
        before: Mapping[str, str] = self.kept.choice[CONSTANTS] if self.kept else {}
        return {**before, **self.choice.constants}

    def spare_constants(self) -> dict[str, str]:
        """Those that stand for fields that need not be there, or for which there is a column after all."""
        missing = {name_of(slot) for slot in self.missing}
        return {name: text for name, text in self.constants().items() if name not in missing}

    def steps(self) -> list[tuple[Step, list[FieldColumn]]]:
        """All fields that can be chosen, step by step."""
        by_step: dict[str, tuple[Step, list[FieldColumn]]] = {}
        for slot in self.words.importable:
            by_step.setdefault(slot.step.name, (slot.step, []))[1].append(slot)
        return list(by_step.values())

    def to_dict(self) -> Json:
        """As clients see it."""
        return {
            "columns": [one.to_dict() for one in self.columns],
            "fields": [RECORD_FIELD, *(_field(self.words, slot) for slot in self.words.importable)],
            "missing": [name_of(slot) for slot in self.missing],
            "constants": self.constants(),
            "kept": self.kept and {"id": self.kept.id, "made_at": self.kept.made_at, "made_by": self.kept.made_by},
            "gone": self.gone,
            "open": self.open,
        }


RECORD_FIELD: Json = {
    "field": RECORD_ID[0],
    "zh": RECORD_ID[1],
    "en": RECORD_ID[2],
    "step": None,
    "kind": "code",
    "required": False,
    "words": [],
}


def _field(words: Vocabulary, slot: FieldColumn) -> Json:
    return {
        "field": name_of(slot),
        "zh": words.heading(slot),
        "en": slot.en,
        "step": slot.step.name,
        "kind": slot.kind,
        "required": not slot.optional,
        "words": [{"word": word, "zh": title} for word, title in slot.words.items()],
    }


def best_kept(headings: Iterable[str], kept: Sequence[KeptChoice]) -> KeptChoice | None:
    """What was chosen for the file whose headings are most like these, the newest of equals; None: for none like it."""
    there = set(headings)
    common = [(len(there & set(one.headings)), one) for one in kept]
    best = max(common, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] * 2 > len(there) else None


def _shown(table: SheetTable, index: int) -> Iterator[str]:
    """The first different values of a column, as a reader sees them."""
    texts = (_text(row, index) for row in table.rows[:LOOK] if not blank(row.at(index)))
    yield from list(dict.fromkeys(texts))[:MOST_VALUES]


def _text(row: SheetRow, index: int) -> str:
    cell = row.at(index)
    text = row.shown.get(index) or (cell.text if isinstance(cell, Bad) else str(cell))
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
