"""Rules for volunteer events."""

from contracts.errors import Refused
from contracts.outreach.volunteer_events import register
from services.chassis.record import Data, Moment, Record
from services.chassis.rules import Rules

rules = Rules(register)


class NoLength(Refused):
    """Hours are capped at the event's length, which is not recorded."""

    slug, zh, field = "no-length", "活动未登记时长，无法计入服务时长", "service"


class Twice(Refused):
    """A volunteer's time at one event is logged once."""

    slug, zh, field = "logged-twice", "同一志愿者同一活动只登记一次", "service"


class HostJoins(Refused):
    """The host unit does not stand among the joint units."""

    slug, zh, field = "host-joins", "协办单位不应包含主办单位", "counits"


@rules.on("plan")
def plan(_event: Record, form: Data, _at: Moment) -> Data:
    """A joint event has one host and others that join it; each counts it once (domain.md 2.0)."""
    if form["unit"] in form["counits"] or len(set(form["counits"])) < len(form["counits"]):
        raise HostJoins(form["unit"])
    return form


@rules.on("log_hours")
def log_hours(event: Record, form: Data, _at: Moment) -> Data:
    """Nobody is credited with more time than the event lasted (M-A6-4)."""
    length = event.all("hold")[-1]["minutes"]
    if length is None:
        raise NoLength(event.id)
    before = [one["volunteer"] for portion in event.all("log_hours") for one in portion["service"]]
    named = before + [one["volunteer"] for one in form["service"]]
    if len(set(named)) < len(named):
        raise Twice(event.id)
    return form | {"service": [one | {"credited": min(one["minutes"], length)} for one in form["service"]]}
