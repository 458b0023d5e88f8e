"""Where each unit stands in each item: a status only where a target is the unit's own or means everybody.

A target of the bureau's that counts things is nobody's share of it: there a unit has its number, and no judgement.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from services.chassis.records.record import Record
from services.gateway.read_model import status, units
from services.gateway.read_model.programme import BUREAU, Item, Measure
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.queries import Answer

Answers = Mapping[str, Answer]
SHADES = 4


@dataclass(frozen=True)
class MatrixCell:
    """A unit's number in an item, by the measure that says most of it.

    status  where it stands; None: no target is this unit's
    counts  as what that weighs: where nothing was done yet and something was due, as behind; an item is judged so too
    """

    measure: Measure
    answer: Answer
    status: str | None = None
    counts: str | None = None

    @property
    def order(self) -> tuple[int, float]:
        """By what the cells of a column stand in order, the weakest first."""
        return status.place(self.counts), float(self.answer.claimed or 0)

    @property
    def ground(self) -> str | None:
        """The status whose ground the cell has: of what was due and not begun that of what is behind."""
        return status.BEHIND if self.counts == status.BEHIND else self.status

    @property
    def weakness(self) -> tuple[int, int]:
        """How weak it makes the unit in its item; of two that make it equally weak, how weak it is itself."""
        return status.place(self.counts), status.place(self.status)


@dataclass(frozen=True)
class MatrixColumn:
    """An item, where the bureau stands in it, and the measure by which units are told of that have no target."""

    item: Item
    status: str
    lead: Measure | None


@dataclass(frozen=True)
class MatrixRow:
    """A unit with its cells, one for each column; None: it has no number there."""

    unit: str
    title: str
    cells: Sequence[MatrixCell | None]


@dataclass(frozen=True)
class UnitMatrix:
    """Units of one kind, in the order of their tree, and the items."""

    columns: Sequence[MatrixColumn]
    rows: Sequence[MatrixRow]

    def shade(self, number: int, cell: MatrixCell | None) -> int:
        """How dark a number without a status is among those of its column: 0 for none of it, 4 for the most."""
        if cell is None or not cell.answer.claimed:
            return 0
        most = self._most[number, cell.measure.id]
        return max(1, round(SHADES * float(cell.answer.claimed) / most)) if most > 0 else 0

    @cached_property
    def _most(self) -> Mapping[tuple[int, str], float]:
        """The greatest number of each measure in each column: looked for once, however many cells there are."""
        most: dict[tuple[int, str], float] = defaultdict(float)
        for number, cell in (pair for row in self.rows for pair in enumerate(row.cells)):
            if cell is not None:
                most[number, cell.measure.id] = max(most[number, cell.measure.id], float(cell.answer.claimed or 0))
        return most

    def sorted_by(self, item: str, *, descending: bool) -> UnitMatrix:
        """The same with the weakest of an item first, or last; who has no number there comes after all others."""
        number = next(at for at, column in enumerate(self.columns) if column.item.id == item)
        some = [(one.cells[number], one) for one in self.rows]
        with_number = sorted(((cell, one) for cell, one in some if cell), key=lambda pair: pair[0].order)
        ordered = [one for _, one in (reversed(with_number) if descending else with_number)]
        return UnitMatrix(self.columns, [*ordered, *(one for cell, one in some if cell is None)])


def unit_matrix(reader: Reader, codes: Sequence[str]) -> UnitMatrix:
    """Some units beside each other; of what is private, or awaits its register, nothing is said."""
    reader.numbers.prepare(reader.programme.by_name.values(), reader.question)
    columns, by_item = [], []
    for item in reader.programme.items():
        measures = [reader.programme.by_name[name] for name in item.measures]
        told_of = [one for one in measures if not one.private and not one.awaits]
        column = MatrixColumn(item, str(reader.item(item)["status"]), _lead(reader, told_of))
        columns.append(column)
        by_item.append(_Judge(reader, column, told_of))
    rows = [MatrixRow(code, str(reader.tree[code]["name"]), [one.cell(code) for one in by_item]) for code in codes]
    return UnitMatrix(columns, rows)


def _lead(reader: Reader, measures: Sequence[Measure]) -> Measure | None:
    """The bureau's weakest measure with a target, else the first that has a number; one that every unit may have."""
    shared = {one.name: one for one in measures if one.scope == BUREAU}
    told = [reader.measure(one) for one in shared.values()]
    weakest = status.weakest(told)
    chosen = weakest or next((one for one in told if one["n"]), None)
    return shared[chosen["id"]] if chosen else None


class _Judge:
    """Where units stand in one item."""

    def __init__(self, reader: Reader, column: MatrixColumn, measures: Sequence[Measure]) -> None:
        self._reader, self._lead = reader, column.lead
        self._judged = [one for one in measures if one.target and (one.relative or one.scope != BUREAU)]
        read = {one.id: one for one in (*self._judged, *((column.lead,) if column.lead else ()))}
        self._answers: dict[str, Answers] = {name: reader.answers_by_unit(one) for name, one in read.items()}

    def cell(self, code: str) -> MatrixCell | None:
        """The weakest of what has a target of this unit's, else its number of the leading measure."""
        cells = list(self._with_status(code))
        if cells:
            return min(cells, key=lambda one: one.weakness)  # of equally weak ones the programme's first
        answer = self._answers[self._lead.id].get(code) if self._lead else None
        return MatrixCell(self._lead, answer) if self._lead and answer and answer.n else None

    def _with_status(self, code: str) -> Iterator[MatrixCell]:
        for measure in self._judged:
            answer = self._answers[measure.id].get(code)
            if measure.scope in (BUREAU, code) and answer and answer.n and answer.claimed is not None:
                yield MatrixCell(measure, answer, *self._reader.standing_and_weight(measure, answer))


def units_of_kind(tree: Mapping[str, Record], ordered: Sequence[str], kind: str, day: dt.date) -> list[str]:
    """The units of a kind that were there on a day, in an order."""
    return [code for code in ordered if tree[code]["kind"] == kind and units.stands_on(tree[code], day)]
