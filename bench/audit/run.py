"""`python -m bench --only audit`: a log of a year beside one of a tenth, and the same in PostgreSQL."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from bench import postgres
from bench.audit.log import Log, open_log
from bench.audit.measure import measure
from bench.figures import OURS, Figure, Line, lines
from bench.postgres import Server

ENTRIES = 5_000_000
TENTH, OTHER, DATABASE = "a tenth of it", "on PostgreSQL", "audit"
IS_THERE = "SELECT count(*) FROM pg_database WHERE datname = 'audit'"


def run(arguments: argparse.Namespace) -> list[Line]:
    """Measure round after round; the medians."""
    with tempfile.TemporaryDirectory() as folder:
        return lines(_rounds(arguments, arguments.audit_folder or Path(folder)))


def _rounds(arguments: argparse.Namespace, home: Path) -> Iterator[Figure]:
    entries = arguments.audit_entries // (100 if arguments.quick else 1)
    server = Server(arguments.audit_folder and home / "postgres") if postgres.is_installed() else None
    try:
        logs = dict(_logs(home, entries, server))
        for number in range(1 if arguments.quick else arguments.runs):
            for system, log in logs.items():
                Console(stderr=True).print(f"round {number + 1}: {system}", highlight=False)
                yield from (replace(one, system=system) for one in measure(log))
        for log in logs.values():
            log.store.close()
    finally:
        if server:
            server.stop()


def _logs(home: Path, entries: int, server: Server | None) -> Iterator[tuple[str, Log]]:
    """What was built before is taken as it is, and goes on where it ended."""
    for system, place, size in ((TENTH, home / "tenth", entries // 10), (OURS, home, entries)):
        log = open_log(place)
        log.fill(size)
        yield system, log
    if server:
        is_there = server.ask("postgres", IS_THERE)
        yield OTHER, open_log(home, server.url(DATABASE) if is_there else server.create(DATABASE))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said of the log."""
    parser.add_argument("--audit-entries", type=int, default=ENTRIES, help="entries of the audit log that is measured")
    parser.add_argument("--audit-folder", type=Path, help="where it lies, to measure it again later")


def command(arguments: argparse.Namespace) -> str:
    """What was asked for, as the page says it: nothing of the machine's folders."""
    return f"python -m bench --only audit --audit-entries {arguments.audit_entries} --runs {arguments.runs}"
