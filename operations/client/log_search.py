"""`audit search`, `trail`, `who-saw`, `anomalies`, `status`: what the log tells of people and records, printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any
from urllib.parse import quote

import orjson
import typer
from rich.table import Table
from rich.text import Text

from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.base.wide_console import wide_console
from operations.client import client, sheets
from services.chassis.base import clock

ENTRIES, TRAIL, ANOMALIES, STATUS = "/v1/audit/entries", "/v1/audit/records", "/v1/audit/anomalies", "/v1/audit/status"
ENTRY_HEADINGS = ("#", "时间 time", "行为 what", "人员 who", "岗位 post", "记录 record", "结果 outcome", "地址 address")
ANOMALY_HEADINGS = ("日期 day", "人员 who", "次数 times", "规则 rule")
WIDE = 160
"""Columns of a pipe: what is read by another program is not folded."""
ONE_DAY = dt.timedelta(days=1)
NONE, NOTHING = "–", "无 nothing"
TITLES = {
    "state": "状态",
    "size": "条目",
    "forgotten": "已删除内容",
    "checkpoint_size": "检查点条目",
    "checkpoint_at": "检查点时间",
    "verified_at": "核验时间",
    "verified_size": "已核验条目",
    "fault": "问题",
    "witnesses": "见证方",
    "missing": "缺口",
    "conflicts": "冲突",
}
Item = Mapping[str, Any]
Shape = tuple[tuple[str, ...], Callable[[Item], tuple[str, ...]]]
"""A table's headings, and what stands in the row of an item."""


class NoMoment(OperatorError):
    """{0}: {1} is neither a day, 2026-11-01, nor a moment, 2026-11-01T08:00:00+08:00. 应为日期或带时区的时刻。"""

    code = 2


class NoRecordName(OperatorError):
    """{0} is no record: a register and an id, as outreach.matters/ID. 应为台账和编号。"""

    code = 2


def search(environment: Environment, wish: Mapping[str, str], most: int, *, as_json: bool) -> None:
    """Prints entries, the newest first, as whom CAMPAIGN_TOKEN stands for.

    wish  the parameters of the interface by their names; `since` and `until` may be days in Shanghai, the last too

    Raises NoMoment, NoToken, Away, Declined.
    """
    query = {**wish, "since": moment("since", wish["since"]), "until": moment("until", wish["until"], last=True)}
    found = sheets.bearer(environment).every(ENTRIES, **query)
    _show(found, most, (ENTRY_HEADINGS, _entry_row), as_json=as_json)


def trail(environment: Environment, record: str, most: int, *, views: bool, as_json: bool) -> None:
    """Prints all that happened to a record, or who saw its texts. Raises NoRecordName, NoToken, Away, Declined."""
    flag = "true" if views else None
    found = sheets.bearer(environment).every(address_of(record), views=flag)
    _show(found, most, (ENTRY_HEADINGS, _entry_row), as_json=as_json)


def anomalies(environment: Environment, wish: Mapping[str, str], most: int, *, as_json: bool) -> None:
    """Prints people's days that are out of the common, each with its rule. Raises NoToken, Away, Declined."""
    found = sheets.bearer(environment).every(ANOMALIES, **wish)
    _show(found, most, (ANOMALY_HEADINGS, _anomaly_row), as_json=as_json)


def status(environment: Environment, *, as_json: bool) -> None:
    """Prints how the log is, as this machine's operator asks. Raises Away, Declined."""
    told = client.connect(environment).get(STATUS)
    if as_json:
        typer.echo(orjson.dumps(told))
        return
    for name, value in told.items():
        typer.echo(f"{TITLES.get(name, '')} {name}: {_text(value)}".strip())


def moment(name: str, text: str, *, last: bool = False) -> str:
    """A moment as the interface takes it; a day is its beginning in Shanghai, as the last one its end.

    Raises NoMoment.
    """
    if not text:
        return ""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return _checked_moment(name, text)
    return dt.datetime.combine(day + ONE_DAY if last else day, dt.time(), clock.SHANGHAI).isoformat()


def _checked_moment(name: str, text: str) -> str:
    try:
        aware = dt.datetime.fromisoformat(text).utcoffset() is not None
    except ValueError:
        aware = False
    if not aware:
        raise NoMoment(f"--{name}", text)
    return text


def address_of(record: str) -> str:
    """Where a record's trail is asked for. Raises NoRecordName."""
    register, _, id_ = record.partition("/")
    service, _, slug = register.partition(".")
    if not (service and slug and id_) or "/" in id_:
        raise NoRecordName(record)
    return f"{TRAIL}/{quote(service)}/{quote(slug)}/{quote(id_)}"


def _show(items: Iterable[Item], most: int, shape: Shape, *, as_json: bool) -> None:
    """Prints a table of them, or a line of JSON each; and says so where there are more."""
    headings, row_of = shape
    shown = list(islice(items, most + 1))
    if len(shown) > most:
        shown.pop()
        typer.echo(f"还有更多，以 --most 增加条数。There is more than these {most}: --most says how many.", err=True)
    if as_json:
        for one in shown:
            typer.echo(orjson.dumps(one))
        return
    table = Table(*headings)
    for one in shown:
        # As texts: what people are called is no markup.
        table.add_row(*map(Text, row_of(one)))
    wide_console(WIDE).print(table if table.row_count else NOTHING)


def _entry_row(one: Item) -> tuple[str, ...]:
    times = f" x {one['count']}" if one["count"] > 1 else ""
    when = dt.datetime.fromisoformat(one["recorded_at"]).astimezone(clock.SHANGHAI)
    named = (one["actor"], one["post"], one["record"], one["outcome"], one["address"])
    return str(one["index"]), f"{when:%Y-%m-%d %H:%M:%S}", f"{_both(one['title'])}{times}", *map(_text, named)


def _anomaly_row(one: Item) -> tuple[str, ...]:
    return one["day"], one["actor"], str(one["count"]), _both(one["words"])


def _both(words: Mapping[str, str]) -> str:
    """Chinese first, then English."""
    return f"{words['zh']} {words['en']}"


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_text(one)}" for name, one in value.items()) or NONE
    if isinstance(value, list):
        return ", ".join(map(_text, value)) or NONE
    return NONE if value in (None, "") else str(value)
