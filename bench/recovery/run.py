"""`python -m bench --only recovery --size 1000000`: a district and one of a tenth, archived, recovered and proved."""

from __future__ import annotations

import argparse
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import structlog
from rich.console import Console

from bench import postgres
from bench.figures import OURS, Figure, Line, lines
from bench.recovery import databases, district, files
from bench.year.homes import GROWTH, Files, Homes

TENTH = "a tenth of it"


def run(arguments: argparse.Namespace) -> list[Line]:
    """Measure round after round; the medians."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    folder = arguments.folder or Path(tempfile.gettempdir()) / "four-six-three-year"
    homes = Homes(folder, Files(), arguments.seed)
    return lines(_rounds(homes, arguments))


def _rounds(homes: Homes, arguments: argparse.Namespace) -> Iterator[Figure]:
    for number in range(1 if arguments.quick else arguments.runs):
        for system, size in ((TENTH, arguments.size // GROWTH), (OURS, arguments.size)):
            Console(stderr=True).print(f"round {number + 1}: {system}", highlight=False)
            # In the folder of the districts: what is measured is the disk that they are on.
            with tempfile.TemporaryDirectory(prefix="recovery-", dir=homes.folder) as scratch:
                yield from _measure(homes, Path(scratch), size, system)


def _measure(homes: Homes, scratch: Path, size: int, system: str) -> Iterator[Figure]:
    # Whoever PostgreSQL runs as must get through.
    scratch.chmod(0o755)
    home = scratch / "home"
    district.copy(homes, size, home)
    if postgres.is_installed():
        yield from databases.measure(home, size, homes.seed, system)
    yield from files.measure(home, size, homes.seed, system)
