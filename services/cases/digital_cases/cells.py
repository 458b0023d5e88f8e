"""The grid cell of a case is one of the grid's, where an edition of the grid is in force for its unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from contracts.errors import Refused
from services.cases import grid_editions, grids
from services.cases.digital_cases.duplicates import field_value
from services.chassis.base.clock import day_of
from services.chassis.records.finding.decided_before import decided_before
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record

GRID = "grid"


class UnknownGrid(Refused):
    """The grid that is in force for this unit has no such cell on that day."""

    slug, zh, field = "unknown-grid", "该单位当日施行的网格划分中没有此单元网格", GRID


@dataclass(frozen=True)
class CellBasis:
    """What is known of a case's cell on the day of a step.

    edition  the grid that is in force for its unit; None: cells are free
    cell     what is known under its code
    stood    whether the step says of the cell what it said before it was corrected
    """

    day: dt.date
    edition: Record | None
    cell: Record | None
    stood: bool


def cell_basis(case: Record, form: Data, lookup: Lookup) -> CellBasis:
    """The grid that holds for a case, and its cell. Nothing is asked where no cell is named."""
    code = field_value(case, form, GRID)
    day = form.get("accepted_on") or day_of(form["reported_at"])
    edition = grid_editions.edition_on(lookup, form.get("unit") or case.unit_on(day), day) if code else None
    if code is None or edition is None:
        return CellBasis(day, None, None, stood=False)
    before = decided_before(case, lookup)
    stood = before is not None and field_value(before.record, before.data, GRID) == code
    return CellBasis(day, edition, lookup.record("cases.grids", code), stood)


def check_cell(basis: CellBasis) -> None:
    """A cell is known where a grid is in force; what stands already may stand. Raises UnknownGrid."""
    if basis.edition is None or basis.cell is None or basis.stood:
        return
    if grids.edition_on(basis.cell, basis.day) != basis.edition.id:
        raise UnknownGrid(basis.cell.id, basis.edition.id)
