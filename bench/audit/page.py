"""The page of the audit log's figures, written by the bench: what was measured, of which state, on which machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.figures import Line
from bench.machine import state
from services.chassis.base import clock

NAME = "audit-performance.md"
BEGINNING = """# What the audit log costs at size 审计日志的规模与成本

How fast the audit log takes entries in, answers an auditor and is verified: the same at a tenth of the size, and on the
other database. All entries are synthetic 数据均为合成.

```sh
python -m bench --only audit --audit-folder FOLDER --page docs   # builds it where it is not there; goes on after a kill
```

Medians of rounds, on the machine named below, where other work went on beside it; held to targets by the clock are the
answers, by the processor the rest (the suite's own: PostgreSQL's comes on top). Each round appends 20,000 entries at
the end of the log, in batches of 500 as the inbox brings them. A question is asked 25 times for its first 50 rows; one
that meets too few of them among 2,500 stops and says how far it came.

"""


ACTS = "\n## What acts cost"


def write(folder: Path, command: str, machine: Mapping[str, object], lines: Sequence[Line]) -> None:
    """Write the page into a folder; what another bench measured of acts stays below."""
    page = folder / NAME
    text = BEGINNING + _origin(command, machine) + _table(lines) + _acts(page)
    page.write_text(text, encoding="utf-8")


def _acts(page: Path) -> str:
    before = page.read_text(encoding="utf-8") if page.exists() else ""
    return "".join(before.partition(ACTS)[1:])


def _origin(command: str, machine: Mapping[str, object]) -> str:
    on = f"{machine['cores']} cores, {machine['processor']}, load {machine['load before']}, Python {machine['python']}"
    return f"`{command}`, seed 463; state {state()}; {on}; {clock.now().date()}.\n\n"


def _table(lines: Sequence[Line]) -> str:
    """A row for each figure, a column for each log."""
    logs = tuple(dict.fromkeys(one.system for one in lines))
    rows: dict[str, dict[str, Line]] = {}
    for one in lines:
        rows.setdefault(one.name, {})[one.system] = one
    head = [f"| figure | {' | '.join(logs)} | target |", f"|---|{'---|' * len(logs)}---|"]
    return "\n".join([*head, *(_row(name, logs, row) for name, row in rows.items()), ""])


def _row(name: str, logs: Sequence[str], row: Mapping[str, Line]) -> str:
    cells = (_cell(row[log]) if log in row else "" for log in logs)
    target = next(iter(row.values())).required
    return f"| {name} | {' | '.join(cells)} | {target} |"


def _cell(line: Line) -> str:
    return f"{_plain(line.value)} {line.unit}{' **misses**' if line.holds is False else ''}"


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004 -- three digits are enough
