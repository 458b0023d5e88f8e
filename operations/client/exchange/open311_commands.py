"""`open311 take`: a city's requests become city cases here, as whoever CAMPAIGN_TOKEN stands for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from contracts.exchange.city_services import CityServices, read_services
from contracts.exchange.mapping import WrongMapping
from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.client import sheets
from operations.client.exchange.city import WINDOW, City
from operations.client.exchange.city_cases import FAULTY, OUTCOMES, Taking
from services.chassis.base import clock, disk
from services.gateway.spreadsheets import csvs

SHOWN = 20
app = typer.Typer(help="What a city's Open311 has. 城市 Open311 平台", no_args_is_help=True)


class NoMapping(OperatorError):
    """{0} cannot be used: {1}. 映射文件有误。"""

    code = 2


class NoDay(OperatorError):
    """{0} is no day that is over, as 2017-05-01. 日期格式须为 YYYY-MM-DD，且不晚于今天。"""

    code = 2


@app.command("take")
def take(  # noqa: PLR0913 -- each is an option of the command line
    url: Annotated[str, typer.Argument(help="Of its Open311, as https://city.example/open311/v2. 网址")],
    *,
    unit: Annotated[str, typer.Option(help="The unit that takes them in. 受理单位")],
    mapping: Annotated[Path, typer.Option(help="Which of its services are which classes, .yaml. 事项对应文件")],
    since: Annotated[str, typer.Option(help="From this day on; else the last week. 起始日期")] = "",
    jurisdiction: Annotated[str, typer.Option(help="Its jurisdiction_id, where it has several. 区划")] = "",
    report: Annotated[Path | None, typer.Option(help="Write what did not become a case, .csv. 未登记清单")] = None,
) -> None:
    """Take in a city's open requests as city cases; again changes nothing; exit code 1 where some could not be.

    取入城市平台的上报
    """
    services, now = services_in(mapping), clock.now()
    began, city = first_moment(since, now), City(url, jurisdiction)
    taking = Taking(sheets.bearer(Environment.load()), city.address, unit, services)
    try:
        taking.take(city.requests(began, now))
    finally:  # what was handed in before the city fell silent is told too
        tell(taking, report)
    raise typer.Exit(1 if any(taking.counts[one] for one in FAULTY) else 0)


def services_in(file: Path) -> CityServices:
    """The services in a file. Raises NoMapping."""
    try:
        return read_services(file.read_text("utf-8-sig"))
    except WrongMapping as wrong:
        said = "; ".join(f"{one.place} {one.en} {one.zh}".strip() for one in wrong.faults)
        raise NoMapping(file, said) from None
    except (OSError, UnicodeDecodeError) as error:
        raise NoMapping(file, error) from None


def first_moment(since: str, now: dt.datetime) -> dt.datetime:
    """From when on requests are meant. Raises NoDay."""
    if not since:
        return now - WINDOW
    try:
        day = dt.date.fromisoformat(since)
    except ValueError:
        raise NoDay(since) from None
    moment = dt.datetime.combine(day, dt.time(), clock.SHANGHAI)
    if moment > now:
        raise NoDay(since)
    return moment


def tell(taking: Taking, report: Path | None) -> None:
    """Print what became of how many, and what did not become a case; that into a file, if one is wanted."""
    for outcome, said in OUTCOMES.items():
        typer.echo(f"{taking.counts[outcome]:>7} {said}")
    for one in taking.unfit[:SHOWN]:
        typer.echo(f"  {one.request} ({one.service}): {one.en} {one.zh}", err=True)
    if len(taking.unfit) > SHOWN:
        typer.echo(f"  ... {len(taking.unfit) - SHOWN} more 其余未列出", err=True)
    if report is not None:
        disk.write(report, b"".join(csvs.write_rows(taking.report())))
        typer.echo(f"{report}: {len(taking.unfit)} lines 行")
