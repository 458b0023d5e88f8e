"""`report ...`: monthly reports ordered, listed and fetched from a terminal, as whoever CAMPAIGN_TOKEN stands for."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.base.progress_bar import progress_bar
from operations.base.wide_console import wide_console
from operations.client import downloads, sheets
from operations.client.client import Client
from services.chassis.base import clock, ids

REPORTS, ORDERS = "/v1/reports", "/v1/report-orders"
FORMS = (".docx", ".pdf")
GOING_ON = ("waiting", "running")
WIDE = 160
"""Characters a line, where a table is no terminal's."""
LOOK = 0.5
"""Seconds between two looks at how far a report is."""
STAGES = ("gathering 汇总数据", "writing 生成文件", "keeping 留存")
app = typer.Typer(help="Monthly reports: ordered, listed, fetched. 月报", no_args_is_help=True)
Report = Annotated[str, typer.Argument(help="The report's id, as `report list` shows it. 月报编号")]
File = Annotated[Path, typer.Argument(help="Where to: .docx or .pdf. 保存到")]


class NoForm(OperatorError):
    """{0} is neither .docx nor .pdf. 只能保存为 .docx 或 .pdf 文件。"""

    code = 2


class NotIssued(OperatorError):
    """The report could not be issued: {0} {1} {2}"""


@app.command("list")
def show(
    month: Annotated[str, typer.Option(help="Only of this month, as 2017-06. 月份")] = "",
) -> None:
    """List the reports that were issued, the newest first. 列出已签发的月报"""
    table = Table("month 月份", "no. 次", "unit 单位", "as of 截至", "known at 所知", "issued 签发", "by 由")
    table.add_column("report 月报", no_wrap=True)
    for one in sheets.bearer(Environment.load()).every(REPORTS):
        if month in ("", one["month"]):
            moments = [_local(one[name]) for name in ("known_at", "issued_at")]
            who = "system 系统" if one["by_system"] else one["issued_by"]
            unit = one["unit"] or "bureau 全局"
            table.add_row(one["month"], str(one["number"]), unit, one["as_of"], *moments, who, one["id"])
    wide_console(WIDE).print(table)


def _local(moment: str) -> str:
    """A moment, in Shanghai."""
    return f"{dt.datetime.fromisoformat(moment).astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"


@app.command("order")
def order(  # noqa: PLR0913 -- each is an option of the command line
    month: Annotated[str, typer.Argument(help="Of which month, as 2017-06. 月份")],
    *,
    unit: Annotated[str, typer.Option(help="One unit and those below it; else the bureau. 单位编号")] = "",
    as_of: Annotated[str, typer.Option("--as-of", help="A day of the month; else its last. 截至日期")] = "",
    known_at: Annotated[
        str, typer.Option("--known-at", help="As known at this moment, 2017-07-01T09:00+08:00. 按此刻所知")
    ] = "",
    lang: Annotated[str, typer.Option(help="zh or en. 语言")] = "zh",
    reason: Annotated[str, typer.Option(help="Why once more, where the month has one. 再次签发的原因")] = "",
    save: Annotated[list[Path] | None, typer.Option(help="Fetch it into this .docx or .pdf too. 另存为")] = None,
) -> None:
    """Issue a monthly report and wait for it; exit code 1 where it could not be issued. 签发月报"""
    for file in save or []:
        form_of(file)
    said = {"month": month, "unit": unit, "as_of": as_of, "known_at": known_at, "lang": lang, "reason": reason}
    suite, console = sheets.bearer(Environment.load()), Console()
    body = {"id": ids.new_id(), **{name: value for name, value in said.items() if value}}
    accepted = suite.post(ORDERS, orjson.dumps(body))
    console.print(f"Order {accepted['id']}: Ctrl-C leaves it going on 按 Ctrl-C 离开，签发照常进行")
    report = follow(suite, accepted["id"], console)
    console.print(f"Issued 已签发: {report}", soft_wrap=True)
    for file in save or []:
        console.print(f"{file}: {fetch_into(suite, report, file)} bytes 字节", soft_wrap=True)


@app.command("fetch")
def fetch(report: Report, file: File) -> None:
    """Save a report byte for byte as it was issued. 下载月报"""
    form_of(file)
    typer.echo(f"{file}: {fetch_into(sheets.bearer(Environment.load()), report, file)} bytes 字节")


def follow(suite: Client, id_: str, console: Console) -> str:
    """Wait for an ordered report with a bar; its id. Raises Away, Declined, NotIssued."""
    with progress_bar(console) as bar:
        task = bar.add_task("waiting 等待", total=len(STAGES))
        while (told := suite.get(f"{ORDERS}/{id_}"))["state"] in GOING_ON:
            if told["state"] == "running":
                bar.update(task, description=STAGES[told["stage"]], completed=told["stage"])
            time.sleep(LOOK)
        bar.update(task, description=told["state"], completed=len(STAGES))
    return _issued(told)


def _issued(told: Mapping[str, Any]) -> str:
    if told["report"] is None:
        problem = told["problem"] or {"title": told["state"], "title_zh": "", "detail": ""}
        raise NotIssued(problem["title"], problem["title_zh"], problem["detail"])
    return str(told["report"])


def form_of(file: Path) -> str:
    """Which of a report's files it is. Raises NoForm."""
    if (ending := file.suffix.lower()) not in FORMS:
        raise NoForm(file)
    return ending


def fetch_into(suite: Client, report: str, file: Path) -> int:
    """Save a report's file, which appears there only when it is whole; its size. Raises Away, Declined, Broken."""
    return downloads.save(suite.download(f"{REPORTS}/{report}/report{form_of(file)}"), file)
