"""`recover` and `drill`: what is said while an archive is restored, and after it."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console

from operations.base.environment import Environment
from operations.base.progress_bar import progress_bar
from operations.recovery import choice, marks, restoring
from operations.recovery.marks import MILLI
from operations.restoration.moment import read_moment


def recover(home: Path, folder: Path, moment: str) -> bool:
    """Recover a home from an archive; whether all of it came back. Raises what `restoring.recover` raises."""
    chosen = choice.choose(folder, _wanted(moment))
    with progress_bar(Console(stderr=True)) as bar:
        done = restoring.recover(chosen, home.absolute(), bar)
    typer.echo(f"{home}: as it was at 已恢复至 {marks.words(done.mark.at)}; events sent again 重新发布: {done.again}")
    for one in done.papers:
        typer.echo(f"not recovered 未能恢复: {one}")
    typer.echo(f"CAMPAIGN_HOME={home.absolute()} ./campaign up --detach; ./campaign audit verify")
    return not done.papers


def drill(environment: Environment, folder: Path, moment: str) -> bool:
    """Try an archive; whether all was as it was recorded."""
    from operations.recovery import drills  # it reads views, whose libraries take a second to come

    outcome = drills.try_archive(environment, folder, _wanted(moment))
    for line in outcome.lines():
        typer.echo(line)
    return not outcome.faults


def _wanted(text: str) -> int | None:
    """A moment as marks have it, in milliseconds since 1970; None: the newest. Raises NoSuchMoment."""
    moment = read_moment(text)
    return int(moment.timestamp() * MILLI) if moment else None
