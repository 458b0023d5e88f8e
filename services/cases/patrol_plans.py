"""Rules for patrol plans, and what one says on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from contracts.cases.patrol_plans import MOST_ROUNDS, register
from contracts.errors import Refused
from contracts.refusals import POINT
from services.cases.digital_cases.locations import check_points
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class NoPeriod(Refused):
    """A plan ends on the day on which it begins, or later."""

    slug, zh, field = "no-period", "计划期止早于计划期起", "until"


class TooManyRounds(Refused):
    """A plan has a bounded number of rounds: a longer one is written anew."""

    slug, zh, field = "too-many-rounds", f"计划轮次不得超过 {MOST_ROUNDS} 轮，请缩短计划期或减少频次", "every_days"


class StopTwice(Refused):
    """Each stop has a number of its own, and a code of its own where it has one."""

    slug, zh, field = "stop-twice", "点位序号、扫码编码不得重复", "stops"


class StopUnknowable(Refused):
    """That somebody came by is shown by a code or by a point: a stop has one of them."""

    slug, zh, field = "stop-unknowable", "每个点位须有扫码编码或坐标", "stops"


class CriterionTwice(Refused):
    """Each criterion is named once."""

    slug, zh, field = "criterion-twice", "评分项目不得重复", "criteria"


class OverAlready(Refused):
    """A plan is approved before its last day is over."""

    slug, zh, field = "plan-over", "计划期已满，不再批准", "approved_on"


@rules.on("draft", "redraft")
def write(_plan: Record, form: Data, _at: Context) -> Data:
    """A plan can be walked: days, stops that can be shown to be reached, criteria."""
    if form["until"] < form["begins"]:
        raise NoPeriod(form["until"])
    if sum(1 for _ in _all_rounds(form)) > MOST_ROUNDS:
        raise TooManyRounds
    stops = check_points(form, "stops")["stops"]
    if _repeats(one["stop"] for one in stops) or _repeats(one["scan_code"] for one in stops if one["scan_code"]):
        raise StopTwice
    if not all(one["scan_code"] or one[POINT[0]] is not None for one in stops):
        raise StopUnknowable
    if _repeats(one["criterion"] for one in form["criteria"]):
        raise CriterionTwice
    return form


@rules.on("approve")
def approve(plan: Record, form: Data, _at: Context) -> Data:
    """The rounds that are owed: those that are not over yet when it is approved."""
    if plan["until"] < form["approved_on"]:
        raise OverAlready(form["approved_on"])
    content = {name: plan[name] for name in ("begins", "until", "every_days")}
    owed = [one for one in _all_rounds(content) if one["ends"] >= form["approved_on"]]
    return form | {"rounds": owed, "over_on": plan["until"]}


@rules.on("stop")
def stop(plan: Record, form: Data, _at: Context) -> Data:
    """The rounds that are not over by then are owed no more."""
    return form | {"rounds": [one for one in plan["rounds"] if one["ends"] >= form["stopped_on"]]}


def round_on(plan: Record, day: dt.date) -> int | None:
    """The round of a plan in which a day lies; None: none is owed then."""
    entries = [one for one in plan.effective if one.on <= day]
    if plan.voided or not any(one.step.name == "approve" for one in entries):
        return None
    if any(one.step.name == "stop" for one in entries):
        return None
    rounds = next(one.data["rounds"] for one in entries if one.step.name == "approve")
    return next((int(one["round"]) for one in rounds if one["begins"] <= day <= one["ends"]), None)


def _all_rounds(content: Data) -> Iterator[Data]:
    begins, number = content["begins"], 0
    while begins <= content["until"] and number <= MOST_ROUNDS:
        number += 1
        following = begins + dt.timedelta(days=content["every_days"])
        yield {"round": number, "begins": begins, "ends": min(following - dt.timedelta(days=1), content["until"])}
        begins = following


def _repeats(values: Iterable[object]) -> bool:
    listed = list(values)
    return len(set(listed)) < len(listed)
