"""`backup ...` and `support-bundle`: what is noted of backups, and what is handed to somebody who helps."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from operations.base.environment import Environment
from operations.client.copies import backup_notes
from operations.client.copies.backup_notes import DrillFigures
from operations.upkeep import bundle

app = typer.Typer(help="When a backup was made, and when one was tested. 备份登记", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The folder's name, without its path. 备份名称")]
Size = Annotated[int, typer.Option(help="Its bytes. 字节数")]
Fault = Annotated[str, typer.Option(help="What a test found wrong; else nothing was. 发现的问题")]


RestoredTo = Annotated[str, typer.Option(help="Of a drill: the moment that was restored. 演练恢复到的时刻")]
Took = Annotated[float | None, typer.Option(min=0, help="Of a drill: how long it took. 演练用时（秒）")]
Verified = Annotated[int | None, typer.Option(min=0, help="Of a drill: events verified. 演练核验的事件数")]
Loss = Annotated[float | None, typer.Option(min=0, help="Of a drill: seconds that would be lost. 演练所见丢失（秒）")]


@app.command("note")
def note(  # noqa: PLR0913 -- one for each option
    name: Name,
    *,
    tested: Annotated[bool, typer.Option("--tested")] = False,
    archived: Annotated[bool, typer.Option("--archived", help="Up to when the archive reaches. 归档所至时刻")] = False,
    size: Size = 0,
    fault: Fault = "",
    restored_to: RestoredTo = "",
    seconds: Took = None,
    events: Verified = None,
    loss: Loss = None,
) -> None:
    """Note that a backup was made, or with --tested that one was restored and looked at. 登记"""
    environment = Environment.load()
    if archived:
        backup_notes.note_archive(environment, name, restored_to)
    elif restored_to:
        backup_notes.note_drill(environment, name, DrillFigures(restored_to, seconds, events, loss), fault)
    else:
        backup_notes.note(environment, "tested" if tested else "made", name, size, fault)
    typer.echo(f"noted 已登记: {name}")


@app.command("list")
def show() -> None:
    """Show the newest backups and tests; exit code 1 where the last of either is too old, or had a fault. 列出"""
    told = backup_notes.newest(Environment.load())
    grid = Table("what 事项", "name 名称", "bytes 字节", "restored to 恢复到", "fault 问题", "when 时间")
    for one in told["items"]:
        size, moment = str(one["size"] or ""), one["restored_to"] or ""
        grid.add_row(one["deed"], one["name"], size, moment, one["fault"], one["at"])
    Console().print(grid)
    for one in told["standing"]:
        if one["deed"] == "archived":
            typer.echo(f"can be restored up to 可恢复至: {one['last']['restored_to']}")
    raise typer.Exit(0 if all(one["good"] for one in told["standing"]) else 1)


def support_bundle(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to: a .zip file. 导出到")] = Path("support.zip"),
) -> None:
    """Write a bundle for finding faults: no personal text, no contents of records, no keys. 故障排查包"""
    size, answered = bundle.write(Environment.load(), output)
    alone = "" if answered else "; no suite answers: logs alone 套件未运行，仅含日志"
    typer.echo(f"{output}: {size} bytes 字节{alone}")
