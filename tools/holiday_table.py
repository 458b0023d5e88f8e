"""Writes the table of holidays and make-up days from chinesecalendar: `python -m tools.holiday_table`.

Run it when the State Council has announced another year and chinesecalendar knows it
(docs/decisions/0012-calendar-data.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
import typer

from operations.base.environment import ROOT

TABLE = Path(ROOT) / "services/chassis/records/holiday_table.json"
NOTICES = "国务院办公厅节假日安排 State Council's holiday notices"
Days = dict[str, dict[str, str]]


def table(edition: int) -> dict[str, Any]:
    """The table as chinesecalendar has it; the year after its last one is there and not announced."""
    from chinese_calendar import constants

    holidays, makeups = _by_year(constants.holidays), _by_year(constants.workdays)
    first, last = min(map(int, holidays)), max(map(int, holidays))
    years = {
        str(year): {
            "announced": year <= last,
            "holidays": holidays.get(str(year), {}),
            "makeups": makeups.get(str(year), {}),
        }
        for year in range(first, last + 2)
    }
    source = f"{NOTICES}, as chinesecalendar {version('chinesecalendar')} has them"
    names = {one.value: one.chinese for one in constants.Holiday}
    return {"edition": edition, "source": source, "names": names, "years": years}


def _by_year(days: Mapping[dt.date, str]) -> Days:
    years: Days = {}
    for day, name in sorted(days.items()):
        year = years.setdefault(str(day.year), {})
        year[name] = f"{year.get(name, '')} {day:%m-%d}".strip()
    return years


def write(path: Path = TABLE) -> bool:
    """Write the table as its next edition, if it says something new."""
    before = orjson.loads(path.read_bytes()) if path.is_file() else {"edition": 0}
    if table(before["edition"]) == before:
        return False
    text = orjson.dumps(table(before["edition"] + 1), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    path.write_bytes(text)
    return True


if __name__ == "__main__":
    typer.echo("written 已生成" if write() else "nothing new 无更新")
