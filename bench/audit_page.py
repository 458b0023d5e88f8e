"""The page of the audit log's figures, written by the bench: what was measured, of which state, on which machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.figures import Line
from bench.machine import state
from services.chassis.base import clock

NAME = "audit-performance.md"
BEGINNING = """# What the audit log costs at size 审计日志的规模与成本

How fast the audit log takes entries in, answers an auditor and is verified. All entries are synthetic 数据均为合成.

```sh
python -m bench --only audit --audit-folder FOLDER --page docs   # builds it where it is not there; goes on after a kill
```

Times are of the machine named below, where other work went on beside it; held to targets by the clock are the answers,
by the processor the rest. Appending is measured at the end of the log, in batches of 500 as the inbox brings them.

"""


def write(folder: Path, command: str, machine: Mapping[str, object], lines: Sequence[Line]) -> None:
    """Write the page into a folder."""
    (folder / NAME).write_text(BEGINNING + _origin(command, machine) + _table(lines), encoding="utf-8")


def _origin(command: str, machine: Mapping[str, object]) -> str:
    on = f"{machine['cores']} cores, {machine['processor']}, load {machine['load before']}, Python {machine['python']}"
    return f"`{command}`, seed 463; state {state()}; {on}; {clock.now().date()}.\n\n"


def _table(lines: Sequence[Line]) -> str:
    rows = [f"| {one.name} | {_plain(one.value)} {one.unit} | {one.required} | {_verdict(one)} |" for one in lines]
    return "\n".join(["| figure | value | target |  |", "|---|---|---|---|", *rows, ""])


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004 -- three digits are enough


def _verdict(line: Line) -> str:
    return {None: "", True: "holds", False: "**misses**"}[line.holds]
