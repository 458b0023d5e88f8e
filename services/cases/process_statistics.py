"""Rules for the statistics of the enforcement process: figures are reckoned, never typed in."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.cases.process_records import STAGES
from contracts.cases.process_statistics import register
from contracts.errors import Refused
from contracts.register import YEARS
from services.cases.penalties import time_limits
from services.cases.penalties.remedies.standing import UNDONE
from services.chassis.records.finding.record_row import RecordRow
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
COUNTED = {
    "filed": ("filed_on",),
    "not_penalised": ("exempted_on", "cleared_on"),
    "withdrawn": ("withdrawn_on",),
    "handed_over": ("handed_over_on",),
    "heard": ("held_on",),
    "reviewed": ("passed_on",),
    "disputed": ("received_on",),
    "closed": ("closed_on",),
}
"""What is counted by the day on which it happened."""


class NotOver(Refused):
    """A year is counted when it is over."""

    slug, zh, field = "year-not-over", "年度尚未结束", "year"


class CountedAlready(Refused):
    """This year was counted already; correct that instead."""

    slug, zh, field = "counted-already", "该年度已统计，请办理更正", "year"


class FiguresLate(Refused):
    """Last year's figures are made public by 31 January; if not, say why."""

    slug, zh, field = "figures-late", "应当于一月三十一日前公开上年度数据；逾期须说明", "late_reason"
    article = "国办发〔2018〕118号"


@dataclass(frozen=True)
class Cases:
    """The cases in which something happened in a year, and the stages that are recorded of those closed in it."""

    fields: Sequence[RecordRow]
    recorded: Sequence[tuple[str, str]]


def cases_of_year(_statistics: Record, form: Data, lookup: Lookup) -> Cases:
    """The cases of which a step happened in the year, and the process records of those that it closed."""
    year: int = form["year"]
    cases = lookup.rows("cases.penalties", **{YEARS: str(year)})
    closed = [one.id for one in cases if _in(one, ("closed_on",), year)]
    records = (one for case in closed for one in lookup.rows("cases.process_records", case=case))
    return Cases(cases, [(one["case"], one["stage"]) for one in records if one.status() == "captured"])


def twins(statistics: Record, form: Data, lookup: Lookup) -> list[RecordRow]:
    """Other statistics of the year."""
    return [one for one in lookup.rows(register.name, year=form["year"]) if one.id != statistics.id]


@rules.on("compile", cases=cases_of_year, twins=twins)
def compile_(_statistics: Record, form: Data, _at: Context, cases: Cases, twins: list[RecordRow]) -> Data:
    """A year that is over is counted once, and its figures are due by the end of the next January."""
    year: int = form["year"]
    if form["compiled_on"].year <= year:
        raise NotOver(year)
    if twins:
        raise CountedAlready(*(one.id for one in twins))
    return form | figures(cases, year) | {"publish_by": dt.date(year + 1, 1, 31)}


def figures(cases: Cases, year: int) -> Data:
    """A year's figures; each case counts in the year of the step that is counted."""
    decided = [one for one in cases.fields if _in(one, ("decided_on",), year)]
    general = [one for one in decided if one.get("took_days") is not None]
    days = [one["took_days"] for one in general]
    fines = [Decimal(one["fine"]) for one in decided if Decimal(one.get("fine") or 0)]
    counts = {name: sum(_in(one, steps, year) for one in cases.fields) for name, steps in COUNTED.items()}
    return counts | {
        "decided": len(general),
        "decided_on_spot": len(decided) - len(general),
        "fined": len(fines),
        "fines": f"{sum(fines, Decimal()):.2f}",
        "decided_late": sum(one["late"] for one in general),
        "days_median": statistics.median_low(days) if days else None,
        "days_most": max(days, default=None),
        "undone": sum(_undone(one, year) for one in cases.fields),
        "stages": list(_stages(cases)),
    }


def _in(case: RecordRow, days: Iterable[str], year: int) -> bool:
    return any((day := case.get(name)) and day.year == year for name in days)


def _undone(case: RecordRow, year: int) -> bool:
    return case.get("outcome") in (*UNDONE, "changed") and _in(case, ("remedy_decided_on",), year)


def _stages(cases: Cases) -> Iterable[Data]:
    for stage in STAGES:
        yield {"stage": stage, "recorded": len({case for case, of in cases.recorded if of == stage})}


@rules.on("publish")
def publish(statistics: Record, form: Data, _at: Context) -> Data:
    """Last year's figures are public by 31 January, or it is said why not."""
    time_limits.require_in_time(form["published_on"], time_limits.limit(statistics, "publication"), form, FiguresLate)
    return form
