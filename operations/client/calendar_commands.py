"""`calendar ...`: which days are worked, and a year's holidays from a file, checked, looked at, and entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from contracts.documents.endpoints import CSV, JSON, XLSX
from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.client import client, sheets
from operations.client.client import Client

CALENDAR = "/v1/calendar"
MEDIA = {".csv": CSV, ".xlsx": XLSX, ".json": JSON}
app = typer.Typer(help="Which days are worked: a year's holidays from a file. 日历与放假安排", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="Its days: .csv, .xlsx or .json. 放假安排文件", exists=True, dir_okay=False)]
Source = Annotated[str, typer.Option(help="Who announced it, and its number. 公布机关及文号")]
Announced = Annotated[str, typer.Option("--announced-on", help="On which day, as 2026-11-04. 公布日期")]
Deviation = Annotated[str, typer.Option(help="Why it has more or fewer days off than the law. 天数不一致的原因")]
Why = Annotated[str, typer.Option("--reason", help="Why a year is amended that holds already. 修改原因")]


class NoYearOfThatKind(OperatorError):
    """{0} is none of .csv, .xlsx, .json. 只能导入 .csv、.xlsx 或 .json 文件。"""

    code = 2


@app.command("show")
def show(
    year: Annotated[str, typer.Option(help="Which year; else this one. 年份")] = "",
) -> None:
    """Show a year's days off, where they are from, and how far each service counts by them. 查看一年的安排"""
    console, told = Console(), client.connect(Environment.load()).get(CALENDAR, year=year or None)
    console.print(f"{told['year']}: {told['state']}, {told['source']}")
    table = Table("holiday 节日", "off 放假", "worked 调休上班")
    for name, kinds in _by_holiday(told["days"]).items():
        table.add_row(name, " ".join(kinds["holiday"]), " ".join(kinds["workday"]))
    console.print(table)
    for one in told["waiting"]:
        console.print(f"{one['year']} waits for a second person 待第二人确认: {one['source']}")
    for one in told["services"]:
        console.print(f"{one['service']}: {_standing(one)}")


def _by_holiday(days: list[Mapping[str, Any]]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for one in days:
        kinds = found.setdefault(f"{one['name']['zh']} {one['name']['en']}", {"holiday": [], "workday": []})
        kinds[one["kind"]].append(one["day"][5:])
    return found


def _standing(one: Mapping[str, Any]) -> str:
    if one["silent"]:
        return "does not answer 暂无回应"
    if (there := one["standing"]) is None:
        return "has not heard of it 尚未收到"
    part = f"{100 * there['position'] // there['upto']}%" if there["upto"] and not there.get("ended") else "done 已完成"
    return f"{part}, {there['moved']} records counted again 件已重新计算, {there['refused']} refused 未能计算"


@app.command("preview")
def preview(
    file: File, *, source: Source = "", announced_on: Announced = "", deviation: Deviation = "", reason: Why = ""
) -> None:
    """Check a year's file and list the due dates that it would move; nothing is kept. 核对并列出将移动的时限"""
    suite, terms = sheets.bearer(Environment.load()), _terms(source, announced_on, deviation, reason)
    table = Table("clock 时限", "record 记录", "now 现时限", "then 确认后")
    moved = hidden = 0
    for answer in _parts(suite, file, terms):
        hidden += answer["hidden"]
        moved += len(answer["items"])
        for one in answer["items"]:
            overdue = " overdue 将逾期" if one["newly_overdue"] else ""
            where = f"{one['register']}/{one['record']}"
            table.add_row(one["clock_title"]["zh"], where, one["due"], f"{one['would_be']}{overdue}")
    Console().print(table)
    typer.echo(
        f"{moved} due dates would move 项时限将移动" + (f", {hidden} not yours to see 项无权查看" if hidden else "")
    )


def _parts(suite: Client, file: Path, terms: Mapping[str, str | None]) -> Iterator[Mapping[str, Any]]:
    """What a file would move, part by part. Raises Away, Declined, SilentOwner."""
    cursor: str | None = None
    while True:
        answer = suite.post(f"{CALENDAR}/moves", file.read_bytes(), _media(file), **terms, cursor=cursor)
        if answer["silent"]:
            raise SilentOwner(answer["silent"])
        yield answer
        if (cursor := answer["next"]) is None:
            return


class SilentOwner(OperatorError):
    """The service {0} does not answer: what it would move is not known. 该服务暂无回应，请稍后再试。"""


@app.command("import")
def bring(
    file: File, *, source: Source = "", announced_on: Announced = "", deviation: Deviation = "", reason: Why = ""
) -> None:
    """Enter a year from its file; it holds once a second person has confirmed it on the pages. 录入，待第二人确认"""
    suite = sheets.bearer(Environment.load())
    terms = _terms(source, announced_on, deviation, reason)
    told = suite.post(f"{CALENDAR}/years", file.read_bytes(), _media(file), **terms)
    year = told["record"]["id"]
    typer.echo(f"{year} {told['record']['status']}: it waits for a second person at /calendar?year={year} 待第二人确认")


def _terms(source: str, announced_on: str, deviation: str, reason: str) -> dict[str, str | None]:
    terms = {"source": source, "announced_on": announced_on, "deviation": deviation, "reason": reason}
    return {name: value or None for name, value in terms.items()}


def _media(file: Path) -> str:
    try:
        return MEDIA[file.suffix.lower()]
    except KeyError:
        raise NoYearOfThatKind(file) from None
