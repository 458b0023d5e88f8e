"""A year's holidays in a file, as somebody copied them from the notice: csv, workbook or JSON.

Only what it says is read here; whether that can be a year is for the owner of the register to say.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from contracts.errors import Invalid, fault
from contracts.training.calendar_years import HOLIDAY, KINDS, NAMES, WORKDAY
from services.gateway.spreadsheets import upload
from services.gateway.spreadsheets.grid import SheetRow

HEADINGS = {
    "day": ("日期", "day", "date"),
    "kind": ("类别", "类型", "kind", "type"),
    "name": ("节日", "假日", "名称", "name", "holiday"),
}
KIND_WORDS = {
    HOLIDAY: ("放假", "休", "休息", "假日", "day off", HOLIDAY),
    WORKDAY: ("调休上班", "上班", "补班", "班", "worked in its stead", WORKDAY),
}
MORE_NAMES = {
    "tomb_sweeping": ("清明节",),
    "dragon_boat": ("端午节",),
    "mid_autumn": ("中秋节",),
    "national": ("国庆",),
}
"""How notices write what the register calls otherwise."""
MEMBERS = ("year", "source", "announced_on")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


@dataclass(frozen=True)
class YearFile:
    """What a file says.

    said  the year, its source and the day of the notice, as far as the file has them
    rows  the number of each day's row, where it is a sheet
    """

    days: tuple[Mapping[str, Any], ...]
    said: Mapping[str, str]
    rows: tuple[int, ...] = ()

    def with_rows(self, problem: Mapping[str, Any]) -> dict[str, Any]:
        """A problem that names a day by its number in the list names its row too."""
        return {**problem, "errors": [self._with_row(one) for one in problem.get("errors", ())]}

    def _with_row(self, error: Mapping[str, Any]) -> dict[str, Any]:
        number = re.match(r"days\.(\d+)\.", error.get("field") or "")
        if number is None or int(number[1]) >= len(self.rows):
            return dict(error)
        row = self.rows[int(number[1])]
        return {**error, "en": f"Row {row}: {error['en']}", "zh": f"第 {row} 行：{error['zh']}"}


def parse(body: bytes) -> YearFile:
    """What a file says. Raises Invalid, NotASheet, TooLarge."""
    if body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return _of_json(body)
    pages = [page.rows for page in upload.read_book(body).pages]
    return _of_rows([row for rows in pages[:1] for row in rows])


def _of_json(body: bytes) -> YearFile:
    try:
        content = orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise _unreadable(f"Not JSON: {error}", "不是合法的 JSON") from None
    days = content.get("days")
    if not isinstance(days, list) or not all(isinstance(one, dict) for one in days):
        raise _unreadable('"days" is a list of objects with day, kind and name', "days 应为含 day、kind、name 的列表")
    said = {name: str(content[name]) for name in MEMBERS if content.get(name)}
    return YearFile(tuple(map(_of_words, days)), said | _year_said(days, said))


def _of_words(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"day": _day(one.get("day")), "kind": _kind(one.get("kind")), "name": _name(one.get("name"))}


def _of_rows(rows: Sequence[SheetRow]) -> YearFile:
    """The rows below the first one that has all three headings."""
    for number, row in enumerate(rows):
        if (columns := _columns(row)) is not None:
            below = [one for one in rows[number + 1 :] if one.at(columns["day"]) is not None]
            days = tuple(_of_words({name: one.at(at) for name, at in columns.items()}) for one in below)
            return YearFile(days, _year_said(days, {}), tuple(one.number for one in below))
    headings = "、".join(words[0] for words in HEADINGS.values())
    raise _unreadable("No row has the headings 日期, 类别, 节日 (day, kind, name)", f"没有一行同时有表头：{headings}")


def _columns(row: SheetRow) -> dict[str, int] | None:
    texts = [str(cell).strip().lower() if cell is not None else "" for cell in row.cells]
    found = {name: texts.index(word) for name, words in HEADINGS.items() for word in reversed(words) if word in texts}
    return found if found.keys() == HEADINGS.keys() else None


def _day(cell: Any) -> str:
    """A day as the register has it; what is none is left as it is, for the register to name."""
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()[:10]
    if said := _DAY.fullmatch(str(cell or "").strip()):
        year, month, day = said.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return str(cell or "")


def _kind(cell: Any) -> str:
    text = str(cell or "").strip()
    return next((kind for kind in KINDS if text.lower() in KIND_WORDS[kind] or text == KINDS[kind]), text)


def _name(cell: Any) -> str:
    """Of several holidays in one cell (国庆节、中秋节) the first."""
    text = re.split(r"[、,，/和]", str(cell or "").strip())[0].strip()
    words = ((name, (name, NAMES[name], NAMES.en[name], *MORE_NAMES.get(name, ()))) for name in NAMES)
    return next((name for name, some in words if text in some), text)


def _year_said(days: Iterable[Mapping[str, Any]], said: Mapping[str, str]) -> dict[str, str]:
    """The year of most days, where the file itself says none."""
    years = Counter(str(one.get("day"))[:4] for one in days)
    return {} if "year" in said or not years else {"year": years.most_common(1)[0][0]}


def _unreadable(en: str, zh: str) -> Invalid:
    return Invalid("days", errors=[fault("days", en, zh)])
