"""Rules for volunteer events."""

from collections.abc import Callable

from contracts import comparison
from contracts.errors import Refused
from contracts.outreach.volunteer_events import register
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.outreach.counterparts import normalise_name
from services.outreach.joint import with_one_host

rules = Rules(register)


class NoLength(Refused):
    """Hours are capped at the event's length, which is not recorded."""

    slug, zh, field = "no-length", "活动未登记时长，无法计入服务时长", "service"


class LoggedTwice(Refused):
    """A volunteer's time at one event is logged once."""

    slug, zh, field = "logged-twice", "同一志愿者同一活动只登记一次", "service"


class LoggedBefore(Refused):
    """Hours are logged when the event was held, not before."""

    slug, zh, field = "logged-before", "登记日期早于活动举办日期", "logged_on"


@rules.on("plan")
def plan(_event: Record, form: Data, _at: Context) -> Data:
    """A joint event has one host, and a community one name (M-A6-3)."""
    checked = with_one_host(form)
    return checked | {"community": normalise_name(checked["community"])} if checked["community"] else checked


@rules.on("log_hours", upto=1)
def log_hours_to_the_letter(event: Record, form: Data, _at: Context) -> Data:
    """The same as it was asked before: two writings of one volunteer were two."""
    return _log_hours(event, form, str)


@rules.on("log_hours")
def log_hours(event: Record, form: Data, _at: Context) -> Data:
    """Nobody is credited with more time than the event lasted, and the time counts on its day (M-A6-4)."""
    return _log_hours(event, form, comparison.number)


def _log_hours(event: Record, form: Data, key: Callable[[str], str]) -> Data:
    length, held_on = event.get("minutes"), event["held_on"]
    if form["logged_on"] < held_on:
        raise LoggedBefore(form["logged_on"])
    if length is None:
        raise NoLength(event.id)
    portions = [*event.all("log_hours"), form]
    volunteers = [key(one["volunteer"]) for portion in portions for one in portion["service"]]
    if len(set(volunteers)) < len(volunteers):
        raise LoggedTwice(event.id)
    credited = [one | {"credited": min(one["minutes"], length)} for one in form["service"]]
    return form | {"service": credited, "served_on": held_on}
