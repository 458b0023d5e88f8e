"""What somebody asks of reports, as a body or a form says it: every field that is wrong is named."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.errors import Forbidden, Invalid, fault
from services.chassis.base import clock
from services.gateway.accounts import moments
from services.gateway.display import formatting
from services.gateway.display.messages import pages
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model import ledger, units
from services.gateway.read_model.calendars.month import read_month
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reports.contents.contents import ReportWish
from services.gateway.reports.schedule import Schedule, first_month

ISSUERS = frozenset({"leader"})
"""Who answers for the bureau's numbers; somebody to whom that post is lent issues in it."""
SCHEDULERS = ISSUERS | {"administrator"}
WISH, SCHEDULE = ("month", "unit", "lang", "as_of", "known_at"), ("day", "time", "workday", "lang")
DAY, ZONE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"), re.compile("T.*(Z|[+ -][0-9]{2}:[0-9]{2})$")
TIME, LAST_DAY = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]"), 31
Fault = dict[str, str]


@dataclass(frozen=True)
class ReportOrder:
    """A report to be issued, and why once more."""

    wish: ReportWish
    reason: str


def read_order(said: Any, bearer: Bearer, read_model: ReadModel) -> ReportOrder:
    """An order in a body. Raises Invalid, Forbidden."""
    values = read_texts(said, (*WISH, "reason"))
    return ReportOrder(read_wish(values, bearer, read_model), values.get("reason", ""))


def read_wish(values: Mapping[str, str], bearer: Bearer, read_model: ReadModel) -> ReportWish:
    """Which report is meant; of somebody who speaks for a unit it is of that one. Raises Invalid, Forbidden."""
    month, lang = read_month(values.get("month", "")), values.get("lang") or pages.ZH
    if lang not in pages.LANGUAGES:
        raise _invalid("lang", "zh or en", "须为 zh 或 en")
    unit = values.get("unit") or bearer.unit
    if bearer.unit is not None and unit is not None and unit not in _own(bearer.unit, read_model):
        raise Forbidden(unit, f"for {bearer.unit} and those below it")
    return _at_its_time(ReportWish(month, unit, lang), values, read_model)


def _at_its_time(wish: ReportWish, values: Mapping[str, str], read_model: ReadModel) -> ReportWish:
    """The wish with its day and its moment, where these are said. Raises Invalid, MonthAhead."""
    last = wish.month.as_of(read_model.today())
    if text := values.get("known_at"):
        wish = replace(wish, known_at=_moment(text, wish, read_model))
        last = wish.day(read_model.today())
    if text := values.get("as_of"):
        day = _day(text)
        if day is None or not wish.month.first <= day <= last:
            raise _invalid("as_of", f"{wish.month.first}..{last}", f"须在 {wish.month.first} 至 {last} 之间")
        wish = replace(wish, as_of=day)
    return wish


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def _moment(text: str, wish: ReportWish, read_model: ReadModel) -> dt.datetime:
    """A moment at which something was known of the month, and that has passed. Raises Invalid."""
    try:
        moment = dt.datetime.fromisoformat(text.replace(" ", "+")).astimezone(dt.UTC) if ZONE.search(text) else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        raise _invalid("known_at", "A moment with its zone, RFC 3339", "须为带时区的时刻（RFC 3339）")
    if moment > clock.now():
        raise _invalid("known_at", "No later than now", "不能晚于现在")
    if clock.day_of(moment) < wish.month.first:
        raise _invalid("known_at", f"Not before {wish.month.name} began", f"不能早于 {wish.month.name} 开始")
    with read_model.store.begin_read() as tx:
        first = ledger.first_known(tx, read_model.district)
    if first is None or moment < first:
        at = formatting.moment((first or clock.now()).isoformat())
        raise _invalid("known_at", f"Not before the first record, {at}", f"不能早于第一条记录（{at}）")
    return moment


def _own(unit: str, read_model: ReadModel) -> frozenset[str]:
    return units.below(read_model.unit_tree().values(), unit, read_model.today())


def read_schedule(said: Any, bearer: Bearer, read_model: ReadModel) -> Schedule | None:
    """A schedule in a body; without a day there is to be none. Raises Invalid, Forbidden."""
    if bearer.unit is not None:
        raise Forbidden("schedule", "for the whole bureau")
    values = read_texts(said, SCHEDULE)
    if not values.get("day"):
        return None
    day, time, lang = values["day"], values.get("time", ""), values.get("lang") or pages.ZH
    if not (day.isascii() and day.isdigit() and 1 <= int(day[:3]) <= LAST_DAY):
        raise _invalid("day", f"1..{LAST_DAY}", f"须为 1 至 {LAST_DAY}")
    if not TIME.fullmatch(time):
        raise _invalid("time", "HH:MM", "时间格式须为 HH:MM")
    if lang not in pages.LANGUAGES:
        raise _invalid("lang", "zh or en", "须为 zh 或 en")
    workday = values.get("workday", "") in ("true", "on", "1")
    schedule = Schedule(int(day), time, workday, lang, "", moments.now(), bearer.id)
    now = dt.datetime.fromisoformat(schedule.set_at)
    return replace(schedule, first=first_month(schedule, now, read_model.calendar()).name)


def read_texts(said: Any, names: tuple[str, ...]) -> dict[str, str]:
    """The fields of a body as texts. Raises Invalid."""
    values = said if isinstance(said, Mapping) else {}
    strange = [fault(str(one), "Unknown field", "没有此字段") for one in sorted(map(str, set(values) - set(names)))]
    plain = {name: _text(value) for name, value in values.items() if value is not None and value != ""}
    wrong = [fault(name, "A text", "须为文本") for name, value in plain.items() if value is None]
    if faults := strange + wrong:
        raise Invalid(*(one["field"] for one in faults), errors=faults)
    return {name: value for name, value in plain.items() if value is not None}


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value) if isinstance(value, str | int) else None


def _invalid(field: str, en: str, zh: str) -> Invalid:
    return Invalid(field, errors=[fault(field, en, zh)])
