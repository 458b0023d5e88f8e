"""`wal-archive ...`: what the containers of deploy/recovery.yml and `deploy/recover` run."""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from operations.base.environment import Environment
from operations.base.errors import WrongSetting
from operations.restoration.moment import read_moment
from operations.wal_archive import choice, data
from operations.wal_archive.layout import Archive
from services.chassis.base import clock, log

WRITERS = {"data": data.write_data, "papers": data.write_papers, "keys": data.write_keys}
DAY = dt.timedelta(days=1)
SECRETS = Path("/run/secrets")
app = typer.Typer(help="Any second of a deployment in containers. 容器部署的任意时刻恢复", no_args_is_help=True)
Folder = Annotated[Path, typer.Argument(help="The archive. 归档目录")]
Moment = Annotated[str, typer.Option("--to", help="A moment with its zone; else the newest. 恢复到的时刻")]


@app.command("keep")
def keep(folder: Folder, papers: str, public: Path, secrets: Path = SECRETS) -> None:
    """Follow the database for ever, and papers and keys beside it. 持续归档"""
    from operations.wal_archive.keeper import Keeper, Sources

    log.configure("archive")
    Keeper(Archive(folder), Sources(papers, secrets, public), Environment.load()).keep()


@app.command("check")
def check(folder: Folder, to: Moment = "") -> None:
    """Say from what a moment would be restored; refuse what cannot be. 检查可否恢复"""
    chosen = choice.choose(Archive(folder), read_moment(to))
    wal = f"{len(chosen.wal)} WAL files WAL 文件"
    typer.echo(f"{chosen.moment.isoformat()}: base backup 基础备份 {chosen.base.at.isoformat()}, {wal}")


@app.command("write")
def write(what: str, folder: Folder, to: Moment = "") -> None:
    """Write data, papers or keys of a moment to standard output, as a tar. 以 tar 输出"""
    if what not in WRITERS:
        raise WrongSetting("WHAT", f"{what!r} is none of {', '.join(WRITERS)}")
    WRITERS[what](choice.choose(Archive(folder), read_moment(to)), sys.stdout.buffer)


@app.command("drill")
def drill(
    folder: Folder, scratch: Path, now: Annotated[str, typer.Argument(help="now: once, at once. 立即执行一次")] = ""
) -> None:
    """Try the archive once a day at DRILL_AT, or now; exit code 1 where something was wrong. 恢复演练"""
    from operations.wal_archive import drills

    log.configure("drill")
    environment = Environment.load()
    at = environment.drill_at()
    while not now:
        time.sleep(_until(at) if at else DAY.total_seconds())
        if at:
            drills.try_archive(environment, Archive(folder), scratch)
    outcome = drills.try_archive(environment, Archive(folder), scratch)
    for line in outcome.lines():
        typer.echo(line)
    raise typer.Exit(1 if outcome.faults else 0)


def _until(daily: dt.time) -> float:
    """Seconds until that time of the day, where the bureau is."""
    now = clock.now().astimezone(clock.SHANGHAI)
    then = dt.datetime.combine(now.date(), daily, clock.SHANGHAI)
    return (then + (DAY if then <= now else dt.timedelta()) - now).total_seconds()
