"""`python -m bench --only year`: builds the districts of a size and of a tenth; prints what things cost on both."""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import structlog
from rich.console import Console

from bench import machine, postgres
from bench.figures import Line, lines
from bench.postgres import Server
from bench.scene import scene
from bench.year import flat, report, stage
from bench.year.answers import ASKED
from bench.year.homes import GROWTH, SMALLEST, Databases, Files, Homes, copy_path
from bench.year.stage import Scope, Stage

SEED = 463
DATABASES = ("sqlite", "postgresql")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the year can be asked for."""
    parser.add_argument("--size", type=int, default=10_000, help="the year: events in the ledger; a tenth is beside it")
    parser.add_argument("--database", choices=DATABASES, default="sqlite", help="the year: where the district lies")
    parser.add_argument(
        "--from-sqlite",
        action="store_true",
        help="the year: where PostgreSQL has no such district yet, carry SQLite's over table by table",
    )
    parser.add_argument("--seed", type=int, default=SEED, help="the year: by which it is drawn")
    parser.add_argument("--folder", type=Path, help="the year: where districts are kept, to be built on or used again")
    parser.add_argument(
        "--sheets",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="the year: also sheets and the rebuild, which take longest",
    )
    parser.add_argument("--flat", action="store_true", help="the year: also the flat command, beside the peers")
    parser.add_argument("--page", type=Path, help="the year, the audit log: write the result into this folder")


def run(arguments: argparse.Namespace) -> None:
    """Build, measure, print."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    console = Console(width=170)
    state = machine.state()
    folder = arguments.folder or Path(tempfile.gettempdir()) / "four-six-three-year"
    with _homes(folder, arguments) as homes:
        scope = Scope(asked=ASKED // 4 if arguments.quick else ASKED, sheets=arguments.sheets)
        stages = [stage.measure(homes, size, console.print, scope) for size in sizes(arguments.size)]
        races = _race(homes, arguments.size, quick=arguments.quick) if arguments.flat else []
    result = _result(arguments, state, stages, races)
    report.show(result, console)
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=1, ensure_ascii=False))
    if arguments.page:
        report.write(result, arguments.page)


def sizes(size: int) -> list[int]:
    """The sizes that are measured for one: it, its tenth, and what is below that for the plot."""
    below = sizes(size // GROWTH) if size // GROWTH >= SMALLEST else []
    return [*below, size]


@contextmanager
def _homes(folder: Path, arguments: argparse.Namespace) -> Iterator[Homes]:
    folder.mkdir(parents=True, exist_ok=True)
    on_files = Homes(folder, Files(), arguments.seed)
    if arguments.database == "sqlite":
        yield on_files
        return
    if not postgres.is_installed():
        raise SystemExit("there is no PostgreSQL on this machine")
    server = Server(folder / "postgresql")
    try:
        yield Homes(folder, Databases(server), arguments.seed, on_files if arguments.from_sqlite else None)
    finally:
        server.stop()


def _race(homes: Homes, size: int, *, quick: bool) -> list[Line]:
    """The flat command of all systems, in one run; on files alone."""
    if not isinstance(homes.shelf, Files):
        return []
    home = homes.build(size)
    with scene() as here, homes.copy_of(home) as house:
        return lines(flat.measure(here, house, copy_path(home), quick=quick))


def _result(arguments: argparse.Namespace, state: str, stages: list[Stage], races: list[Line]) -> report.Result:
    asked = {name: getattr(arguments, name) for name in ("size", "seed", "database", "from_sqlite", "sheets", "quick")}
    return {
        "asked": asked,
        "machine": machine.describe("no broker: owners and gateway in one process"),
        "state": state,
        "stages": [asdict(one) for one in stages],
        "races": [asdict(one) for one in races],
    }
