"""Rules for patrols."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from contracts.cases.datums import Point, metres_between, place_of, to_wgs84
from contracts.cases.patrols import MISSED, PASSED, SCANNED, register
from contracts.errors import OutOfOrder, Refused
from contracts.refusals import UnitOfBasis
from services.cases import patrol_plans
from services.chassis.records.business_days import business_day_in
from services.chassis.records.finding.caused_steps import hears
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
FULL = 100


class NoRound(Refused):
    """No round of this plan is owed on that day: it is not approved, was stopped, or its days are others."""

    slug, zh, field = "no-round", "该巡查计划当日没有应巡轮次（未批准、已停止或不在计划期内）", "plan"


class OfficerTwice(Refused):
    """Each officer is named once."""

    slug, zh, field = "officer-twice", "同一巡查人员只登记一次", "officers"


class UnknownStop(Refused):
    """No stop of the plan has this code."""

    slug, zh, field = "unknown-stop", "该巡查计划没有此扫码编码的点位", "scan_code"


class NoTrack(Refused):
    """A track has points, by themselves or in a file that can be read, and says in which datum they are."""

    slug, zh, field = "no-track", "须填写轨迹点及其坐标系，或交入可读取的轨迹文件", "points"


class UnknownStreet(Refused):
    """The plan has no stop in this street."""

    slug, zh, field = "unknown-street", "该巡查计划没有此路段", "street"


class OtherCriteria(Refused):
    """A street is judged by all of the plan's criteria, each once, and gets no more than full marks."""

    slug, zh, field = "other-criteria", "须按巡查计划的评分项目逐项评分，每项一次且不超过满分", "marks"


def plan_of(patrol: Record, form: Data, lookup: Lookup) -> Record:
    """The plan by which they go."""
    return lookup.record("cases.patrol_plans", form.get("plan") or patrol["plan"])


@rules.on("set_off", plan=plan_of)
def set_off(_patrol: Record, form: Data, at: Context, plan: Record) -> Data:
    """They go on a round that is owed on that day, by their own unit's plan."""
    if form["unit"] != plan.unit:
        raise UnitOfBasis(plan.unit)
    day = business_day_in(form, "set_off_at", at)
    number = patrol_plans.round_on(plan, day)
    if number is None:
        raise NoRound(plan.id)
    officers = [one["officer"] for one in form["officers"]]
    if len(set(officers)) < len(officers):
        raise OfficerTwice
    return form | {"set_off_on": day, "round": number}


@rules.on("scan", plan=plan_of)
def scan(patrol: Record, form: Data, at: Context, plan: Record) -> Data:
    """Whose code it is, the plan says."""
    stop = next((one for one in plan["stops"] if one["scan_code"] == form["scan_code"]), None)
    if stop is None:
        raise UnknownStop(form["scan_code"])
    return form | {"scanned_on": _later(patrol, form, "scanned_at", at), "stop": stop["stop"]}


@rules.on("hand_in_track", plan=plan_of)
def hand_in_track(_patrol: Record, form: Data, _at: Context, plan: Record) -> Data:
    """Which stops it passes within the plan's metres: nearer than that to a point of the track, not to a line."""
    if not form["points"] or not form["datum"]:
        raise NoTrack
    way = [to_wgs84(Point(one["longitude"], one["latitude"]), form["datum"]) for one in form["points"]]
    passed = [stop["stop"] for stop in plan["stops"] if _passes(way, stop, plan["metres"])]
    return form | {"passed_stops": [{"stop": one} for one in passed]}


def _passes(way: list[Point], stop: Data, metres: int) -> bool:
    place = place_of(stop["longitude"], stop["latitude"], stop["datum"])
    return place is not None and any(metres_between(place, one) <= metres for one in way)


@rules.on("judge_street", plan=plan_of)
def judge_street(_patrol: Record, form: Data, _at: Context, plan: Record) -> Data:
    """Marks by the plan's criteria, as a share of a hundred."""
    if form["street"] not in {one["street"] for one in plan["stops"]}:
        raise UnknownStreet(form["street"])
    most = {one["criterion"]: one["most"] for one in plan["criteria"]}
    marks = [(one["criterion"], one["marks"]) for one in form["marks"]]
    if sorted(name for name, _ in marks) != sorted(most) or any(got > most[name] for name, got in marks):
        raise OtherCriteria
    return form | {"score": round(FULL * sum(got for _, got in marks) / sum(most.values()))}


@rules.on("end", plan=plan_of)
def end(patrol: Record, form: Data, at: Context, plan: Record) -> Data:
    """Which of the plan's stops they reached, and what shows it."""
    stops = list(_reached(patrol, plan))
    done = sum(one["shown_by"] != MISSED for one in stops)
    about = {"stops": stops, "stops_done": done, "stops_planned": len(stops), "reached": done > 0}
    return form | {"ended_on": _later(patrol, form, "ended_at", at)} | about


def _reached(patrol: Record, plan: Record) -> Iterator[Data]:
    scanned = {one["stop"] for one in patrol.all("scan")}
    passed = {one["stop"] for track in patrol.all("hand_in_track") for one in track["passed_stops"]}
    for stop in (one["stop"] for one in plan["stops"]):
        yield {"stop": stop, "shown_by": SCANNED if stop in scanned else PASSED if stop in passed else MISSED}


hears(rules, "hear_back")


def _later(patrol: Record, form: Data, field: str, at: Context) -> dt.date:
    """The business day of a moment after they set off. Raises OutOfOrder, NotYet."""
    if form[field] < patrol["set_off_at"]:
        raise OutOfOrder(form[field], errors=[OutOfOrder.fault(field)])
    return business_day_in(form, field, at)
