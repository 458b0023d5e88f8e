"""What the issue asks of each figure: milliseconds, growth from a tenth of the size, bytes."""

from __future__ import annotations

from dataclasses import dataclass

from bench.year import answers, columnar
from bench.year.writes import KINDS

GROWS = 1.2
"""How many times as much work a command may cost at ten times the size."""
IMPORT_MS, CSV_MS, XLSX_MS, REBUILD_MS = 1000 / 300, 1000 / 20_000, 1000 * 40 / 250_000, 1000 / 8000
"""A row imported; a row exported as csv; a row of some forty cells as xlsx; an event of a rebuild."""
READER_MS = 10.0
KB = 1000


@dataclass(frozen=True)
class Target:
    """What one figure may be at most; None where nothing is asked.

    late    milliseconds at p95
    growth  times the work at a tenth of the size
    weight  bytes as sent
    """

    late: float | None = None
    growth: float | None = None
    weight: float | None = None


def of() -> dict[str, Target]:
    """The target of each figure that has one, by its name."""
    asked = {
        one.name: Target(one.most, weight=one.weight * KB if one.weight else None)
        for one in (*answers.QUESTIONS, answers.WHILE_WRITING)
    }
    written = {f"write: {one.name}, a command": Target(growth=GROWS) for one in KINDS}
    return {
        **asked,
        **written,
        "number, in the reader": Target(READER_MS),
        "import of city cases, a row": Target(IMPORT_MS, GROWS),
        "export csv, a row": Target(CSV_MS),
        "export xlsx, a row": Target(XLSX_MS),
        "rebuild of the view, an event": Target(REBUILD_MS),
        columnar.NAME: Target(),
    }
