"""How one record becomes a row of a file, or what is wrong with it: decided by the mapping alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.cases.datums import Point, from_wgs84, place_of
from contracts.exchange import mapping as mapped
from contracts.exchange.mapping import MappedColumn, MappedTable, Source
from contracts.rpc import PageRow
from services.chassis.base import clock
from services.gateway.read_model.calendars.month import Month
from services.gateway.spreadsheets.current_values import StepData

LONGEST_SHOWN = 100
"""Characters of a wrong value that the report shows."""


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one column of a record's row."""

    column: str
    source: str
    value: str
    en: str
    zh: str


class _Wrong(ValueError):
    def __init__(self, value: str, en: str, zh: str) -> None:
        super().__init__(en)
        self.value, self.en, self.zh = value, en, zh


@dataclass(frozen=True)
class RowMaker:
    """Makes the rows of a table; `units` are the names of units by their codes."""

    table: MappedTable
    units: Mapping[str, str]

    def belongs(self, row: PageRow, data: StepData, month: Month) -> bool:
        """Whether a record is one of the month's; where the month is that of opening it was asked for so."""
        if self.table.statuses and row.status not in self.table.statuses:
            return False
        if self.table.dated is None:
            return True
        value = self._value(self.table.dated, row, data)
        return value is not None and month.first <= _day(self.table.dated, value) <= month.last

    def cells(self, row: PageRow, data: StepData) -> tuple[list[str], list[RowFault]]:
        """A record's cells, and what is wrong with any of them: then it is no row."""
        cells, faults = list[str](), list[RowFault]()
        for column in self.table.columns:
            try:
                cells.append(self._cell(column, row, data))
            except _Wrong as wrong:
                named = ", ".join(one.text for one in column.sources) or mapped.PLAIN
                faults.append(RowFault(column.heading, named, wrong.value[:LONGEST_SHOWN], wrong.en, wrong.zh))
        return cells, faults

    def _cell(self, column: MappedColumn, row: PageRow, data: StepData) -> str:
        text = column.constant if column.constant is not None else self._text(column, row, data)
        if not text:
            if column.required:
                raise _Wrong("", "Is needed and says nothing", "必填项为空")
            return ""
        if len(text) > column.longest:
            raise _Wrong(text, f"Longer than {column.longest} characters", f"超过 {column.longest} 个字符")
        if not column.matches(text):
            raise _Wrong(text, f"Does not match {column.pattern}", f"不符合格式 {column.pattern}")
        return text

    def _text(self, column: MappedColumn, row: PageRow, data: StepData) -> str:
        for source in column.sources:
            value = self._value(source, row, data)
            if value is None or value == "":
                continue
            if column.datum:
                return _degrees(column, source, data.get(source.step, {}))
            text = _WRITERS.get(source.kind, _plain)(column, value)
            if column.codes and text not in column.codes:
                raise _Wrong(
                    text, f"There is no code for {text[:LONGEST_SHOWN]}", f"“{text[:LONGEST_SHOWN]}”没有对应代码"
                )
            return column.codes.get(text, text)
        return ""

    def _value(self, source: Source, row: PageRow, data: StepData) -> Any:
        if source.step:
            return data.get(source.step, {}).get(source.name)
        return {
            mapped.RECORD: row.id,
            mapped.STATUS: row.status,
            mapped.UNIT: row.unit,
            mapped.UNIT_NAME: self.units.get(row.unit, ""),
            mapped.VERSION: str(row.version),
        }[source.name]


def _day(source: Source, value: str) -> dt.date:
    """The day of a day or a moment, in Shanghai."""
    if source.kind == mapped.DAY:
        return dt.date.fromisoformat(value)
    return dt.datetime.fromisoformat(value).astimezone(clock.SHANGHAI).date()


def _plain(_column: MappedColumn, value: Any) -> str:
    return str(value)


def _written_day(column: MappedColumn, value: str) -> str:
    return dt.date.fromisoformat(value).strftime(column.date or mapped.DAY_DEFAULT)


def _written_moment(column: MappedColumn, value: str) -> str:
    moment = dt.datetime.fromisoformat(value).astimezone(clock.SHANGHAI)
    return moment.strftime(column.date or mapped.MOMENT_DEFAULT)


def _flag(_column: MappedColumn, value: bool) -> str:  # noqa: FBT001 -- a value of a form
    return mapped.YES if value else mapped.NO


def _decimal(column: MappedColumn, value: float) -> str:
    return f"{value:.{column.decimals}f}"


def _degrees(column: MappedColumn, source: Source, said: Mapping[str, Any]) -> str:
    """A coordinate in the column's datum; of a point of which a part is missing nobody knows where it is."""
    place = place_of(said.get("longitude"), said.get("latitude"), said.get("datum"))
    if place is None:
        value = str(said.get(source.name))
        raise _Wrong(value, "The point lacks longitude, latitude or datum", "坐标缺少经度、纬度或坐标系")
    point: Point = from_wgs84(place, column.datum)
    return _decimal(column, getattr(point, source.name))


_WRITERS: dict[str, Callable[[MappedColumn, Any], str]] = {
    mapped.DAY: _written_day,
    mapped.MOMENT: _written_moment,
    mapped.FLAG: _flag,
    mapped.DEGREES: _decimal,
}
