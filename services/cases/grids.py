"""Rules for grid cells, and what is known of one on a day."""

import datetime as dt

from contracts.cases.grids import register
from contracts.errors import Refused
from services.cases.validity import content_on
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class WrongGridCode(Refused):
    """A cell's code has as many digits as its edition says, and nothing else: 15 by GB/T 30428.1."""

    slug, zh, field = "wrong-grid-code", "单元网格编码应全为数字，位数与网格划分版本一致（国标为 15 位）", "code"


def edition_of(_grid: Record, form: Data, lookup: Lookup) -> Record:
    """The edition that a cell belongs to."""
    return lookup.record("cases.grid_editions", form["edition"])


@rules.on("define", "amend", edition=edition_of)
def place(grid: Record, form: Data, _at: Context, edition: Record) -> Data:
    """A cell's code is one of its edition."""
    if not fits(form.get("code") or grid.id, edition):
        raise WrongGridCode(grid.id, edition["digits"])
    return form


def fits(code: str, edition: Record) -> bool:
    """Whether a code has the digits of an edition."""
    return code.isascii() and code.isdigit() and len(code) == edition["digits"]


def edition_on(grid: Record, day: dt.date) -> str | None:
    """The edition to which a cell belonged on a day; None: it was not in use."""
    content = content_on(grid, day, ends="withdraw")
    return str(content["edition"]) if content else None
