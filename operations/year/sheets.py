"""The synthetic year as the spreadsheets that a bureau would hand in: a row a record, a column a field of a step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from contracts import catalogue
from operations.year.cases import PROOF
from operations.year.journey import Journey
from services.gateway.spreadsheets.cells import format_value
from services.gateway.spreadsheets.field_columns import FieldColumn, vocabulary

PICTURE = "A6-DT-01-after.png"
"""One of the demo's drawn pictures, stamped as synthetic: every paper of the year is this one."""
CSV = "text/csv"


@dataclass(frozen=True)
class YearSheet:
    """The sheet of some records of one register, in the shape of the demo's own sheets."""

    journeys: Sequence[Journey]
    media_type: str = CSV

    @property
    def register(self) -> str:
        """The register's address."""
        return self.journeys[0].register.replace(".", "/")

    @cached_property
    def _slots(self) -> list[FieldColumn]:
        """The fields that any of the records fills, in the register's order."""
        said = {(step, name) for one in self.journeys for step, form in one.steps for name in form}
        every = vocabulary(catalogue.REGISTERS[self.journeys[0].register]).importable
        return [slot for slot in every if (slot.step.name, slot.name) in said]

    def rows(self) -> list[list[str]]:
        """The headings, and a row for each record."""
        return [[f"{slot.step.zh}·{slot.zh}" for slot in self._slots], *map(self._row, self.journeys)]

    def _row(self, journey: Journey) -> list[str]:
        forms = dict(journey.steps)
        return [_cell(slot, forms.get(slot.step.name, {}).get(slot.name)) for slot in self._slots]

    def pictures(self) -> Iterator[str]:
        """The names of the files that its cells refer to."""
        if any(PROOF in form.get("evidence", ()) for one in self.journeys for _, form in one.steps):
            yield PICTURE


def _cell(slot: FieldColumn, content: object) -> str:
    return "" if content is None else str(format_value(slot, content)).replace(PROOF, PICTURE)
