"""Dead letters on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson
import typer
from rich.console import Console
from rich.table import Table

from services.chassis.messaging.letters.letter import DeadLetter


def table(messages: Sequence[DeadLetter], counts: Mapping[str, int]) -> None:
    """The messages in a table, and how many there are in all."""
    console = Console()
    if messages:
        grid = Table("service 服务", "#", "event id 事件", "type 类型", "reason 原因", "parked at 停放于")
        for one in messages:
            grid.add_row(one.service, str(one.index), one.id, one.type, one.reason, one.parked_at)
        console.print(grid)
    parked = ", ".join(f"{service} {count}" for service, count in counts.items() if count)
    console.print(f"parked 停放: {parked or 'nothing 无'}")


def details(messages: Sequence[DeadLetter]) -> None:
    """Everything about some messages."""
    for one in messages:
        typer.echo(orjson.dumps(one.to_dict(), default=str, option=orjson.OPT_INDENT_2))


def summary(what: str, messages: Sequence[DeadLetter]) -> None:
    """What was done to which messages."""
    for one in messages:
        typer.echo(f"{what}: {one.service} {one.id} {one.type}")
    typer.echo(f"{what}: {len(messages)} in all")
