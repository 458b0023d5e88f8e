"""`status`: every process with its age and restarts, and what the gateway says of it."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.table import Table

from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.suite import archive, certificate, home, readiness
from operations.suite.state import ProcessState, State


class NotRunning(OperatorError):
    """No suite is running in {0}; `campaign up` starts it. 未运行。"""


def show(environment: Environment) -> bool:
    """Prints the table; says whether all is ready. Raises NotRunning."""
    current = home.running(environment.home)
    if not current:
        raise NotRunning(environment.home)
    where = current.found_by(environment)
    answer = readiness.ask(where)
    console = Console()
    console.print(f"supervisor {current.pid}, {where.address()}, broker {current.broker}, since {current.started}")
    console.print(_table(current, answer))
    tell_damage(answer)
    certificate.tell_end(where)
    tell_archive(environment)
    return answer.ready and all(one.pid for one in current.processes.values())


def tell_damage(answer: readiness.Readiness) -> None:
    """Prints what is damaged, a line a fault; the others go on meanwhile."""
    for name, faults in answer.damage.items():
        for fault in faults:
            typer.echo(f"{name} is not ready: its storage is damaged 存储已损坏: {fault}")


def tell_archive(environment: Environment) -> None:
    """Prints up to when the home can be recovered, where it has an archive, and why no further."""
    told = archive.load(environment.home)
    if told is None or environment.recovery_folder() is None:
        return
    upto = archive.words(told.upto) if told.upto else "-"
    typer.echo(f"can be recovered up to 可恢复至 {upto}, from {told.folder}")
    if told.trouble:
        typer.echo(f"nothing is archived since 自此未归档 {archive.words(told.since)}: {told.trouble}")


def _table(current: State, answer: readiness.Readiness) -> Table:
    table = Table("process 进程", "pid", "up since 启动于", "restarts 重启", "ready 就绪")
    for name, one in current.processes.items():
        table.add_row(name, str(one.pid or "-"), one.started, str(one.restarts), _ready(name, one, answer))
    return table


def _ready(name: str, one: ProcessState, answer: readiness.Readiness) -> str:
    if name in (home.BROKER, home.KEEPER) or (name == "gateway" and name not in answer.services):
        ready = one.pid is not None and (name != "gateway" or answer.ready)
    else:
        ready = answer.services.get(name, False)
    return "yes" if ready else "no"
