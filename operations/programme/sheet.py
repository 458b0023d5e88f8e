"""The sheet of targets: one row for each measure, filled with this year's target, to be confirmed row by row."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

from operations.base.errors import OperatorError

MEASURE, TITLE, UNIT, COUNTS, BEFORE = "指标 measure", "名称 title", "单位 unit", "计数 counts", "现行目标 this year"
TARGET, BY, SOURCE = "新目标 target", "期限 by", "依据 source"
CONFIRMED = "确认（是/否）confirmed"
HEADINGS = (MEASURE, TITLE, UNIT, COUNTS, BEFORE, TARGET, BY, SOURCE, CONFIRMED)
WITHIN_YEAR, BY_PERIOD, OVER_ALL_TIME = "按年 within the year", "按周期或有效期 while it holds", "累计 over all time"
YES, NO = frozenset({"是", "yes", "y"}), frozenset({"否", "no", "n"})
PERCENT = "%"
SHOWN = 12
_SIGNS = {">=": ">=", "≥": ">=", "<=": "<=", "≤": "<=", "==": "==", "=": "=="}
_TARGET = re.compile(r"(>=|<=|==|≥|≤|=)\s*(\d+(?:\.\d+)?)\s*(%?)")
Entry = dict[str, Any]
Faults = list[str]


class WrongTargets(OperatorError):
    """The sheet cannot be taken: {0}."""


@dataclass(frozen=True)
class Row:
    """What the sheet says of one measure, as it was typed."""

    measure: str
    target: str
    by: str
    source: str
    confirmed: str


def measures_of(document: Mapping[str, Any]) -> Iterator[Entry]:
    """Every measure of a programme as it was read."""
    for pillar in document["pillars"]:
        for item in pillar["items"]:
            yield from item["measures"]


def write(document: Mapping[str, Any], year: int) -> str:
    """A sheet for a year's targets. The target of before stands in it as a proposal, and nothing is confirmed.

    Each row says how it counts: a target that counts over all time may be met already.
    """
    out = StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(HEADINGS)
    for one in measures_of(document):
        target = one.get("target")
        shown, source = (shown_as(target, one["unit"]), target["source"]) if target else ("", "")
        title = f"{one['title']['zh']} {one['title']['en']}"
        by = f"{year}-12-31" if target else ""
        counts = counting(one, document)
        lines.writerow([one["id"], title, one["unit"], counts, shown, shown, by, source, ""])
    return out.getvalue()


def counting(entry: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """Whether a measure counts within the programme's year, for as long as what it counts holds, or over all time."""
    if (entry.get("since"), entry.get("until")) == (document["start"], document["end"]):
        return WITHIN_YEAR
    sides = [entry, *(entry[side] for side in ("whole", "part") if side in entry)]
    takes = [take for side in sides for take in side.get("takes", ())]
    ends = "anew" in entry or any(take.get("until") or take.get("lasts") for take in takes)
    return BY_PERIOD if ends else OVER_ALL_TIME


def shown_as(target: Mapping[str, Any], unit: str) -> str:
    """A target as it is typed: ">= 28", and of a share "== 100%"."""
    value = f"{target['value'] * 100:g}%" if unit == PERCENT else f"{target['value']:g}"
    return f"{target['op']} {value}"


def read(body: bytes) -> list[Row]:
    """The rows of a sheet, as spreadsheet programs save it as a text. Raises WrongTargets."""
    lines = csv.DictReader(StringIO(_text(body), newline=""))
    needed = (MEASURE, TARGET, BY, SOURCE, CONFIRMED)
    if missing := [name for name in needed if name not in (lines.fieldnames or ())]:
        raise WrongTargets(f"no column {', '.join(missing)} 缺少列")
    return [Row(*((line[name] or "").strip() for name in needed)) for line in lines if (line[MEASURE] or "").strip()]


def _text(body: bytes) -> str:
    for coding in ("utf-8-sig", "gb18030"):  # what a Chinese spreadsheet program saves unless told otherwise
        try:
            return body.decode(coding)
        except UnicodeDecodeError:
            continue
    raise WrongTargets("neither UTF-8 nor GB 18030 编码无法识别")


def targets(document: Mapping[str, Any], rows: Iterable[Row], year: int) -> dict[str, Entry]:
    """The targets that the sheet confirms, by measure. Raises WrongTargets for every row that is not decided."""
    entries = {one["id"]: one for one in measures_of(document)}
    said: dict[str, Row] = {}
    faults: Faults = []
    for row in rows:
        if row.measure not in entries or row.measure in said:
            faults.append(f"{row.measure}: no such measure, or twice 无此指标或重复")
        said[row.measure] = row
    chosen = {name: _target(one, said.get(name), year, faults) for name, one in entries.items()}
    if faults:
        more = [f"… {len(faults) - SHOWN} more 另有"] if len(faults) > SHOWN else []
        raise WrongTargets("\n  ".join(["", *faults[:SHOWN], *more]))
    return {name: target for name, target in chosen.items() if target}


def _target(entry: Entry, row: Row | None, year: int, faults: Faults) -> Entry | None:
    """What a row decides of a measure; None: it has no target."""
    before = entry.get("target")
    if row is None or not row.target:
        if before and (row is None or row.confirmed.lower() not in NO):
            faults.append(f"{entry['id']}: {shown_as(before, entry['unit'])} is not decided 未确认")
        return None
    answer = row.confirmed.lower()
    if answer in NO:
        return None
    if answer not in YES:
        faults.append(f"{entry['id']}: {row.target} is not confirmed 未确认")
        return None
    try:
        return _confirmed(entry, row, year)
    except ValueError as error:
        faults.append(f"{entry['id']}: {error}")
        return None


def _confirmed(entry: Entry, row: Row, year: int) -> Entry:
    """Raises ValueError, saying what is wrong."""
    typed = _TARGET.fullmatch(row.target)
    if typed is None or bool(typed[3]) != (entry["unit"] == PERCENT):
        example = "== 100%" if entry["unit"] == PERCENT else ">= 28"
        raise ValueError(f"{row.target!r} is not like {example} 目标格式有误")
    value = round(float(typed[2]) / 100, 6) if typed[3] else float(typed[2])
    target = {"op": _SIGNS[typed[1]], "value": value, "by": _day(row.by, year), "source": row.source}
    if not row.source:
        raise ValueError("who set it? 未填依据")
    before = entry.get("target")
    if before and row.source == before["source"] and (before["op"], before["value"]) != (target["op"], value):
        raise ValueError("its source set another number: name what sets this one 目标已改，须填新的依据")
    return target


def _day(text: str, year: int) -> dt.date:
    """A day of the year, as spreadsheet programs write it too: 2027/12/31. Raises ValueError."""
    parts = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    day = dt.date(*map(int, parts.groups())) if parts else None
    if day is None or day.year != year:
        raise ValueError(f"{text!r} is no day of {year} 期限应在该年内")
    return day
