"""`programme ...`: the year's change, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from operations.base.environment import Environment
from operations.base.errors import OperatorError

app = typer.Typer(help="The bureau's own programme: a year and its targets. 年度方案与目标", no_args_is_help=True)
Year = Annotated[int, typer.Option("--year", help="Of which year. 年度", min=2000, max=2999)]


class IsThere(OperatorError):
    """{0} is there already. 文件已存在。"""


class NotUtf8(OperatorError):
    """{0} is not in UTF-8. 文件编码应为 UTF-8。"""


@app.command()
def show() -> None:
    """Which programme the next start counts by, its years and targets. 现行方案"""
    from operations.programme import adoption

    file = adoption.file_in_force(Environment.load())
    one = adoption.parse(file)
    for edition in one.editions:
        targets = sum(measure.target is not None for measure in edition.by_name.values())
        typer.echo(f"{edition.start} – {edition.end}: {len(edition.by_name)} measures 指标, {targets} targets 目标")
    typer.echo(f"{file}")


@app.command()
def sheet(file: Annotated[Path, typer.Argument(help="Where to, .csv. 写到")], *, year: Year) -> None:
    """Write a sheet of a year's targets: this year's, to be confirmed row by row. 导出目标确认表"""
    from operations.programme import adoption
    from operations.programme import sheet as targets

    document = adoption.document(adoption.file_in_force(Environment.load()))
    _write(file, "\ufeff" + targets.write(document, year))
    typer.echo(f"{file}: 是 confirms a row, 否 drops its target 逐行填“是”确认，或“否”不再设目标")


@app.command("next")
def next_year(
    confirmed: Annotated[
        Path, typer.Argument(help="The sheet, confirmed. 已确认的目标表", exists=True, dir_okay=False)
    ],
    file: Annotated[Path, typer.Argument(help="Where to, .yaml. 写到")],
    *,
    year: Year,
    first: Annotated[
        bool, typer.Option("--first", help="A bureau begins: no year before is carried along. 首个年度，不带往年")
    ] = False,
) -> None:
    """Write a year's programme out of the one in force and a confirmed sheet. 生成年度方案"""
    from operations.programme import adoption, years
    from operations.programme import sheet as targets

    document = adoption.document(adoption.file_in_force(Environment.load()))
    chosen = targets.targets(document, targets.read(confirmed.read_bytes()), year)
    text = years.as_text(years.following(document, year, chosen, first=first))
    adoption.parse_text(text, file)
    _write(file, text)
    typer.echo(f"{file}: {len(chosen)} targets 目标; campaign view preview {file} 可先预览")


@app.command()
def adopt(
    file: Annotated[Path, typer.Argument(help="The programme. 方案", exists=True, dir_okay=False)],
    *,
    rewrite_past: Annotated[
        bool, typer.Option("--rewrite-past", help="Also where it changes a year that is over. 允许改动已结束年度")
    ] = False,
) -> None:
    """Have the next start count by a programme; it takes effect on its first day. 启用方案"""
    from operations.programme import adoption

    place = adoption.adopt(Environment.load(), file, rewrite_past=rewrite_past)
    typer.echo(f"{place}: counts from the next start on 重启后启用: ./campaign down; ./campaign up --detach")


@app.command("hand-in")
def hand_in(
    file: Annotated[Path, typer.Argument(help="The programme. 方案", exists=True, dir_okay=False)],
    *,
    check: Annotated[bool, typer.Option("--check", help="Only look for what is wrong with it. 只核对")] = False,
) -> None:
    """Hand another programme in, to stand beside the one in force; a leader issues it. 提交并行方案"""
    from operations.client import sheets

    suite = sheets.bearer(Environment.load())
    try:
        body = orjson.dumps({"programme": file.read_text("utf-8-sig")})
    except UnicodeDecodeError:
        raise NotUtf8(file) from None
    told = suite.post("/v1/programmes/check", body)
    counts = f"{told['items']} items 项, {told['measures']} measures 指标, {told['targets']} targets 目标"
    typer.echo(f"{told['campaign']}: {counts}")
    if not check:
        status = suite.post("/v1/programmes", body)["record"]["status"]
        typer.echo(f"{status}: its numbers are being made; a leader issues it at /programmes/{told['campaign']} 待印发")


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="") as out:
            out.write(text)
    except FileExistsError:
        raise IsThere(file) from None
