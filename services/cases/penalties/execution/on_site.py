"""What holds for every act of enforcement on the spot (Coercion Law art. 43, 51)."""

from __future__ import annotations

import datetime as dt

from contracts.errors import Refused
from services.cases.penalties.officers import two_certified
from services.cases.penalties.remedies.standing import leaves_nothing
from services.cases.penalties.seizures import AnotherDay
from services.chassis.base.clock import SHANGHAI, day_of
from services.chassis.records.record import Context, Data, Record

NIGHT_ENDS, NIGHT_BEGINS = dt.time(6), dt.time(22)
"""The Coercion Law does not say when night is: as the Noise Law has it (2021, art. 88), from ten to six."""


class AtNight(Refused):
    """Nothing is enforced at night, unless it is urgent and it is said why."""

    slug, zh, field = "at-night", "不得在夜间（二十二时至次日六时）实施行政强制执行，情况紧急的除外", "began_at"
    article = "行政强制法 第四十三条"


class OnHoliday(Refused):
    """Nothing is enforced on a statutory holiday, unless it is urgent and it is said why."""

    slug, zh, field = "on-holiday", "不得在法定节假日实施行政强制执行，情况紧急的除外", "began_at"
    article = "行政强制法 第四十三条"


class UtilitiesCut(Refused):
    """No household is cut off from water, power, heat or gas to make somebody obey."""

    slug, zh, field = "utilities-cut", "不得对居民生活采取停止供水、供电、供热、供燃气等方式迫使履行", "utilities_kept"
    article = "行政强制法 第四十三条"


class Unsigned(Refused):
    """Those present sign the record, and the party or a witness."""

    slug, zh, field = "unsigned", "到场监督人员、执行人和当事人或者见证人应当签名或者盖章", "signed"
    article = "行政强制法 第五十一条"


class NothingLeftToEnforce(Refused):
    """Nothing of the decision is left that could be enforced."""

    slug, zh, article = "nothing-left-to-enforce", "据以执行的处罚决定已被撤销", "行政强制法 第四十条"


def require_standing(case: Record) -> None:
    """The decision stands. Raises NothingLeftToEnforce."""
    if leaves_nothing(case):
        raise NothingLeftToEnforce(case.id)


def check_execution(form: Data, on: dt.date, at: Context, officers: dict[str, Record]) -> None:
    """Two officers, by day, on no holiday, nobody cut off, all signed. Raises what it is that is missing."""
    two_certified(officers, on)
    if day_of(form["began_at"]) != on:
        raise AnotherDay(form["began_at"], on, errors=[AnotherDay.fault("began_at")])
    if not form["urgency"]:
        _check_hour(form["began_at"])
        # Weekends are no statutory holidays; days off that a holiday took from them are.
        if on in at.calendar.holidays:
            raise OnHoliday(on)
    if not form["utilities_kept"]:
        raise UtilitiesCut(on)
    if not form["signed"]:
        raise Unsigned(on)


def _check_hour(began: dt.datetime) -> None:
    if not NIGHT_ENDS <= began.astimezone(SHANGHAI).time() < NIGHT_BEGINS:
        raise AtNight(began)
