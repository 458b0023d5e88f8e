"""`drill` of a home's archive: restored into a scratch folder that is gone afterwards."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from rich.console import Console

from operations.base.environment import Environment
from operations.base.progress_bar import progress_bar
from operations.recovery import choice, marks, proving, restoring
from operations.recovery.bringing import now
from operations.recovery.marks import MILLI
from operations.restoration.drill import Outcome, drill


def try_archive(environment: Environment, folder: Path, wanted: int | None) -> Outcome:
    """Try an archive; what came of it is noted, also that it failed."""
    return drill(environment, partial(_attempt, environment, folder, wanted))


def _attempt(environment: Environment, folder: Path, wanted: int | None) -> Outcome:
    at = now()
    chosen = choice.choose(folder, wanted)
    with tempfile.TemporaryDirectory(prefix="campaign-drill-") as scratch, progress_bar(Console(stderr=True)) as bar:
        home = Path(scratch) / "home"
        done = restoring.recover(chosen, home, bar)
        events, faults = proving.prove(environment, home)
    loss = (at - done.mark.since) / MILLI if wanted is None else 0.0
    return Outcome(marks.words(done.mark.at), 0.0, events, loss, (*done.papers, *faults))
