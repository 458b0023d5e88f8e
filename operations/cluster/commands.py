"""`cluster status`: a table for each part of a cluster, and a sentence that says what the loss of one more would do."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from operations.base.environment import Environment
from operations.cluster import standing
from operations.cluster.standing import DEGRADED, GOOD, STOPPED, Fact, Part
from operations.cluster.status import Places, look

app = typer.Typer(help="A bureau's cluster of containers. 集群", no_args_is_help=True)
CODES = {GOOD: 0, DEGRADED: 1, STOPPED: 2}
COLUMNS = {
    "role": "role 角色",
    "state": "state 状态",
    "timeline": "timeline 时间线",
    "lag_bytes": "behind, bytes 落后字节",
    "lag_seconds": "behind, s 落后秒",
    "node": "node 节点",
    "runs": "runs 运行",
    "partitions": "partitions 分区",
    "alarms": "alarms 告警",
    "term": "term 任期",
    "version": "version 版本",
    "generation": "generation 视图代",
    "ready": "gateways 网关",
    "database": "databases 数据库",
    "broker": "brokers 消息代理",
}


@app.callback()
def cluster() -> None:
    """Keep `status` a command of its own, though it is the only one."""


@app.command("status")
def status(*, as_json: Annotated[bool, typer.Option("--json", help="For programs. 供程序读取")] = False) -> None:
    """Show every node; exit code 0: all there, 1: something is lost or wrong, 2: writes are stopped. 集群状态"""
    parts = look(Places.of(Environment.load()))
    if as_json:
        typer.echo(standing.as_json(parts))
    else:
        console = Console()
        for one in parts:
            console.print(_table(one))
            for fault in one.faults:
                console.print(f"  {fault}", markup=False)
        typer.echo(standing.sentence(parts))
    raise typer.Exit(CODES[standing.state_of(parts)])


def _table(part: Part) -> Table:
    names = [name for name in COLUMNS if any(name in one.facts for one in part.members)]
    headings = ("member 成员", "up 正常", *(COLUMNS[name] for name in names), "fault 问题")
    table = Table(*headings, title=f"{part.name}: {part.working}/{part.wanted}", title_justify="left")
    for one in part.members:
        facts = (_word(one.facts.get(name)) for name in names)
        table.add_row(one.place, "yes 是" if one.up else "no 否", *facts, one.fault)
    return table


def _word(fact: Fact) -> str:
    if isinstance(fact, bool):
        return "yes 是" if fact else "no 否"
    return "" if fact is None else str(fact)
