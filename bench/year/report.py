"""What the year found: a table for the terminal, and a page with plots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.year import targets
from bench.year.targets import Target

Result = dict[str, Any]
TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
CARRIED = (
    "The district was built on SQLite by the same seed and carried over table by table, then analysed; what is measured"
    " on it is PostgreSQL's own. 数据由同一种子在 SQLite 上生成后逐表复制。"
)
HEADINGS = ("figure", "p50 ms", "p95 ms", "CPU ms", "CPU grows", "work", "work grows", "KB sent", "target", "")
PAGE = "performance.md"
MARKS = {
    "sqlite": "<!-- the last full result: written by the bench -->",
    "postgresql": "<!-- the last full result on PostgreSQL: written by the bench -->",
}
"""Where the last result of each database begins in the page; it goes as far as the next."""


@dataclass(frozen=True)
class Row:
    """One figure at the size, beside itself at a tenth."""

    name: str
    cells: tuple[str, ...]
    holds: bool | None


def rows(result: Result) -> Iterator[Row]:
    """The figures in their order."""
    *smaller, last = result["stages"]
    before = {one["name"]: one for one in (smaller[-1]["costs"] if smaller else ())}
    asked = targets.of()
    for cost in last["costs"]:
        yield _row(cost, before.get(cost["name"]), asked.get(cost["name"], Target()))


def _row(cost: dict[str, Any], before: dict[str, Any] | None, target: Target) -> Row:
    if cost["fault"]:
        return Row(cost["name"], (cost["fault"].partition(":")[0], *[""] * 7), None)
    work, cpu = growth(cost, before, "work"), growth(cost, before, "cpu")
    weight = f"{cost['sent'] / targets.KB:,.1f}" if cost["sent"] else ""
    cells = (number(cost["p50"]), number(cost["p95"]), number(cost["cpu"]), times(cpu), number(cost["work"]))
    return Row(cost["name"], (*cells, times(work), weight, _said(target)), _holds(cost, target, work))


def growth(cost: dict[str, Any], before: dict[str, Any] | None, what: str) -> float | None:
    """How many times a cost is what it is at a tenth of the size; None where nothing can be said."""
    return cost[what] / before[what] if before and not before["fault"] and before[what] else None


def _holds(cost: dict[str, Any], target: Target, work: float | None) -> bool | None:
    checks = [
        target.late and cost["p95"] <= target.late,
        target.growth and work is not None and work <= target.growth,
        target.weight and cost["sent"] <= target.weight,
    ]
    asked = [one for one in checks if one is not None]
    return all(asked) if asked else None


def _said(target: Target) -> str:
    said = (
        f"{number(target.late)} ms" if target.late else "",
        f"x {target.growth:g}" if target.growth else "",
        f"{target.weight / targets.KB:g} KB" if target.weight else "",
    )
    return ", ".join(filter(None, said))


def number(value: float) -> str:
    """Three figures, more where they stand before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004 -- three figures are enough


def times(value: float | None) -> str:
    """A ratio."""
    return "" if value is None else f"x {value:.2f}"


def show(result: Result, console: Console) -> None:
    """Print it."""
    console.print(description(result), highlight=False)
    table = Table(*HEADINGS)
    verdicts = {None: "", True: "holds", False: "[red]misses[/red]"}
    for row in rows(result):
        table.add_row(row.name, *row.cells, verdicts[row.holds])
    console.print(table)
    for name, value in result["stages"][-1]["extra"].items():
        console.print(f"{name}: {value:,.0f}", highlight=False)
    for line in result["races"]:
        console.print(_race(line), highlight=False)


def _race(line: dict[str, Any]) -> str:
    ratio = f"; ours is {line['ratio']:.2f} times that" if line["ratio"] else ""
    return f"{line['name']}, {line['system']}: {line['value']:,.0f} {line['unit']}{ratio}"


def description(result: Result) -> str:
    """What was measured on what, by which command."""
    asked, host = result["asked"], result["machine"]
    command = (
        f"python -m bench --only year --size {asked['size']} --database {asked['database']} --seed {asked['seed']}"
    )
    command += " --from-sqlite" if asked.get("from_sqlite") else ""
    command += ("" if asked["sheets"] else " --no-sheets") + (" --quick" if asked["quick"] else "")
    said = f"{host['cores']} cores, {host['processor']}, load {host['load before']}, Python {host['python']}"
    return f"`{command}`; state {result['state']}; {said}"


def write(result: Result, folder: Path) -> None:
    """Put it into the page of a folder, behind the mark of its database, with a plot of each kind beside it.

    What stands there of the other database stays.
    """
    from bench.year import plot  # pygal puts an importer of its own into the process

    page, own = folder / PAGE, result["asked"]["database"]
    head, blocks = _blocks(page.read_text(encoding="utf-8") if page.exists() else "")
    blocks[own] = _page(result, plot.write(result, folder))
    page.write_text(head + "\n".join(f"{MARKS[name]}\n\n{blocks[name]}" for name in MARKS if name in blocks), "utf-8")


def _blocks(text: str) -> tuple[str, dict[str, str]]:
    """What a page says before all results, and each database's."""
    places = sorted((text.index(mark), name) for name, mark in MARKS.items() if mark in text)
    ends = [*(place for place, _ in places), len(text)]
    found = {
        name: f"{text[place + len(MARKS[name]) : end].strip()}\n"
        for (place, name), end in zip(places, ends[1:], strict=True)
    }
    return text[: ends[0]], found


def _page(result: Result, plots: Mapping[str, str]) -> str:
    asked = result["asked"]
    head = f"## {TITLES[asked['database']]}\n\n{description(result)}; {dt.datetime.now(dt.UTC):%Y-%m-%d}.\n\n"
    head += f"{CARRIED}\n\n" if asked.get("from_sqlite") else ""
    head += "".join(f"![{title}]({name})\n\n" for name, title in plots.items())
    rule = "|".join(["---"] * len(HEADINGS))
    verdicts = {None: "", True: "holds", False: "**misses**"}
    body = (f"| {row.name} | {' | '.join(row.cells)} | {verdicts[row.holds]} |" for row in rows(result))
    more = (f"- {name}: {value:,.0f}" for name, value in result["stages"][-1]["extra"].items())
    races = (f"- {_race(line)}" for line in result["races"])
    table = "\n".join((f"| {' | '.join(HEADINGS)} |", f"|{rule}|", *body))
    return f"{head}{table}\n\n" + "".join(f"{line}\n" for line in (*more, *races))
