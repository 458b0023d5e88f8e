"""`demo`: the Xishan 2017 campaign, from a clerk's spreadsheets through the suite's own import."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from operations.base.environment import Environment
from operations.base.progress_bar import progress_bar
from operations.client import client, progress_table
from operations.client.client import Client, Declined
from operations.demo import pictures
from operations.demo.sheets import SHEETS, Sheet
from operations.suite import detach, home, readiness

BASELINE = "2017-06-15"
"""The business date of the article's numbers."""
PATIENCE = 30.0
STAFF = 2
"""How many sheets of units and people stand before all others."""


@dataclass(frozen=True)
class ImportResult:
    """What was imported: rows by outcome, and the events to wait for."""

    accepted: int
    repeated: int
    events: tuple[str, ...]


def load(environment: Environment) -> None:
    """Loads the demo into the running suite, or into one that it starts and stops; prints the 13 items."""
    console = Console()
    stays = _runs(environment)
    with _suite(environment, console):
        suite = client.connect(environment)
        result = fill(suite, environment.home / "demo", console)
        console.print(_summary(result))
        progress_table.show(progress(suite, result.events), console)
    opened = f"{suite.address}?as_of={BASELINE}"
    console.print(f"Every number opens to its evidence 每个数字都可查到佐证: {opened}", soft_wrap=True)
    if not stays:
        console.print("Start the suite to open it 启动套件后即可打开: ./campaign up")


@contextmanager
def _suite(environment: Environment, console: Console) -> Iterator[None]:
    """The suite that runs already, or one for as long as it is needed."""
    if _runs(environment):
        yield
        return
    console.print("No suite is running; starting one for the demo 正在为示例启动套件")
    detach.start(environment)
    try:
        yield
    finally:
        home.stop(environment.home)


def _runs(environment: Environment) -> bool:
    """Whether there is a suite: this home's, or another that answers at the address, in containers perhaps."""
    return home.running(environment.home) is not None or readiness.ask(environment).ready


def _summary(result: ImportResult) -> str:
    if not result.accepted:
        return f"Nothing changed: all {result.repeated} rows were there already 未作任何更改，各行均已存在"
    return f"{result.accepted} rows imported, {result.repeated} were there already 导入 {result.accepted} 行"


def fill(suite: Client, picture_folder: Path, console: Console) -> ImportResult:
    """Hands in the evidence and imports the sheets; pictures are kept in `picture_folder`. Raises Away, Declined."""
    with progress_bar(console) as bar:
        # Evidence first: a row that refers to bytes which nobody handed in is refused.
        names = list(dict.fromkeys(name for sheet in SHEETS for name in sheet.pictures()))
        for name in bar.track(names, description="evidence 佐证"):
            suite.post("/v1/evidence", _picture(picture_folder, name), "image/png", name=name)
        rows = bar.add_task("rows 行", total=sum(len(sheet.rows()) - 1 for sheet in SHEETS))
        answers: list[dict[str, Any]] = []
        for sheet in SHEETS:
            answers.append(_import(suite, sheet, answers))
            bar.advance(rows, answers[-1]["rows"])
    accepted, repeated = (sum(one[name] for one in answers) for name in ("accepted", "repeated"))
    return ImportResult(accepted, repeated, tuple(one["last_event"] for one in answers if one["last_event"]))


def _picture(folder: Path, name: str) -> bytes:
    """A picture, drawn once: another font tomorrow must not make another file of it."""
    path = folder / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(pictures.png(name))
        fresh.replace(path)
    return path.read_bytes()


def _import(suite: Client, sheet: Sheet, before: list[dict[str, Any]]) -> dict[str, Any]:
    """Imports one sheet, after what it needs has arrived: units and people, or what the sheet before it left."""
    if sheet.awaits:
        _wait(suite, f"/v1/{sheet.register}/{sheet.rows()[1][0]}", sheet.awaits)
    needed = before[-1:] if sheet.follows else before[:STAFF][-1:]
    after = needed[0]["last_event"] if needed else None
    answer: dict[str, Any] = suite.post(f"/v1/{sheet.register}/import", sheet.body(), sheet.media_type, after=after)
    return answer


def _wait(suite: Client, address: str, step: str) -> None:
    """Wait until a step was taken in a record, or for so long that it will not be. Raises Away."""
    until = time.monotonic() + PATIENCE
    while not _has_step(suite, address, step) and time.monotonic() < until:
        time.sleep(0.1)


def _has_step(suite: Client, address: str, step: str) -> bool:
    try:
        return any(one["step"] == step for one in suite.get(address)["history"])
    except Declined:
        return False


def progress(suite: Client, events: tuple[str, ...]) -> Mapping[str, Any]:
    """The progress at the baseline, once it has heard of all these events."""
    view: Mapping[str, Any] = {}
    for event in events or (None,):
        view = suite.get("/v1/progress", as_of=BASELINE, after=event)
    return view
