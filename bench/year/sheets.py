"""Sheets in and out: rows a second, and how much memory they take beyond what was there before."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from bench.year.cost import Cost, Meter, NotThere
from bench.year.gateway import Door
from operations.demo.sheets import text
from operations.year import cases
from operations.year.sheets import CSV, YearSheet

ROWS, FIRST = 200, 700_000
CASES = "/v1/cases/digital_cases"
OK = 200
HANDS = (
    ("report", "year-centre"),
    ("verify,accept,file,dispatch,receive,dispose", "year-squadron"),
    ("check,close", "year-centre"),
)
"""Whoever reports does not verify, whoever disposes does not check: a sheet goes through three hands."""
EXPORTS = {"csv": "export csv, a row", "xlsx": "export xlsx, a row"}


def measure_import(door: Door, meter: Meter, seed: int) -> tuple[Cost, float]:
    """A row of nine steps, in one sheet that goes through all hands; and the memory that it took, MiB."""
    sheet = YearSheet([cases.city_case(seed, FIRST + number) for number in range(ROWS)])
    body, keys = (
        text(sheet.rows()),
        {name: door.key(name, "captain") for name in dict.fromkeys(name for _, name in HANDS)},
    )

    def hand_in() -> int:
        for steps, name in HANDS:
            _read(*door.post(f"{CASES}/import?steps={steps}", keys[name], body, CSV))
        return len(body)

    return _with_memory(lambda: meter.measure("import of city cases, a row", [hand_in], each=ROWS))


def measure_export(door: Door, meter: Meter, kind: str, count: int) -> tuple[Cost, float]:
    """A row of all city cases, in one answer; and the memory that it took, MiB."""

    def fetch() -> int:
        return len(_read(*door.get(f"{CASES}/export?format={kind}")))

    return _with_memory(lambda: meter.measure(EXPORTS[kind], [fetch], each=count))


def _read(status: int, body: bytes) -> bytes:
    """The body of an answer. Raises NotThere where it was refused."""
    if status != OK:
        raise NotThere(f"{status} {body[:200].decode(errors='replace')}")
    return body


def _with_memory(measure: Callable[[], Cost]) -> tuple[Cost, float]:
    before = _begin_peak()
    cost = measure()
    return cost, _peak() - before


def _begin_peak() -> float:
    """Begin the highest memory of this process anew, from what it takes now; that, MiB."""
    Path(f"/proc/{os.getpid()}/clear_refs").write_text("5")
    return _peak()


def _peak() -> float:
    status = Path(f"/proc/{os.getpid()}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024
